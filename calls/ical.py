"""Calls as iCalendar (RFC 5545): what happens when, for any filtered list and for one call.

An event keeps its UID for ever, in every language; each time that readers are told something new
of its call its SEQUENCE goes up. Instants are in UTC, which every client shows in its own zone.
"""

import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone

from calls.status import Status, utc
from calls.syndication import announced_at, in_brussels, last_edited_at, lines
from portal.i18n.languages import HTML_CODES, active, heading_text, text_of
from portal.i18n.partial_dates import first_day, last_day
from portal.publishing import clock
from portal.publishing.atom import lasting_id, strip_control_characters

ONE_DAY = datetime.timedelta(days=1)
REMINDERS = (7 * ONE_DAY, ONE_DAY)
# A deadline is drawn as the half hour that ends with it. Without length, clients draw it as
# beginning at that second, as if there were time left, and one at midnight on the next day.
DEADLINE_LENGTH = datetime.timedelta(minutes=30)
FRESH = datetime.timedelta(hours=1)  # how often a client should look again


class CalendarEvent(NamedTuple):
    """One event of a call: instants, or days of which `end` is the first one after it."""

    key: tuple
    name: str
    start: datetime.datetime | datetime.date
    end: datetime.datetime | datetime.date | None = None
    place: str = ""
    status: str = "CONFIRMED"
    reminds: bool = False


def calendar_events(call, at):
    """What a calendar shows of a call: all that is known at least to the month."""
    if call.opens_at:
        yield CalendarEvent(("call", call.pk, "opening"), _("Opens"), utc(call.opens_at))
    for session in call.sessions.all():
        start = session.start if session.day_only else utc(session.start)
        place = ", ".join(filter(None, [text_of(session, "place").content, session.url]))
        yield CalendarEvent(("session", session.pk), _("Info session"), start, place=place)
    if call.closing:
        days = [call.last_day] if call.closes_day_only else None
        times = days or (call.closing - DEADLINE_LENGTH, call.closing)
        reminds = not days and call.closing > at
        yield CalendarEvent(("call", call.pk, "closing"), _("Deadline"), *times, reminds=reminds)
    expected = call.decision_expected
    if len(expected) > len("2027") and call.status(at) != Status.RESULTS:
        days = first_day(expected), last_day(expected) + ONE_DAY
        key = ("call", call.pk, "results")
        yield CalendarEvent(key, _("Decision expected"), *days, status="TENTATIVE")


def calendar_of(request, name, calls):
    """The answer with a calendar in the language of the request."""
    at, calendar = clock.now(), Calendar()
    calendar.add("prodid", "-//CJM//Portaal internationaal cultuurbeleid//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for title in ("name", "x-wr-calname"):
        calendar.add(title, strip_control_characters(name))
    calendar.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")  # the same for Outlook
    for call in calls:
        url = request.build_absolute_uri(call.get_absolute_url())
        for happening in calendar_events(call, at):
            calendar.add_component(event_of(call, happening, url, at))
    if not calendar.subcomponents:  # the format allows no empty calendar
        calendar.add_component(Timezone.from_tzid("UTC"))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{slugify(name)}.ics"'
    return response


def event_of(call, happening, url, at):
    language = {"LANGUAGE": HTML_CODES[active()]}
    was_cancelled = call.status(at) == Status.CANCELLED
    summary = strip_control_characters(f"{happening.name}: {titled(call)}")
    if was_cancelled:
        summary = _("Cancelled: %(call)s") % {"call": summary}
    told_here = [f"{words} {text.content}".strip() for words, text in lines(call, at)]
    event = Event()
    event.add("uid", str(lasting_id(*happening.key)))
    event.add("sequence", len(announced_at(call, at)))
    event.add("dtstamp", last_edited_at(call, at))
    event.add("last-modified", last_edited_at(call, at))
    event.add("dtstart", happening.start)
    if happening.end:
        event.add("dtend", happening.end)
    event.add("summary", summary, parameters=language)
    event.add(
        "description", strip_control_characters("\n".join([*told_here, url])), parameters=language
    )
    if happening.place:
        event.add("location", strip_control_characters(happening.place))
    event.add("url", url)
    event.add("status", "CANCELLED" if was_cancelled else happening.status)
    event.add("transp", "TRANSPARENT")  # nobody is busy because a call opens or closes
    if happening.reminds and not was_cancelled:
        for before in REMINDERS:
            event.add_component(reminder(before, summary, call))
    return event


def reminder(before, summary, call):
    """With the instant in its words: a client may show it late."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before, parameters={"RELATED": "END"})
    alarm.add("description", f"{summary}, {in_brussels(call.closing)}")
    return alarm


def titled(call):
    title, language = heading_text(call)
    return title if language == active() else f"{title} ({_('in Dutch')})"
