"""The status of a call, computed from its dates and never stored.

A call is open from its opening instant up to, not including, its closing instant. An old edition
known only by its day closes when that day ends in Brussels. `calls.querysets.status_in_sql` is the
same definition in SQL.
"""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.formats import ending_day
from portal.i18n.instants import begin_of_day
from portal.publishing import clock


class Status(models.TextChoices):
    """The status that a visitor sees, in the order in which a call goes through it."""

    ANNOUNCED = "announced", _("Upcoming")
    OPEN = "open", _("Open")
    SOON = "soon", _("Closing soon")
    ROLLING = "rolling", _("Always open")
    CLOSED = "closed", _("Closed")
    RESULTS = "results", _("Results published")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = (Status.OPEN, Status.SOON, Status.ROLLING)
CURRENT_STATES = (*OPEN_STATES, Status.ANNOUNCED)  # one can apply, now or later


class Timing(models.TextChoices):
    """What a call's closing depends on."""

    DATES = "dates", _("a closing date")
    ROLLING = "rolling", _("always open")
    BUDGET = "budget", _("open until the budget is spent")
    PAST = "past", _("closed, the date is not known")


def soon():
    """How long before its closing instant a call counts as closing soon."""
    return datetime.timedelta(days=settings.CLOSING_SOON_DAYS)


def utc(instant):
    return instant and instant.astimezone(datetime.UTC)


def end_of_day(instant):
    """The Brussels midnight that ends the day of an instant; a midnight ends the day before it."""
    tomorrow = ending_day(instant) + datetime.timedelta(days=1)
    return begin_of_day(tomorrow)


def start_of_day(instant):
    """The Brussels midnight that begins the day of an instant."""
    return begin_of_day(timezone.localdate(instant))


def status_of(call, at=None):
    """The status of a call at an instant; by default now."""
    # Compared in UTC: two datetimes that share another time zone are compared by wall clock, which
    # is wrong around a clock change.
    at = utc(at or clock.now())
    opens, closing = utc(call.opens_at), utc(call.closing)
    if call.cancelled_at and utc(call.cancelled_at) <= at:
        return Status.CANCELLED
    if call.results_at and utc(call.results_at) <= at:
        return Status.RESULTS
    is_over = call.timing == Timing.PAST or bool(closing and closing <= at)
    if call.results_undated and is_over:
        return Status.RESULTS
    if call.timing == Timing.PAST:
        return Status.CLOSED
    if call.timing in {Timing.ROLLING, Timing.BUDGET}:
        if opens and opens > at:
            return Status.ANNOUNCED
        return Status.CLOSED if closing and closing <= at else Status.ROLLING
    if closing and closing <= at:
        return Status.CLOSED
    if not opens or opens > at:
        return Status.ANNOUNCED
    if closing and closing - soon() <= at:
        return Status.SOON
    return Status.OPEN
