"""Calls in a calendar: read with vobject, which knows nothing of the library that writes them."""

import datetime

import pytest
import time_machine
import vobject

from portal.i18n.languages import CODES
from portal.publishing.atom import lasting_id
from portal.publishing.models import ChangeNote
from tests.support.factories import brussels, in_four, make_call

pytestmark = pytest.mark.django_db
CALENDARS = {
    "nl": "/nl/projectoproepen/kalender.ics",
    "fr": "/fr/appels-a-projets/calendrier.ics",
    "de": "/de/projektaufrufe/kalender.ics",
    "en": "/en/project-calls/calendar.ics",
}
OPENS, CLOSES = brussels(2027, 1, 6, 9), brussels(2027, 3, 1, 17)
HOUR, SECOND = datetime.timedelta(hours=1), datetime.timedelta(seconds=1)
DEADLINE = {"nl": "Deadline", "fr": "Date limite", "de": "Einreichfrist", "en": "Deadline"}


@pytest.fixture
def events(client):
    """`events(address)`: the events of a calendar by their UID, in its order."""

    def read(address=CALENDARS["nl"], at=OPENS):
        with time_machine.travel(at, tick=False):
            response = client.get(address)
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
        calendar = vobject.readOne(response.content.decode())
        calendar.validate(raiseException=True)
        return {event.uid.value: event for event in getattr(calendar, "vevent_list", [])}

    return read


def uid(call, kind):
    return str(lasting_id("call", call.pk, kind))


def text(client, address=CALENDARS["nl"], at=OPENS):
    """The bare text of a calendar, its folded lines unfolded."""
    with time_machine.travel(at, tick=False):
        return client.get(address).content.decode().replace("\r\n ", "")


def test_a_calendar_says_when_a_call_opens_and_until_when_it_is_open(events):
    call = make_call(opens_at=OPENS, closes_at=CLOSES)
    found = events()
    assert set(found) == {uid(call, "opening"), uid(call, "closing")}
    assert found[uid(call, "opening")].dtstart.value == OPENS
    closing = found[uid(call, "closing")]
    assert closing.dtend.value == CLOSES
    assert closing.dtstart.value < CLOSES


def test_instants_are_in_utc_which_no_client_misreads(client):
    make_call(opens_at=brussels(2027, 3, 27, 9), closes_at=brussels(2027, 3, 29, 17))
    found = text(client)
    assert "DTSTART:20270327T080000Z" in found
    assert "DTEND:20270329T150000Z" in found  # summer time began in between
    assert "TZID" not in found


@pytest.mark.parametrize(
    "closes", [brussels(2027, 3, 2), brussels(2027, 3, 28, 3), brussels(2027, 10, 31, 2, 0, 1)]
)
def test_the_event_of_a_deadline_ends_at_it_and_lies_before_it(events, closes):
    call = make_call(closes_at=closes)
    closing = events()[uid(call, "closing")]
    # As timestamps: Python finds no instant of the hour that comes twice equal to one elsewhere.
    assert closing.dtend.value.timestamp() == closes.timestamp()
    assert closing.dtstart.value.timestamp() == closes.timestamp() - 30 * 60


def test_the_earlier_of_two_deadlines_is_the_event_and_both_are_in_its_text(events):
    call = make_call(closes_at=CLOSES, partner_closes_at=CLOSES - 5 * HOUR)
    closing = events()[uid(call, "closing")]
    assert closing.dtend.value == CLOSES - 5 * HOUR
    assert "17 uur" in closing.description.value.replace("\xa0", " ")
    assert "12 uur" in closing.description.value.replace("\xa0", " ")


def test_a_deadline_of_which_only_the_day_is_known_is_that_whole_day(events):
    call = make_call(opens_at=None, closes_at=brussels(2020, 3, 2), closes_day_only=True)
    (closing,) = events().values()
    assert closing.uid.value == uid(call, "closing")
    assert closing.dtstart.value == datetime.date(2020, 3, 1)
    assert not hasattr(closing, "dtend")


@pytest.mark.parametrize(
    ("expected", "days"),
    [
        ("2027-05-04", (datetime.date(2027, 5, 4), datetime.date(2027, 5, 5))),
        ("2027-12", (datetime.date(2027, 12, 1), datetime.date(2028, 1, 1))),
        ("2027", None),
        ("", None),
    ],
)
def test_an_expected_decision_takes_as_many_days_as_it_is_uncertain(events, expected, days):
    call = make_call(decision_expected=expected)
    event = events().get(uid(call, "results"))
    assert (event and (event.dtstart.value, event.dtend.value)) == days
    assert not event or event.status.value == "TENTATIVE"


