"""The year of the calls: the windows of all series on one axis of months, around today."""

from collections import defaultdict
from typing import NamedTuple

from django.utils import timezone

from calls.estimate import expected_edition
from calls.models import Call
from calls.pictures.windows import Window, expected_window, keys_of_windows, window_of
from calls.status import OPEN_STATES
from portal.i18n.partial_dates import month_number, partial_month
from portal.pictures.axis import Months, Piece
from portal.publishing import clock
from portal.publishing.shelf import Shelf

MONTHS_BACK, MONTHS = 3, 12
YEARS = Shelf(10)


class Year(NamedTuple):
    """Windows: the current ones by their deadline, then those expected, then what is over.

    `total` is the number of windows that there are, of which only the first may be here.
    """

    axis: Months
    today: Piece
    windows: list[Window]
    total: int

    @property
    def current_keys(self):
        """The primary keys of the calls that are open or upcoming, as the list has them."""
        return [window.call.pk for window in self.windows if window.call and window.is_current]

    @property
    def open_keys(self):
        return [window.call.pk for window in self.windows if window.status in OPEN_STATES]

    @property
    def keys(self):
        return keys_of_windows(self.windows)

    @property
    def months(self):
        return self.axis.months()

    @property
    def first_month(self):
        return partial_month(self.axis.first)

    @property
    def last_month(self):
        return partial_month(self.axis.first + self.axis.count - 1)

    @property
    def groups(self):
        """[(series, its windows)] in the order of the windows."""
        found = defaultdict(list)
        for window in self.windows:
            found[window.series].append(window)
        return list(found.items())

    def part(self, limit, current_only=False):
        """The first windows; with `current_only`, of those that are not over."""
        windows = [window for window in self.windows if not current_only or window.is_current]
        return self._replace(windows=windows[:limit], total=len(windows))


def this_year():
    """The Year around today; it is the same until a status changes or the day ends."""
    return YEARS.get("year", lambda: year_around(clock.now()))


def year_around(at):
    today = timezone.localdate(at)
    axis = Months(month_number(today) - MONTHS_BACK, MONTHS)
    calls = list(Call.objects.published(at).for_year(axis.begin, at))
    recent = [call for call in calls if not call.closing or call.closing >= axis.begin]
    windows = [window_of(call, axis, at) for call in recent]
    current = [window for window in windows if window.is_current]
    past = [window for window in windows if window.span and not window.is_current]
    past.sort(key=lambda window: window.call.closing or axis.end, reverse=True)
    shown = [*current, *expected_windows(calls, axis, at), *past]
    return Year(axis, axis.day(today), shown, len(shown))


def expected_windows(calls, axis, at):
    """The windows that are expected on the axis, soonest deadline first."""
    editions = defaultdict(list)
    for call in calls:
        editions[call.series].append(call)
    windows = []
    for series, those in editions.items():
        if estimate := expected_edition(series, those, at):
            windows.append(expected_window(series, estimate, axis, at))
    on_axis = [window for window in windows if window.span]
    return sorted(on_axis, key=lambda window: window.estimate.closes)
