"""What the finder answers, on the page, in a calendar and as data: each day says what it is for."""

import datetime

import pytest
import time_machine
from icalendar import Calendar

from portal.i18n.languages import CODES
from tests.support.factories import brussels, make_call, make_measure

pytestmark = pytest.mark.django_db
FINDER = "/en/support/"
NEXT = "Next deadline: Sunday 14 February 2027, 24:00"


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


def words(element):
    return " ".join(element.get_text(" ").split()).replace(" .", ".")


@pytest.fixture
def table():
    """A table by project start in which one window goes over New Year."""
    measure = make_measure(timing="by-start", slug_nl="tabel", title_nl="Tabel", title_en="Table")
    for start, until, deadline in (
        ((11, 1), (4, 30), (9, 1)),
        ((5, 1), (10, 31), (2, 14)),
    ):
        names = ("start_from", "start_until", "deadline")
        days = zip(names, (start, until, deadline), strict=True)
        columns = {
            f"{name}_{part}": number
            for name, day in days
            for part, number in zip(("month", "day"), day, strict=True)
        }
        measure.rounds.create(**columns)
    return measure


def fixed(**facts):
    measure = make_measure(timing="fixed", **facts)
    for month in (3, 10):
        measure.rounds.create(deadline_month=month, deadline_day=1)
    return measure


def card(page, query=""):
    [found] = page(FINDER + query).select(".card")
    return words(found)


def test_without_a_start_the_next_deadline_says_for_which_starts_it_is(page, table):
    said = card(page)
    assert NEXT in said
    assert "For projects that start from 1 May 2027 to 31 October 2027." in said
    assert "Start from 1 May to 31 October: apply by 14 February." in said


def test_a_start_after_new_year_has_the_deadline_of_the_year_in_which_its_period_begins(
    page, table
):
    said = card(page, "?start=2028-01-15")
    assert "If you start on 15 January 2028, you can apply until Wednesday 1 September 2027" in said
    assert (
        "Start from 1 November to 30 April: apply by 1 September of the year in which this period "
        "begins." in said
    )


def test_who_is_too_late_reads_from_which_start_one_can_still_apply(page, table):
    said = card(page, "?start=2027-03-01")
    assert "Too late for a start on 1 March 2027: the deadline was Tuesday 1 September 2026" in said
    assert "The first day on which your project can still start: Saturday 1 May 2027." in said
    assert "For that start you can apply until Sunday 14 February 2027, 24:00." in said


@pytest.mark.parametrize(
    ("at", "is_late"),
    [(brussels(2027, 2, 14, 23, 59, 59), False), (brussels(2027, 2, 15), True)],
)
def test_a_deadline_counts_until_its_day_ends_in_brussels(page, client, table, at, is_late):
    with time_machine.travel(at, tick=False):
        assert ("Too late" in card(page, "?start=2027-06-01")) is is_late
        assert (NEXT in card(page)) is not is_late
        [grant] = client.get(f"{FINDER}support.json?start=2027-06-01").json()["grants"]
        assert grant["is_late"] is is_late


@pytest.mark.parametrize(
    ("lead", "query", "said"),
    [
        ({"lead_weeks": 8}, "", "project can start is Monday 29 March 2027"),
        (
            {"lead_weeks": 8},
            "?start=2027-03-28",
            "The first day on which your project can still start: Monday 29 March 2027. "
            "For that start you can apply until Monday 1 February 2027, 24:00.",
        ),
        (
            {"lead_weeks": 8},
            "?start=2027-03-29",
            "you can apply until Monday 1 February 2027, 24:00 At least 8 weeks before the project "
            "starts: the last day to apply is the same day of the week, 8 weeks earlier.",
        ),
        ({"lead_months": 2}, "?start=2027-04-30", "until Sunday 28 February 2027, 24:00"),
    ],
)
def test_rolling_support_counts_back_from_the_start(page, lead, query, said):
    make_measure(timing="rolling", **lead)
    assert said in card(page, query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Next deadline: Monday 1 March 2027, 24:00"),
        ("?start=2027-12-24", "Last deadline before a start on 24 December 2027: Friday 1 October"),
        (
            "?start=2027-03-01",
            "Too late for a start on 1 March 2027: the last deadline before it was Thursday "
            "1 October 2026, 24:00 Next deadline: Monday 1 March 2027, 24:00",
        ),
    ],
)
def test_fixed_days_are_said_to_precede_the_start(page, query, said):
    fixed()
    assert said in card(page, query)
    assert "same days every year: 1 March, 1 October." in card(page, query)


@pytest.mark.parametrize("query", ["", "?start=2027-06-01"])
def test_what_is_not_known_is_said_and_no_day_is_made_up(page, query):
    make_measure(timing="unknown")
    said = card(page, query)
    assert "We do not know when you can apply: look on the page of the organisation." in said
    assert "2027" not in said


@pytest.mark.parametrize("kind", ["advice", "network", "fund"])
def test_what_one_cannot_apply_for_is_shown_apart_and_not_as_a_grant(page, client, kind):
    make_measure(title_nl="Subsidie")
    make_measure(title_nl="Anders", kind=kind, timing="unknown")
    headings = [words(one) for one in page("/nl/ondersteuning/").main.select("h2, h3")]
    assert headings.index("Subsidie") < headings.index("Anders")
    assert headings[headings.index("Anders") - 1] not in {"Subsidie", headings[1]}
    assert "when you can apply" not in page(FINDER).select(".card")[1].get_text()
    data = client.get(f"{FINDER}support.json").json()
    assert [one["title"] for one in data["grants"]] == ["Subsidie"]
    assert [one["kind"] for one in data["other_support"]] == [kind]


