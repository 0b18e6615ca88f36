"""What subscribers are told, and when: each reason around the instant at which it begins."""

import datetime

import pytest

from portal.alerts.models import Reason, Subject
from portal.archive.capture import capture
from tests.support.alerts import headline, publish_change, run, subscribe
from tests.support.factories import brussels, make_call, make_series

pytestmark = pytest.mark.django_db
Kind = Subject.Kind
SIGNED_UP = brussels(2027, 1, 4, 12)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
NOON = brussels(2027, 1, 20, 12)


@pytest.fixture
def call(time_machine):
    time_machine.move_to(brussels(2027, 1, 2, 12), tick=False)
    found = make_call(label="2027", series=make_series(title_nl="Wales", slug_nl="wales"))
    capture(found)
    return found


@pytest.fixture
def told(time_machine, mailoutbox):
    """`told(at)` runs the command at an instant and returns the subjects of its mails."""

    def at(instant):
        return [mail.subject for mail in run(time_machine, instant, mailoutbox)]

    return at


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("editor")


def test_an_opening_is_told_after_its_instant_and_once(call, told):
    subscribe("a@example.org", Kind.CALL, call, since=SIGNED_UP)
    opening = call.opens_at
    assert told(opening - MINUTE) == []
    assert told(opening) == []
    assert told(opening + 9 * MINUTE) == []
    assert told(opening + 10 * MINUTE) == [headline(Reason.OPENING, "Wales 2027")]
    assert told(opening + 11 * MINUTE) == []
    assert told(opening + DAY) == []


@pytest.mark.parametrize("days", [14, 3])
def test_a_reminder_comes_on_the_morning_of_its_day(call, told, days):
    subscribe("a@example.org", Kind.CALL, call, since=call.opens_at + DAY)
    day = brussels(2027, 3, 1) - days * DAY
    told(day - MINUTE)
    assert told(day + 6 * 60 * MINUTE) == []
    assert told(day + 7 * 60 * MINUTE) == [headline(Reason.REMINDER, "Wales 2027")]
    assert told(day + DAY) == []


def test_reminders_are_those_that_somebody_chose(call, told):
    subscribe("a@example.org", Kind.CALL, call, since=call.opens_at + DAY, reminders=["7"])
    found = [day for day in range(1, 29) if told(brussels(2027, 2, day, 8))]
    assert found == [22]


def test_who_confirmed_after_it_happened_is_not_told(call, told):
    subscribe("a@example.org", Kind.CALL, call, since=call.opens_at + MINUTE)
    assert told(call.opens_at + 20 * MINUTE) == []


def test_a_change_is_told_field_by_field_with_its_note(
    call, told, editor, time_machine, mailoutbox
):
    subscribe("a@example.org", Kind.CALL, call, since=SIGNED_UP)
    told(call.opens_at + 10 * MINUTE)
    time_machine.move_to(NOON, tick=False)
    publish_change(call, editor, "Er is meer geld.", budget="50000", theme_nl="Dans")
    assert told(NOON + 10 * MINUTE) == [headline(Reason.CHANGE, "Wales 2027")]
    body = mailoutbox[-1].body
    assert "Er is meer geld." in body
    assert "Thema: " in body
    assert " → 50.000 euro" in body


def test_a_small_improvement_is_told_to_nobody(call, told, editor, time_machine):
    subscribe("a@example.org", Kind.CALL, call, since=SIGNED_UP)
    told(call.opens_at + 10 * MINUTE)
    time_machine.move_to(NOON, tick=False)
    publish_change(call, editor, theme_nl="Dans")
    assert told(NOON + DAY) == []


def test_a_moved_deadline_goes_at_once_beside_the_digest(
    call, told, editor, time_machine, mailoutbox
):
    subscribe("a@example.org", Kind.CALL, call, since=SIGNED_UP)
    time_machine.move_to(NOON, tick=False)
    publish_change(call, editor, "Een bericht.", theme_nl="Dans")
    assert told(NOON + 10 * MINUTE) == [headline(Reason.OPENING, "Wales 2027")]
    night = brussels(2027, 1, 20, 23)
    time_machine.move_to(night, tick=False)
    publish_change(call, editor, why="Er is meer tijd.", closes_at="2027-03-15T16:00:00+00:00")
    assert told(night + 9 * MINUTE) == []
    assert told(night + 10 * MINUTE) == [headline(Reason.MOVED, "Wales 2027")]
    assert "Deadline: 1 maart 2027, 17 uur → 15 maart 2027, 17 uur" in mailoutbox[-1].body
    assert "Er is meer tijd." in mailoutbox[-1].body


def cancelled(why, at):
    return {"cancelled_at": at.isoformat(), "cancellation_reason_nl": why}


def test_a_cancellation_goes_at_once_with_its_reason(call, told, editor, time_machine, mailoutbox):
    subscribe("a@example.org", Kind.CALL, call, since=SIGNED_UP)
    told(call.opens_at + 10 * MINUTE)
    night = brussels(2027, 1, 20, 2)
    time_machine.move_to(night, tick=False)
    publish_change(call, editor, "Geen geld.", **cancelled("Het budget is op.", night))
    assert told(night + 10 * MINUTE) == [headline(Reason.CANCELLED, "Wales 2027")]
    assert "Het budget is op." in mailoutbox[-1].body
    assert told(brussels(2027, 2, 15, 8)) == []  # and no reminder any more