def test_a_decision_that_is_public_is_no_longer_expected(events):
    call = make_call(decision_expected="2027-05", results_at=CLOSES + HOUR)
    assert uid(call, "results") in events(at=CLOSES)
    assert uid(call, "results") not in events(at=CLOSES + HOUR)


def test_an_opening_of_which_only_the_day_is_known_takes_that_day(events):
    call = make_call(opens_at=brussels(2020, 3, 1), opens_day_only=True)
    event = events()[uid(call, "opening")]
    assert event.dtstart.value == datetime.date(2020, 3, 1)
    assert "Opent: zondag 1 maart 2020\n" in event.description.value.replace("\xa0", " ")


def test_an_info_session_has_its_place_and_keeps_its_event(events):
    session = make_call().sessions.create(
        starts_at=brussels(2027, 1, 20, 14), place_nl="Zaal 1, Gent", url="https://example.org/x"
    )
    event = events()[str(lasting_id("session", session.pk))]
    assert event.dtstart.value == brussels(2027, 1, 20, 14)
    assert event.location.value == "Zaal 1, Gent, https://example.org/x"
    session.starts_at, session.day_only = brussels(2027, 1, 21), True
    session.save()
    assert events()[event.uid.value].dtstart.value == datetime.date(2027, 1, 21)


def test_a_moved_deadline_is_the_same_event_with_a_higher_sequence(events):
    call, moved = make_call(closes_at=CLOSES), brussels(2027, 2, 1, 10)
    before = events(at=moved - SECOND)[uid(call, "closing")]
    later = call.closes_at = CLOSES + 14 * 24 * HOUR
    call.save()
    call.deadline_changes.create(old=CLOSES, new=later, changed_at=moved, reason_nl="Storing.")
    after = events(at=moved)[uid(call, "closing")]
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtend.value == later
    assert after.last_modified.value == after.dtstamp.value == moved
    assert "Storing." in after.description.value


def test_a_cancelled_call_is_cancelled_in_every_calendar_and_reminds_nobody(events):
    call = make_call(cancelled_at=OPENS + HOUR, cancellation_reason_nl="Geen geld.")
    before = events(at=OPENS)[uid(call, "closing")]
    after = events(at=OPENS + HOUR)[uid(call, "closing")]
    assert (before.status.value, before.sequence.value) == ("CONFIRMED", "0")
    assert (after.status.value, after.sequence.value) == ("CANCELLED", "1")
    assert "Geen geld." in after.description.value
    assert hasattr(before, "valarm_list") and not hasattr(after, "valarm_list")


def test_a_call_that_is_no_longer_cancelled_does_not_go_back_in_sequence(events):
    call = make_call(cancelled_at=OPENS, cancellation_reason_nl="Geen geld.")
    ChangeNote.objects.create(record=call, text_nl="Geannuleerd", at=OPENS)
    cancelled = events()[uid(call, "closing")]
    call.cancelled_at = None
    call.save()
    ChangeNote.objects.create(record=call, text_nl="Toch niet", at=OPENS + HOUR)
    back = events(at=OPENS + HOUR)[uid(call, "closing")]
    assert back.status.value == "CONFIRMED"
    assert int(back.sequence.value) > int(cancelled.sequence.value)


def test_a_deadline_reminds_a_week_and_a_day_before_it_until_it_has_passed(events):
    call = make_call()
    alarms = events(at=CLOSES - SECOND)[uid(call, "closing")].valarm_list
    assert [alarm.trigger.value for alarm in alarms] == [
        datetime.timedelta(days=-7),
        datetime.timedelta(days=-1),
    ]
    assert all(alarm.trigger.params["RELATED"] == ["END"] for alarm in alarms)
    assert all("1 maart 2027" in alarm.description.value.replace("\xa0", " ") for alarm in alarms)
    assert not hasattr(events(at=CLOSES)[uid(call, "closing")], "valarm_list")


@pytest.mark.parametrize("language", CODES)
def test_a_calendar_is_in_the_language_of_its_address(events, client, language):
    call = make_call(**in_four(summary="Wat"))
    call.amounts.create(side="total", kind="max", amount=20000)
    closing = events(CALENDARS[language])[uid(call, "closing")]
    assert closing.summary.value.startswith(DEADLINE[language])
    assert closing.summary.params["LANGUAGE"] == ["en-GB" if language == "en" else language]
    assert f"Wat {language}" in closing.description.value
    assert "20" in closing.description.value
    assert closing.url.value in closing.description.value
    assert client.get(closing.url.value).status_code == 200
    assert f"/{language}/" in closing.url.value


