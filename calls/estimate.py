"""When the next edition of a yearly series may come: an estimate from the earlier ones, or nothing.

Promised is nothing, so it says what it rests on, and it stays silent when the earlier editions do
not agree, when the series is not yearly, and once the month has come without an edition.
"""

from statistics import median_low
from typing import NamedTuple

from django.utils import timezone

from calls.models import CallSeries
from calls.status import Status
from portal.publishing import clock


class Expected(NamedTuple):
    """Months as partial dates, '2027-03'; `opens` is '' when it cannot be told."""

    opens: str
    closes: str
    editions: int  # how many earlier editions it rests on


def expected_edition(series, calls, at=None):
    """The estimate for a series, given its public editions; None without a ground for one."""
    at = at or clock.now()
    if series.rhythm != CallSeries.Rhythm.YEARLY or any(call.is_current(at) for call in calls):
        return None
    known = [call for call in calls if call.last_day and call.status(at) != Status.CANCELLED]
    closings = sorted((month_of(call.last_day) for call in known), reverse=True)
    usual = usual_month([month % 12 for month in closings])
    if usual is None:
        return None
    a_year_on = closings[0] + 12
    closes = a_year_on + (usual - a_year_on + 6) % 12 - 6  # the usual month nearest to it
    now = month_of(timezone.localdate(at))
    if closes <= now:
        return None
    leads = [
        month_of(call.last_day) - month_of(timezone.localdate(call.opens_at))
        for call in known
        if call.opens_at
    ]
    opens = closes - median_low(leads) if len(leads) > 1 else now
    return Expected(written(opens) if opens > now else "", written(closes), len(known))


def usual_month(months):
    """The month (0-11, round the year) nearest to all, if most of at least two lie beside it."""
    if len(months) < 2:
        return None
    usual = min(months, key=lambda month: sum(apart(month, other) for other in months))
    beside = [month for month in months if apart(usual, month) <= 1]
    return usual if len(beside) * 2 > len(months) else None


def apart(one, other):
    return min((one - other) % 12, (other - one) % 12)


def month_of(day):
    """Months since the year 0, to count with."""
    return day.year * 12 + day.month - 1


def written(month):
    return f"{month // 12}-{month % 12 + 1:02}"
