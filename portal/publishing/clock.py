"""The one clock: whatever decides what the public sees asks it for the time.

It tells the present, or the one instant at which the site is being shown: so a whole answer is made
for one instant, and staff can see the site as on another (portal/backoffice/time_travel.py). What
is *stored* as the moment of an edit does not come from here: that is always `timezone.now()`.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone


class FrozenClock:
    """The instant for which an answer is made; `was_read` tells whether the answer hangs on it."""

    def __init__(self, at):
        self.at, self.was_read = at, False


_shown = ContextVar("shown", default=None)


def now():
    """The instant to judge by, with a time zone."""
    shown = _shown.get()
    if shown is None:
        return timezone.now()
    shown.was_read = True
    return shown.at


def today():
    """The Brussels calendar day to judge by."""
    return timezone.localdate(now())


@contextmanager
def frozen_at(instant):
    """Everything inside is as on this instant."""
    shown = FrozenClock(instant)
    token = _shown.set(shown)
    try:
        yield shown
    finally:
        _shown.reset(token)
