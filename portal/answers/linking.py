"""What a query names: partners and countries, series, representations, years, and so on.

Names are compared without accents and capitals, the longest first. What is not understood, and a
name of several things, is `unclear`: a query with such words gets no answer.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale

from calls.models import Audience, CallSeries, Discipline
from partners.models import Partner, Post
from portal.answers.groups import AUDIENCES, DISCIPLINES
from portal.answers.intents import signs, spellings, words_of
from portal.countries import every_name, names_of_partner
from portal.country_views import public_partners
from portal.i18n.languages import CODES, active, own_text
from portal.i18n.partial_dates import MONTHS
from portal.i18n.unaccent import fold
from portal.search.words import WORD, is_one_edit

SHORTEST_MISSPELT = 6  # letters: a shorter word is too much like others
SHORT = 3  # letters of a name that counts with its capitals only: US, UK, but also us
LONGEST = 15  # words in a name
OWN, OTHERS = 0, 1  # names in the language of the query, and in the others
PIECE = re.compile(rf"(?<!\d)\d{{4}}\s*[-–/]\s*\d{{4}}(?!\d)|{WORD.pattern}")


class Place(NamedTuple):
    """A partner, or a country that is none. `is_named` is False for a synonym that editors gave."""

    partner: Partner | None
    code: str
    is_named: bool = True

    @property
    def key(self):
        return self.code or self.partner.pk


@dataclass
class Linked:
    """What the words of a query name, and the signs of what it asks."""

    places: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    series: list = field(default_factory=list)
    editions: list = field(default_factory=list)  # years and periods: 2019, 2024-2025
    months: list = field(default_factory=list)
    disciplines: list = field(default_factory=list)
    audiences: list = field(default_factory=list)
    signs: set = field(default_factory=set)
    partners: list = field(default_factory=list)  # all public ones, to find parts among them
    is_unclear: bool = False

    def add(self, kind, value):
        if kind == "sign":
            self.signs.add(value)
        elif kind == "places" and value.key in [place.key for place in self.places]:
            return  # named twice
        elif value not in (values := getattr(self, kind)):
            values.append(value)


class Word(NamedTuple):
    typed: str
    folded: str


def words_in(query):
    """The words of a query; the two years of a period are one word: 2024-2025."""
    return [
        Word(typed, re.sub(r"\s*[-–/]\s*", "-", fold(typed)))
        for typed in PIECE.findall(unicodedata.normalize("NFC", query))
    ]


def has_sign(words, asking):
    """Whether any words, also misspelt, are one of these signs; without a query."""
    language = active()
    single = [word.folded for word in words]
    phrases = {tuple(single[i:j]) for i in range(len(single)) for j in range(i + 1, i + 5)}
    table = signs(language)
    return any(table.get(phrase) in asking for phrase in phrases) or any(
        misspelt_sign(word) in asking for word in single
    )


def link(words, with_posts):
    """The Linked of the words of a query; `with_posts` when it asks for a representation."""
    names = Names(active(), words, with_posts)
    linked, position = Linked(partners=names.partners), 0
    while position < len(words):
        for length in range(min(LONGEST, len(words) - position), 0, -1):
            meaning = names.meaning(position, length)
            if meaning:
                break
        else:
            meaning, length = names.misspelt(position), 1
        if meaning:
            linked.add(*meaning)
        else:
            linked.is_unclear = True
        position += length
    return linked


class Names:
    """All that words can name, for one query in one language."""

    def __init__(self, language, words, with_posts):
        self.language, self.words = language, words
        # “US” among other words in capitals may be the word “us”.
        self.has_capitals = any(c.islower() for word in words for c in word.typed)
        self.partners = list(public_partners())
        self.by_code = {each.iso_code: each for each in self.partners if each.iso_code}
        self.names = list(
            zip(
                names_of_partners(self.partners, language),
                names_of_countries(language),
                strict=True,
            )
        )
        self.series = names_of_series() if has_sign(words, {"call"}) else {}
        self.posts = names_of_posts() if with_posts else {}

    def meaning(self, position, length):
        """(kind, value) of some words from a position; None when they name nothing for certain."""
        span = self.words[position : position + length]
        key = tuple(word.folded for word in span)
        if sign := signs(self.language).get(key):
            return "sign", sign
        if key in self.series:
            return "series", self.series[key]
        if (post := self.posts.get(key)) and not self.is_main_name(key):
            return "posts", post
        if place := self.place(key, span, position):
            return "places", place
        if key in (table := groups(self.language)):
            return table[key]
        if length == 1 and (kind := kind_of_figures(key[0])):
            return kind, key[0]
        if length == 1 and key[0] in MONTHS:
            return "months", MONTHS[key[0]]
        return None

    def is_main_name(self, key):
        return any(place.is_named for place in self.places(key, OWN).values())

    def places(self, key, language):
        """{key: Place} of all places of a name, in the language of the query or in the others."""
        partners, countries = self.names[language]
        codes = countries.get(key, ())
        return partners.get(key, {}) | {code: Place(self.by_code.get(code), code) for code in codes}

    def place(self, key, span, position):
        typed = " ".join(word.typed for word in span)
        places = self.places(key, OWN)
        if not places and typed[0].isupper():  # “island” is Iceland in German only
            places = self.places(key, OTHERS)
        if len(places) != 1:
            return None
        if len(typed) <= SHORT and not (typed.isupper() and self.has_capitals):
            return None
        is_language = len(key) == 1 and key[0] in language_names(self.language)
        if is_language and not self.is_beside_noun(position):
            return None
        (place,) = places.values()
        return place

    def is_beside_noun(self, position):
        """“Welsh partners”, not “in English”: an adjective, not the name of a language."""
        around = self.words[max(0, position - 1) : position] + self.words[position + 1 :][:1]
        table = signs(self.language)
        nouns = {"partner", "agreement"}
        return any(table.get((word.folded,)) in nouns for word in around)

    def misspelt(self, position):
        """A sign, or the one partner whose name is at most one letter away; None when several."""
        word = self.words[position].folded
        if sign := misspelt_sign(word):
            return "sign", sign
        if len(word) < SHORTEST_MISSPELT:
            return None
        near = {}
        for language, names in enumerate(self.names):
            for key in (key for table in names for key in table):
                if len(key) == 1 and is_one_letter_away(word, key[0]):
                    near |= self.places(key, language)
        places = list(near.values())
        return ("places", places[0]) if len(places) == 1 and places[0].partner else None


def names_of_partners(partners, language):
    """Two of {words: {key of a place: Place}}: the names in a language, and those in the others."""
    own, others = {}, {}
    for partner in partners:
        for code in CODES:
            names = own if code == language else others
            for number, name in enumerate(names_of_partner(partner, code)):
                place = Place(partner, partner.iso_code, is_named=number == 0)
                for typed in spellings(name, code):
                    names.setdefault(key_of(typed), {}).setdefault(place.key, place)
    return own, others


@cache
def names_of_countries(language):
    """Two of {words: codes}: the names of countries in a language, and those in the others."""
    own, others = {}, {}
    for name, code_of_language, code in every_name():
        names = own if code_of_language == language else others
        for typed in spellings(name, code_of_language):
            names.setdefault(key_of(typed), set()).add(code)
    return own, others


@lru_cache(maxsize=8192)
def key_of(name):
    """The words of a name; () of one that cannot be told from initials, such as R.-U."""
    words = words_of(name)
    return words if any(len(word) > 1 for word in words) else ()


def names_of_series():
    """{words: CallSeries} by title."""
    series = CallSeries.objects.published().real().select_related("partner")
    return {
        words_of(own_text(each, "title", code)): each
        for each in series
        for code in CODES
        if own_text(each, "title", code)
    }


def names_of_posts():
    """{words: Post} by city and official name."""
    posts = Post.objects.published().real().select_related("country")
    return {
        words_of(own_text(post, name, code)): post
        for post in posts
        for name in ("city", "name")
        for code in CODES
        if own_text(post, name, code)
    }


@cache
def groups(language):
    """{words: (kind, value)} of disciplines and audiences."""
    found = {}
    for kind, choices, tables in (
        ("disciplines", Discipline, DISCIPLINES),
        ("audiences", Audience, AUDIENCES),
    ):
        for value, names in tables[language].items():
            found |= {
                words_of(typed): (kind, choices(value))
                for name in names.split(", ")
                for typed in spellings(name, language)
            }
    return found


@cache
def language_names(language):
    return {fold(name) for name in Locale(language).languages.values()}


def kind_of_figures(word):
    """Whether a word is a year or a period of years."""
    years = word.split("-")
    are_years = all(len(year) == 4 and year.isdecimal() for year in years)
    return "editions" if are_years and len(years) <= 2 else None


@lru_cache(maxsize=1024)
def misspelt_sign_in(language, word):
    near = {
        sign
        for key, sign in signs(language).items()
        if len(key) == 1 and len(key[0]) > SHORTEST_MISSPELT and is_one_letter_away(word, key[0])
    }
    return near.pop() if len(near) == 1 else None


def misspelt_sign(word):
    """The sign whose word is one letter away, in the active language; None when unclear."""
    return misspelt_sign_in(active(), word) if len(word) >= SHORTEST_MISSPELT else None


def is_one_letter_away(word, other):
    """Whether one letter is wrong, missing, too many or swapped with the next; not the first."""
    return word[:1] == other[:1] and is_one_edit(word, other)
