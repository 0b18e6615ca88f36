"""In the admin, a table by project start covers every day of the year once."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from calls import year_table
from calls.models import SupportRound
from tests.support.admin_forms import edit, errors
from tests.support.factories import make_measure

WINDOW = ("start_from_day", "start_from_month", "start_until_day", "start_until_month")


def rows(*windows, **facts):
    """Rounds with the windows `(day, month, day, month)`; None for one without."""
    deadline = {"deadline_month": 1, "deadline_day": 1, "years_before": 1} | facts
    return [
        SupportRound(**dict(zip(WINDOW, window or (), strict=False)), **deadline)
        for window in windows
    ]


@pytest.fixture(autouse=True)
def english(dutch):
    with translation.override("en"):
        yield


def mistakes(*windows, **kwargs):
    return [text.replace("\xa0", " ") for text in year_table.mistakes(rows(*windows), **kwargs)]


@pytest.mark.parametrize(
    "windows",
    [
        [(1, 1, 31, 12)],
        [(1, 7, 30, 6)],
        [(1, 11, 29, 2), (1, 3, 31, 10)],
        [(1, 1, 28, 2), (29, 2, 31, 12)],
    ],
)
def test_a_table_that_covers_every_day_once_is_right(windows):
    assert mistakes(*windows) == []


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ([], "No starting day has a deadline yet."),
        (
            [(1, 2, 31, 7)],
            "A project that starts from 1 August to 31 January has no deadline.",
        ),
        (
            [(1, 1, 28, 2), (1, 3, 31, 12)],
            "A project that starts on 29 February has no deadline.",
        ),
        (
            [(2, 1, 31, 12)],
            "A project that starts on 1 January has no deadline.",
        ),
        (
            [(1, 1, 30, 4), (1, 4, 31, 12)],
            "A project that starts from 1 April to 30 April has more than one deadline.",
        ),
        (
            [(1, 11, 31, 1), (31, 1, 31, 10)],
            "A project that starts on 31 January has more than one deadline.",
        ),
        (
            [(1, 1, 31, 12), (20, 12, 10, 1)],
            "A project that starts from 20 December to 10 January has more than one deadline.",
        ),
    ],
)
def test_a_gap_or_overlap_is_named_by_its_days(windows, said):
    assert mistakes(*windows) == [said]


def test_every_gap_and_overlap_is_named():
    assert len(mistakes((1, 1, 31, 1), (1, 3, 30, 6), (15, 6, 31, 10))) == 3


def test_a_deadline_without_starting_days_has_no_place_in_a_table():
    [said] = mistakes((1, 1, 31, 12), None)
    assert said == "Give the first and the last starting day of each deadline."


def test_a_table_may_say_that_it_is_not_whole_but_never_overlap():
    assert mistakes((1, 2, 31, 7), is_partial=True) == []
    [said] = mistakes((1, 2, 31, 7), (31, 7, 31, 8), is_partial=True)
    assert "31 July" in said


@pytest.fixture
def measure(db):
    return make_measure(timing="by-start", state="draft")


def save(client, measure, *windows, **facts):
    """Post the form with a row for each window; each deadline is on 1 January of the year before"""
    deadline = {"deadline_day": 1, "deadline_month": 1, "years_before": 1}
    sent = {"rounds-TOTAL_FORMS": str(len(windows))}
    for number, window in enumerate(windows):
        row = dict(zip(WINDOW, window, strict=True)) | deadline
        sent |= {f"rounds-{number}-{name}": str(value) for name, value in row.items()}
    return edit(client, measure, **sent, **facts)


@pytest.mark.parametrize(
    ("windows", "day"),
    [
        ([(1, 1, 28, 2), (1, 3, 31, 12)], "29\xa0"),
        ([(1, 1, 30, 6), (30, 6, 31, 12)], "30\xa0"),
        ([(1, 11, 31, 3)], "31\xa0"),
    ],
)
def test_the_admin_refuses_a_gap_or_overlap_and_names_its_days(admin_client, measure, windows, day):
    response = save(admin_client, measure, *windows)
    assert day in errors(response)
    assert not measure.rounds.exists()


def test_the_admin_takes_a_table_that_covers_the_year_also_over_new_year(admin_client, measure):
    response = save(admin_client, measure, (1, 11, 29, 2), (1, 3, 31, 10))
    assert response.status_code == 302, errors(response)
    assert measure.rounds.count() == 2


def test_the_admin_takes_a_gap_where_the_table_is_said_to_be_partial(admin_client, measure):
    response = save(admin_client, measure, (1, 3, 31, 10), table_is_partial="on")
    assert response.status_code == 302, errors(response)
    measure.refresh_from_db()
    assert measure.table_is_partial


def test_fixed_days_need_no_windows(admin_client, measure):
    sent = {"rounds-0-deadline_day": "1", "rounds-0-deadline_month": "9", "timing": "fixed"}
    response = edit(admin_client, measure, **sent)
    assert response.status_code == 302, errors(response)
    assert measure.rounds.get().deadline_month == 9


def test_a_row_that_is_deleted_leaves_a_gap(admin_client, measure):
    save(admin_client, measure, (1, 1, 30, 6), (1, 7, 31, 12))
    response = edit(admin_client, measure, **{"rounds-1-DELETE": "on"})
    assert "31\xa0" in errors(response)
    assert measure.rounds.count() == 2


@pytest.mark.parametrize(
    "day", [{"deadline_month": 4, "deadline_day": 31}, {"decision_month": 2, "decision_day": 30}]
)
def test_a_day_that_its_month_has_not_is_refused(measure, day):
    [row] = rows((1, 1, 31, 12), measure=measure, **day)
    with pytest.raises(ValidationError, match="That month has no such day"):
        row.full_clean()


@pytest.mark.parametrize(
    ("deadline", "years_before", "is_refused"),
    [((2, 1), 0, False), ((2, 2), 0, True), ((3, 1), 0, True), ((12, 31), 1, False)],
)
def test_a_deadline_after_the_first_start_is_refused(measure, deadline, years_before, is_refused):
    facts = {"deadline_month": deadline[0], "deadline_day": deadline[1]}
    [row] = rows((1, 2, 31, 7), measure=measure, years_before=years_before, **facts)
    if not is_refused:
        return row.full_clean()
    with pytest.raises(ValidationError, match="after the first starting day"):
        row.full_clean()
