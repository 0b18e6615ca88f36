"""Pages whose names begin like what somebody types."""

from portal.search.engines import Like, candidates, words_like
from portal.search.models import SearchEntry
from portal.search.query import MOST_WORDS
from portal.search.words import words_of

MOST_SUGGESTED = 8


def suggested(text, language, at, named_in_all=()):
    """The entries of a language, at an instant, of which each typed word begins one of the title.

    For the kinds `named_in_all` also of another name, such as that in another language. Three
    queries. At most MOST_SUGGESTED entries, each title once: first those whose title begins
    with the text, and the shortest of these.
    """
    typed = words_of(text)[:MOST_WORDS]
    begun = words_like(language, [Like(word) for word in typed])
    groups = [[(word,) for word, _stem in words] for words in begun]
    if not all(groups):
        return []
    found = candidates(groups, language, at, in_names=True)
    named = [one for one in found if has_name(one, typed, one.kind in named_in_all)]
    named.sort(key=lambda one: order(one, " ".join(typed)))
    titles = {one.title_words: one for one in reversed(named)}
    best = [one.id for one in named if titles[one.title_words] is one][:MOST_SUGGESTED]
    entries = SearchEntry.objects.only("title", "text_language", "kind", "address").in_bulk(best)
    return [entries[each] for each in best if each in entries]


def has_name(candidate, typed, in_all):
    """Whether all words begin words of its own names, not of what it is about."""
    names = f" {candidate.title_words} {candidate.keyword_words if in_all else ''}"
    return all(f" {word}" in names for word in typed)


def order(candidate, typed):
    title = candidate.title_words
    return not title.startswith(typed), len(title), candidate.key
