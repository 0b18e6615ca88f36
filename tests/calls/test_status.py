"""The status of a call: one definition, in Python and in SQL, right to the second."""

import datetime
from copy import copy
from itertools import product

import pytest

from calls.models import Call
from calls.status import OPEN_STATES, Timing
from tests.support.factories import CallFactory, brussels, make_call, make_series

pytestmark = pytest.mark.django_db
SECOND, HOUR, FORTNIGHT = (
    datetime.timedelta(**{unit: count})
    for unit, count in [("seconds", 1), ("hours", 1), ("days", 14)]
)
TICK = datetime.timedelta(microseconds=1)
MOMENTS = {
    "an ordinary day": datetime.datetime(2027, 3, 1, 16, tzinfo=datetime.UTC),
    "as the clock goes forward": datetime.datetime(2027, 3, 28, 1, tzinfo=datetime.UTC),
    "two weeks before the clock goes forward": datetime.datetime(
        2027, 3, 14, 1, tzinfo=datetime.UTC
    ),
    "the first 2:30 of the night that the clock goes back": datetime.datetime(
        2027, 10, 31, 0, 30, tzinfo=datetime.UTC
    ),
    "the second 2:30 of that night": datetime.datetime(2027, 10, 31, 1, 30, tzinfo=datetime.UTC),
    "midnight in Brussels at the start of leap day": brussels(2028, 2, 29).astimezone(datetime.UTC),
    "midnight in Brussels at the end of leap day": brussels(2028, 3, 1).astimezone(datetime.UTC),
    "New Year in Brussels": brussels(2028, 1, 1).astimezone(datetime.UTC),
}


def status(call, at):
    """What the database and Python both say."""
    in_sql = Call.objects.with_status(at).get(pk=call.pk).status_now
    assert Call.objects.get(pk=call.pk).status(at) == in_sql
    return in_sql


def near(moment, *offsets):
    return [None, *(moment + offset for offset in offsets)]


# Of two thousand calls, without their texts.
DECIDES_THE_STATUS = "label timing opens_at closes_at partner_closes_at cancelled_at".split()
DECIDES_THE_STATUS += "results_at results_undated".split()


def calls_around(moment):
    """Calls with every combination of what decides the status: unknown, ago, now, later."""
    dates = product(
        Timing.values,
        near(moment, -HOUR, 0 * HOUR, HOUR),  # opens
        near(moment, -HOUR, 0 * HOUR, FORTNIGHT, FORTNIGHT + HOUR),  # closes
        near(moment, 0 * HOUR, HOUR, FORTNIGHT),  # closes at the partner
        near(moment, 0 * HOUR, HOUR),  # cancelled
        near(moment, 0 * HOUR, HOUR),  # results
    )
    first = CallFactory.build(series=make_series(), cancellation_reason_nl="Geen geld.")
    first.tidy_texts()
    for number, (timing, opens, closes, partner_closes, cancelled, results) in enumerate(dates):
        if not (opens and closes and closes <= opens):
            call = copy(first)  # half the time of another one of the factory
            call.label, call.timing = f"c{number}", timing
            call.opens_at, call.closes_at, call.partner_closes_at = opens, closes, partner_closes
            call.cancelled_at, call.results_at = cancelled, results
            yield call


@pytest.mark.slow
@pytest.mark.every_database
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_python_and_the_database_agree_at_every_boundary_of_every_combination(moment):
    Call.objects.bulk_create(calls_around(moment), batch_size=200)
    calls = Call.objects.only(*DECIDES_THE_STATUS).in_bulk()
    assert len(calls) > 2000
    for at in (moment - SECOND, moment - TICK, moment, moment + TICK, moment + SECOND):
        in_sql = dict(Call.objects.with_status(at).values_list("pk", "status_now"))
        assert in_sql == {pk: call.status(at) for pk, call in calls.items()}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_the_list_of_open_calls_has_exactly_those_that_python_calls_open(moment):
    series = make_series()
    for number, closes in enumerate([moment, moment + SECOND, moment + FORTNIGHT, None]):
        for timing in ("dates", "rolling", "budget"):
            label = f"{timing}-{number}"
            opens = moment - FORTNIGHT
            make_call(series=series, label=label, timing=timing, opens_at=opens, closes_at=closes)
    for at in (moment - SECOND, moment, moment + SECOND):
        assert {call for call in Call.objects.all() if call.is_open(at)} == set(
            Call.objects.open(at)
        )
        for call in Call.objects.in_status("soon", at=at):
            assert call.status(at) == "soon"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (brussels(2027, 1, 6, 9) - TICK, "announced"),
        (brussels(2027, 1, 6, 9), "open"),
        (brussels(2027, 2, 15, 17) - TICK, "open"),
        (brussels(2027, 2, 15, 17), "soon"),
        (brussels(2027, 3, 1, 17) - TICK, "soon"),
        (brussels(2027, 3, 1, 17), "closed"),
        (brussels(2027, 6, 1, 12) - TICK, "closed"),
        (brussels(2027, 6, 1, 12), "results"),
    ],
)
def test_a_call_goes_through_its_life_at_the_exact_instants(at, expected):
    call = make_call(
        opens_at=brussels(2027, 1, 6, 9),
        closes_at=brussels(2027, 3, 1, 17),
        results_at=brussels(2027, 6, 1, 12),
    )
    assert status(call, at) == expected


