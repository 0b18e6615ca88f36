"""What each kind of subscription brings: the same as its page or list shows."""

import datetime

import pytest

from portal.alerts.models import Reason, Subject
from portal.archive.capture import capture
from portal.publishing.models import ChangeNote
from portal.site_search.index import index
from tests.support.alerts import headline, publish_change, run, subscribe
from tests.support.factories import (
    brussels,
    make_agreement,
    make_call,
    make_partner,
    make_series,
)

pytestmark = pytest.mark.django_db
Kind = Subject.Kind
NOON = brussels(2027, 1, 20, 12)
SINCE = brussels(2027, 1, 10, 12)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
LATER = "2027-03-15T16:00:00+00:00"


@pytest.fixture
def call(time_machine):
    time_machine.move_to(SINCE - DAY, tick=False)
    partner = make_partner(slug_nl="wales", name_nl="Wales")
    series = make_series(title_nl="Oproep", slug_nl="oproep", partner=partner)
    found = make_call(label="2027", series=series, disciplines=["music"])
    capture(partner)
    capture(series)  # with its call
    index([partner, series, found])
    return found


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("editor")


@pytest.fixture
def told(time_machine, mailoutbox):
    """`told(at)`: {address: subject of its mail}, found at that instant and sent when it is due."""

    def at(instant):
        run(time_machine, instant, mailoutbox)
        mails = run(time_machine, instant + 10 * MINUTE, mailoutbox)
        return {mail.to[0].partition("@")[0]: mail.subject for mail in mails}

    return at


def note(record, text="Anders.", at=NOON):
    return ChangeNote.objects.create(record=record, text_nl=text, at=at)


def test_a_change_of_a_call_goes_to_whoever_follows_it_or_what_it_belongs_to(call, told):
    series, partner = call.series, call.series.partner
    other = make_call()
    for name, kind, record in [
        ("call", Kind.CALL, call),
        ("series", Kind.SERIES, series),
        ("partner", Kind.PARTNER, partner),
        ("changes", Kind.CHANGES, None),
        ("another call", Kind.CALL, other),
        ("another partner", Kind.PARTNER, other.series.partner),
    ]:
        subscribe(f"{name}@example.org".replace(" ", "-"), kind, record, since=SINCE)
    note(call)
    assert {*told(NOON)} == {"call", "series", "partner", "changes"}


def test_a_partner_brings_its_page_and_its_agreements(call, told):
    partner = call.series.partner
    agreement = make_agreement(edits=1)
    agreement.partners.add(partner)
    subscribe("a@example.org", Kind.PARTNER, partner, since=SINCE)
    subscribe("b@example.org", Kind.CALL, call, since=SINCE)
    note(partner, "Een nieuwe foto.")
    note(agreement, "Verlengd.")
    assert [*told(NOON)] == ["a"]


FILTERS = {
    "": True,
    "status=open": True,
    "status=soon": None,
    "status=closed": False,
    "partner=wales": True,
    "discipline=music": True,
    "discipline=dance": False,
    "before=2027-03-01": True,
    "before=2027-02-28": False,
    "within=90": True,
    "within=7": False,
    "q=oproep": None,
    "status=open&partner=wales": True,
}


@pytest.mark.parametrize(("query", "is_in"), [one for one in FILTERS.items() if one[1] is not None])
def test_a_list_brings_what_its_page_lists(call, client, told, time_machine, query, is_in):
    subscribe("a@example.org", Kind.CALLS, since=SINCE, query=query)
    time_machine.move_to(NOON, tick=False)
    page = client.get(f"/nl/projectoproepen/?{query}").content.decode()
    assert ("/nl/projectoproepen/oproep/2027/" in page) is is_in
    note(call)
    assert bool(told(NOON)) is is_in


def test_who_follows_a_list_hears_of_a_call_that_leaves_it(call, told, editor, time_machine):
    """Such as a cancelled one in a list of open calls, or one whose deadline moved out of it."""
    subscribe("open@example.org", Kind.CALLS, since=SINCE, query="status=open")
    subscribe("before@example.org", Kind.CALLS, since=SINCE, query="before=2027-03-01")
    told(NOON - DAY)
    time_machine.move_to(NOON, tick=False)
    call = publish_change(call, editor, why="Meer tijd.", closes_at=LATER)
    assert {*told(NOON)} == {"open", "before"}
    at = NOON + DAY
    time_machine.move_to(at, tick=False)
    why = {"cancelled_at": at.isoformat(), "cancellation_reason_nl": "Geen geld."}
    publish_change(call, editor, "Weg.", **why)
    assert {*told(at)} == {"open"}


