"""What two texts have in common is found in a number of steps that grows with their length."""

import random
from difflib import SequenceMatcher

import pytest

from portal.publishing.matching import steps


class Word(str):
    """A word that counts how often anything looks at it."""

    __slots__ = ()
    looks = 0

    def __eq__(self, other):
        Word.looks += 1
        return str.__eq__(self, other)

    def __hash__(self):
        Word.looks += 1
        return str.__hash__(self)


def between(other, same):
    return [word for number in range(same) for word in (f"{other}{number}", f"w{number}")]


HARD = {
    "each second word changed": lambda n: (between("x", n), between("y", n)),
    "the same, with words that return": lambda n: (between("x", n) * 2, between("y", n) * 2),
    "one word, many times": lambda n: (["a"] * n, ["a", "b"] * n),
    "in another order": lambda n: ([f"w{i}" for i in range(n)], [f"w{-i}" for i in range(n)]),
    "shuffled": lambda n: (
        [f"w{i}" for i in range(n)],
        random.Random(1).sample([f"w{i}" for i in range(n)], n),  # noqa: S311  no secret
    ),
    "few words": lambda n: (["a", "b", "c", "d"] * n, ["d", "c"] * n),
}


def looks_at(before, after):
    Word.looks = 0
    steps([Word(word) for word in before], [Word(word) for word in after])
    return Word.looks


@pytest.mark.parametrize("texts", HARD.values(), ids=HARD)
def test_four_times_as_long_a_text_takes_some_four_times_the_work(texts):
    assert looks_at(*texts(20_000)) < 6 * looks_at(*texts(5_000)) + 2_000_000


@pytest.mark.parametrize("length", [0, 5, 40, 8_000])
@pytest.mark.parametrize("seed", range(5))
def test_the_steps_make_the_one_text_of_the_other(length, seed):
    chance = random.Random(seed)  # noqa: S311  no secret
    before = [chance.choice("abcdefgh") + str(chance.randrange(length)) for _n in range(length)]
    after = [word for word in before if chance.random() < 0.8] + ["z"] * chance.randrange(3)
    made, place = [], 0
    for kind, start, stop, other_start, other_stop in steps(before, after):
        assert (start == place) and (kind != "equal" or stop - start == other_stop - other_start)
        made += before[start:stop] if kind == "equal" else after[other_start:other_stop]
        place = stop
    assert (made, place) == (after, len(before))


def test_a_long_text_shows_each_small_change():
    before = [f"w{number}" for number in range(20_000)]
    after = ["new" if number % 1000 == 7 else word for number, word in enumerate(before)]
    assert [kind for kind, *_places in steps(before, after)].count("replace") == 20


def test_short_texts_are_compared_as_python_compares_them():
    before, after = "the cat sat on the mat".split(), "a cat sat in the big mat".split()
    assert steps(before, after) == SequenceMatcher(None, before, after).get_opcodes()
