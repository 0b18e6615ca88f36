"""The counts beside the choices of a filter: how many calls one sees by making that choice."""

import re

import pytest
import time_machine
from django.db.models import Q

from calls.filters import AnyOf, OneOf
from calls.models import Call
from tests.support.factories import brussels, make_call, make_partner, make_series

pytestmark = pytest.mark.django_db
LIST = "/en/project-calls/"


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


@pytest.fixture
def five():
    wales, quebec = (
        make_series(partner=make_partner(slug_nl=slug, name_nl=slug, name_en=slug))
        for slug in ("wales", "quebec")
    )
    old = {"opens_at": brussels(2026, 1, 1), "closes_at": brussels(2026, 3, 1)}
    make_call(series=wales, label="a", disciplines=["music"], form_languages=["nl", "en"])
    make_call(series=wales, label="b", disciplines=["circus"], applicants=["artist"])
    make_call(series=wales, label="c", form_languages=["nl"], **old)
    make_call(series=quebec, label="d", disciplines=["music"], theme_nl="Theater", **old)
    make_call(series=quebec, label="e", opens_at=None, closes_at=None)
    make_call(series=quebec, label="draft", state="draft")


def words(element):
    return " ".join(element.get_text(" ").split())


def result_count(soup):
    return len(soup.select(".card"))


def card_count(response):
    """As `result_count`, without reading hundreds of pages as HTML."""
    return len(re.findall(r'class="card[" ]', response.content.decode()))


def choices(soup):
    """(name, value, count) of every choice of the filter form."""
    boxes = [(box, box.find_next("label")) for box in soup.select("form [type=checkbox]")]
    counted = [(box["name"], box["value"], words(label)) for box, label in boxes]
    for select in soup.select("form select"):
        options = select.select("option[value]:not([value=''])")
        counted += [(select["name"], option["value"], words(option)) for option in options]
    return [
        (name, value, int(re.search(r"\((\d+)\)$", label)[1])) for name, value, label in counted
    ]


QUERIES = [
    "",
    "status=open",
    "status=closed&status=announced",
    "partner=wales",
    "discipline=music",
    "language=nl",
    "partner=quebec&discipline=music",
    "before=2027-01-01",
    "q=theater",
    "q=theater&partner=wales",
    "applicant=artist&language=en&status=open",
    "applicant=amateur&before=2027-06-01&sort=newest",
    "within=30",
    "recent=90&since=2026-12-01",
]


@pytest.mark.slow
@pytest.mark.every_database
@pytest.mark.parametrize("query", QUERIES)
def test_each_count_is_what_one_sees_by_making_that_choice_alone(page, client, five, query):
    others = [pair.split("=") for pair in query.split("&") if pair]
    for name, value, count in choices(page(f"{LIST}?{query}")):
        others_query = "&".join(f"{other}={chosen}" for other, chosen in others if other != name)
        address = f"{LIST}?{others_query}&{name}={value}"
        assert card_count(client.get(address)) == count, (name, value)


def test_every_choice_has_a_count(page, five):
    counted = choices(page(LIST))
    assert {name for name, _value, _count in counted} == {
        "status",
        "partner",
        "applicant",
        "discipline",
        "within",
        "recent",
        "language",
    }
    assert ("partner", "wales", 3) in counted
    assert ("status", "cancelled", 0) in counted


@pytest.mark.parametrize(
    "facet",
    [
        OneOf("label"),
        OneOf("label", {"a": ("x", "y"), "b": ("z",)}),
        OneOf("label", {"a": ("a",), "b": ("a", "b")}),
        AnyOf("disciplines"),
        AnyOf("disciplines", empty_is_all=True),
    ],
)
@pytest.mark.parametrize("values", [["a"], ["b"], ["a", "b"]])
def test_a_facet_says_the_same_in_python_and_in_sql(facet, values):
    for number, disciplines in enumerate([[], ["a"], ["b"], ["a", "b"], ["c"], ["ab"]]):
        make_call(label="abxyzc"[number], disciplines=disciplines)
    calls = Call.objects.all()
    in_python = {c.pk for c in calls if facet.holds(getattr(c, facet.column), values)}
    assert (
        set(calls.filter(facet.condition(values) & Q()).values_list("pk", flat=True)) == in_python
    )


def test_an_empty_list_names_each_filter_that_alone_stands_in_the_way(page, five):
    soup = page(f"{LIST}?partner=wales&status=announced&sort=newest")
    ways = {words(link): link["href"] for link in soup.select("main li a[href*='sort=newest']")}
    assert ways["3 calls without “Upcoming”"] == "?partner=wales&sort=newest"
    assert ways["1 call without “wales”"] == "?status=announced&sort=newest"


def test_an_empty_list_says_when_one_filter_less_is_not_enough(page, five):
    soup = page(f"{LIST}?partner=quebec&status=open&language=fr")
    assert "Removing one filter is not enough." in words(soup.main)


@pytest.mark.parametrize("query", QUERIES[1:])
def test_dropping_the_filter_that_is_named_gives_as_many_calls_as_is_said(page, five, query):
    soup = page(f"{LIST}?{query}&discipline=heritage&q=xyz")
    for link in soup.select("main li a"):
        if match := re.match(r"(\d+) calls? without", words(link)):
            assert result_count(page(LIST + link["href"])) == int(match[1])


def test_the_default_list_counts_what_is_open_and_upcoming(page):
    make_call(opens_at=None, closes_at=brussels(2020, 1, 1))
    soup = page(f"{LIST}?status=open")
    assert result_count(soup) == 0
    assert "without “" not in words(soup.select_one("main .flow"))  # there is nothing open either


def test_a_word_that_finds_nothing_is_quoted_once(page):
    make_call(opens_at=brussels(2020, 1, 1), closes_at=None)
    ways = words(page(f"{LIST}?status=open&q=zzz").select_one("main .flow"))
    assert "1 call without “zzz”" in ways