@pytest.mark.parametrize(
    "day", [(2020, 1, 15), (2020, 7, 15), (2020, 2, 29), (2020, 3, 29), (2020, 10, 25)]
)
def test_an_edition_known_by_its_day_is_open_until_that_day_ends_in_brussels(day):
    call = make_call(opens_at=None, closes_at=brussels(*day, 12), closes_day_only=True)
    call.full_clean()
    call.opens_at = brussels(2019, 12, 1)
    call.save()
    midnight = brussels(*day) + datetime.timedelta(days=1)
    assert status(call, brussels(*day, 23, 59, 59, 999999)) == "soon"
    assert status(call, midnight) == "closed"
    assert call.last_day == datetime.date(*day)


@pytest.mark.parametrize("day", [(2020, 1, 15), (2020, 3, 29), (2020, 10, 25)])
def test_an_opening_known_by_its_day_is_the_midnight_that_begins_it(day):
    call = make_call(opens_at=brussels(*day, 12), opens_day_only=True)
    call.full_clean()
    call.save()
    assert status(call, brussels(*day) - TICK) == "announced"
    assert status(call, brussels(*day)) == "open"
    assert call.first_day == datetime.date(*day)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (brussels(2027, 3, 1, 17), brussels(2027, 3, 15, 12)),
        (brussels(2027, 3, 15, 12), brussels(2027, 3, 1, 17)),
        (brussels(2027, 3, 1, 17), None),
        (None, brussels(2027, 3, 1, 17)),
    ],
)
def test_the_earlier_of_the_deadlines_of_both_sides_closes_the_call(ours, theirs):
    call = make_call(closes_at=ours, partner_closes_at=theirs)
    assert status(call, brussels(2027, 2, 15, 17)) == "soon"
    assert status(call, brussels(2027, 3, 1, 17) - TICK) == "soon"
    assert status(call, brussels(2027, 3, 1, 17)) == "closed"
    assert call.last_day == datetime.date(2027, 3, 1)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"opens_at": None, "closes_at": None}, "announced"),
        ({"opens_at": None}, "announced"),
        ({"opens_at": brussels(2027, 1, 1), "closes_at": None}, "open"),
        ({"timing": "past", "opens_at": None, "closes_at": None}, "closed"),
        ({"timing": "rolling", "opens_at": None, "closes_at": None}, "rolling"),
        ({"timing": "rolling", "opens_at": brussels(2027, 2, 2), "closes_at": None}, "announced"),
        ({"timing": "budget", "opens_at": brussels(2027, 1, 1), "closes_at": None}, "rolling"),
        ({"timing": "budget", "opens_at": None, "closes_at": brussels(2027, 2, 1)}, "closed"),
        ({"timing": "rolling", "opens_at": None, "closes_at": brussels(2027, 2, 2)}, "rolling"),
        ({"cancelled_at": brussels(2027, 2, 1)}, "cancelled"),
        ({"cancelled_at": brussels(2027, 2, 2)}, "open"),
        ({"cancelled_at": brussels(2027, 2, 1), "results_at": brussels(2027, 1, 1)}, "cancelled"),
        ({"timing": "past", "results_at": brussels(2027, 2, 1)}, "results"),
        ({"timing": "past", "results_undated": True}, "results"),
        ({"closes_at": brussels(2027, 2, 1), "results_undated": True}, "results"),
        ({"closes_at": brussels(2027, 2, 2), "results_undated": True}, "soon"),
        (
            {"timing": "past", "results_undated": True, "cancelled_at": brussels(2027, 2, 1)},
            "cancelled",
        ),
    ],
)
def test_each_way_of_closing_has_its_own_status(facts, expected):
    call = make_call(**{"cancellation_reason_nl": "Geen geld."} | facts)
    assert status(call, brussels(2027, 2, 1)) == expected


@pytest.mark.parametrize("expected", OPEN_STATES)
def test_open_closing_soon_and_always_open_all_count_as_open(expected):
    closes = {"open": brussels(2027, 3, 1), "soon": brussels(2027, 2, 2), "rolling": None}[expected]
    timing = "rolling" if expected == "rolling" else "dates"
    call = make_call(timing=timing, closes_at=closes)
    assert call.status(brussels(2027, 2, 1)) == expected
    assert call.is_open(brussels(2027, 2, 1))


@pytest.mark.parametrize("closes", [brussels(2027, 4, 3, 17), brussels(2027, 11, 6, 17)])
def test_an_instant_means_the_same_in_every_time_zone(closes):
    """Two weeks before these deadlines the clock in Brussels is an hour different."""
    call = make_call(opens_at=brussels(2027, 1, 1), closes_at=closes)
    turn = closes.astimezone(datetime.UTC) - FORTNIGHT
    for at, expected in [(turn - SECOND, "open"), (turn, "soon")]:
        assert status(call, at) == expected
        assert status(call, at.astimezone(closes.tzinfo)) == expected
        assert call.status(at.astimezone(closes.tzinfo)) == expected


def test_the_two_passes_of_a_repeated_hour_are_distinguished():
    call = make_call(opens_at=brussels(2027, 1, 1), closes_at=brussels(2027, 10, 31, 2, 30))
    again = brussels(2027, 10, 31, 2, 15).replace(fold=1)  # 45 minutes after the deadline
    assert status(call, again) == "closed"
    assert call.status(again) == "closed"
