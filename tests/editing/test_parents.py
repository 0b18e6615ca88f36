"""What belongs to a page: readers find it only with that page, and editors know."""

import pytest
from django.utils.translation import gettext

from calls.models import Call
from portal.revisions.models import Draft
from tests.support.admin_forms import address, approve, change_page, fields, soup, withdraw
from tests.support.factories import (
    brussels,
    make_call,
    make_entry,
    make_framework,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 2, 1, 12)
WHY = {"withdrawal_reason_nl": "Gestopt.", "withdrawn_as": "gone"}


@pytest.fixture
def series(client, admin_user, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(admin_user)
    return make_series(title_nl="Reeks", slug_nl="reeks")


@pytest.fixture
def call(series):
    return make_call(series=series, label="2027")


def page(client, record, name):
    return soup(client.get(change_page(record).replace("change", name)))


# Withdrawing


def test_withdrawing_a_series_names_the_calls_that_go_with_it_and_asks_for_a_tick(client, call):
    make_call(series=call.series, label="2028", state="draft")
    listed = page(client, call.series, "intrekken").select("#content li")
    assert [row.text for row in listed] == ["Reeks 2027"]
    refused = soup(withdraw(client, call.series, **WHY))
    assert gettext("Tick that these pages go with it.") in refused.text
    assert not Draft.objects.exists()


def test_the_review_of_a_withdrawal_names_what_goes_with_it(client, call):
    withdraw(client, call.series, **WHY, with_dependents="on")
    looked_at = page(client, call.series, "nazicht").select_one("#look-at + ul").text
    assert "Reeks 2027" in looked_at
    approve(client, call.series, alone_because="Zondag.")
    assert client.get(call.get_absolute_url()).status_code == 410


def test_a_page_to_which_nothing_belongs_is_withdrawn_without_a_tick(client, series):
    assert withdraw(client, series, **WHY).status_code == 302
    assert Draft.objects.exists()


# A planned withdrawal


@pytest.fixture
def ends(call):
    """A call that is withdrawn on 1 May."""
    call.withdraw_at, call.withdrawal_reason_nl = brussels(2027, 5, 1), "Gestopt."
    call.save()
    return call


def test_a_planned_withdrawal_is_cancelled_through_a_review(client, ends):
    links = page(client, ends, "change").select(".acts a")
    assert gettext("Cancel the withdrawal") in [link.text for link in links]
    client.post(change_page(ends).replace("change", "niet-intrekken"))
    ends.refresh_from_db()
    assert ends.withdraw_at
    approve(client, ends, alone_because="Zondag.")
    ends.refresh_from_db()
    assert (ends.state, ends.withdraw_at) == ("published", None)


def test_a_planned_withdrawal_moves_through_a_review(client, ends):
    withdraw(client, ends, withdraw_at_0="01-06-2027")
    approve(client, ends, alone_because="Zondag.")
    ends.refresh_from_db()
    assert ends.withdraw_at == brussels(2027, 6, 1)


def test_a_withdrawal_that_happened_meanwhile_is_not_cancelled(
    client, ends, admin_user, time_machine
):
    time_machine.move_to(ends.withdraw_at, tick=False)
    client.force_login(admin_user)
    assert client.post(change_page(ends).replace("change", "niet-intrekken")).status_code == 403
    again = change_page(ends).replace("change", "weer-publiceren")
    assert again in [link["href"] for link in page(client, ends, "change").select(".acts a")]
    client.post(again)
    approve(client, ends, alone_because="Zondag.")
    assert client.get(ends.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("act", ["niet-intrekken", "intrekken", "weer-publiceren"])
def test_a_translator_withdraws_nothing_and_cancels_nothing(client, ends, person, act):
    client.force_login(person("translator", "revisions.translate_fr", writes=False))
    assert client.post(change_page(ends).replace("change", act), WHY).status_code == 403


# Publishing


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_call_is_not_published_below_a_series_that_is_not(client, series, state):
    type(series).objects.update(state=state, withdrawal_reason_nl="Gestopt.")
    call = make_call(series=series, label="2027", state="draft")
    keep = {**fields(client.get(change_page(call))), "_ask": "1", "label": "2028"}
    client.post(change_page(call), keep)
    problems = page(client, call, "nazicht").select_one("#problems + ul").text
    assert "“Reeks”" in problems
    approve(client, call, alone_because="Zondag.")
    call.refresh_from_db()
    assert call.state == "draft"


def test_a_call_that_its_series_hides_is_corrected_all_the_same(client, call):
    type(call.series).objects.update(state="withdrawn", withdrawal_reason_nl="Gestopt.")
    changed = {**fields(client.get(change_page(call))), "budget": "5000", "_publish": "1"}
    client.post(change_page(call), changed)
    approve(client, call, alone_because="Zondag.")
    call.refresh_from_db()
    assert call.budget == 5000


# In words


@pytest.mark.parametrize(("state", "said"), [("draft", "ontwerp"), ("withdrawn", "ingetrokken")])
def test_no_list_or_form_says_published_or_open_of_a_call_that_its_series_hides(
    client, call, state, said
):
    type(call.series).objects.update(state=state, withdrawal_reason_nl="Gestopt.")
    words = gettext("not visible: the series is not public (%(state)s)") % {"state": said}
    form = page(client, call, "change")
    assert form.select_one(".field-public_state .readonly").text.strip() == words
    assert form.select_one(".field-status .readonly").text.strip() in {"", "-"}
    row = soup(client.get(address(Call, "changelist"))).select_one("#result_list tbody tr")
    assert row.select_one(".field-public_state").text == words
    assert row.select_one(".field-status").text.strip() in {"", "-"}


def test_the_filters_of_the_list_know_what_a_series_hides(client, call):
    type(call.series).objects.update(state="draft")
    visible = make_call(label="2028")

    def listed(query):
        shown = soup(client.get(f"{address(Call, 'changelist')}?{query}"))
        return [link.text for link in shown.select("#result_list tbody th a")]

    assert listed("public=hidden") == [str(call)]
    assert listed("public=published") == [str(visible)]
    assert listed("status=open") == [str(visible)]


def test_a_page_below_what_is_withdrawn_with_a_notice_is_found_with_it(client, call):
    readable = {"withdrawn_as": "readable", "withdrawal_reason_nl": "Gestopt."}
    type(call.series).objects.update(state="withdrawn", **readable)
    state = page(client, call, "change").select_one(".field-public_state .readonly").text.strip()
    assert state == gettext("withdrawn; readers find the page with a notice")
    assert client.get(call.get_absolute_url()).status_code == 200


def test_a_work_programme_says_that_its_agreement_hides_it(client, series):
    programme = make_programme(agreement__state="draft")
    state = page(client, programme, "change").select_one(".field-public_state .readonly")
    sentence = "not visible: the agreement is not public (%(state)s)"
    assert state.text.strip() == gettext(sentence) % {"state": "ontwerp"}


def test_the_list_of_focus_entries_says_whether_their_framework_is_public(client, series):
    make_entry(framework=make_framework(state="draft"))
    listed = soup(client.get("/beheer/policy/focusentry/"))
    assert listed.select_one(".field-framework_state").text == "ontwerp"
