"""The picture of the year says what its table says, and both say what is stored."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.models import Call
from calls.pictures.year import Part, year_around
from calls.status import CURRENT_STATES, Timing
from portal.i18n.formats import day, end_moment, moment
from tests.support.chance import same_each_time
from tests.support.factories import CallFactory, brussels, make_call, make_series

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 5, 20, 12)
BEGIN, END = brussels(2027, 2, 1), brussels(2028, 2, 1)
LIST, HOME = "/en/project-calls/", "/en/"
HOUR = datetime.timedelta(hours=1)


def words(element):
    return " ".join(element.get_text(" ").split())


def place(instant):
    """Where an instant is on the axis, in percent: months are equally wide."""
    local = timezone.localtime(instant)
    month = brussels(local.year, local.month, 1)
    following = brussels(local.year + local.month // 12, local.month % 12 + 1, 1)
    elapsed = (instant.timestamp() - month.timestamp()) / (
        following.timestamp() - month.timestamp()
    )
    months = (local.year - BEGIN.year) * 12 + local.month - BEGIN.month
    return (months + elapsed) * 100 / 12


def drawn(year):
    html = render_to_string("calls/_year.html", {"year": Part(year, 40, [])})
    soup = BeautifulSoup(html, "lxml")
    return soup.select("a.lane"), soup.select("tbody tr")


def percents(element, *names):
    return [float(element[name].rstrip("%")) for name in names]


INSTANTS = st.none() | st.integers(-500 * 24, 500 * 24).map(
    lambda hours: (NOW + hours * HOUR).astimezone(datetime.UTC)
)


@st.composite
def facts(draw):
    opens, closes = draw(INSTANTS), draw(INSTANTS)
    if opens and closes and closes <= opens:
        opens, closes = closes, opens + HOUR
    is_old = closes and closes < NOW
    return {
        "opens_at": opens,
        "closes_at": closes,
        "closes_day_only": bool(is_old and draw(st.booleans())),
        "timing": draw(st.sampled_from(Timing.values)),
        "cancelled_at": draw(st.none() | st.just(NOW - HOUR)),
        "results_at": draw(st.none() | st.just(NOW - HOUR)),
    }


@pytest.mark.slow
@settings(same_each_time, max_examples=60)
@given(st.lists(facts(), max_size=6))
def test_picture_table_and_database_say_the_same(all_facts):
    with transaction.atomic():
        series = make_series()
        Call.objects.bulk_create(
            CallFactory.build(
                series=series, label=f"c{number}", cancellation_reason_nl="Geen geld.", **one
            )
            for number, one in enumerate(all_facts)
        )
        lanes, rows = drawn(year_around(NOW))
        calls = {call.label: call for call in Call.objects.filter(series=series)}
        shown = [calls[lane.strong.string] for lane in lanes]
        for call, lane, row in zip(shown, lanes, rows, strict=True):
            check_row(call, row)
            check_bar(call, lane)
        for call in calls.values():
            assert (call in shown) == is_in_the_year(call)
        transaction.set_rollback(True)


def is_in_the_year(call):
    """Whether one can apply, or could in these months; about a month around a date known alone."""
    if call.status(NOW) in CURRENT_STATES:
        return True
    if not (call.opens_at or call.closing):
        return False
    first = place(call.opens_at) if call.opens_at else place(call.closing) - 8
    last = place(call.closing) if call.closing else place(call.opens_at) + 8
    return last >= 0 and first <= 100


def check_row(call, row):
    status, opens, closes = (words(cell) for cell in row.select("td"))
    assert status == str(call.status(NOW).label)
    assert opens.replace("\N{NO-BREAK SPACE}", " ") == known(
        call.opens_at and moment(call.opens_at)
    )
    if call.closing:
        last = day(call.last_day) if call.closes_day_only else end_moment(call.closing)
        assert closes == known(last)


def known(text):
    return text.replace("\N{NO-BREAK SPACE}", " ") if text else "niet bekend"


def check_bar(call, lane):
    """Each known end has its mark, and nothing is drawn where the end is not known."""
    marks = [percents(mark, "x1")[0] for mark in lane.select("line")]
    expected = [place(at) for at in (call.opens_at, call.closing) if at and BEGIN <= at <= END]
    assert marks == pytest.approx(expected, abs=0.001)
    for solid in lane.select(".lane__solid"):
        x, width = percents(solid, "x", "width")
        assert x >= max(0, place(call.opens_at) if call.opens_at else 0) - 0.001
        assert x + width <= min(100, place(call.closing) if call.closing else 100) + 0.001
    fades = len(lane.select("rect[mask]"))
    assert not (call.opens_at and call.closing and fades)


@pytest.fixture
def twentieth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


pytestmark_of_pages = pytest.mark.usefixtures("twentieth_of_may")


@pytestmark_of_pages
@pytest.mark.parametrize("address", [LIST, HOME])
def test_each_bar_leads_to_its_call(page, address):
    call = make_call(label="2027", opens_at=brussels(2027, 5, 1, 9), closes_at=brussels(2027, 6, 1))
    make_call(state="draft", opens_at=brussels(2027, 5, 1, 9), closes_at=brussels(2027, 6, 1))
    (lane,) = page(address).select("a.lane")
    assert lane["href"] == f"/en/project-calls/{call.series.slug_nl}/2027/"
    assert words(lane) == "2027 Closing soon, until 31 May 2027, 24:00"


@pytestmark_of_pages
def test_the_list_has_what_is_over_and_the_home_page_only_what_is_not(page):
    make_call(label="open", opens_at=brussels(2027, 5, 1), closes_at=brussels(2027, 9, 1))
    make_call(label="over", opens_at=brussels(2027, 3, 1), closes_at=brussels(2027, 4, 1))
    assert [lane.strong.string for lane in page(LIST).select("a.lane")] == ["open", "over"]
    assert [lane.strong.string for lane in page(HOME).select("a.lane")] == ["open"]


@pytestmark_of_pages
def test_a_call_without_dates_has_its_word_instead_of_a_bar(page):
    make_call(label="2028", opens_at=None, closes_at=None)
    (lane,) = page(LIST).select("a.lane")
    assert words(lane) == "2028 Upcoming, dates not known"
    assert not lane.svg


@pytestmark_of_pages
def test_what_is_expected_is_hatched_and_called_an_estimate(page):
    series = make_series(rhythm="yearly")
    for year in (2026, 2027):
        opens, closes = brussels(year - 1, 11, 10), brussels(year, 1, 20, 17)
        make_call(series=series, opens_at=opens, closes_at=closes)
    soup = page(LIST)
    (lane,) = soup.select("a.lane")
    assert words(lane) == "Next edition Estimate, deadline around January 2028"
    (solid,) = lane.select(".lane__solid")
    assert soup.find(id=solid["fill"].removeprefix("url(#").removesuffix(")")).name == "pattern"
    assert percents(solid, "x", "width") == pytest.approx([75, 25], abs=0.01)


@pytestmark_of_pages
def test_where_nobody_knows_how_long_one_can_apply_the_bar_fades_out(page):
    make_call(timing="rolling", opens_at=brussels(2027, 3, 1), closes_at=None)
    (lane,) = page(LIST).select("a.lane")
    today = place(brussels(2027, 5, 20))
    (solid,), (fading,) = lane.select(".lane__solid"), lane.select("rect[mask]")
    assert sum(percents(solid, "x", "width")) == pytest.approx(today, abs=0.01)
    assert percents(fading, "x")[0] == pytest.approx(today, abs=0.01)


def test_the_line_of_today_moves_at_midnight_in_brussels():
    before, after = (
        year_around(at) for at in (brussels(2027, 5, 20, 23, 59, 59), brussels(2027, 5, 21))
    )
    assert before.today != after.today
    assert before.today.last == after.today.first
    assert year_around(brussels(2027, 5, 20)).today == before.today


@pytestmark_of_pages
def test_a_long_list_shows_the_soonest_and_says_how_many_there_are(page):
    for number in range(8):
        make_call(label=f"c{number}", closes_at=brussels(2027, 8, number + 1))
    soup = page(HOME)
    assert [lane.strong.string for lane in soup.select("a.lane")] == [f"c{n}" for n in range(6)]
    assert "These are 6 of 8, those with the nearest deadline first." in words(soup.main)
    assert len(page(LIST).select("a.lane")) == 8


@pytestmark_of_pages
def test_a_filtered_list_has_no_picture_of_all_calls(page):
    make_call(closes_at=brussels(2027, 8, 1))
    assert page(LIST).select("a.lane")
    assert not page(f"{LIST}?status=open").select("a.lane")


@pytestmark_of_pages
def test_the_list_without_filters_is_the_one_that_its_filter_makes(page):
    same = brussels(2027, 8, 1)
    for opens, closes in ((NOW, same), (None, None), (None, same), (NOW, brussels(2029, 1, 1))):
        make_call(opens_at=opens, closes_at=closes)
        make_call(timing="rolling", opens_at=None, closes_at=None)
    unfiltered, filtered = page(LIST), page(f"{LIST}?status=open&status=announced")
    titles = [[words(card) for card in soup.select(".card h3")] for soup in (unfiltered, filtered)]
    assert titles[0] == titles[1] != []


@pytestmark_of_pages
def test_a_title_in_dutch_is_marked_as_such(page):
    make_call(series=make_series(title_nl="Oproep", title_en=""), closes_at=brussels(2027, 8, 1))
    name = page(LIST).select_one(".lanes__name")
    assert name.select_one("[lang=nl]").string == "Oproep"


def keys(soup):
    return [key.svg.next_sibling.strip() for key in soup.select(".lanes__keys li")]


@pytestmark_of_pages
def test_what_goes_on_is_not_what_has_an_end_that_is_not_known(page):
    series = make_series()
    make_call(series=series, label="a", opens_at=NOW, closes_at=brussels(2027, 8, 1))
    assert not keys(page(LIST))
    make_call(series=series, label="b", timing="rolling", opens_at=NOW, closes_at=None)
    assert keys(page(LIST)) == ["goes on, without an end"]
    make_call(series=series, label="c", timing="budget", opens_at=NOW, closes_at=None)
    soup = page(LIST)
    signs = {lane.strong.string: lane.select(".lane__sign") for lane in soup.select("a.lane")}
    assert [words(sign) for label in "abc" for sign in signs[label]] == ["→", "?"]
    assert keys(soup) == ["date not known", "goes on, without an end"]


@pytestmark_of_pages
def test_an_example_in_a_real_series_is_tagged_on_its_own_line(page):
    series, dates = make_series(), {"opens_at": NOW, "closes_at": brussels(2027, 8, 1)}
    make_call(series=series, label="real", **dates)
    make_call(series=series, label="example", is_example=True, **dates)
    lanes = {lane.strong.string: lane for lane in page(LIST).select("a.lane")}
    assert lanes["example"].select(".tag--example")
    assert not lanes["real"].select(".tag--example")
