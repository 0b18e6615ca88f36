"""Calls as iCalendar (RFC 5545): the dates of a filtered list of calls or of one call.

An event has one lasting UID in all languages; its SEQUENCE is the number of announcements about its
call so far. Instants are in UTC, which every client converts to its own time zone.
"""

import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone

from calls.status import Status, utc
from calls.syndication import announcement_instants, known_facts, last_edited_at
from calls.wording import moment_with_zone, with_language_note
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


def calendar_events(call, at):
    """The events of a call whose dates are known at least to the month."""
    if call.opens_at:
        yield CalendarEvent(("call", call.pk, "opening"), _("Opens"), utc(call.opens_at))
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


def calendar_response(request, name, calls):
    """A calendar of calls, in the language of the request."""
    at, calendar = clock.now(), Calendar()
    calendar.add("prodid", "-//CJM//Portaal internationaal cultuurbeleid//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for title in ("name", "x-wr-calname"):
        calendar.add(title, strip_control_characters(name))
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")  # the same for Outlook
    for call in calls:
        url = request.build_absolute_uri(call.get_absolute_url())
        for event in calendar_events(call, at):
            calendar.add_component(event_component(call, event, url, at))
    if not calendar.subcomponents:  # the format allows no empty calendar
        calendar.add_component(Timezone.from_tzid("UTC"))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{slugify(name)}.ics"'
    return response


def event_component(call, event, url, at):
    language = {"LANGUAGE": HTML_CODES[active()]}
    is_cancelled = call.status(at) == Status.CANCELLED
    summary = strip_control_characters(f"{event.name}: {with_language_note(heading_text(call))}")
    if is_cancelled:
        summary = _("Cancelled: %(call)s") % {"call": summary}
    facts = [f"{label} {text.content}".strip() for label, text in known_facts(call, at)]
    component = Event()
    component.add("uid", str(lasting_id(*event.key)))
    component.add("sequence", len(announcement_instants(call, at)))
    component.add("dtstamp", last_edited_at(call, at))
    component.add("last-modified", last_edited_at(call, at))
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
    alarm.add("description", f"{summary}, {moment_with_zone(call.closing)}")
    return alarm
