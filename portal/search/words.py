"""Words as the search compares them: folded, and by their stem in a language."""

import re
from functools import lru_cache

import snowballstemmer

from portal.i18n.unaccent import fold

WORD = re.compile(r"[^\W_]+")
# From the first letter of a word alone: a long one without a hyphen is read once.
HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:[-‑][^\W\d_]++)+")
STEMMERS = {
    code: snowballstemmer.stemmer(name)
    for code, name in {"nl": "dutch", "fr": "french", "de": "german", "en": "english"}.items()
}
# Words that are in nearly every text: a page need not have them, except within quotation marks.
COMMON = {
    "nl": """
        de het een en of van in op te voor met aan bij naar om uit over door tot die dat dit er
        is zijn wat wie waar hoe mijn je wij we ik den der ten
    """,
    "fr": """
        le la les un une des du de et ou en au aux dans sur pour par avec que qui est sont ce
        ces cet cette mon ma mes je nous vous il elle son sa ses leur qu
    """,
    "de": """
        der die das den dem des ein eine einen einem einer und oder in im an am auf zu zum zur
        von vom mit bei fur aus uber ist sind was wer wo wie ich wir man es nach
    """,
    "en": """
        the a an and or of in on to for with at by from is are what who where how my i we it
        that this into
    """,
}
COMMON = {code: frozenset(words.split()) for code, words in COMMON.items()}
LONGEST = 80  # letters of a word that is kept


def words_of(text):
    """The folded words of a text, in order; single letters are none."""
    return [word[:LONGEST] for word in WORD.findall(fold(text)) if len(word) > 1 or word.isdigit()]


def joined_words(text):
    """The words with a hyphen inside as people also write them: co-funding, cofunding."""
    return [fold("".join(WORD.findall(word)))[:LONGEST] for word in HYPHENATED.findall(text)]


@lru_cache(maxsize=100_000)
def stem(word, language):
    """The stem of a folded word. In German ae, oe and ue are also ä, ö and ü."""
    if language == "de":
        word = re.sub("([aou])e", r"\1", word)
    return STEMMERS[language].stemWord(word)


def is_one_edit(one, other):
    """Whether a letter is wrong, missing, too many, or changed places with the next."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None
    )
    if same is None:  # one has a letter more at its end
        return True
    short, long = sorted((one[same:], other[same:]), key=len)
    if len(short) < len(long):
        return short == long[1:]
    swapped = short[:2] == long[1::-1] and short[2:] == long[2:]
    return short[1:] == long[1:] or swapped
