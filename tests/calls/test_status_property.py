"""Python and the database give the same status to calls that nobody thought of.

Hypothesis writes the calls: facts may be missing, equal, a second apart, on the nights that change
the clock, on leap days, far away. The examples are the same each time, on every database.
"""

import datetime

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.models import Call
from calls.status import Status, Timing
from tests.support.chance import same_each_time
from tests.support.factories import CallFactory, brussels, make_series

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
TICK, SECOND, HOUR, DAY = (
    datetime.timedelta(**{unit: 1}) for unit in ("microseconds", "seconds", "hours", "days")
)
FORTNIGHT = 14 * DAY
# Around these the wall clock of Brussels, the calendar or the year does something odd.
ANCHORS = st.sampled_from(
    [
        datetime.datetime(2027, 3, 1, 16, tzinfo=UTC),
        datetime.datetime(2027, 3, 28, 1, tzinfo=UTC),  # 2:00 becomes 3:00
        datetime.datetime(2027, 10, 31, 0, tzinfo=UTC),  # 2:00 for the first time
        datetime.datetime(2027, 10, 31, 1, tzinfo=UTC),  # 3:00 becomes 2:00
        brussels(2028, 2, 29),
        brussels(2028, 3, 1),
        brussels(2028, 1, 1),
        datetime.datetime(1900, 1, 2, tzinfo=UTC),
        datetime.datetime(2000, 2, 29, 12, tzinfo=UTC),
        datetime.datetime(2199, 12, 30, tzinfo=UTC),
    ]
)
OFFSETS = st.builds(
    lambda far, near, sign: sign * far + near,
    st.sampled_from([0 * DAY, HOUR, DAY, FORTNIGHT, FORTNIGHT + HOUR, 2 * FORTNIGHT]),
    st.sampled_from([-SECOND, -TICK, 0 * DAY, TICK, SECOND]),
    st.sampled_from([-1, 1]),
)
ZONES = st.sampled_from([UTC, brussels(2027, 1, 1).tzinfo])
INSTANTS = ["opens_at", "closes_at", "partner_closes_at", "cancelled_at", "results_at"]
RARE = ["partner_closes_at", "cancelled_at", "results_at"]  # they hide what the others would say


def is_known(name):
    return st.sampled_from([True, False, False, False] if name in RARE else [True, False])


@st.composite
def lives(draw):
    """Facts of some calls, and an instant that is near to theirs."""
    anchor = draw(ANCHORS)

    def instant():
        return (anchor + draw(OFFSETS)).astimezone(draw(ZONES))

    def facts():
        found = {name: instant() if draw(is_known(name)) else None for name in INSTANTS}
        return found | {"timing": draw(st.sampled_from(Timing.values))}

    calls = [facts() for _number in range(draw(st.integers(1, 8)))]
    for call in calls[::4]:
        call["results_undated"] = call["results_at"] is None
    return [call for call in calls if can_be_stored(call)], instant()


def can_be_stored(call):
    opens, closes = call["opens_at"], call["closes_at"]
    return not (opens and closes) or opens.astimezone(UTC) < closes.astimezone(UTC)


def stored(all_facts):
    series = make_series()
    calls = [
        CallFactory.build(
            series=series, label=f"c{number}", cancellation_reason_nl="Geen geld.", **facts
        )
        for number, facts in enumerate(all_facts)
    ]
    for call in calls:
        call.tidy_texts()
    Call.objects.bulk_create(calls)
    return Call.objects.filter(series=series)


@pytest.mark.slow
@pytest.mark.every_database
@settings(same_each_time, max_examples=80)
@given(lives())
def test_python_and_the_database_agree(life):
    all_facts, at = life
    with transaction.atomic():
        calls = stored(all_facts)
        for moment in (at - SECOND, at, at + SECOND):
            for call in calls.with_status(moment):
                assert call.status(moment) == call.status_now, (call.label, moment)
            assert {c for c in calls if c.is_open(moment)} == set(calls.open(moment))
        transaction.set_rollback(True)


@settings(same_each_time, max_examples=80)
@given(lives())
def test_every_call_turns_only_at_the_instants_that_it_says(life):
    """Between two of its turning points a call has one status: what caches rely on."""
    all_facts, at = life
    at = at.astimezone(UTC)
    for facts in all_facts:
        call = Call(**facts)
        points = [
            facts[column].astimezone(UTC) - before
            for column, before in Call.scheduled_transitions()
            if facts.get(column)
        ]
        coming = min((point for point in points if point > at), default=at + 400 * DAY)
        assert call.status(at) == call.status(coming - TICK)


@settings(same_each_time, max_examples=80)
@given(lives())
def test_a_call_is_open_from_its_opening_up_to_the_earlier_deadline(life):
    """The definition once more, in other words than the code's."""
    all_facts, at = life
    at = at.astimezone(UTC)
    for facts in all_facts:
        call = Call(**facts)
        past = {n for n in INSTANTS if facts[n] and facts[n].astimezone(UTC) <= at}
        ended = past - {"opens_at"} or facts["timing"] == Timing.PAST
        always = facts["timing"] in {Timing.ROLLING, Timing.BUDGET}
        begun = "opens_at" in past or (always and not facts["opens_at"])
        assert call.is_open(at) == bool(begun and not ended)


def test_the_examples_come_across_every_status():
    """Else they would prove little."""
    seen = set()

    @settings(same_each_time, max_examples=80)
    @given(lives())
    def look(life):
        all_facts, at = life
        seen.update(Call(**facts).status(at) for facts in all_facts)

    look()
    assert seen == set(Status)