def test_a_planned_cancellation_is_told_at_its_instant_and_not_before(
    call, told, editor, time_machine, mailoutbox
):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    time_machine.move_to(NOON, tick=False)
    publish_change(call, editor, "Er komt nieuws.", **cancelled("Geen geld.", NOON + 2 * DAY))
    assert told(NOON + 10 * MINUTE) == [headline(Reason.CHANGE, "Wales 2027")]
    assert "Geen geld." not in mailoutbox[-1].body
    assert told(NOON + 2 * DAY - MINUTE) == told(NOON + 2 * DAY) == []
    assert told(NOON + 2 * DAY + 10 * MINUTE) == [headline(Reason.CANCELLED, "Wales 2027")]


def test_a_call_that_goes_on_after_all_is_told_at_once(call, told, editor, time_machine):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    time_machine.move_to(NOON, tick=False)
    call = publish_change(call, editor, "Weg.", **cancelled("Geen geld.", NOON))
    told(NOON + 10 * MINUTE)
    time_machine.move_to(NOON + 20 * MINUTE, tick=False)
    publish_change(call, editor, "Toch.", cancelled_at=None, cancellation_reason_nl="")
    assert told(NOON + 30 * MINUTE) == [headline(Reason.REVIVED, "Wales 2027")]


def test_a_cancellation_that_was_taken_back_in_time_is_told_as_what_holds(
    call, told, editor, time_machine
):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    time_machine.move_to(NOON, tick=False)
    call = publish_change(call, editor, "Weg.", **cancelled("Geen geld.", NOON))
    time_machine.move_to(NOON + 5 * MINUTE, tick=False)
    publish_change(call, editor, "Toch.", cancelled_at=None, cancellation_reason_nl="")
    assert told(NOON + 20 * MINUTE) == [headline(Reason.REVIVED, "Wales 2027")]


def test_a_deadline_that_was_put_back_in_time_is_told_to_nobody(call, told, editor, time_machine):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    old, new = "2027-03-01T16:00:00+00:00", "2027-03-15T16:00:00+00:00"
    for minutes, closes_at in [(0, new), (5, old)]:
        time_machine.move_to(NOON + minutes * MINUTE, tick=False)
        call = publish_change(call, editor, why="Vergissing.", closes_at=closes_at)
    assert told(NOON + 20 * MINUTE) == []


def test_results_are_told_when_they_are_published(call, told, editor, time_machine, mailoutbox):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    at = brussels(2027, 6, 1, 12)
    told(at - DAY)
    time_machine.move_to(at, tick=False)
    publish_change(call, editor, "Er zijn resultaten.", results_at=at.isoformat())
    assert told(at + 10 * MINUTE) == [headline(Reason.RESULTS, "Wales 2027")]
    assert "/nl/projectoproepen/wales/2027/resultaten/" in mailoutbox[-1].body
    assert told(at + DAY) == []


def test_planned_results_are_told_at_their_instant_and_leak_nothing_before(
    call, told, editor, time_machine, mailoutbox
):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    at = brussels(2027, 6, 1, 12)
    time_machine.move_to(at - DAY, tick=False)
    planned = {"results_at": at.isoformat(), "applications_selected": 7}
    publish_change(call, editor, "Binnenkort nieuws.", **planned)
    told(at - DAY + 10 * MINUTE)
    assert " 7" not in mailoutbox[-1].body
    told(at - MINUTE)
    assert told(at + 10 * MINUTE) == [headline(Reason.RESULTS, "Wales 2027")]


def test_closing_is_no_news(call, told):
    subscribe("a@example.org", Kind.CALL, call, since=call.closes_at - DAY / 2)
    assert [told(call.closes_at + hours * 60 * MINUTE) for hours in (0, 1, 24)] == [[], [], []]


def test_the_next_edition_is_told_to_who_followed_this_one(call, told, editor, time_machine):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    subscribe("b@example.org", Kind.SERIES, call.series, since=NOON - DAY)
    subscribe("c@example.org", Kind.CALL, make_call(), since=NOON - DAY)
    at = brussels(2027, 11, 3, 12)
    told(at - DAY)
    time_machine.move_to(at, tick=False)
    later = make_call(series=call.series, label="2028", opens_at=at + DAY, closes_at=at + 90 * DAY)
    capture(later)
    assert told(at) == told(at + 9 * MINUTE) == []
    assert told(at + 10 * MINUTE) == [headline(Reason.NEW, "Wales 2028")] * 2
    # Who followed the edition of 2027 is told no more of that of 2028 than that it is there.
    assert told(at + DAY + 10 * MINUTE) == [headline(Reason.OPENING, "Wales 2028")]


def test_what_was_loaded_and_not_edited_is_no_news(told, time_machine):
    subscribe("a@example.org", Kind.CALLS, since=NOON - DAY)
    time_machine.move_to(NOON, tick=False)
    loaded = make_call(edits=0, closes_at=NOON + 90 * DAY)
    capture(loaded)
    assert told(NOON + 10 * MINUTE) == []


def test_examples_are_told_to_nobody(call, told):
    type(call).objects.update(is_example=True)
    subscribe("a@example.org", Kind.CALL, call, since=SIGNED_UP)
    assert told(call.opens_at + 10 * MINUTE) == []


def test_what_ran_late_tells_all_and_what_is_over_is_left_out(call, told, mailoutbox):
    subscribe("a@example.org", Kind.CALL, call, since=SIGNED_UP)
    assert told(brussels(2027, 2, 28, 12)) == [headline(Reason.REMINDER, "Wales 2027")]
    assert len(mailoutbox) == 1
