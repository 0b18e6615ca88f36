"""By when one can apply for support, derived from the day on which the project starts."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from calls.models import SupportRound
from tests.support.factories import SupportMeasureFactory, brussels, make_measure

pytestmark = pytest.mark.django_db


def date(text):
    return datetime.date.fromisoformat(text)


def with_round(deadline, window=None, years_before=0, timing="by-start", **facts):
    """A measure with one yearly deadline; days are (month, day)."""
    measure = make_measure(timing=timing, **facts)
    add_round(measure, deadline, window, years_before)
    return measure


def add_round(measure, deadline, window=None, years_before=0):
    columns = {
        "deadline_month": deadline[0],
        "deadline_day": deadline[1],
        "years_before": years_before,
    }
    for name, day in zip(("start_from", "start_until"), window or (), strict=False):
        columns |= {f"{name}_month": day[0], f"{name}_day": day[1]}
    measure.rounds.create(**columns)


@pytest.mark.parametrize(
    ("start", "deadline"),
    [
        ("2027-04-30", None),
        ("2027-05-01", "2027-02-14"),
        ("2027-06-15", "2027-02-14"),
        ("2027-08-31", "2027-02-14"),
        ("2027-09-01", None),
    ],
)
def test_a_window_counts_from_its_first_through_its_last_day(start, deadline):
    measure = with_round((2, 14), ((5, 1), (8, 31)))
    assert measure.deadline_for(date(start)) == (deadline and date(deadline))


@pytest.mark.parametrize(
    ("years_before", "deadline"), [(0, "2027-10-14"), (1, "2026-10-14"), (2, "2025-10-14")]
)
def test_the_deadline_can_lie_some_years_before_the_start(years_before, deadline):
    measure = with_round((10, 14), ((12, 1), (12, 31)), years_before)
    assert measure.deadline_for(date("2027-12-01")) == date(deadline)


@pytest.mark.parametrize(
    ("start", "falls"),
    [
        ("2027-10-31", False),
        ("2027-11-01", True),
        ("2027-12-31", True),
        ("2028-01-01", True),
        ("2028-01-31", True),
        ("2028-02-01", False),
    ],
)
def test_a_window_can_go_over_new_year(start, falls):
    measure = with_round((9, 1), ((11, 1), (1, 31)))
    assert bool(measure.deadline_for(date(start))) is falls


@pytest.mark.parametrize("start", ["2027-11-01", "2027-12-31", "2028-01-01", "2028-01-31"])
def test_a_window_over_new_year_has_one_deadline_before_all_its_starts(start):
    measure = with_round((9, 1), ((11, 1), (1, 31)))
    assert measure.deadline_for(date(start)) == date("2027-09-01")


def test_the_first_window_that_fits_gives_the_deadline():
    measure = with_round((10, 14), ((1, 1), (4, 30)), 1)
    add_round(measure, (2, 14), ((5, 1), (8, 31)))
    add_round(measure, (6, 14), ((9, 1), (12, 31)))
    starts = ["2027-01-01", "2027-04-30", "2027-05-01", "2027-08-31", "2027-09-01", "2027-12-31"]
    assert [f"{measure.deadline_for(date(start))}" for start in starts] == [
        "2026-10-14",
        "2026-10-14",
        "2027-02-14",
        "2027-02-14",
        "2027-06-14",
        "2027-06-14",
    ]


@pytest.mark.parametrize(("year", "day"), [(2027, 28), (2028, 29)])
def test_a_deadline_on_leap_day_falls_on_the_28th_in_other_years(year, day):
    measure = with_round((2, 29), ((5, 1), (8, 31)))
    assert measure.deadline_for(datetime.date(year, 6, 1)) == datetime.date(year, 2, day)


@pytest.mark.parametrize(
    ("lead", "start", "deadline"),
    [
        ({"lead_weeks": 6}, "2027-03-01", "2027-01-18"),
        ({"lead_weeks": 1}, "2028-03-01", "2028-02-23"),
        ({"lead_months": 1}, "2027-03-31", "2027-02-28"),
        ({"lead_months": 1}, "2028-03-31", "2028-02-29"),
        ({"lead_months": 2}, "2027-01-15", "2026-11-15"),
        ({"lead_months": 3}, "2027-05-31", "2027-02-28"),
        ({"lead_months": 12}, "2028-02-29", "2027-02-28"),
        ({"lead_months": 1}, "2027-12-31", "2027-11-30"),
        ({"lead_months": 12}, "2027-12-31", "2026-12-31"),
    ],
)
def test_a_measure_without_fixed_days_asks_for_weeks_or_months_before_the_start(
    lead, start, deadline
):
    measure = make_measure(timing="rolling", **lead)
    assert measure.deadline_for(date(start)) == date(deadline)


@pytest.mark.parametrize(
    ("start", "deadline"),
    [
        ("2027-01-15", "2026-09-30"),
        ("2027-01-16", "2027-01-15"),
        ("2027-09-30", "2027-01-15"),
        ("2027-10-01", "2027-09-30"),
        ("2028-01-01", "2027-09-30"),
    ],
)
def test_of_fixed_days_the_last_one_before_the_start_counts(start, deadline):
    measure = with_round((9, 30), timing="fixed")
    add_round(measure, (1, 15))
    assert measure.deadline_for(date(start)) == date(deadline)


@pytest.mark.parametrize("timing", ["always", "unknown"])
def test_other_measures_have_no_deadline_that_depends_on_the_start(timing):
    measure = with_round((10, 14), ((1, 1), (12, 31)), 1, timing=timing)
    assert measure.deadline_for(date("2027-06-01")) is None


def test_a_yearly_deadline_without_a_window_is_for_no_start_in_particular():
    assert with_round((10, 14)).deadline_for(date("2027-06-01")) is None


@pytest.mark.parametrize(
    ("today", "days"),
    [
        ("2027-01-15", ["2027-01-15", "2027-09-30"]),
        ("2027-01-16", ["2027-09-30", "2028-01-15"]),
        ("2027-09-30", ["2027-09-30", "2028-01-15"]),
        ("2027-10-01", ["2028-01-15", "2028-09-30"]),
        ("2027-12-31", ["2028-01-15", "2028-09-30"]),
    ],
)
def test_the_next_fixed_days_come_soonest_first_and_today_still_counts(today, days):
    measure = with_round((9, 30), timing="fixed")
    add_round(measure, (1, 15))
    assert measure.next_days(date(today)) == [date(day) for day in days]


def test_the_next_fixed_day_is_counted_from_today_in_brussels():
    measure = with_round((9, 30), timing="fixed")
    with time_machine.travel(
        datetime.datetime(2027, 9, 30, 22, 30, tzinfo=datetime.UTC), tick=False
    ):
        assert measure.next_days() == [date("2028-09-30")]
    with time_machine.travel(brussels(2027, 9, 30, 23, 59), tick=False):
        assert measure.next_days() == [date("2027-09-30")]


def test_only_fixed_days_have_a_next_one():
    assert with_round((9, 30), ((1, 1), (12, 31)), 1).next_days(date("2027-01-01")) == []


def refusal(record):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            record.full_clean()
        return " ".join(refused.value.messages)


def test_a_measure_that_is_always_open_must_say_how_long_before_the_start():
    measure = SupportMeasureFactory.build(timing="rolling")
    assert "Say how long before the start: in weeks or in months, not both." in refusal(measure)


def test_a_measure_cannot_replace_itself():
    measure = make_measure()
    measure.replaces = measure
    assert "A measure cannot replace itself." in refusal(measure)


def test_half_a_window_is_refused():
    half = SupportRound(
        measure=make_measure(), deadline_month=1, deadline_day=1, start_from_month=5
    )
    said = "Fill in both the first and the last starting day, or leave it all empty."
    assert said in refusal(half)


@pytest.mark.parametrize(("month", "day"), [(13, 1), (0, 1), (1, 32), (1, 0)])
def test_a_month_or_day_that_does_not_exist_is_refused(month, day):
    assert refusal(SupportRound(measure=make_measure(), deadline_month=month, deadline_day=day))
