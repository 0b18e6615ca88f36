"""The rules of support over whole years: each start of 2026-2029, with a leap year among them."""

import datetime
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from calls import year_table
from calls.models import SupportMeasure, SupportRound
from calls.support_answers import answer
from tests.support.factories import SupportMeasureFactory

FIRST, DAYS = datetime.date(2026, 1, 1), 4 * 365 + 1
STARTS = [FIRST + datetime.timedelta(days=number) for number in range(DAYS)]
# Windows as (first start, last start, deadline, years before); days are (month, day).
TABLES = {
    "in thirds": [
        ((1, 1), (4, 30), (10, 14), 1),
        ((5, 1), (8, 31), (2, 14), 0),
        ((9, 1), (12, 31), (6, 14), 0),
    ],
    "over new year": [
        ((11, 1), (2, 29), (9, 1), 0),
        ((3, 1), (6, 30), (12, 31), 1),
        ((7, 1), (10, 31), (2, 29), 0),
    ],
    "from leap day": [((2, 29), (8, 31), (2, 28), 0), ((9, 1), (2, 28), (3, 1), 1)],
    "the whole year": [((1, 1), (12, 31), (9, 30), 1)],
    "the whole year from July": [((7, 1), (6, 30), (7, 1), 2)],
    "on the first starting day": [((1, 1), (6, 30), (1, 1), 0), ((7, 1), (12, 31), (7, 1), 0)],
}
LEADS = [{"lead_weeks": n} for n in (1, 6, 8, 53)] + [{"lead_months": n} for n in (1, 2, 6, 13)]
every_table = pytest.mark.parametrize("name", TABLES)
every_lead = pytest.mark.parametrize("lead", LEADS, ids=str)


class Rows(list):
    def all(self):
        return self


def row(window):
    (from_month, from_day), (until_month, until_day), (month, day), years_before = window
    return SupportRound(
        start_from_month=from_month,
        start_from_day=from_day,
        start_until_month=until_month,
        start_until_day=until_day,
        deadline_month=month,
        deadline_day=day,
        years_before=years_before,
    )


@pytest.fixture
def measure(monkeypatch):
    """Makes a measure that is not stored, with the rows of a table."""

    def build(name=None, **facts):
        rows = Rows(map(row, TABLES[name])) if name else Rows()
        monkeypatch.setattr(SupportMeasure, "rounds", rows)
        return SupportMeasureFactory.build(**{"timing": "by-start"} | facts)

    return build


@every_table
def test_a_table_gives_each_start_exactly_one_deadline_that_is_not_after_it(measure, name):
    table = measure(name)
    assert year_table.mistakes(table.rounds) == []
    for start in STARTS:
        assert sum(row.covers(start) for row in table.rounds) == 1, start
        assert table.deadline_for(start) <= start


@every_table
def test_the_starts_that_a_deadline_is_for_are_those_of_its_row(measure, name):
    table = measure(name)
    for start in STARTS:
        period = answer(table, start, FIRST).period
        assert period.first_start <= start <= period.last_start
        for day in (period.first_start, period.last_start):
            assert table.deadline_for(day) == period.deadline == table.deadline_for(start)


@every_table
def test_the_next_deadline_of_a_table_is_the_soonest_that_any_later_start_has(measure, name):
    table = measure(name)
    ahead = [FIRST + datetime.timedelta(days=number) for number in range(DAYS + 4 * 366)]
    deadlines = sorted({table.deadline_for(start) for start in ahead})
    for today in STARTS:
        soonest = next(deadline for deadline in deadlines if deadline >= today)
        assert answer(table, None, today).deadline == soonest, today


@every_table
def test_who_is_too_late_reads_the_first_start_that_is_still_possible(measure, name):
    table = measure(name)
    deadlines = [(start, table.deadline_for(start)) for start in STARTS]
    for number, (late, deadline) in enumerate(deadlines[::11]):
        today = deadline + datetime.timedelta(days=1 + number % 120)
        found = answer(table, late, today)
        assert found.is_late
        later = deadlines[number * 11 :]
        possible = next((pair for pair in later if pair[1] >= today), None)
        assert possible in {(found.first_start, found.later_deadline), None}


@every_lead
def test_a_later_start_never_has_an_earlier_deadline(measure, lead):
    rolling = measure(timing="rolling", **lead)
    deadlines = [rolling.deadline_for(start) for start in STARTS]
    assert all(one <= other for one, other in pairwise(deadlines))
    assert all(deadline < start for deadline, start in zip(deadlines, STARTS, strict=True))


@every_lead
def test_the_first_possible_start_is_the_first_whose_deadline_has_not_passed(measure, lead):
    rolling = measure(timing="rolling", **lead)
    one = datetime.timedelta(days=1)
    for today in STARTS:
        first = answer(rolling, None, today).first_start
        assert rolling.deadline_for(first) >= today > rolling.deadline_for(first - one), today


@every_table
def test_fixed_days_precede_the_start_and_none_lies_between(measure, name):
    fixed = measure(name, timing="fixed")
    days = {row.deadline_in(year) for row in fixed.rounds for year in range(2024, 2031)}
    for start in STARTS:
        assert fixed.deadline_for(start) == max(day for day in days if day < start)
        assert answer(fixed, None, start).deadline == min(day for day in days if day >= start)


@pytest.mark.parametrize("path", ["content/support.yaml", "examples/40-support.yaml"])
def test_our_own_tables_cover_the_year_or_say_that_they_do_not(path):
    (measures,) = yaml.safe_load(Path("fixtures", path).read_text()).values()
    tables = [one for one in measures if one["timing"] == "by-start"]
    assert tables
    for table in tables:
        rows = [SupportRound(**row) for row in table["rounds"]]
        assert year_table.mistakes(rows, table.get("table_is_partial", False)) == []