def test_every_language_has_the_same_events(events):
    make_call(decision_expected="2027-05")
    found = [set(events(CALENDARS[code])) for code in CODES]
    assert len(found[0]) == 3
    assert found == [found[0]] * 4


def test_the_uids_that_calendars_know_never_change(events):
    assert str(lasting_id("call", 12, "closing")) == "fd827099-450b-5ac7-88c9-23d25d197923"
    call = make_call(series__slug_nl="oud")
    before = set(events())
    call.series.slug_nl = "nieuw"
    call.series.save()
    assert set(events()) == before


def test_a_calendar_has_its_name_and_a_refresh_interval(client):
    make_call()
    found = text(client, f"{CALENDARS['nl']}?status=open")
    for line in (
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Projectoproepen – Open",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert f"\r\n{line}\r\n" in found


def test_a_calendar_follows_the_filters_and_has_no_examples(events):
    wales = make_call(series__partner__slug_nl="wales")
    make_call()
    make_call(is_example=True, series__partner=wales.series.partner)
    query = "?partner=wales&status=open"
    assert set(events(f"{CALENDARS['nl']}{query}")) == {
        uid(wales, "opening"),
        uid(wales, "closing"),
    }


def test_a_calendar_without_events_is_still_one(client, events):
    assert events() == {}
    assert "BEGIN:VTIMEZONE" in text(client)  # the format wants one component at least


def test_control_characters_and_line_breaks_stay_inside_their_line(events):
    call = make_call(series__title_nl="A\x0b;B,C\\D", summary_nl="een\r\nBEGIN:VEVENT\x07")
    closing = events()[uid(call, "closing")]
    assert closing.summary.value.startswith("Deadline: A;B,C\\D ")
    assert "een\nBEGIN:VEVENT" in closing.description.value


def test_one_call_has_a_calendar_of_its_own_in_each_language(client, events, page):
    call = make_call(series__slug_nl="reeks", series__slug_fr="serie", label="2027")
    make_call()
    assert set(events("/nl/projectoproepen/reeks/2027/kalender.ics")) == {
        uid(call, "opening"),
        uid(call, "closing"),
    }
    assert set(events("/fr/appels-a-projets/serie/2027/calendrier.ics"))
    moved = client.get("/fr/appels-a-projets/reeks/2027/calendrier.ics")
    assert (moved.status_code, moved.headers["Location"]) == (
        301,
        "/fr/appels-a-projets/serie/2027/calendrier.ics",
    )


@pytest.mark.parametrize(
    ("call", "status"),
    [
        ({"state": "draft"}, 404),
        ({"is_example": True}, 404),
        ({"state": "withdrawn", "withdrawal_reason_nl": "Fout."}, 410),
    ],
)
def test_a_call_that_is_not_public_has_no_calendar(client, call, status):
    make_call(series__slug_nl="reeks", label="2027", **call)
    assert client.get("/nl/projectoproepen/reeks/2027/kalender.ics").status_code == status


@pytest.mark.parametrize(
    ("at", "offered"), [(OPENS - SECOND, True), (CLOSES - SECOND, True), (CLOSES, False)]
)
def test_the_page_of_a_call_leads_to_its_calendar_while_there_is_time(page, client, at, offered):
    call = make_call()
    with time_machine.travel(at, tick=False):
        links = page(call.get_absolute_url()).select("a[type='text/calendar']")
        assert [client.get(link["href"]).status_code for link in links] == [200] * offered


def test_the_page_of_an_example_leads_to_no_calendar(page):
    call = make_call(is_example=True, opens_at=None)
    assert not page(call.get_absolute_url()).select("a[type='text/calendar']")


def test_a_full_calendar_costs_as_many_queries_as_a_short_one(
    client, warm, django_assert_num_queries
):
    def add():
        call = make_call(**in_four(summary="Wat"))
        call.sessions.create(starts_at=OPENS)
        call.amounts.create(side="total", kind="max", amount=1000)
        ChangeNote.objects.create(record=call, text_nl="x", at=OPENS)

    add()
    with django_assert_num_queries(7):
        client.get(CALENDARS["nl"])
    for _ in range(11):
        add()
    with django_assert_num_queries(7):
        client.get(CALENDARS["nl"])
