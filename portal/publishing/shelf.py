"""What a process has made from the content, kept until the content changes or anything turns.

Nothing is kept where the content may be seen as nobody else sees it: inside a transaction, at
another instant, or in a request of the site to itself.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.urls import get_script_prefix

from portal.i18n.languages import active
from portal.publishing import clock

_is_open = ContextVar("is_open", default=True)
_known = [lambda: None]


def ask_for_freshness(known):
    """`known()` has the `version` of the content, known since `checked`, and `until` it turns.

    It returns None as long as that is not known: then nothing is kept.
    """
    _known[0] = known


@contextmanager
def closed():
    """Inside, everything is made anew."""
    token = _is_open.set(False)
    try:
        yield
    finally:
        _is_open.reset(token)


def edition():
    """What must be the same for a kept thing to hold now; None when nothing is kept."""
    at, known = clock.now(), _known[0]()
    if not (known and known.checked <= at < known.until) or connection.in_atomic_block:
        return None
    return (known.version, known.until) if _is_open.get() else None


class Shelf:
    """Up to so many things of one kind, per language; forgotten together."""

    shelves = []

    def __init__(self, limit):
        self.limit = limit
        self.clear()
        self.shelves.append(self)

    def clear(self):
        self.kept = (None, {})  # in one name: another thread may replace both meanwhile

    def get(self, key, make):
        """What is kept under a key, or else what `make()` returns."""
        (found,) = self.get_many([key], lambda _missing: {key: make()})
        return found

    def get_many(self, keys, make):
        """As `get`, for several keys: `make` gets those missing and returns a dict.

        A key without a value in it is left out.
        """
        now = edition()
        found = self.of_edition(now) if now else {}
        place = active(), get_script_prefix()
        missing = [key for key in keys if (place, key) not in found]
        made = make(missing) if missing else {}
        here = {key: found[place, key] for key in keys if (place, key) in found} | made
        found.update(((place, key), made[key]) for key in made)
        return [here[key] for key in keys if key in here]

    def of_edition(self, now):
        kept, found = self.kept
        if kept != now or len(found) >= self.limit:
            found = {}
            self.kept = (now, found)
        return found


def clear_all():
    for shelf in Shelf.shelves:
        shelf.clear()
