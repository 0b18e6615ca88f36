"""The clock of the public site: code that decides what readers see takes the time from here.

It returns the present, or the instant given to `frozen_at`. So a response is built for one instant
throughout, and staff can see the site at another one (portal/backoffice/time_travel.py). Do not
use it for stored timestamps of edits: these are always `timezone.now()`.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone


class FrozenClock:
    """The instant of a response; `was_read` is whether anything read it and so may depend on it."""

    def __init__(self, at):
        self.at, self.was_read = at, False


_frozen = ContextVar("frozen", default=None)


def now():
    """The frozen instant, or else the present; timezone-aware."""
    frozen = _frozen.get()
    if frozen is None:
        return timezone.now()
    frozen.was_read = True
    return frozen.at


def today():
    """The calendar day in Brussels at `now()`."""
    return timezone.localdate(now())


@contextmanager
def frozen_at(instant):
    """Inside, `now()` returns this instant; yields the FrozenClock."""
    frozen = FrozenClock(instant)
    token = _frozen.set(frozen)
    try:
        yield frozen
    finally:
        _frozen.reset(token)
