"""An estimate, from the earlier editions, of when the next edition of a yearly series will come.

Pages must not promise anything: they say on how many editions an estimate rests. There is none when
the earlier editions disagree, when the series is not yearly, and once the month has come.
"""

from statistics import median_low
from typing import NamedTuple

from django.utils import timezone

from calls.models import CallSeries
from calls.status import Status
from portal.i18n.partial_dates import month_number, partial_month
from portal.publishing import clock


class Estimate(NamedTuple):
    """Months as partial dates, '2027-03'; `opens` is '' when it cannot be estimated."""

    opens: str
    closes: str
    editions: int  # how many earlier editions it rests on


def expected_edition(series, calls, at=None):
    """The estimate for a series, given its public editions; None when there is no basis for one."""
    is_yearly = series.rhythm == CallSeries.Rhythm.YEARLY
    return next_edition(calls, at or clock.now()) if is_yearly else None


def next_edition(calls, at):
    """The same, given the public editions of a yearly series."""
    if any(call.is_current(at) for call in calls):
        return None
    known = [call for call in calls if call.last_day and call.status(at) != Status.CANCELLED]
    closings = sorted((month_number(call.last_day) for call in known), reverse=True)
    usual = usual_month([month % 12 for month in closings])
    if usual is None:
        return None
    a_year_later = closings[0] + 12
    closes = a_year_later + (usual - a_year_later + 6) % 12 - 6  # the usual month nearest to it
    now = month_number(timezone.localdate(at))
    if closes <= now:
        return None
    leads = [
        month_number(call.last_day) - month_number(timezone.localdate(call.opens_at))
        for call in known
        if call.opens_at
    ]
    opens = closes - median_low(leads) if len(leads) > 1 else now
    return Estimate(partial_month(opens) if opens > now else "", partial_month(closes), len(known))


def usual_month(months):
    """The month of the year (0-11) nearest to all, in a circle; None when they disagree.

    They agree when there are at least two and more than half lie at most a month from it.
    """
    if len(months) < 2:
        return None
    usual = min(months, key=lambda month: sum(months_apart(month, other) for other in months))
    nearby = [month for month in months if months_apart(usual, month) <= 1]
    return usual if len(nearby) * 2 > len(months) else None


def months_apart(one, other):
    """The distance between two months of the year (0-11), at most 6."""
    return min((one - other) % 12, (other - one) % 12)
