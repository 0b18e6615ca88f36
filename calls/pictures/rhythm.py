"""The rhythm of a series: the windows of its editions beneath one another, as if in one year."""

from typing import NamedTuple

from django.utils import timezone

from calls.pictures.windows import (
    Window,
    dates_of,
    estimated_dates,
    expected_window,
    keys_of_windows,
    window_of,
)
from portal.i18n.formats import ending_day
from portal.i18n.partial_dates import month_number
from portal.pictures.axis import Month, Months
from portal.publishing import clock

LONGEST = 24  # months of an axis


class Rhythm(NamedTuple):
    """The window of each edition, newest first, on an axis that begins in the same month of a year.

    `expected` is the window of the edition that is expected next, if there is one.
    """

    months: list[Month]
    windows: list[Window]
    expected: Window | None = None

    def part(self, keys, is_first):
        """The windows of the calls on one page; what is expected is on the first page."""
        expected = [self.expected] if self.expected and is_first else []
        windows = [window for window in self.windows if window.call.pk in keys]
        return self._replace(windows=[*expected, *windows])

    @property
    def groups(self):
        return [(None, self.windows)]

    @property
    def has_today(self):
        return any(window.span and window.today for window in self.windows)

    @property
    def keys(self):
        return keys_of_windows(self.windows)


def rhythm_of(series, calls, estimate, at=None):
    """The Rhythm of a series, given its public editions and the Estimate of the next, if any."""
    at = at or clock.now()
    all_dates = [dates_of(call) for call in calls]
    if estimate:
        all_dates.append(estimated_dates(estimate))
    months = [first_and_last_month(*dates) for dates in all_dates if any(dates)]
    start, count = common_year(months)
    this_year = Months(timezone.localdate(at).year * 12 + start, count)

    def axis_for(dates):
        if not any(dates):
            return this_year
        first, _last = first_and_last_month(*dates)
        return Months(first - (first - start) % 12, count)

    windows = [window_of(call, axis_for(dates_of(call)), at) for call in calls]
    expected = estimate and expected_window(
        series, estimate, axis_for(estimated_dates(estimate)), at
    )
    return Rhythm(this_year.months(with_years=False), windows, expected)


def first_and_last_month(opens, closes):
    """The numbers of the months in which a window begins and ends; one of the two may be None."""
    first = timezone.localdate(opens) if opens else ending_day(closes)
    last = ending_day(closes) if closes else first
    return month_number(first), month_number(last)


def common_year(months):
    """(month 0-11, number of months) of the year, or longer, into which all these windows fit.

    The calendar year if they do; else from the month from which they take the fewest months.
    """

    def needed(start):
        return max(((first - start) % 12 + last - first + 1 for first, last in months), default=1)

    start = 0 if needed(0) <= 12 else min(range(12), key=needed)
    return start, min(max(needed(start), 12), LONGEST)
