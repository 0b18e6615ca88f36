"""Calls as iCalendar (RFC 5545): the dates of a filtered list of calls or of one call.

An event has one lasting UID in all languages; its SEQUENCE and the instant of its last change are
kept (`calls.event_revisions`). Instants are in UTC, which every client converts to its time zone.
"""

import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone

from calls.models import EventRevision
from calls.status import Status, utc
from calls.syndication import announcement_instants, known_facts, last_edited_at
from calls.wording import deadline_with_zone, with_language_note
from portal.i18n.languages import HTML_CODES, active, heading_text, text_of
from portal.i18n.partial_dates import first_day, last_day
from portal.publishing import clock
from portal.publishing.atom import lasting_id, strip_control_characters

ONE_DAY = datetime.timedelta(days=1)
REMINDERS = (7 * ONE_DAY, ONE_DAY)
# A deadline is the half hour that ends at it. Clients draw an event without a length as beginning
# at its instant, as if there were time left, and one at midnight on the next day.
DEADLINE_LENGTH = datetime.timedelta(minutes=30)
REFRESH_INTERVAL = datetime.timedelta(hours=1)  # after which a client should fetch again


class CalendarEvent(NamedTuple):
    """One event of a call: UTC instants, or Brussels days with `end` as the first day after it."""

    key: tuple
    name: str
    start: datetime.datetime | datetime.date
    end: datetime.datetime | datetime.date | None = None
    place: str = ""
    status: str = "CONFIRMED"
    has_reminders: bool = False

    @property
    def uid(self):
        return lasting_id(*self.key)


def calendar_events(call, at):
    """The events of a call whose dates are known at least to the month."""
    if call.opens_at:
        start = call.first_day if call.opens_day_only else utc(call.opens_at)
        yield CalendarEvent(("call", call.pk, "opening"), _("Opens"), start)
    for session in call.sessions.all():
        start = session.start if session.day_only else utc(session.start)
        place = ", ".join(filter(None, [text_of(session, "place").content, session.url]))
        yield CalendarEvent(("session", session.pk), _("Info session"), start, place=place)
    if call.closing:
        days = [call.last_day] if call.closes_day_only else None
        times = days or (call.closing - DEADLINE_LENGTH, call.closing)
        has_reminders = not days and call.closing > at
        key = ("call", call.pk, "closing")
        yield CalendarEvent(key, _("Deadline"), *times, has_reminders=has_reminders)
    expected = call.decision_expected
    if len(expected) > len("2027") and call.status(at) != Status.RESULTS:
        days = first_day(expected), last_day(expected) + ONE_DAY
        key = ("call", call.pk, "results")
        yield CalendarEvent(key, _("Decision expected"), *days, status="TENTATIVE")


def calendar_response(request, name, calls, others=()):
    """A calendar of calls in the language of the request; `others` are more events, ready-made."""
    text = calendar_text(name, calls, request.build_absolute_uri, others)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{slugify(name)}.ics"'
    return response


def calendar_text(name, calls, absolute, others=()):
    """The calendar as bytes; `absolute` makes a whole address of a path."""
    at, calendar = clock.now(), Calendar()
    calendar.add("prodid", "-//CJM//Portaal internationaal cultuurbeleid//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for title in ("name", "x-wr-calname"):
        calendar.add(title, strip_control_characters(name))
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")  # the same for Outlook
    calls = list(calls)
    sent = EventRevision.objects.last_sent(calls, at)
    for call in calls:
        url = absolute(call.get_absolute_url())
        for event in calendar_events(call, at):
            component = event_component(call, event, url, at)
            add_revision(component, call, sent.get(event.uid), at)
            calendar.add_component(component)
    for component in others:
        calendar.add_component(component)
    if not calendar.subcomponents:  # the format allows no empty calendar
        calendar.add_component(Timezone.from_tzid("UTC"))
    return calendar.to_ical()


def add_revision(component, call, revision, at):
    """Say which revision of its event a component is; while none is kept, the first one."""
    sequence, modified = first_revision(call, at)
    if revision:
        sequence, modified = revision.sequence, revision.last_modified
    component.add("sequence", sequence)
    component.add("dtstamp", modified)
    component.add("last-modified", modified)


def first_revision(call, at):
    """(sequence, last modified) of an event of which nothing is kept yet."""
    return len(announcement_instants(call, at)), last_edited_at(call, at)


def event_component(call, event, url, at):
    """An event as subscribers see it, without its revision."""
    language = {"LANGUAGE": HTML_CODES[active()]}
    is_cancelled = call.status(at) == Status.CANCELLED
    summary = strip_control_characters(f"{event.name}: {with_language_note(heading_text(call))}")
    if is_cancelled:
        summary = _("Cancelled: %(call)s") % {"call": summary}
    facts = [f"{label} {text.content}".strip() for label, text in known_facts(call, at)]
    component = Event()
    component.add("uid", str(event.uid))
    component.add("dtstart", event.start)
    if event.end:
        component.add("dtend", event.end)
    component.add("summary", summary, parameters=language)
    component.add(
        "description", strip_control_characters("\n".join([*facts, url])), parameters=language
    )
    if event.place:
        component.add("location", strip_control_characters(event.place))
    component.add("url", url)
    component.add("status", "CANCELLED" if is_cancelled else event.status)
    component.add("transp", "TRANSPARENT")  # the event does not make its owner busy
    if event.has_reminders and not is_cancelled:
        for before in REMINDERS:
            component.add_component(reminder(before, summary, call))
    return component


def reminder(before, summary, call):
    """An alarm before the deadline. Its text has the instant, since clients may show it late."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before, parameters={"RELATED": "END"})
    alarm.add("description", f"{summary}, {deadline_with_zone(call.closing)}")
    return alarm
