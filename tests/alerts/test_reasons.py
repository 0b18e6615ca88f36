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
