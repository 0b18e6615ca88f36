"""Pieces of a text around the words that were sought."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from portal.i18n.unaccent import fold
from portal.search.words import WORD

AROUND = 90  # characters beside a word of a fragment
FRAGMENTS = 2
folded = lru_cache(maxsize=100_000)(fold)  # of words, most of which occur again


def fragments(text, words):
    """Pieces of a text around words, escaped, the words marked."""
    found, until = [], -1
    for match in WORD.finditer(text):
        if match.start() <= until or folded(match[0]) not in words:
            continue
        begin, until = max(0, match.start() - AROUND), match.end() + AROUND
        begin = text.rfind(" ", 0, begin) + 1 if begin else 0
        end = text.find(" ", until)
        piece = text[begin : end if end >= 0 else None]
        before, after = "…" if begin else "", "…" if end >= 0 else ""
        found.append(mark_safe(before + marked(piece, words) + after))  # noqa: S308 escaped there
        if len(found) == FRAGMENTS:
            break
    return found


def marked(piece, words):
    out, at = "", 0
    for match in WORD.finditer(piece):
        if folded(match[0]) in words:
            out += f"{escape(piece[at : match.start()])}<mark>{escape(match[0])}</mark>"
            at = match.end()
    return out + escape(piece[at:])
