"""What readers and staff read keeps to docs/words.md and to the quotation marks of its language.

That is the catalogues, the content and the handbook.
"""

import html
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from portal.content_loader import read
from portal.i18n.languages import CODES, SOURCE

ROWS = re.findall(r"^\|(.+)\|$", Path("docs/words.md").read_text(), re.MULTILINE)[2:]
NEVER = " · ".join(row.rpartition("|")[2] for row in ROWS)
STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|(?<![=\w])\"(?=\w)|(?<=\w)\"(?![\w>])")


def forbidden(code):
    listed = [part.strip() for part in NEVER.split("·") if part.strip().startswith(f"{code} ")]
    return [word.strip() for part in listed for word in part.removeprefix(code).split(",")]


@cache
def texts(code):
    return [*messages(code), *content(code), *(handbook() if code == SOURCE else [])]


def messages(code):
    path = Path(settings.LOCALE_PATHS[0], code, "LC_MESSAGES", "django.po")
    for message in read_po(BytesIO(path.read_bytes()), locale=code):
        if message.id:
            forms = [message.string] if isinstance(message.string, str) else message.string
            yield re.sub(r"%\(\w+\)\w|{\w+}", "…", " / ".join(forms))


def handbook():
    """What it says in Dutch: not what is typed somewhere, nor addresses."""
    for path in Path("docs/handleiding").glob("*.md"):
        yield re.sub(r"`[^`]*`|\]\([^)]*\)|<[^>]+>", " ", path.read_text())


def content(code):
    """The texts of the content and the examples, without their tags; names in use once are left."""
    for path in Path("fixtures").glob("*/*.yaml"):
        for name, text in within(read(path), code):
            if name not in {"slug", "alternative_names", "synonyms"}:
                yield html.unescape(re.sub(r"<[^>]+>", " ", text))


def within(value, code, name=""):
    """(field, text) of each text in a language that is nested in this value."""
    if isinstance(value, list):
        for each in value:
            yield from within(each, code, name)
    elif isinstance(value, dict) and isinstance(value.get(code), str):
        yield name, value[code]
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from within(each, code, key)


@pytest.mark.parametrize("code", CODES)
def test_no_text_uses_another_word_for_the_same_idea(code):
    words = forbidden(code)
    assert len(words) > 3
    wrong = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    assert [text for text in texts(code) if wrong.search(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_text_has_the_quotation_marks_of_its_language(code):
    others = {"nl": "«»„‘", "fr": "“”„‘", "de": "«»”", "en": "«»„‘"}[code]
    assert [text for text in texts(code) if any(mark in text for mark in others)] == []
    assert [text for text in texts(code) if STRAIGHT.search(text)] == []


def test_french_has_no_break_spaces_where_they_belong():
    broken = re.compile(r"(?<=\w) [;?!:](?!\w)|« | »|(?<=\w)[;?!](?=\s|$)")
    assert [text for text in texts("fr") if broken.search(re.sub(r"<[^>]+>", "", text))] == []
