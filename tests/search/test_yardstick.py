"""The yardstick of the search names pages that exist, and no query twice."""

from itertools import chain
from pathlib import Path

import pytest
import time_machine
import yaml

from tests.browser.serving import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

YARDSTICK = Path(__file__).parent / "yardstick"
LANGUAGES = ("nl", "fr", "de", "en")
INTENTS = {"post", "deadline", "agreement", "open_calls", "amount", "priority", "none"}


def read(name):
    return yaml.safe_load((YARDSTICK / f"{name}.yaml").read_text(encoding="utf-8"))


def queries():
    return [(language, query) for language in LANGUAGES for query in read(language)]


def addresses():
    for _language, query in queries():
        yield from chain(query["best"], query["all"], query.get("never", []))
    yield from (question["about"] for question in read("questions") if question["about"])


@pytest.mark.slow
@time_machine.travel(MOMENT, tick=False)
def test_every_address_of_the_yardstick_is_a_public_page(client):
    wrong = [
        address for address in sorted(set(addresses())) if client.get(address).status_code != 200
    ]
    assert wrong == []


def test_every_address_is_in_the_language_of_its_query():
    for language, query in queries():
        for address in chain(query["best"], query["all"], query.get("never", [])):
            assert address.startswith(f"/{language}/"), query
    for question in read("questions"):
        assert question["about"][:4] in ("", f"/{question['language']}/"), question


def test_the_yardstick_is_large_and_has_no_query_twice():
    typed = [(language, query["q"].lower()) for language, query in queries()]
    asked = [(question["language"], question["q"].lower()) for question in read("questions")]
    assert len(set(typed)) == len(typed) >= 300
    assert len(set(asked)) == len(asked) >= 80


def test_what_is_best_is_to_be_found_and_what_is_excluded_is_not():
    for _language, query in queries():
        assert set(query["best"]) <= set(query["all"]), query
        assert not set(query["all"]) & set(query.get("never", [])), query
        assert query["best"] or not query["all"], query


def test_every_question_has_a_known_intent_and_only_certain_ones_an_answer():
    for question in read("questions"):
        assert question["intent"] in INTENTS, question
        assert question["intent"] != "none" or not question.get("says"), question
