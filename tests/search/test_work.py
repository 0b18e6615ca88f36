"""What a search costs, counted: queries, words that are looked up, alternatives, what is found."""

from itertools import pairwise
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.search import engines, query
from portal.search.models import SearchEntry, SearchWord
from portal.site_search.results import A_PAGE, results, search

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

WORDS = [f"woorden{first}{second}lijst" for first in "abcdefghij" for second in "abcdefghij"]
HOSTILE = [
    *("' OR 1=1 --", '"', '""""', "woord NEAR(lijst)", "title_words:woord*", "woord & !lijst"),
    *("woord:* | lijst", "-woord", "^woord", "(woord", "woord\\", "%' _ %", "💥", "\x00woord\x00"),
    *("<script>alert(1)</script>", "woord; DROP TABLE search_searchentry", "[a-z]*", "?*", "___"),
    *("a" * 10_000, "woord " * 2000, "'" * 10_000, '"' * 9999, '"woord lijst" ' * 800),
    *(" ".join(WORDS), " ".join(word[:4] for word in WORDS), " ".join(word[:9] for word in WORDS)),
    " ".join(f"{word[:9]}x{word[10:]}" for word in WORDS[::11]),
    " ".join(f'"{one} {other}"' for one, other in pairwise(WORDS)),
]  # fmt: skip


class Work(NamedTuple):
    queries: int
    looked_up: int  # words that the database gave
    alternatives: int
    found: int


@pytest.fixture
def entries():
    """More than are found, with words that are much alike."""
    SearchWord.objects.bulk_create(SearchWord(language="nl", word=one, stem=one) for one in WORDS)
    SearchEntry.objects.bulk_create(
        SearchEntry(
            key=f"x:{number}", language="nl", text_language="nl", kind="country", address="/",
            title=WORDS[number % 100], title_words=WORDS[number % 100],
            text=" ".join(WORDS), body_words=" ".join(WORDS),
        )
        for number in range(engines.MOST + 100)
    )  # fmt: skip


@pytest.fixture
def work_of(entries, monkeypatch):
    looked_up = []

    def words_like(language, wanted):
        rows = engines.words_like(language, wanted)
        looked_up.extend(pair for those in rows for pair in those)
        return rows

    def work(text):
        looked_up.clear()
        with CaptureQueriesContext(connection) as queries:
            asked, hits = search(text)
            results(hits[:A_PAGE], asked)
        alternatives = sum(len(group.alternatives) for group in asked.groups)
        return Work(len(queries), len(looked_up), alternatives, len(hits))

    monkeypatch.setattr(query, "words_like", words_like)
    monkeypatch.setattr(query, "ALIKE", 20)  # so few that usual searches come to the limits
    monkeypatch.setattr(query, "NEAR", 100)
    return work


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_costs_more_than_twice_a_usual_search(work_of, text):
    usual = [work_of(one) for one in ("woorden", "woordenaaxijst", '"woordenaalijst"')]
    most = [2 * max(each) for each in zip(*usual, strict=True)]
    work = work_of(text)
    assert all(part <= limit for part, limit in zip(work, most, strict=True)), (work, usual)


@pytest.mark.parametrize("text", HOSTILE)
def test_at_most_eight_different_words_count(text):
    groups = query.parse(text, "nl").groups
    first = [next(iter(group.alternatives)) for group in groups]
    assert len({*first}) == len(first) <= query.MOST_WORDS


def test_what_is_found_is_limited(work_of):
    assert work_of("woorden").found == engines.MOST


@pytest.mark.parametrize("text", ["woord", '"woordenaalijst"', " ".join(WORDS), "woordenaalijst"])
def test_known_words_cost_the_same_queries(work_of, text):
    assert work_of(text).queries == work_of("woorden").queries == 4


def test_what_is_misspelled_costs_one_query_more(work_of):
    many = " ".join(f"{word[:9]}x{word[10:]}" for word in WORDS[::11])
    assert work_of("woordenaaxijst").queries == 5 >= work_of(many).queries
