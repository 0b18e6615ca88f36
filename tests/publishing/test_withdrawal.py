"""Withdrawn pages: gone with a reason, still readable with a notice, or moved to a successor."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from calls.models import Call
from partners.models import Partner
from portal.page_cache import freshness
from portal.publishing.models import ChangeNote
from portal.redirects.models import Redirect
from portal.redirects.validators import check_successor
from tests.support.admin_forms import approve, change_page, soup, withdraw
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
AT = brussels(2027, 3, 1, 12)
SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)
ENDS = {"withdraw_at": AT, "withdrawal_reason_nl": "Dubbel met een andere pagina."}
JAPAN, CALL = "/nl/partners/japan/", "/nl/projectoproepen/reeks/2027/"


def make_japan(**facts):
    return make_partner(slug_nl="japan", name_nl="Japan", **ENDS, **facts)


STATES = ["draft", "published", "withdrawn"]


@pytest.mark.parametrize("seconds", [-1, 0, 1])
@pytest.mark.parametrize("publish_at", [None, AT - SECOND, AT - 2 * SECOND])
@pytest.mark.parametrize("withdraw_at", [None, AT, AT + SECOND])
@pytest.mark.parametrize("state", STATES)
def test_python_and_the_database_agree_at_every_boundary(seconds, publish_at, withdraw_at, state):
    at = AT + seconds * SECOND
    facts = {**ENDS, "state": state, "publish_at": publish_at, "withdraw_at": withdraw_at}
    partner = make_partner(**facts)
    public, withdrawn = Partner.is_public_at(at), Partner.is_withdrawn_at(at)
    assert partner.is_published(at) == Partner.objects.filter(public).exists()
    assert partner.was_withdrawn(at) == Partner.objects.filter(withdrawn).exists()
    assert not (partner.is_published(at) and partner.was_withdrawn(at))
    assert partner.is_published(at) == (state == "published" and at < (withdraw_at or at + SECOND))


@pytest.mark.parametrize("seconds", [-1, 0, 1])
@pytest.mark.parametrize("state", STATES)
def test_a_record_is_public_only_while_its_parent_is(seconds, state):
    at = AT + seconds * SECOND
    of_series = {f"series__{name}": value for name, value in (ENDS | {"state": state}).items()}
    call = make_call(**of_series)
    assert call.is_published(at) == Call.objects.published(at).exists()
    assert call.is_published(at) == (state == "published" and seconds < 0)


def test_a_page_answers_410_from_its_withdrawal_on(page, time_machine):
    make_japan(successor="/nl/partners/")
    time_machine.move_to(AT - SECOND, tick=False)
    assert page(JAPAN).h1.text.strip() == "Japan"
    time_machine.move_to(AT, tick=False)
    gone = page(JAPAN, status=410)
    assert "Dubbel met een andere pagina." in gone.main.text
    assert gone.main.select_one("a[href='/nl/partners/']")


def test_a_readable_withdrawn_page_has_a_notice_and_is_in_no_list(page, client, time_machine):
    make_japan(withdrawn_as="readable")
    time_machine.move_to(AT, tick=False)
    japan = page(JAPAN)
    assert "Dubbel met een andere pagina." in japan.select_one(".banner").text
    assert "noindex" in japan.select_one("meta[name=robots]")["content"]
    assert JAPAN not in client.get("/nl/partners/").content.decode()
    assert JAPAN not in client.get("/sitemap-partners.xml").content.decode()


def test_editions_of_a_readable_withdrawn_series_show_its_notice(page, client, time_machine):
    facts = {f"series__{name}": value for name, value in ENDS.items()}
    call = make_call(series__withdrawn_as="readable", **facts)
    time_machine.move_to(AT, tick=False)
    banner = page(call.get_absolute_url()).select_one(".banner")
    assert "Dubbel met een andere pagina." in banner.text
    data = json.loads(client.get("/nl/projectoproepen/oproepen.json?status=open").content)
    assert data["calls"] == []


def test_a_moved_page_redirects_to_its_successor(client, time_machine):
    make_japan(withdrawn_as="moved", successor="/nl/partners/")
    time_machine.move_to(AT, tick=False)
    answer = client.get(JAPAN)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/nl/partners/")


@pytest.mark.parametrize(
    "facts",
    [
        {"withdraw_at": AT},
        {"withdrawn_as": "moved"},
        {**ENDS, "publish_at": AT + SECOND},
    ],
)
def test_inconsistent_withdrawals_violate_constraints(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_partner(**facts)


CHANNELS = {
    "list": "/nl/projectoproepen/",
    "feed": "/nl/projectoproepen/feed.atom",
    "calendar": "/nl/projectoproepen/kalender.ics",
    "data": "/nl/projectoproepen/oproepen.json",
    "series": "/nl/projectoproepen/reeks/",
    "sitemap": "/sitemap-calls.xml",
}


@pytest.mark.parametrize(
    ("left", "status", "of_calendar"),
    [("gone", 410, 410), ("readable", 200, 410), ("moved", 301, 301)],
)
def test_every_channel_omits_a_page_from_its_withdrawal_on(
    client, time_machine, left, status, of_calendar
):
    make_call(
        series__slug_nl="reeks",
        label="2027",
        opens_at=AT - 30 * DAY,
        closes_at=AT + 30 * DAY,
        **ENDS | {"withdrawn_as": left, "successor": "/nl/projectoproepen/"},
    )
    for at, shown, *found in [(AT - SECOND, True, 200, 200), (AT, False, status, of_calendar)]:
        time_machine.move_to(at, tick=False)
        for name, address in CHANNELS.items():
            body = client.get(address).content.replace(b"\r\n ", b"")  # calendars fold lines
            assert (b"/reeks/2027/" in body) == shown, name
        assert [client.get(one).status_code for one in (CALL, f"{CALL}kalender.ics")] == found


def test_search_and_recent_changes_omit_a_withdrawn_page(client, fresh_index, time_machine):
    japan = make_japan(withdrawn_as="readable")
    ChangeNote.objects.create(record=japan, at=AT - DAY, text_nl="Anders.")
    for at, shown in [(AT - SECOND, True), (AT, False)]:
        time_machine.move_to(at, tick=False)
        for address in ("/nl/zoeken/?q=japan", "/nl/wijzigingen/", "/nl/wijzigingen/feed.atom"):
            assert (JAPAN in client.get(address).content.decode()) == shown, address


@pytest.mark.parametrize("left", ["gone", "readable", "moved"])
def test_no_cached_copy_outlives_a_withdrawal(client, time_machine, left):
    make_japan(withdrawn_as=left, successor="/nl/partners/")
    time_machine.move_to(AT - 10 * SECOND, tick=False)
    assert "stale-if-error=5" in client.get(JAPAN).headers["Cache-Control"]
    time_machine.move_to(AT - SECOND, tick=False)
    freshness.watch.known = None
    assert client.get(JAPAN).headers["Cache-Control"] == "no-store"


def test_the_notice_is_in_the_page_language_with_the_end_date(page, time_machine):
    make_partner(slug_nl="wales", slug_fr="galles", **in_four(name="Wales"))
    facts = {"withdrawn_as": "readable", "successor": "/nl/partners/wales/"}
    make_japan(**facts, withdrawal_reason_fr="Deux fois la même.")
    time_machine.move_to(AT, tick=False)
    french = page("/fr/partenaires/japan/").select_one(".banner")
    assert "Deux fois la même." in french.text
    assert french.a["href"] == "/fr/partenaires/galles/"
    german = page("/de/partner/japan/").select_one(".banner")
    assert german.find("span", lang="nl", string=ENDS["withdrawal_reason_nl"])
    assert "12" in german.text.split("2027")[1]


def test_a_moved_page_redirects_to_the_successor_in_the_same_language(client, time_machine):
    make_partner(slug_nl="wales", slug_fr="galles", **in_four(name="Wales"))
    make_japan(withdrawn_as="moved", successor="/nl/partners/wales/")
    time_machine.move_to(AT, tick=False)
    there = client.get("/fr/partenaires/japan/").headers["Location"]
    assert there == "/fr/partenaires/galles/"


def test_time_travel_redirects_to_a_successor_within_the_instant(admin_client):
    make_partner(slug_nl="wales")
    make_japan(withdrawn_as="moved", successor="/nl/partners/wales/")
    inside = "/beheer/op/2027-03-01T12:00:00"
    there = admin_client.get(f"{inside}{JAPAN}").headers["Location"]
    assert there == f"{inside}/nl/partners/wales/"


@pytest.mark.parametrize("left", ["gone", "moved"])
def test_editions_follow_the_withdrawal_of_their_series(client, time_machine, left):
    facts = ENDS | {"withdrawn_as": left, "successor": "/nl/partners/"}
    call = make_call(**{f"series__{name}": value for name, value in facts.items()})
    time_machine.move_to(AT, tick=False)
    answer = client.get(call.get_absolute_url())
    if left == "moved":
        assert answer.headers["Location"] == "/nl/partners/"
    else:
        assert answer.status_code == 410
        assert ENDS["withdrawal_reason_nl"] in answer.content.decode()


def test_a_readable_withdrawn_edition_of_a_draft_series_is_not_found():
    call = make_call(
        series__state="draft", **ENDS | {"state": "withdrawn"}, withdrawn_as="readable"
    )
    assert not call.is_readable()


# The successor


def refused(record):
    with pytest.raises(ValidationError) as error:
        check_successor(record)
    return " ".join(error.value.message_dict["successor"])


@pytest.mark.parametrize("left", ["gone", "readable", "moved"])
@pytest.mark.parametrize(
    ("successor", "why"),
    [
        (JAPAN, "come from"),
        ("https://testserver/en/partners/japan/?q=x#y", "come from"),
        ("/nl/partners/atlantis/", "no page"),
        ("/nl/partners/later/", "no page"),
        ("/nl/partners/weg/", "no page"),
        ("/beheer/", "public page"),
        ("//example.org/", "public page"),
        ("javascript:alert(1)", "https://"),
        ("japan", "https://"),
    ],
)
def test_an_unusable_successor_is_refused_with_a_message(left, successor, why):
    japan = make_japan()
    make_partner(slug_nl="later", publish_at=AT + SECOND)
    make_partner(slug_nl="weg", **ENDS)
    japan.successor, japan.withdrawn_as = successor, left
    with override("en"):
        assert why in refused(japan)


def test_a_successor_may_be_published_in_the_second_of_the_withdrawal():
    make_partner(slug_nl="later", publish_at=AT)
    japan = make_japan()
    japan.successor = "/nl/partners/later/"
    check_successor(japan)


@pytest.mark.parametrize("at", [AT, AT + 9 * DAY])
def test_a_redirect_back_to_its_origin_is_refused(at):
    japan = make_japan()
    wales = ENDS | {"withdraw_at": at, "withdrawn_as": "moved", "successor": JAPAN}
    make_partner(slug_nl="wales", **wales)
    japan.withdrawn_as, japan.successor = "moved", "/nl/partners/wales/"
    assert refused(japan)


def test_a_loop_through_a_redirect_or_former_slug_is_refused():
    japan = make_japan()
    japan.slug_nl = "nippon"
    japan.save()
    Redirect.objects.create(old="/japan/", new=JAPAN)
    japan.withdrawn_as, japan.successor = "moved", "/japan/"
    assert refused(japan)


def test_a_series_cannot_have_its_own_edition_as_successor():
    call = make_call()
    series = call.series
    series.withdrawn_as, series.successor = "moved", call.get_absolute_url()
    assert refused(series)


def test_a_redirect_goes_to_the_final_address_in_one_hop():
    make_japan(withdrawn_as="moved", successor="/nl/partners/")
    wales = make_partner(slug_nl="wales", **ENDS)
    wales.withdrawn_as, wales.successor = "moved", JAPAN
    check_successor(wales)
    assert wales.successor == "/nl/partners/"


def test_a_successor_that_moves_later_is_skipped(client, time_machine):
    later = ENDS | {"withdraw_at": AT + DAY, "withdrawn_as": "moved", "successor": "/nl/partners/"}
    make_partner(slug_nl="wales", **later)
    japan = make_japan()
    japan.withdrawn_as, japan.successor = "moved", "/nl/partners/wales/"
    check_successor(japan)
    japan.save()
    for at, there in [(AT, "/nl/partners/wales/"), (AT + DAY, "/nl/partners/")]:
        time_machine.move_to(at, tick=False)
        assert client.get(JAPAN).headers["Location"] == there


def test_a_successor_that_is_gone_does_not_block_other_edits():
    japan = make_japan(successor="/nl/partners/atlantis/")
    japan.name_nl = "Nippon"
    check_successor(japan)


def test_mutual_successors_still_show_their_withdrawal_reasons(page, time_machine):
    make_japan(successor="/nl/partners/wales/")
    make_partner(slug_nl="wales", **ENDS, successor=JAPAN)
    time_machine.move_to(AT, tick=False)
    assert page(JAPAN, status=410).main.find("a", href="/nl/partners/wales/")


def test_the_admin_lists_scheduled_withdrawals_that_happened(client, admin_user, time_machine):
    make_japan()
    time_machine.move_to(AT, tick=False)
    client.force_login(admin_user)
    listed = client.get("/beheer/partners/partner/?public=withdrawn").content.decode()
    assert "Japan" in listed


def test_an_editor_withdraws_a_page_with_a_redirect(admin_client, client):
    japan = make_partner(slug_nl="japan", name_nl="Japan")
    make_partner(slug_nl="wales")
    facts = {"withdrawal_reason_nl": "Dubbel.", "withdrawn_as": "moved"}
    response = withdraw(admin_client, japan, successor=JAPAN, **facts)
    assert soup(response).select(".field-successor .errorlist")
    wales = "http://localhost/nl/partners/wales/"
    assert withdraw(admin_client, japan, successor=wales, **facts).status_code == 302
    approve(admin_client, japan, alone_because="Zondag.")
    japan.refresh_from_db()
    assert japan.successor == "/nl/partners/wales/"
    assert client.get(JAPAN).headers["Location"] == "/nl/partners/wales/"


@pytest.mark.parametrize(("successor", "mode"), [("/nl/partners/wales/", "moved"), ("", "gone")])
def test_who_names_a_successor_need_not_say_that_readers_go_there(admin_client, successor, mode):
    japan = make_partner(slug_nl="japan", name_nl="Japan")
    make_partner(slug_nl="wales")
    form = soup(admin_client.get(change_page(japan).replace("change", "intrekken")))
    assert form.select_one("[name=withdrawn_as] [selected]")["value"] == ""
    withdraw(admin_client, japan, withdrawal_reason_nl="Dubbel.", successor=successor)
    approve(admin_client, japan, alone_because="Zondag.")
    japan.refresh_from_db()
    assert (japan.state, japan.withdrawn_as) == ("withdrawn", mode)


def test_a_planned_withdrawal_keeps_what_was_chosen_for_it(admin_client):
    japan = make_japan(withdrawn_as="gone", successor="/nl/partners/")
    form = soup(admin_client.get(change_page(japan).replace("change", "intrekken")))
    assert form.select_one("[name=withdrawn_as] [selected]")["value"] == "gone"
