"""Which words a search may do without, when no page has them all."""

from itertools import combinations

MOST_ALTERNATIVES = 12  # of a word: so that a search of eight words costs no more than before


def relaxed(query):
    """Groups that `candidates` takes, of pages that have most of the words; [] when there are none.

    Words that are nowhere are left out. When all are known, it is any one of them. Half of the
    words are always there.
    """
    groups = query.required
    known = [group for group in groups if group.is_known]
    is_one_less = len(known) == len(groups)
    left = len(groups) - 1 if is_one_less else len(known)
    if left < 1 or 2 * left < len(groups):
        return []
    best = [best_of(group) for group in known]
    # What has one of any two groups lacks one group at most.
    return [one + other for one, other in combinations(best, 2)] if is_one_less else best


def best_of(group):
    ranked = sorted(group.alternatives, key=group.alternatives.get, reverse=True)
    return ranked[:MOST_ALTERNATIVES]


def missing(query, entry):
    """The groups of which an entry has nothing."""
    columns = [entry.title_words, entry.keyword_words, entry.related_words, entry.body_words]
    text = " / ".join(columns)
    words = {*text.split()}

    def has(alternative):
        return {*alternative} <= words and (
            len(alternative) == 1 or f" {' '.join(alternative)} " in f" {text} "
        )

    return [group for group in query.required if not any(map(has, group.alternatives))]
