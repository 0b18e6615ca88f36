"""What the coming 90 days bring, as a picture and as its table: deadlines, openings, publications …

Days are those of Brussels. Of calls it shows what readers will see happen: not what comes after a
call is cancelled or its page withdrawn.
"""

import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext_lazy as _

from calls.models import Call, InfoSession
from calls.status import Status
from portal.backoffice.records import edit_url, may_view, withdrawal_url
from portal.i18n.formats import day, end_moment, ending_day, moment, partial
from portal.i18n.instants import begin_of_day
from portal.i18n.partial_dates import first_day, last_day
from portal.publishing.fields import not_ended_before

DAYS = 90
A_DAY, A_MOMENT = datetime.timedelta(days=1), datetime.timedelta(microseconds=1)
LEFT, RIGHT = 2, 98  # per cent of the width: today and the last day, as in the template
ROW, TOP, BAR = 44, 26, 12  # pixels: the height of a row, the first one's top, and of a bar


class Kind(models.TextChoices):
    """The rows of the picture, from top to bottom."""

    DEADLINE = "deadline", _("Deadline")
    OPENING = "opening", _("Opening")
    SESSION = "session", _("Info session")
    RESULTS = "results", _("Results expected")
    PUBLICATION = "publication", _("Publication")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class Event(NamedTuple):
    """Something on a day, or on one of the days from `first` to `last`; `when` says it in words."""

    kind: Kind
    first: datetime.date
    last: datetime.date
    when: str
    name: str
    url: str

    @property
    def order(self):
        return self.last, Kind.values.index(self.kind), self.name


class Span(NamedTuple):
    """Days to look at, of which both ends count, from an instant on."""

    now: datetime.datetime
    today: datetime.date
    end: datetime.date

    @classmethod
    def from_now(cls):
        now, today = timezone.now(), timezone.localdate()
        return cls(now, today, today + datetime.timedelta(days=DAYS))

    @property
    def until(self):
        """The instant at which the last day is over."""
        return begin_of_day(self.end + A_DAY)

    def has(self, instant):
        """Whether an instant is still to come and lies in these days; a midnight ends a day."""
        return bool(instant) and self.now < instant <= self.until

    def within(self, column):
        return Q(**{f"{column}__gt": self.now, f"{column}__lte": self.until})

    def place(self, date):
        """Where a day stands, in per cent of the width of the picture."""
        return LEFT + (RIGHT - LEFT) * (date - self.today).days / DAYS


def coming_events(request, span, planned, approved):
    """The events that this user may see, the first one first.

    `planned` are the records that become public or are withdrawn by themselves, `approved` the
    drafts that go live by themselves.
    """
    events = [*call_events(request, span), *planned_events(request, span, planned)]
    events += [
        at_instant(Kind.PUBLICATION, draft.live_at, draft.record, moment(draft.live_at))
        for draft in approved
        if span.has(draft.live_at)
    ]
    return sorted(events, key=attrgetter("order"))


def at_instant(kind, instant, record, when, url=""):
    date = timezone.localdate(instant)
    return Event(kind, date, date, when, str(record), url or edit_url(record))


def planned_events(request, span, records):
    for record in records:
        if span.has(record.publish_at):
            yield at_instant(Kind.PUBLICATION, record.publish_at, record, moment(record.publish_at))
        if span.has(record.withdraw_at):
            date = ending_day(record.withdraw_at)
            when, url = end_moment(record.withdraw_at), withdrawal_url(request, record)
            yield Event(Kind.WITHDRAWAL, date, date, when, str(record), url)


def call_events(request, span):
    if not may_view(request, Call):
        return
    expected = not_ended_before("decision_expected", span.today) & ~Q(decision_expected="")
    dates = ["opens_at", "closes_at", "partner_closes_at", "results_at"]
    in_time = Q(*map(span.within, dates), expected, _connector=Q.OR)
    for call in public_calls().filter(in_time):
        yield from events_of_call(call, span)
    sessions = InfoSession.objects.filter(span.within("starts_at"), call__in=public_calls())
    for session in sessions.select_related("call__series"):
        if is_seen(session.call, session.starts_at):
            when = day(session.start) if session.day_only else moment(session.starts_at)
            yield at_instant(Kind.SESSION, session.starts_at, session.call, when)


