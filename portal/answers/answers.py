"""From what a query names and asks to its Answer: one function per intent."""

from portal.answers.calls import amount, deadline, open_calls
from portal.answers.facts import sources_of
from portal.answers.intents import Intent
from portal.answers.relations import agreement, post, priority

ANSWERS = {
    Intent.DEADLINE: deadline,
    Intent.POST: post,
    Intent.AGREEMENT: agreement,
    Intent.OPEN_CALLS: open_calls,
    Intent.AMOUNT: amount,
    Intent.PRIORITY: priority,
}

# What a query of an intent may name; anything else in it is not understood.
MAY_NAME = {
    Intent.DEADLINE: {"places", "series", "editions"},
    Intent.POST: {"places", "posts"},
    Intent.AGREEMENT: {"places"},
    Intent.OPEN_CALLS: {"places", "series", "editions", "months", "disciplines", "audiences"},
    Intent.AMOUNT: {"places", "series", "editions"},
    Intent.PRIORITY: {"places"},
}
EVERYTHING = {"places", "posts", "series", "editions", "months", "disciplines", "audiences"}


def answer_to(intent, linked):
    """The Answer to what a query names and asks; None when it is not certain."""
    if any(getattr(linked, kind) for kind in EVERYTHING - MAY_NAME[intent]):
        return None
    if any(len(getattr(linked, kind)) > 1 for kind in EVERYTHING - {"disciplines", "audiences"}):
        return None
    answer = ANSWERS[intent](linked)
    if answer:
        answer.records = list(dict.fromkeys(answer.records))
        answer.sources = sources_of(answer.records)
    return answer
