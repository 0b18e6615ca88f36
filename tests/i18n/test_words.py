"""The catalogues keep to the words of docs/words.md and to the quotation marks of each language."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from portal.i18n.languages import CODES

ROWS = re.findall(r"^\|(.+)\|$", Path("docs/words.md").read_text(), re.MULTILINE)[2:]
NEVER = " · ".join(row.rpartition("|")[2] for row in ROWS)
STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|(?<![=\w])\"(?=\w)|(?<=\w)\"(?![\w>])")


def forbidden(code):
    listed = [part.strip() for part in NEVER.split("·") if part.strip().startswith(f"{code} ")]
    return [word.strip() for part in listed for word in part.removeprefix(code).split(",")]


def texts(code):
    path = Path(settings.LOCALE_PATHS[0], code, "LC_MESSAGES", "django.po")
    for message in read_po(BytesIO(path.read_bytes()), locale=code):
        if message.id:
            forms = [message.string] if isinstance(message.string, str) else message.string
            yield re.sub(r"%\(\w+\)\w|{\w+}", "…", " / ".join(forms))


@pytest.mark.parametrize("code", CODES)
def test_no_message_uses_another_word_for_the_same_idea(code):
    words = forbidden(code)
    assert len(words) > 3
    wrong = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    assert [text for text in texts(code) if wrong.search(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_message_has_the_quotation_marks_of_its_language(code):
    others = {"nl": "«»„", "fr": "“”„", "de": "«»”", "en": "«»„"}[code]
    assert [text for text in texts(code) if any(mark in text for mark in others)] == []
    assert [text for text in texts(code) if STRAIGHT.search(text)] == []


def test_french_has_no_break_spaces_where_they_belong():
    broken = re.compile(r"(?<=\w) [;?!:](?!\w)|« | »|(?<=\w)[;?!](?=\s|$)")
    assert [text for text in texts("fr") if broken.search(re.sub(r"<[^>]+>", "", text))] == []
