"""The judged questions: nine in ten are answered, and none is answered wrongly."""

from html import unescape
from pathlib import Path

import pytest
import time_machine
import yaml
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from portal.answers import answer
from tests.browser.serving import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content"), pytest.mark.slow]

QUESTIONS = yaml.safe_load(
    (Path(__file__).parents[1] / "search/yardstick/questions.yaml").read_text(encoding="utf-8")
)
LANGUAGES = ("nl", "fr", "de", "en")


def shown(found):
    """The text of an answer as readers see it, in small letters and with plain spaces."""
    page = render_to_string("portal/_answer.html", {"answer": found})
    return " ".join(unescape(strip_tags(page)).lower().split())


def mistakes(question, found):
    """What is wrong with the answer to a question, [] for a good one and for none."""
    if found is None:
        return []
    text = shown(found)
    wrong = [f"intent {found.intent}"] if found.intent != question["intent"] else []
    wrong += [f"about {found.about}"] if found.about != question["about"] else []
    wrong += [f"no {piece}" for piece in question.get("says", []) if piece.lower() not in text]
    return wrong + [piece for piece in question.get("never", []) if piece.lower() in text]


@pytest.mark.parametrize("language", LANGUAGES)
@time_machine.travel(MOMENT, tick=False)
def test_nearly_all_judged_questions_are_answered_and_none_wrongly(language, capsys):
    questions = [each for each in QUESTIONS if each["language"] == language]
    with translation.override(language):
        found = {each["q"]: answer(each["q"]) for each in questions}
        wrong = {each["q"]: mistakes(each, found[each["q"]]) for each in questions}
    asked = [each["q"] for each in questions if each["intent"] != "none"]
    unanswered = [q for q in asked if found[q] is None]
    share = 1 - len(unanswered) / len(asked)
    with capsys.disabled():
        print(f"\n{language}: {share:.0%} of {len(asked)} answered; not: {unanswered}")
    assert {q: what for q, what in wrong.items() if what} == {}
    assert share >= 0.9
