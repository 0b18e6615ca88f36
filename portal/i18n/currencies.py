"""The currencies of ISO 4217 with their names, from Unicode's data as Babel has them."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

from portal.i18n.languages import active

# German adjectives, which Unicode's data begins with a capital as in a list: 5 kanadische Dollar.
ADJECTIVE = re.compile(r"^\w[\w-]*ische[rs]?(?= )")
SINCE = 2015  # calls of some years ago name amounts in what was money then


@cache
def currency_codes():
    """The codes of what is legal tender somewhere, or was since SINCE."""
    return frozenset(
        code
        for periods in get_global("territory_currencies").values()
        for code, _start, end, is_tender in periods
        if is_tender and (end is None or end[0] >= SINCE)
    )


@cache
def choices_in(language):
    codes = sorted(currency_codes() - {"EUR"}, key=lambda code: name_in(language, code).casefold())
    return [(code, f"{name_in(language, code)} ({code})") for code in ("EUR", *codes)]


def name_in(language, code):
    # The name as it stands within a sentence: that in a list begins with a capital in Dutch too.
    return get_currency_name(code, count=1, locale=Locale(language))


def currency_choices():
    """[(code, name)] in the active language, the euro first and then by name."""
    return choices_in(active())


def counted_name(code, count):
    """The name after a number in the active language: 'Canadese dollar', 'dollars canadiens'."""
    name = get_currency_name(code, count=count, locale=Locale(active()))
    return ADJECTIVE.sub(lambda found: found[0].lower(), name)
