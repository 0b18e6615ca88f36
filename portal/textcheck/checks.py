"""Finds in texts what some readers cannot use: links that do not say where they lead, and tables
without header cells. Editors are warned; what can be put right without them is so when it is saved
(`portal.publishing.fields.structure`).
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CODES, own_text, translated_fields
from portal.publishing.fields import ProseField, plain_text

START = {name: re.compile(rf"<{name}\b[^>]*>") for name in ("a", "table")}
ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
# The whole text of a link, without capitals and signs around it.
SAYS_NOTHING = {
    "nl": "hier|klik|klik hier|lees meer|lees hier|meer|meer info|meer informatie|meer lezen|"
    "link|deze link|via deze link|deze pagina|deze website|website|site",
    "fr": "ici|cliquez|cliquez ici|cliquer ici|en savoir plus|lire la suite|lire plus|plus|"
    "plus d'infos|plus d'informations|lien|ce lien|via ce lien|cette page|ce site|site|site web",
    "de": "hier|klick|hier klicken|klicken sie hier|mehr|mehr erfahren|mehr lesen|weiterlesen|"
    "weitere informationen|mehr informationen|link|dieser link|diesen link|diese seite|"
    "diese website|website|webseite",
    "en": "here|click|click here|read more|learn more|more|more info|more information|link|"
    "this link|via this link|this page|this website|website|site",
}
SAYS_NOTHING = {code: frozenset(words.split("|")) for code, words in SAYS_NOTHING.items()}


class Finding(NamedTuple):
    """What an editor should change in a text: `words` are the link, or the begin of the table."""

    field: str
    language: str
    words: str
    message: str


def findings(record):
    """What editors should look at in the prose of a record, in all its languages."""
    for field in translated_fields(type(record)):
        if not isinstance(record._meta.get_field(field), ProseField):
            continue
        for language in CODES:
            text = own_text(record, field, language)
            for words, message in [*link_problems(text, language), *table_problems(text)]:
                yield Finding(field, language, words, message)


def link_problems(prose, language):
    """(text of a link, what is wrong with it)"""
    for inside in elements("a", prose):
        words = plain_text(inside)
        if ADDRESS.fullmatch(words):
            yield words, _("Write what the reader finds there, not the address.")
        elif not words or outline(words) in SAYS_NOTHING[language]:
            yield words, _("Write as link what the reader finds there: it is read on its own.")


def table_problems(prose):
    """(first words of a table, what is wrong with it)"""
    for table in elements("table", prose):
        if "<th" not in table:
            words = plain_text(table.partition("</tr>")[0])
            yield words, _("This table has no header cells: say with them what each column is.")


def elements(name, prose):
    """What is inside each element of a name, read in one go: each has its end ahead."""
    for piece in (prose or "").split(f"</{name}>")[:-1]:
        tags, end, _words = piece.rpartition(">")
        if start := START[name].search(tags + end):
            yield piece[start.end() :]


def outline(words):
    """Words without capitals, signs around them and typographic apostrophes."""
    return words.lower().replace("’", "'").strip(" .:!>»«→[]()…-")
