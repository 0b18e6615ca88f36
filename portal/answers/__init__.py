"""Answers computed from facts, for a query that names what we know and asks about it.

`answer(query)` is the whole interface. There is no guess: a query with a word that is not
understood, with two partners or with two intents has no answer, only its list of results.
"""

from contextlib import nullcontext

from portal.answers.answers import answer_to
from portal.answers.intents import ASKING, intent_of
from portal.answers.linking import has_sign, link, words_in
from portal.publishing import clock

MOST_WORDS = 20  # a longer text is no question


def answer(query, at=None):
    """The Answer to a query in the active language, now or at an instant; None when unsure."""
    words = words_in(query)
    if len(words) > MOST_WORDS or not has_sign(words, ASKING):
        return None
    with clock.frozen_at(at) if at else nullcontext():
        linked = link(words, with_posts=has_sign(words, {"post"}))
        if linked.is_unclear:
            return None
        if linked.series:
            linked.signs.add("call")  # its title has the word
        has_partner = bool(linked.places or linked.series)
        intent = intent_of(linked.signs, has_partner, bool(linked.months))
        return answer_to(intent, linked) if intent else None
