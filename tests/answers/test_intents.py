"""The signs in a query make one intent, or none."""

import pytest
from django.utils import translation

from portal.answers import answer
from portal.answers.intents import WORDS, intent_of, signs, spellings, words_of
from portal.i18n.languages import CODES


@pytest.mark.parametrize(
    ("found", "intent"),
    [
        ({"deadline"}, "deadline"),
        ({"call", "stop"}, "deadline"),
        ({"deadline", "call", "open"}, "deadline"),
        ({"call", "open"}, "open_calls"),
        ({"quantity"}, "amount"),
        ({"quantity", "money"}, "amount"),
        ({"amount", "call"}, "amount"),
        ({"programme", "force"}, "agreement"),
        ({"post", "partner"}, "post"),
        ({"priority", "why"}, "priority"),
    ],
)
def test_signs_that_agree_make_an_intent(found, intent):
    assert intent_of(found, has_partner=True, has_month=False) == intent


@pytest.mark.parametrize(
    "found",
    [
        {"quantity", "call"},  # how many calls
        {"money"},
        {"open"},
        {"agreement", "post"},
        {"agreement", "open"},
        {"priority", "money"},
        {"stop"},
    ],
)
def test_signs_that_do_not_agree_make_none(found):
    assert intent_of(found, has_partner=True, has_month=False) is None


def test_without_a_partner_calls_are_asked_for_by_open_or_a_month():
    assert intent_of({"call", "closing"}, has_partner=False, has_month=True) == "open_calls"
    listed = intent_of({"call", "deadline", "open"}, has_partner=False, has_month=False)
    assert listed == "open_calls"  # with their deadlines
    assert intent_of({"call"}, has_partner=False, has_month=False) is None
    assert intent_of({"deadline"}, has_partner=False, has_month=False) is None


def test_every_language_has_the_same_signs_and_no_word_twice():
    for language in CODES:
        assert set(WORDS[language]) == set(WORDS["nl"]), language
        phrases = [phrase for row in WORDS[language].values() for phrase in row.split(", ")]
        keys = [words_of(typed) for phrase in phrases for typed in spellings(phrase, language)]
        assert sorted(keys) == sorted(set(keys)), language
        assert len(signs(language)) == len(keys)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "Wales", "residentie muziek", "?!", "de het een", "x" * 200])
def test_a_query_without_a_sign_costs_no_query_and_has_no_answer(query, django_assert_num_queries):
    with django_assert_num_queries(0), translation.override("nl"):
        assert answer(query) is None
