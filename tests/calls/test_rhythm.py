"""The picture of a series: the windows of its editions beneath one another."""

import datetime

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.models import Call
from calls.pictures.rhythm import common_year, rhythm_of
from portal.i18n.formats import local, short_month
from tests.support.factories import CallFactory, brussels, make_call, make_series

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 5, 20, 12)
SERIES = "/en/project-calls/reeks/"


def words(element):
    return " ".join(element.get_text(" ").split())


def made(*windows):
    series = make_series(slug_nl="reeks")
    for number, (opens, closes) in enumerate(windows):
        make_call(series=series, label=str(2010 + number), opens_at=opens, closes_at=closes)
    return series


def marks(page):
    return [[mark["x1"] for mark in lane.select("line")] for lane in page(SERIES).select("a.lane")]


@pytest.fixture(autouse=True)
def twentieth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


def test_editions_with_the_same_months_stand_beneath_one_another(page):
    made(*((brussels(year, 10, 1), brussels(year + 1, 2, 1)) for year in (2017, 2019, 2022)))
    assert marks(page) == [["0.000%", "33.333%"]] * 3


def test_a_calendar_year_is_shown_where_all_windows_fit_in_one(page):
    made(
        (brussels(2017, 4, 1), brussels(2017, 7, 1)), (brussels(2018, 10, 1), brussels(2019, 1, 1))
    )
    soup = page(SERIES)
    assert [text.string for text in soup.select(".lanes__axis text")][::11] == ["Jan", "Dec"]
    assert marks(page) == [["75.000%", "100.000%"], ["25.000%", "50.000%"]]


def test_an_edition_without_dates_is_there_with_its_word(page):
    made((None, None), (None, brussels(2019, 4, 1)))
    _dated, undated = page(SERIES).select("a.lane")
    assert words(undated) == "2010 Upcoming, dates not known"
    assert not undated.svg


def test_one_edition_is_no_rhythm(page):
    made((None, brussels(2019, 4, 1)))
    assert not page(SERIES).select("figure")


def test_today_is_a_line_where_the_months_of_an_edition_are_those_of_now(page):
    made(
        (brussels(2026, 4, 1), brussels(2026, 7, 1)),
        (brussels(2027, 4, 1), brussels(2027, 7, 1)),
    )
    soup = page(SERIES)
    now, before = soup.select("a.lane")
    assert now.select(".lanes__today")
    assert not before.select(".lanes__today")
    assert "The vertical line is today." in words(soup.figcaption)


def test_the_table_has_the_editions_of_the_picture(page):
    made((None, brussels(2018, 4, 1, 17)), (brussels(2019, 1, 1, 9), brussels(2019, 4, 1, 17)))
    cells = [words(cell) for cell in page(SERIES).select("details tbody td")]
    assert cells == [
        *("Closed", "1 January 2019, 09:00", "1 April 2019, 17:00"),
        *("Closed", "not known", "1 April 2018, 17:00"),
    ]


MONTHS = st.tuples(st.integers(24000, 24400), st.integers(0, 30)).map(
    lambda pair: (pair[0], sum(pair))
)


@given(st.lists(MONTHS, max_size=8))
@settings(derandomize=True, database=None)
def test_every_window_of_up_to_a_year_and_some_fits(months):
    start, count = common_year(months)
    assert 12 <= count <= 24
    needed = [(first - start) % 12 + last - first + 1 for first, last in months]
    assert count == min(24, max([12, *needed]))


INSTANTS = st.none() | st.integers(0, 4000).map(
    lambda days: brussels(2016, 1, 1, 12) + datetime.timedelta(days=days)
)


@pytest.mark.slow
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(INSTANTS, INSTANTS), max_size=6))
def test_each_mark_stands_in_the_month_of_its_date(pairs):
    with transaction.atomic():
        series = make_series()
        for number, (opens, closes) in enumerate(pairs):
            if opens and closes and opens >= closes:
                opens, closes = None, opens
            dates = {"opens_at": opens, "closes_at": closes}
            CallFactory(series=series, label=str(number), **dates)
        calls = list(Call.objects.filter(series=series).select_related("series"))
        rhythm = rhythm_of(series, calls, None, NOW)
        names = [month.name for month in rhythm.months]
        for window in rhythm.windows:
            for date, mark in (
                (window.call.opens_at, window.span and window.span.begins),
                (window.call.closing, window.span and window.span.ends),
            ):
                if date and mark:
                    column = int(float(mark.x.rstrip("%")) * len(names) / 100)
                    assert names[column] == short_month(local(date))
        transaction.set_rollback(True)
