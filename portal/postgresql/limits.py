"""How long whoever asks the database waits for an answer."""

from contextlib import contextmanager
from contextvars import ContextVar

_limit = ContextVar("limit", default=None)


def limit():
    """The most that a query may take, in seconds; None where there is no end, as in commands."""
    return _limit.get()


@contextmanager
def each_query_within(seconds):
    """Inside, each query that takes longer fails with an OperationalError."""
    outside = limit()
    token = _limit.set(seconds if outside is None else min(seconds, outside))
    try:
        yield
    finally:
        _limit.reset(token)