def public_calls():
    """Calls that are public, or will be."""
    return Call.objects.real().filter(state=Call.State.PUBLISHED).select_related("series")


def events_of_call(call, span):
    closing, name, url = call.closing, str(call), edit_url(call)
    if span.has(call.opens_at) and is_seen(call, call.opens_at):
        yield at_instant(Kind.OPENING, call.opens_at, call, moment(call.opens_at))
    if span.has(closing) and is_seen(call, closing):
        date = call.last_day
        when = day(date) if call.closes_day_only else end_moment(closing)
        yield Event(Kind.DEADLINE, date, date, when, name, url)
    if span.has(call.results_at):
        if is_seen(call, call.results_at):
            yield at_instant(Kind.RESULTS, call.results_at, call, moment(call.results_at))
    elif (days := days_of_decision(call, span)) and is_seen(call, span.now):
        yield Event(Kind.RESULTS, *days, partial(call.decision_expected), name, url)


def days_of_decision(call, span):
    """The first and the last day of these on which the decision is expected; None without."""
    has_results = call.results_at or call.status(span.now) == Status.RESULTS
    if not call.decision_expected or call.no_result or has_results:
        return None
    first, last = first_day(call.decision_expected), last_day(call.decision_expected)
    if first > span.end or last < span.today:
        return None
    return max(first, span.today), min(last, span.end)


def is_seen(call, at):
    """Whether the call is public when something happens, or until then, and is not cancelled."""
    is_public = call.is_published(at) or call.is_published(at - A_MOMENT)
    return is_public and call.status(at) != Status.CANCELLED


# The picture


def percent(number):
    """As SVG writes it: a template would write a comma in it."""
    return f"{number:.2f}%"


class Mark(NamedTuple):
    """What happens on the same days: a spot, or a bar where these are more than one.

    `url` is the page of what happens, or the first row of the table that has it where that is more.
    """

    left: float  # per cent of the width
    right: float
    count: int
    words: str
    url: str

    @property
    def is_bar(self):
        return self.right > self.left

    @property
    def place(self):
        return percent(self.left)

    @property
    def width(self):
        return percent(self.right - self.left)

    @property
    def middle(self):
        return percent((self.left + self.right) / 2)


class Row(NamedTuple):
    """The events of one kind; heights in pixels: of the words, and of the line with the marks."""

    label: str
    count: int
    top: int
    line: int
    marks: list

    @property
    def bar(self):
        """The upper edge of a bar on the line."""
        return self.line - BAR // 2


class ComingDays(NamedTuple):
    """The events, and the picture of them: its rows end at `bottom`, in pixels, of its `height`."""

    events: list
    rows: list
    months: list  # (place, name)
    last_day: str
    bottom: int

    @property
    def height(self):
        return self.bottom + 24


def coming_days(request, planned, approved):
    """The events of the coming days with all that draws them."""
    span = Span.from_now()
    events = coming_events(request, span, planned, approved)
    rows = [row_of(kind, number, events, span) for number, kind in enumerate(Kind)]
    return ComingDays(events, rows, months_of(span), day(span.end), TOP + len(rows) * ROW)


def row_of(kind, number, events, span):
    own = [event for event in events if event.kind == kind]
    days = attrgetter("first", "last")
    marks = [
        mark_of(list(group), events, span)
        for _days, group in groupby(sorted(own, key=days), key=days)
    ]
    top = TOP + number * ROW
    return Row(kind.label, len(own), top + 12, top + 28, marks)


def mark_of(own, events, span):
    """The Mark of those of the events that share their kind and their days."""
    first = own[0]
    words = "; ".join(f"{event.name}, {event.when}" for event in own)
    url = first.url if len(own) == 1 else f"#coming-days-{events.index(first) + 1}"
    words = f"{first.kind.label}: {words}"
    return Mark(span.place(first.first), span.place(first.last), len(own), words, url)


def months_of(span):
    """(where it begins, its name) of each month that begins in these days."""
    month = span.today.replace(day=1)
    found = []
    while (month := (month + 31 * A_DAY).replace(day=1)) <= span.end:
        found.append((percent(span.place(month)), date_format(month, "F")))
    return found
