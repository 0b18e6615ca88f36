"""What two lists of words have in common, found in a time that grows with their length.

SequenceMatcher alone takes a time that grows with the square of it, or worse: a text of 200,000
characters kept the site busy for minutes.
"""

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher

MOST_WORK = 2_000_000  # steps of SequenceMatcher, about half a second


def steps(before, after):
    """[(kind, start, stop, other start, other stop)], as the opcodes of SequenceMatcher."""
    found, place, other_place = [], 0, 0
    for start, other_start, length in joined(same_words(before, after)):
        kind = KINDS[start > place, other_start > other_place]
        if kind:
            found.append((kind, place, start, other_place, other_start))
        place, other_place = start + length, other_start + length
        if length:
            found.append(("equal", start, place, other_start, other_place))
    return found


KINDS = {
    (True, True): "replace",
    (True, False): "delete",
    (False, True): "insert",
    (False, False): "",
}


def same_words(before, after):
    """(start, other start, length) of what is in both; the last one has no length."""
    left, place, other_place = MOST_WORK, 0, 0
    for start, other_start in [*landmarks(before, after), (len(before), len(after))]:
        some, others = before[place:start], after[other_place:other_start]
        found, work = matched(some, others, left)
        left -= work
        for one, other, length in found:
            yield place + one, other_place + other, length
        yield start, other_start, int(start < len(before))
        place, other_place = start + 1, other_start + 1


def matched(before, after, most):
    """([(start, other start, length)], work); with more work than `most`, only the ends."""
    same, rest = ends_in_common(before, after)
    end, other_end = len(before) - rest, len(after) - rest
    some, others = before[same:end], after[same:other_end]
    ends = (0, 0, same), (end, other_end, rest)
    if (work := work_of(some, others)) > most:
        return ends, 0
    blocks = SequenceMatcher(None, some, others, autojunk=False).get_matching_blocks()
    moved = [(same + one, same + other, length) for one, other, length in blocks]
    return [ends[0], *moved, ends[1]], work


def ends_in_common(before, after):
    """How many words are the same at the beginning, and how many of the others at the end."""
    shorter, same, rest = min(len(before), len(after)), 0, 0
    while same < shorter and before[same] == after[same]:
        same += 1
    while rest < shorter - same and before[-1 - rest] == after[-1 - rest]:
        rest += 1
    return same, rest


def work_of(before, after):
    """At most how many steps it takes: all pairs of equal words, again for each piece found."""
    came = Counter(after)
    pairs = sum(came[word] for word in before)
    return (len(before) + pairs) * (1 + min(pairs, len(before), len(after)))


def landmarks(before, after):
    """The places of words that are once in both lists, as many as have one order in both.

    None in short lists: these are compared as a whole.
    """
    same, rest = ends_in_common(before, after)
    if work_of(before[same : len(before) - rest], after[same : len(after) - rest]) <= MOST_WORK:
        return []
    counts, other_counts = Counter(before), Counter(after)
    there = {word: place for place, word in enumerate(after) if other_counts[word] == 1}
    pairs = [
        (place, there[word])
        for place, word in enumerate(before)
        if counts[word] == 1 and word in there
    ]
    return longest_rise(pairs)


def longest_rise(pairs):
    """As many of the pairs as possible, in their order, whose second values rise too."""
    ends, ending, before = [], [], {}  # of the best rises so far, by their length
    for pair in pairs:
        length = bisect_left(ends, pair[1])
        before[pair] = ending[length - 1] if length else None
        if length == len(ends):
            ends.append(pair[1])
            ending.append(pair)
        else:
            ends[length], ending[length] = pair[1], pair
    found, pair = [], ending[-1] if ending else None
    while pair:
        found.append(pair)
        pair = before[pair]
    return found[::-1]


def joined(blocks):
    """The same blocks; those that follow one another at once in both lists are one."""
    found = [(0, 0, 0)]
    for start, other_start, length in blocks:
        one, other, before = found[-1]
        if (one + before, other + before) == (start, other_start):
            found[-1] = (one, other, before + length)
        else:
            found.append((start, other_start, length))
    return found
