import re

import pytest
import time_machine

from calls.estimate import expected_edition
from tests.support.factories import brussels, make_agreement, make_call, make_series

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/nl/projectoproepen/reeks/",
    "/fr/appels-a-projets/reeks/",
    "/de/projektaufrufe/reeks/",
    "/en/project-calls/reeks/",
]
ENGLISH = ADDRESSES[3]


def words(element):
    return " ".join(element.get_text(" ").split())


def facts(soup):
    return {words(dt): words(dt.find_next("dd")) for dt in soup.select(".facts dt")}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_series_without_editions_has_a_page_all_the_same(page, address):
    make_call(series=make_series(slug_nl="reeks"), state="draft")
    assert not page(address).select(".card")


def test_a_series_without_editions_says_so(page):
    make_series(slug_nl="reeks")
    assert "No edition has been published yet." in words(page(ENGLISH).main)


def test_editions_are_listed_newest_first(page):
    series = make_series(slug_nl="reeks")
    for label in ("2024-2025", "2026", "2019"):
        make_call(series=series, label=label)
    make_call(series=series, label="2030", state="draft")
    titles = page(ENGLISH).select(".card h3")
    assert [words(title).split()[-1] for title in titles] == ["2026", "2024-2025", "2019"]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        ("yearly", "There is a call every year."),
        ("paused", "There is no new edition for the time being."),
        ("ended", "There will be no new edition."),
        ("reopened", "The calls have started again."),
        ("", None),
    ],
)
def test_the_rhythm_is_shown_as_a_sentence(page, rhythm, expected):
    make_series(slug_nl="reeks", rhythm=rhythm)
    assert facts(page(ENGLISH)).get("How often") == expected


