"""Current, ended or not known: the database and Python give the same answer on every day."""

import datetime

import pytest
import time_machine

from agreements.models import Agreement, Standing
from tests.support.factories import brussels, make_agreement, make_programme

pytestmark = pytest.mark.django_db
ENDS = [
    "",
    "2023",
    "2024",
    "2024-02",
    "2024-12",
    "2025-01",
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
    "2024-12-31",
    "2025-01-01",
    "2100",
]
DAYS = [datetime.date(2023, 12, 25) + datetime.timedelta(days=number) for number in range(400)]


@pytest.mark.slow
@pytest.mark.every_database
def test_the_database_and_python_agree_for_every_date_on_every_day():
    agreements = [make_agreement(ends=ends) for ends in ENDS]
    for day in DAYS:
        for standing in Standing:
            expected = {
                agreement for agreement in agreements if agreement.standing(day) == standing
            }
            assert set(Agreement.objects.in_standing(standing, day)) == expected, day


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        ("2024", datetime.date(2024, 12, 31)),
        ("2024-02", datetime.date(2024, 2, 29)),
        ("2023-02", datetime.date(2023, 2, 28)),
        ("2024-06-15", datetime.date(2024, 6, 15)),
    ],
)
def test_an_agreement_runs_through_the_last_day_that_its_end_can_mean(ends, last):
    agreement = make_agreement(ends=ends)
    assert agreement.standing(last) == "current"
    assert agreement.standing(last + datetime.timedelta(days=1)) == "ended"


@pytest.mark.parametrize("facts", [{}, {"in_force": "1997-01-22"}, {"renewal": "tacit"}])
def test_an_agreement_without_a_known_end_is_neither_current_nor_ended(facts):
    assert make_agreement(ends="", **facts).standing() == "unknown"


@pytest.mark.parametrize(
    ("instant", "runs"),
    [
        (brussels(2024, 12, 31, 23, 59, 59), True),
        (brussels(2025, 1, 1), False),
        (datetime.datetime(2024, 12, 31, 23, 30, tzinfo=datetime.UTC), False),  # 0:30 in Brussels
    ],
)
def test_today_is_the_day_in_brussels(instant, runs):
    agreement = make_agreement(ends="2024")
    programme = make_programme(agreement=agreement, first_year=2021, last_year=2024)
    with time_machine.travel(instant, tick=False):
        assert agreement.standing() == ("current" if runs else "ended")
        assert Agreement.objects.in_standing("current").exists() is runs
        assert Agreement.objects.in_standing("ended").exists() is not runs
        assert programme.is_current() is runs
        assert agreement.programmes.current().exists() is runs


@pytest.mark.parametrize("year", range(2020, 2027))
def test_a_programme_is_current_in_its_years_for_the_database_and_python_alike(year):
    programme = make_programme(first_year=2021, last_year=2024)
    for day in (datetime.date(year, 1, 1), datetime.date(year, 12, 31)):
        assert programme.is_current(day) is (2021 <= year <= 2024)
        assert programme.agreement.programmes.current(day).exists() is programme.is_current(day)


@pytest.mark.parametrize(
    ("kind", "binding"),
    [
        ("treaty", True),
        ("transnational", True),
        ("intra-belgian", True),
        ("memorandum", False),
        ("declaration", False),
        ("", None),
    ],
)
def test_memoranda_and_declarations_do_not_bind_and_an_unknown_kind_says_nothing(kind, binding):
    assert make_agreement(kind=kind).is_binding is binding
