"""The year of the calls: the windows of all series on one axis of months, around today."""

import datetime
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from calls.cards import call_cards
from calls.estimate import Estimate, next_edition
from calls.models import Call, CallSeries
from calls.pictures.windows import (
    dates_of,
    estimated_dates,
    expected_window,
    keys_of_windows,
    window_of,
)
from calls.status import CURRENT_STATES, OPEN_STATES, Status
from portal.i18n.formats import ending_day
from portal.i18n.partial_dates import month_number, partial_month
from portal.pictures.axis import Months
from portal.publishing import clock
from portal.publishing.shelf import Shelf

MONTHS_BACK, MONTHS = 3, 12
YEARS = Shelf(10)


class Edition(NamedTuple):
    """Those columns of a call that say whether it is in the year, and where."""

    pk: int
    series_id: int
    rhythm: str
    status_now: str
    opens_at: datetime.datetime | None
    closing: datetime.datetime | None

    def status(self, at=None):
        return Status(self.status_now)

    def is_current(self, at=None):
        return self.status_now in CURRENT_STATES

    @property
    def last_day(self):
        return self.closing and ending_day(self.closing)


class Entry(NamedTuple):
    """A window of the year; with an estimate that of the edition which follows that edition."""

    edition: Edition
    estimate: Estimate | None = None

    @property
    def is_current(self):
        return bool(self.estimate) or self.edition.is_current()


class Year(NamedTuple):
    """Around an instant; the current entries by their deadline, then those expected, then what is
    over.
    """

    at: datetime.datetime
    axis: Months
    entries: list[Entry]

    @property
    def today(self):
        return self.axis.day(timezone.localdate(self.at))

    @property
    def current_keys(self):
        """The primary keys of the calls that are open or upcoming, as the list has them."""
        return self.keys_in(CURRENT_STATES)

    @property
    def open_keys(self):
        return self.keys_in(OPEN_STATES)

    def keys_in(self, states):
        return [
            edition.pk
            for edition, estimate in self.entries
            if not estimate and edition.status_now in states
        ]


class Part:
    """The first windows of a Year, and the cards of some calls, which are read together.

    Nothing is read before a page asks for what it has not kept.
    """

    def __init__(self, year, limit, card_keys, current_only=False):
        self.at, self.axis, self.today = year.at, year.axis, year.today
        entries = [entry for entry in year.entries if not current_only or entry.is_current]
        self.entries, self.total, self.card_keys = entries[:limit], len(entries), card_keys

    @cached_property
    def calls(self):
        keys = {*self.card_keys, *(entry.edition.pk for entry in self.entries)}
        return Call.objects.for_card(also=["series__is_example"]).in_bulk(keys)

    @property
    def cards(self):
        return call_cards(self.card_keys, loaded=SimpleLazyObject(lambda: self.calls))

    @cached_property
    def windows(self):
        return [self.window(entry) for entry in self.entries]

    def window(self, entry):
        call = self.calls[entry.edition.pk]
        if entry.estimate:
            return expected_window(call.series, entry.estimate, self.axis, self.at)
        return window_of(call, self.axis, self.at)

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


def this_year():
    """The Year around today; it is the same until a status changes or the day ends."""
    return YEARS.get("year", lambda: year_around(clock.now()))


def year_around(at):
    axis = Months(month_number(timezone.localdate(at)) - MONTHS_BACK, MONTHS)
    rows = Call.objects.published(at).for_year(axis.begin, at)
    editions = [Edition(*row) for row in rows]
    current = [Entry(edition) for edition in editions if edition.is_current()]
    past = [
        Entry(edition)
        for edition in editions
        if not edition.is_current() and is_on(axis, *dates_of(edition))
    ]
    past.sort(key=lambda entry: entry.edition.closing or axis.end, reverse=True)
    return Year(at, axis, [*current, *expected(editions, axis, at), *past])


def is_on(axis, opens, closes):
    """Whether anything of a window is on the axis; mostly one of its dates says so at once."""
    if closes and closes < axis.begin:
        return False
    if any(date and axis.begin <= date <= axis.end for date in (opens, closes)):
        return True
    return bool(axis.span(opens, closes))


def expected(editions, axis, at):
    """Entries of the editions that are expected on the axis, soonest deadline first."""
    by_series = defaultdict(list)
    for edition in editions:
        if edition.rhythm == CallSeries.Rhythm.YEARLY:
            by_series[edition.series_id].append(edition)
    entries = [
        Entry(those[0], estimate)
        for those in by_series.values()
        if (estimate := next_edition(those, at)) and is_on(axis, *estimated_dates(estimate))
    ]
    return sorted(entries, key=lambda entry: entry.estimate.closes)