@pytest.mark.parametrize("rhythm", ["yearly", "paused", "ended", "reopened"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_edition_is_ever_called_the_last_one(page, address, rhythm):
    """An ended series was reopened before: “last” would promise what nobody knows."""
    make_call(series=make_series(slug_nl="reeks", rhythm=rhythm), closes_at=brussels(2027, 1, 9))
    shown = words(page(address).main).lower()
    assert not re.search(r"\b(laatste|derni(er|ère)|letzte[nrs]?|last|final)\b", shown)


def test_the_rhythm_says_as_of_when_and_why(page):
    make_series(
        slug_nl="reeks",
        rhythm="paused",
        rhythm_as_of="2022",
        rhythm_note_nl="Er is overleg.",
        rhythm_note_en="Talks are going on.",
    )
    assert facts(page(ENGLISH))["How often"] == (
        "There is no new edition for the time being. (as of 2022) Talks are going on."
    )


def test_a_series_names_no_agreement_that_is_not_public(page):
    make_series(slug_nl="reeks", agreement=make_agreement(title_nl="Geheim", state="draft"))
    assert "Geheim" not in page(ADDRESSES[0]).get_text()


def test_a_full_page_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    series = make_series(slug_nl="reeks", agreement=make_agreement())
    make_call(series=series).amounts.create(side="total", amount=9)
    with django_assert_num_queries(4):
        client.get(ENGLISH)
    for _ in range(11):
        make_call(series=series).amounts.create(side="total", amount=9)
    with django_assert_num_queries(4):
        client.get(ENGLISH)


def test_a_series_shows_twenty_editions_a_page_and_estimates_from_all(page):
    series = make_series(slug_nl="reeks")
    for year in range(2000, 2022):
        make_call(series=series, label=str(year))
    first, second = page(ADDRESSES[0]), page(f"{ADDRESSES[0]}?page=2")
    assert len(first.select(".card")) == 20
    assert [card.h3.a["href"] for card in second.select(".card")] == [
        f"{ADDRESSES[0]}2001/",
        f"{ADDRESSES[0]}2000/",
    ]
    assert second.select_one("link[rel=canonical]")["href"].endswith("?page=2")
    assert page(f"{ADDRESSES[0]}?page=3", status=404)


# The next edition, expected from the earlier ones

NOW = brussels(2027, 5, 20, 12)


def with_deadlines(*days, series=None, **facts):
    """A yearly series whose editions closed on these days; nothing else is known of them."""
    series = series or make_series(slug_nl="reeks", rhythm="yearly")
    for day in days:
        make_call(series=series, opens_at=None, closes_at=brussels(*day, 17), **facts)
    return series


def next_edition(soup):
    return facts(soup).get("Next edition")


@time_machine.travel(NOW, tick=False)
def test_a_yearly_series_without_an_edition_says_when_the_next_is_expected_and_why(page):
    with_deadlines((2025, 3, 1), (2026, 4, 2), (2027, 3, 15))
    assert next_edition(page(ENGLISH)) == (
        "Deadline expected around March 2028. "
        "Estimate, based on 3 earlier editions. Nothing is fixed yet."
    )


@time_machine.travel(NOW, tick=False)
def test_the_opening_is_expected_as_long_before_the_deadline_as_it_was(page):
    series = make_series(slug_nl="reeks", rhythm="yearly")
    for year in (2026, 2027):
        opened, closed = brussels(year - 1, 11, 10), brussels(year, 2, 1, 17)
        make_call(series=series, opens_at=opened, closes_at=closed)
    assert next_edition(page(ENGLISH)).startswith(
        "Opening expected around November 2027, deadline around February 2028."
    )


@pytest.mark.parametrize("rhythm", ["paused", "ended", "reopened", ""])
@time_machine.travel(NOW, tick=False)
def test_only_of_a_yearly_series_is_a_next_edition_expected(page, rhythm):
    series = make_series(slug_nl="reeks", rhythm=rhythm)
    with_deadlines((2026, 3, 1), (2027, 3, 1), series=series)
    assert next_edition(page(ENGLISH)) is None


@pytest.mark.parametrize(
    "current",
    [
        {"closes_at": brussels(2027, 6, 1)},
        {"opens_at": None, "closes_at": None},
        {"timing": "rolling", "closes_at": None},
    ],
)
@time_machine.travel(NOW, tick=False)
def test_with_an_edition_open_or_announced_nothing_is_estimated(page, current):
    series = with_deadlines((2026, 3, 1), (2027, 3, 1))
    make_call(series=series, **current)
    soup = page(ENGLISH)
    assert next_edition(soup) is None
    assert "No edition is open or announced now." not in words(soup.main)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([(2027, 3, 1)], None),  # one edition is no rhythm
        ([(2026, 9, 1), (2027, 3, 1)], None),  # they disagree
        ([(2018, 11, 15), (2020, 2, 28), (2024, 4, 2), (2026, 7, 1), (2027, 1, 9)], None),
        ([(2026, 1, 9), (2026, 12, 20)], "2027-12"),  # round the year
        ([(2025, 5, 2), (2026, 5, 2)], None),  # the month has come, without an edition
        ([(2025, 6, 2), (2026, 6, 2)], "2027-06"),
        ([(2023, 3, 1), (2024, 3, 1)], None),  # long past: nobody knows
        ([(2025, 3, 1), (2026, 3, 1), (2027, 4, 30)], "2028-03"),
    ],
)
def test_an_estimate_needs_editions_that_agree_and_a_month_to_come(days, expected):
    series = with_deadlines(*days)
    found = expected_edition(series, series.calls.all(), at=NOW)
    assert (found and found.closes) == expected


def test_a_cancelled_edition_does_not_count_for_the_estimate():
    series = with_deadlines((2026, 3, 1), (2027, 3, 1))
    reason = {"cancellation_reason_nl": "Geen geld."}
    with_deadlines((2026, 9, 1), series=series, cancelled_at=brussels(2026, 8, 1), **reason)
    assert expected_edition(series, series.calls.all(), at=NOW).editions == 2


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("rhythm", ["yearly", "paused", "ended", "reopened"])
@time_machine.travel(NOW, tick=False)
def test_a_series_without_a_current_edition_has_its_history_all_the_same(page, address, rhythm):
    series = make_series(slug_nl="reeks", rhythm=rhythm)
    with_deadlines((2026, 3, 1), (2027, 3, 1), series=series)
    assert len(page(address).select(".card")) == 2


@time_machine.travel(NOW, tick=False)
def test_a_series_says_that_none_of_its_editions_is_current(page):
    with_deadlines((2026, 3, 1))
    assert "No edition is open or announced now." in words(page(ENGLISH).main)
