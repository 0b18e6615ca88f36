"""Where leaves come from: each package says which of its rows must be in the log, and how.

The last part of a leaf's subject, after any slash, is the key of its row.
"""

from collections.abc import Callable
from typing import NamedTuple


class Source(NamedTuple):
    """What one kind of leaf attests, or several kinds of the same rows.

    `rows()` gives (kind, subject) of everything that must be in the log. `texts(subjects)` gives
    {subject: text}, made anew from the rows, of those that are still there. `removed(subjects)`
    gives those that staff removed with a record, as the logbook says.
    """

    kinds: tuple
    rows: Callable
    texts: Callable
    removed: Callable = lambda subjects: ()
    is_private: bool = False


sources = []


def register(*args, **kwargs):
    sources.append(Source(*args, **kwargs))


def source_of(kind):
    return next((source for source in sources if kind in source.kinds), None)


def key_of(subject):
    return int(subject.rpartition("/")[2])