def test_the_soonest_deadline_comes_first_and_what_is_too_late_last(page, table):
    make_measure(title_nl="A altijd", title_en="Always")
    make_measure(title_nl="B laat", title_en="Late", timing="rolling", lead_months=12)
    make_measure(title_nl="C eerst", title_en="First", timing="rolling", lead_months=4)
    cards = page(f"{FINDER}?start=2027-06-02").select(".card h3")
    assert [words(one) for one in cards] == ["First", "Table", "Always", "Late"]


def events(client, query="", language="en"):
    address = {"en": f"{FINDER}calendar.ics", "nl": "/nl/ondersteuning/kalender.ics"}[language]
    response = client.get(address + query)
    assert response.headers["Content-Type"].startswith("text/calendar")
    return [*Calendar.from_ical(response.content).walk("VEVENT")]


def test_the_calendar_has_the_next_of_each_deadline_as_a_whole_day(client, table):
    found = {event.decoded("dtstart"): event for event in events(client)}
    assert sorted(found) == [datetime.date(2027, 2, 14), datetime.date(2027, 9, 1)]
    first = found[datetime.date(2027, 2, 14)]
    assert first["summary"] == "Deadline: Table"
    said = first["description"].replace("\xa0", " ")
    assert "Last day to apply: Sunday 14 February 2027, 24:00." in said
    assert "For projects that start from 1 May 2027 to 31 October 2027." in said
    assert said.endswith("http://testserver/en/support/tabel/")


def test_with_a_start_the_calendar_has_the_deadlines_for_it(client, table):
    make_measure(timing="rolling", lead_weeks=1)
    make_measure(timing="rolling", lead_months=12)
    days = [event.decoded("dtstart") for event in events(client, "?start=2027-06-01")]
    assert days == [datetime.date(2027, 2, 14), datetime.date(2027, 5, 25)]


def test_an_event_is_the_same_in_every_language_and_whatever_the_filters(client, table):
    queries = [("", "en"), ("", "nl"), ("?start=2027-06-01", "en")]
    first, *others = [{str(event["uid"]) for event in events(client, *query)} for query in queries]
    assert first == others[0] >= others[1] != set()


def test_the_calendar_leaves_out_examples_and_what_is_no_grant(client):
    fixed(is_example=True)
    fixed(kind="advice")
    make_call(is_example=True)
    assert events(client) == []


@pytest.mark.parametrize("name", ["calendar.ics", "support.json"])
@pytest.mark.parametrize("query", ["start=spring", "audience=king", "partner=mars", "goal=sleep"])
def test_programs_get_404_for_a_value_that_means_nothing(client, table, name, query):
    assert client.get(f"{FINDER}{name}?{query}").status_code == 404


def test_data_has_the_rule_and_each_day_with_what_it_is_for(client, table):
    data = client.get(f"{FINDER}support.json?start=2027-03-01&utm=x").json()
    assert data["page"] == "http://testserver/en/support/?start=2027-03-01"
    assert (data["today"], data["start"]) == ("2027-02-01", "2027-03-01")
    [grant] = data["grants"]
    assert (
        grant.items()
        >= {
            "deadline": "2026-09-01",
            "is_late": True,
            "first_start_of_deadline": "2026-11-01",
            "last_start_of_deadline": "2027-04-30",
            "first_start": "2027-05-01",
            "later_deadline": "2027-02-14",
            "places": [],
            "maximum": None,
        }.items()
    )
    assert grant["rounds"][0].items() >= {"start_from": "--11-01", "decision": None}.items()


@pytest.mark.parametrize("name", ["calendar.ics", "support.json"])
def test_an_answer_costs_as_many_queries_for_many_as_for_one(
    client, warm, name, django_assert_max_num_queries
):
    for _ in range(8):
        fixed()
        make_call(opens_at=None, timing="rolling").amounts.create(side="total", amount=1)
    with django_assert_max_num_queries(10) as queries:
        client.get(f"{FINDER}{name}?audience=artist")
    few = len(queries)
    for _ in range(8):
        fixed()
        make_call(opens_at=None, timing="rolling").amounts.create(side="total", amount=1)
    with django_assert_max_num_queries(few):
        client.get(f"{FINDER}{name}?audience=artist")


@pytest.mark.parametrize("code", CODES)
def test_each_language_offers_its_calendar_and_data_with_the_filters(page, client, table, code):
    there = page(FINDER).select_one(f".languages [hreflang^={code}]")
    soup = page(f"{there['href'] if there else FINDER}?goal=travel&start=1/6/2027")
    links = [one["href"] for one in soup.select("link[rel=alternate][type]")]
    assert len(links) == 2
    for link in links:
        assert link.endswith("?goal=travel&start=2027-06-01")
        assert client.get(link).headers["Content-Language"] == code


@pytest.mark.parametrize("query", ["start=spring", "start=2027-02-29&audience=artist", "goal=x"])
def test_a_page_offers_no_calendar_or_data_that_programs_would_not_find(page, table, query):
    assert page(FINDER).select("#follow")
    soup = page(f"{FINDER}?{query}")
    assert not soup.select("#follow, link[rel=alternate][type]")


def test_what_we_do_know_of_an_unknown_rule_is_said_instead(page):
    make_measure(timing="unknown", timing_note_nl="Elke maand.", timing_note_en="Every month.")
    said = card(page)
    assert "Every month." in said
    assert "We do not know" not in said
