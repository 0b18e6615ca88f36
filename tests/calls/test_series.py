import re

import pytest

from tests.factories import brussels, make_agreement, make_call, make_series

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
    assert "No edition is published yet." in words(page(ENGLISH).main)


def test_editions_are_listed_newest_first(page):
    series = make_series(slug_nl="reeks")
    for label in ("2024-2025", "2026", "2019"):
        make_call(series=series, label=label)
    make_call(series=series, label="2030", state="draft")
    titles = page(ENGLISH).select(".card h3")
    assert [words(title).split()[-1] for title in titles] == ["2026", "2024-2025", "2019"]


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        ("yearly", "There is a call every year."),
        ("paused", "There is no new edition for the time being."),
        ("ended", "There will be no new edition."),
        ("reopened", "The calls have started again."),
        ("", None),
    ],
)
def test_the_rhythm_is_told_plainly(page, rhythm, said):
    make_series(slug_nl="reeks", rhythm=rhythm)
    assert facts(page(ENGLISH)).get("Rhythm") == said


@pytest.mark.parametrize("rhythm", ["yearly", "paused", "ended", "reopened"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_edition_is_ever_called_the_last_one(page, address, rhythm):
    """An ended series was reopened before: “last” would promise what nobody knows."""
    make_call(series=make_series(slug_nl="reeks", rhythm=rhythm), closes_at=brussels(2027, 1, 9))
    told = words(page(address).main).lower()
    assert not re.search(r"\b(laatste|derni(er|ère)|letzte[nrs]?|last|final)\b", told)


def test_the_rhythm_says_as_of_when_and_why(page):
    make_series(
        slug_nl="reeks",
        rhythm="paused",
        rhythm_as_of="2022",
        rhythm_note_nl="Er is overleg.",
        rhythm_note_en="Talks are going on.",
    )
    assert facts(page(ENGLISH))["Rhythm"] == (
        "There is no new edition for the time being. (as of 2022) Talks are going on."
    )


def test_a_series_names_no_agreement_that_is_not_public(page):
    make_series(slug_nl="reeks", agreement=make_agreement(title_nl="Geheim", state="draft"))
    assert "Geheim" not in page(ADDRESSES[0]).get_text()


def test_a_full_page_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    series = make_series(slug_nl="reeks", agreement=make_agreement())
    make_call(series=series).amounts.create(side="total", amount=9)
    with django_assert_num_queries(6):
        client.get(ENGLISH)
    for _ in range(11):
        make_call(series=series).amounts.create(side="total", amount=9)
    with django_assert_num_queries(6):
        client.get(ENGLISH)
