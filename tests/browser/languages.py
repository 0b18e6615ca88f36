"""Is each piece of text in the language that its markup says, in content and in the interface?"""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from babel.messages.pofile import read_po
from django.conf import settings
from lingua import Language, LanguageDetectorBuilder

from portal.i18n.languages import CODES
from tests.browser.documents import documents

SPOKEN = {
    "nl": Language.DUTCH,
    "fr": Language.FRENCH,
    "de": Language.GERMAN,
    "en": Language.ENGLISH,
}
INLINE = set(
    "a abbr b bdi cite code data del dfn em i ins kbd mark q s small span strong sub sup".split()
) | {"time", "u", "var"}
SILENT = {"script", "style", "svg", "template"}
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "data-label", "placeholder", "title")
# Official names are the same in every language (WCAG 2.2, 3.1.2 excepts them), as are addresses.
NAMES = [
    "Circuscentrum",
    "Cultureelerfgoeddecreet",
    "Cultuurloket",
    "Departement Cultuur, Jeugd en Media",
    "FARO",
    "Kunstenpunt",
    "Literatuur Vlaanderen",
    "Nederlands Letterenfonds",
    "Nederlandse Taalunie",
    "Taalunie",
    "VI.BE",
    "Vlaams Architectuurinstituut",
]
# Markup that is shown, addresses, hashes, numbers.
NOT_SAID = r"<[^<>]+>|https?://\S+|www\.\S+|\S+@\S+|\b[0-9a-f]{64}\b|\d+"
NO_WORDS = re.compile("|".join([*map(re.escape, NAMES), NOT_SAID]))
MIN_WORDS, MIN_LETTERS = 6, 35  # shorter texts, mostly names, cannot be told apart
PLAINLY = 0.92  # how sure the detector must be of another language


class Block(NamedTuple):
    """Text that reads as a whole, in the language its markup says, with the tag it stands in."""

    language: str
    text: str
    tag: str


def blocks(tree):
    """The text blocks of a document; text inside that is marked as another language is a block."""
    found = []

    def walk(element, language, words):
        if not isinstance(element.tag, str) or element.tag in SILENT:
            return
        own = (element.get("lang") or language)[:2]
        is_whole = own != language or element.tag not in INLINE
        inside = [] if is_whole else words
        inside.append(element.text or "")
        for child in element:
            walk(child, own, inside)
            inside.append(child.tail or "")
        if is_whole:
            found.append(Block(own, " ".join("".join(inside).split()), element.tag))

    walk(tree, "", [])
    for element in tree.iter():
        if isinstance(element.tag, str):
            language = next(
                (e.get("lang") for e in [element, *element.iterancestors()] if e.get("lang")), ""
            )
            said = [element.get(name) for name in SPOKEN_ATTRIBUTES if element.get(name)]
            if element.tag == "meta" and element.get("name") == "description":
                said.append(element.get("content"))
            found += [Block(language[:2], " ".join(text.split()), element.tag) for text in said]
    return [block for block in found if block.text]


@cache
def blocks_of(page):
    return blocks(page.tree)


def parts(pages):
    """No block of text is plainly in another language than its `lang`."""
    for address, page in documents(pages).items():
        for language, text, tag in blocks_of(page):
            spoken = language_of(text)
            if language in SPOKEN and spoken and spoken != language:
                yield address, f"<{tag}> says {language}, but reads as {spoken}: {text[:100]}"


@cache
def language_of(text):
    """The code of the language in which a text plainly is; "" where that cannot be told."""
    words = NO_WORDS.sub(" ", text)
    if len(words.split()) < MIN_WORDS or sum(map(str.isalpha, words)) < MIN_LETTERS:
        return ""
    best = detector().compute_language_confidence_values(words)[0]
    codes = {language: code for code, language in SPOKEN.items()}
    return codes[best.language] if best.value >= PLAINLY else ""


@cache
def detector():
    return LanguageDetectorBuilder.from_languages(*SPOKEN.values()).build()


def interface(pages):
    """No word of the interface stands on a page in another language than the page's."""
    said = catalogues()
    for address, page in documents(pages).items():
        for language, text, tag in blocks_of(page):
            if language in said and text not in said[language]:
                for other in set(CODES) - {language}:
                    if text in said[other]:
                        yield address, f"<{tag}> has a word of the {other} interface: {text}"
                        break


@cache
def catalogues():
    """Language → every text of the interface in it that stands alone (without blanks to fill)."""
    texts = defaultdict(set)
    for code in CODES:
        path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            for entry in read_po(file):
                strings = [entry.string] if isinstance(entry.string, str) else entry.string
                texts[code].update(" ".join(text.split()) for text in strings if text)
    return texts
