"""The results of a call are published on a page of their own, through a review."""

import pytest
from django.utils.translation import gettext

from calls.models import Call
from tests.support.admin_forms import address, approve, change_page, fields, soup
from tests.support.factories import brussels, make_call

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 6, 1, 12)
AT_ONCE = {"results_at_0": "01-06-2027", "results_at_1": "12:00"}
LATER = {"results_at_0": "02-06-2027", "results_at_1": "09:00"}


@pytest.fixture
def editor(client, admin_user, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(admin_user)
    return client


@pytest.fixture
def call():
    call = make_call()
    call.projects.create(title="Een", amount=5000)
    call.projects.create(title="Twee", amount=2500)
    return call


def act(client, call, **facts):
    page = address(Call, "publish_results", call.pk)
    return client.post(page, {**fields(client.get(page)), **facts})


def approved(client, call):
    approve(client, call, alone_because="Zondag.")
    return Call.objects.get()


def test_the_page_shows_the_list_that_waits_and_the_sentence_for_readers(editor, call):
    page = editor.get(address(Call, "publish_results", call.pk))
    waiting = soup(page).select_one("#content strong").text.replace("\xa0", " ")
    assert "2" in waiting and "7.500 euro" in waiting
    assert fields(page)["told_nl"] == [gettext("The results of this call are published.")]


def test_results_are_public_once_somebody_looked_at_them(editor, call, page):
    assert act(editor, call, **AT_ONCE, applications_received="9").status_code == 302
    assert Call.objects.get().status() == "closed"
    assert approved(editor, call).status() == "results"
    assert "Twee" in page(call.get_results_url()).text
    assert call.changes.get().text_nl == gettext("The results of this call are published.")


def test_results_for_later_are_told_when_they_are_public(editor, call, page, time_machine):
    act(editor, call, **LATER)
    approved(editor, call)
    page(call.get_results_url(), status=404)
    assert not call.changes.exists()
    time_machine.move_to(brussels(2027, 6, 2, 9), tick=False)
    assert "Twee" in page(call.get_results_url()).text
    assert call.changes.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"results_at_0": "", "results_at_1": ""}, "results_at"),
        ({"results_at_0": "01-02-2027", "results_at_1": "12:00"}, "results_at"),
        ({**AT_ONCE, "told_nl": ""}, "told_nl"),
        ({**AT_ONCE, "applications_received": "1", "applications_selected": "2"}, None),
    ],
)
def test_results_without_what_readers_must_know_are_refused(editor, call, wrong, field):
    refused = soup(act(editor, call, **wrong))
    assert refused.select_one(f".field-{field} .errorlist" if field else ".errorlist")


@pytest.mark.parametrize("facts", [{"closes_at": brussels(2027, 7, 1, 17)}, {"results_at": NOW}])
def test_a_call_that_is_open_or_has_results_offers_no_such_page(editor, facts):
    call = make_call(**facts)
    page = address(Call, "publish_results", call.pk)
    assert editor.get(page).status_code == 403
    acts = soup(editor.get(change_page(call))).select(".acts a")
    assert page not in [link["href"] for link in acts]


@pytest.mark.slow
def test_results_that_are_posted_twice_are_one_draft_and_one_notice(editor, call):
    act(editor, call, **AT_ONCE)
    act(editor, call, **AT_ONCE)
    approved(editor, call)
    assert editor.post(address(Call, "publish_results", call.pk), AT_ONCE).status_code == 403
    assert call.changes.count() == 1


def test_who_may_not_change_the_call_publishes_no_results(editor, call, django_user_model):
    editor.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert editor.post(address(Call, "publish_results", call.pk), AT_ONCE).status_code == 403


# No result


def settle(client, call, **facts):
    page = address(Call, "without_result", call.pk)
    return client.post(page, {**fields(client.get(page)), **facts})


def test_a_call_whose_result_will_not_come_says_so_and_leaves_the_worklist(editor, call, page):
    Call.objects.update(decision_expected="2027-05")
    assert str(call) in editor.get("/beheer/").text
    settle(editor, call, results_note_nl="<p>Niemand diende in.</p>")
    settled = approved(editor, call)
    assert settled.status() == "closed"
    shown = page(call.get_absolute_url()).select_one(".notice--closed").text
    assert gettext("The results of this call will not be published.") in shown
    assert "Niemand diende in." in shown and "mei 2027" not in shown.replace("\xa0", " ")
    assert str(call) not in soup(editor.get("/beheer/")).select_one("#content-main").text


def test_a_result_is_not_given_up_without_a_reason_in_dutch(editor, call):
    refused = soup(settle(editor, call, results_note_fr="<p>Rien.</p>"))
    assert refused.select_one(".field-results_note_nl .errorlist")


def test_results_that_come_after_all_are_published(editor, call):
    settle(editor, call, results_note_nl="<p>Niemand diende in.</p>")
    approved(editor, call)
    act(editor, call, **AT_ONCE)
    found = approved(editor, call)
    assert (found.status(), found.no_result) == ("results", False)


def test_who_may_not_change_the_call_gives_up_no_result(editor, call, django_user_model):
    editor.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert editor.post(address(Call, "without_result", call.pk), {}).status_code == 403