def test_a_call_that_comes_into_a_list_by_opening_is_told(call, told, time_machine):
    subscribe("a@example.org", Kind.CALLS, since=SINCE, query="status=open")
    at = NOON + 5 * DAY
    time_machine.move_to(NOON, tick=False)
    later = make_call(opens_at=at, series=make_series(title_nl="Later"), label="2028")
    capture(later)
    assert told(NOON) == {}
    assert told(at) == {"a": headline(Reason.OPENING, "Later 2028")}


def test_filters_that_mean_the_same_are_one_subject(call, client):
    for query in ("status=open&partner=wales", "partner=wales&status=open&sort=newest"):
        given = {"subject": f"about=calls&{query}", "email": "a@example.org", "language": "nl"}
        assert client.post("/nl/e-mailberichten/", given).status_code == 302
    assert Subject.objects.get().query == "status=open&partner=wales"


def test_a_search_brings_changes_of_what_it_finds_and_new_pages(call, told, time_machine):
    subscribe("a@example.org", Kind.SEARCH, since=SINCE, query="q=wales")
    subscribe("b@example.org", Kind.SEARCH, since=SINCE, query="q=schotland")
    subscribe("c@example.org", Kind.SEARCH, since=SINCE, query="q=wales&kind=calls.call")
    note(call.series.partner)
    assert {*told(NOON)} == {"a"}
    at = NOON + DAY
    time_machine.move_to(at, tick=False)
    page = make_partner(name_nl="Schotland", edits=1)
    capture(page)
    index([page])
    assert told(at) == {"b": headline(Reason.NEW, "Schotland")}


def test_a_search_is_in_the_language_in_which_it_was_asked(call, told, time_machine):
    partner = call.series.partner
    type(partner).objects.update(body_nl="<p>Mosterd.</p>", body_fr="<p>Moutarde.</p>")
    index([type(partner).objects.get()])
    subscribe("a@example.org", Kind.SEARCH, since=SINCE, query="q=moutarde", language="fr")
    subscribe("b@example.org", Kind.SEARCH, since=SINCE, query="q=moutarde", language="nl")
    note(partner)
    assert {*told(NOON)} == {"a"}


def test_who_follows_two_things_is_told_once_and_why(call, told, mailoutbox):
    subscribe("a@example.org", Kind.CALL, call, since=SINCE)
    subscribe("a@example.org", Kind.PARTNER, call.series.partner, since=SINCE)
    note(call)
    assert [*told(NOON)] == ["a"]
    assert "Oproep 2027, Wales" in mailoutbox[-1].body


# One digest a day


def test_what_comes_after_the_digest_of_a_day_waits_for_the_next_morning(call, told):
    subscribe("a@example.org", Kind.CALL, call, since=SINCE)
    note(call, "Een.", NOON)
    assert {*told(NOON)} == {"a"}
    note(call, "Twee.", NOON + 60 * MINUTE)
    note(call, "Drie.", NOON + 120 * MINUTE)
    assert told(NOON + 180 * MINUTE) == {}
    morning = brussels(2027, 1, 21, 7)
    assert told(morning - 30 * MINUTE) == {}
    assert {*told(morning - 10 * MINUTE)} == {"a"}
    assert told(morning + 60 * MINUTE) == {}


def test_all_that_waits_is_in_one_mail_what_matters_most_first(call, told, mailoutbox):
    other = make_call(label="2028", series=make_series(title_nl="Andere"), opens_at=NOON)
    subscribe("a@example.org", Kind.CALL, call, since=SINCE)
    subscribe("a@example.org", Kind.CALL, other, since=SINCE)
    note(call)
    told(NOON)
    (mail,) = mailoutbox
    assert mail.subject.startswith(headline(Reason.OPENING, "Andere 2028"))
    assert mail.body.index("Andere 2028") < mail.body.index("Oproep 2027")


@pytest.mark.slow
@pytest.mark.parametrize("day", [(2027, 3, 28), (2027, 10, 31)])
def test_a_day_of_23_or_25_hours_has_one_digest_too(call, time_machine, mailoutbox, day):
    subscribe("a@example.org", Kind.CALL, call, since=SINCE)
    begin = brussels(*day)
    for hours in range(1, 36, 2):
        note(call, str(hours), begin + hours * 60 * MINUTE)
    for minutes in range(60, 60 * 36, 60):
        run(time_machine, begin + minutes * MINUTE, mailoutbox)
    assert len(mailoutbox) == 2


def test_whoever_stops_following_meanwhile_is_not_told(call, told, mailoutbox):
    mine = subscribe("a@example.org", Kind.CALL, call, since=SINCE)
    subscribe("a@example.org", Kind.CHANGES, since=NOON)
    note(call)
    mine.delete()
    assert told(NOON) == {}
