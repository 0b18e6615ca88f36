"""The status of a call: one definition, in Python and in SQL, computed from its dates.

A call is open from its opening instant up to, not including, its closing instant. An old edition
known only by its day closes when that day ends in Brussels. Nothing here is ever stored.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from portal.publishing import clock


class Status(models.TextChoices):
    """What a visitor is told, in the order of a call's life."""

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
    """How long before its closing instant a call says that it closes soon."""
    return datetime.timedelta(days=settings.CLOSING_SOON_DAYS)


def utc(instant):
    return instant and instant.astimezone(datetime.UTC)


def status_of(call, at=None):
    """The status of a call at an instant, now unless said."""
    # In UTC: Python compares two instants of one other zone by their wall clocks, which jump.
    at = utc(at or clock.now())
    opens, closing = utc(call.opens_at), utc(call.closing)
    if call.cancelled_at and utc(call.cancelled_at) <= at:
        return Status.CANCELLED
    if call.results_at and utc(call.results_at) <= at:
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


# The earlier of both sides' closing instants. Least() is null on SQLite when either is null.
CLOSING = Least(
    Coalesce("closes_at", "partner_closes_at"), Coalesce("partner_closes_at", "closes_at")
)


def status_in_sql(at):
    """The same definition as `status_of`, as an expression over the columns of a call.

    It reads `closing_instant`, an annotation of CLOSING.
    """
    at = utc(at)
    not_yet = Q(opens_at__gt=at)
    closed = Q(closing_instant__lte=at)
    always = Q(timing__in=[Timing.ROLLING, Timing.BUDGET])
    whens = [
        (Q(cancelled_at__lte=at), Status.CANCELLED),
        (Q(results_at__lte=at), Status.RESULTS),
        (Q(timing=Timing.PAST), Status.CLOSED),
        (always & not_yet, Status.ANNOUNCED),
        (closed, Status.CLOSED),
        (always, Status.ROLLING),
        (Q(opens_at__isnull=True) | not_yet, Status.ANNOUNCED),
        (Q(closing_instant__lte=at + soon()), Status.SOON),
    ]
    return Case(
        *(When(condition, then=Value(status.value)) for condition, status in whens),
        default=Value(Status.OPEN.value),
        output_field=models.CharField(),
    )
