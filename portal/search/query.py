"""What readers type, as groups of words that pages must have."""

import re
from itertools import islice
from typing import NamedTuple

from portal.i18n.languages import active
from portal.publishing import clock
from portal.publishing.shelf import Shelf
from portal.search.engines import Like, Stem, candidates, words_like
from portal.search.models import Synonym
from portal.search.words import COMMON, is_one_edit, stem, words_of

MOST_WORDS = 8  # that count
QUOTED = re.compile('[“”„«»"]([^“”„«»"]+)[“”„«»"]')
LONGEST = 1000  # characters that are read
# Of all words that are typed together:
ALIKE = 60  # words that begin alike; as many that have the same part, or the same stem
NEAR = 4000  # words among which those with one other letter are sought
SYNONYMS = Shelf(16)  # of a language
EXACT, SAME_STEM, BEGINS, INSIDE, MISSPELLED = 1.0, 0.9, 0.6, 0.4, 0.3


class Group(NamedTuple):
    """What a page must have one of: {tuple of words: how well these are what was typed}."""

    alternatives: dict
    is_common: bool = False
    typed: tuple = ()  # the folded words
    is_known: bool = True  # False for a word of which no page has anything alike


class Query(NamedTuple):
    groups: list
    corrected: str = ""  # what was typed, with the words that occur instead of those that do not
    has_more: bool = False  # words that do not count

    @property
    def required(self):
        """All groups but the most common words, unless there are only those."""
        return [group for group in self.groups if not group.is_common] or self.groups


def parse(text, language):
    """The Query of a text; one or two database queries, however many words it has."""
    text = text[:LONGEST]
    phrases = [tuple(words_of(part)) for part in QUOTED.findall(text)]
    words = list(dict.fromkeys(words_of(last_part(QUOTED.sub(" ", text)))))
    terms = list(dict.fromkeys([*filter(None, phrases), *((word,) for word in words)]))
    if len(terms) > MOST_WORDS:
        terms = [term for term in terms if term[0] not in COMMON[language] or len(term) > 1]
    terms, has_more = terms[:MOST_WORDS], len(terms) > MOST_WORDS
    single = [term[0] for term in terms if len(term) == 1 and term[0] not in COMMON[language]]
    synonyms = synonyms_of(language) if terms else []
    known = alike(single, language)
    nearly = misspelled([word for word in single if not known[word]], language)
    groups = []
    for term in terms:
        found = known.get(term[0]) or nearly.get(term[0]) if len(term) == 1 else None
        others = dict.fromkeys(others_for(term, synonyms, language), SAME_STEM)
        is_common = len(term) == 1 and term[0] in COMMON[language]
        is_known = bool(found or others or len(term) > 1)
        groups.append(Group((found or {term: EXACT}) | others, is_common, term, is_known))
    corrections = {word: next(iter(those))[0] for word, those in nearly.items() if those}
    return Query(groups, corrected(text, corrections), has_more)


def last_part(text):
    """Of an address that was pasted, such as /nl/partners/wales/, the last part."""
    return text.strip().strip("/").rpartition("/")[2] if text.strip().startswith("/") else text


def alike(words, language):
    """{word: {(other,): quality}} of those that have its stem, begin with it or have it inside."""
    wanted, most = [], ALIKE // (len(words) or 1)
    for word in words:
        root = stem(word, language)
        part = root if len(root) >= 4 and word.startswith(root) else word
        is_long = not word.isdigit() and len(word) >= 3
        wanted += [Stem(root, most), Like(part if is_long else word, most=most if is_long else 1)]
        wanted.append(Like(inside=part, most=most if is_long and len(part) >= 4 else 0))
    rows = words_like(language, wanted)
    found = {}
    for at, word in enumerate(words):
        root = stem(word, language)
        those = [*rows[3 * at], *rows[3 * at + 1], *rows[3 * at + 2]]
        if word.isdigit() or len(word) < 3:
            those = [pair for pair in those if pair[0] == word or pair[1] == root]
        found[word] = {(one,): quality(one, of, word, root) for one, of in those}
    return found


def quality(found, stem_of_found, word, root):
    if found == word:
        return EXACT
    if stem_of_found == root:
        return SAME_STEM
    return BEGINS if found.startswith((word, root)) else INSIDE


def misspelled(words, language):
    """{word: {(other,): quality}} of those from which it differs by one letter."""
    words = [word for word in words if len(word) >= 4 and not word.isdigit()]
    wanted, most = [], NEAR // 2 // (len(words) or 1)
    for word in words:
        middle, near = len(word) // 2, (word, stem(word, language))
        wanted.append(Like(word[: middle - 1], most=most, near=near))
        wanted.append(Like(end=word[middle + 1 :], most=most, near=near))
    rows, found = words_like(language, wanted), {}
    for at, word in enumerate(words):
        root = stem(word, language)
        those = [*rows[2 * at], *rows[2 * at + 1]]
        one_edit = (one for one, of in those if is_one_edit(one, word) or is_one_edit(of, root))
        found[word] = {(one,): MISSPELLED for one in islice(one_edit, ALIKE // len(words))}
    return found


def synonyms_of(language):
    """[[words of each name]] of the synonyms that staff gave."""

    def read():
        those = Synonym.objects.filter(language=language).values_list("words", flat=True)
        return [[tuple(words_of(name)) for name in names.split(",")] for names in those]

    return SYNONYMS.get(language, read)


def others_for(term, synonyms, language):
    """The other names of what a term names."""
    roots = tuple(stem(word, language) for word in term)
    for names in synonyms:
        if any(tuple(stem(word, language) for word in name) == roots for name in names):
            yield from (name for name in names if name and name != term)


def corrected(text, corrections):
    """The text with other words, as typed but for those; '' without corrections."""
    if not corrections:
        return ""
    return re.sub(
        r"[^\W_]+", lambda word: corrections.get("".join(words_of(word[0])), word[0]), text
    )


def ids(text, model):
    """The primary keys of the records of a model whose names have the words of a text."""
    groups = [list(group.alternatives) for group in parse(text, active()).required]
    kind = model._meta.label_lower
    found = candidates(groups, active(), clock.now(), kind, in_names=True)
    return [one.object_id for one in found]
