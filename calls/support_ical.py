"""The deadlines of support in a calendar: a day for each, in Brussels.

What has no deadline, such as a grant for which one can apply until some weeks before any start, has
no day unless the start is given.
"""

from itertools import groupby

from django.utils.translation import gettext as _
from icalendar import Event

from calls.support_answers import Answer
from calls.support_wording import end_of_day, rule, starts
from calls.syndication import instants_until
from calls.wording import with_language_note
from portal.i18n.languages import HTML_CODES, SOURCE, active, heading_text
from portal.publishing import clock
from portal.publishing.atom import UNKNOWN_DATE, lasting_id, strip_control_characters


def finder_title(form):
    """The title of the finder with its filters: "Find support – an artist, Wales"."""
    return " – ".join(filter(None, [_("Find support"), form.summary()]))


def deadline_events(request, answers):
    """An event for each day that is the deadline of a measure: for a start, or the next of each."""
    at = clock.now()
    for answer in answers:
        url = request.build_absolute_uri(answer.measure.get_absolute_url())
        for deadline, those in groupby(coming(answer), key=lambda one: one.deadline):
            yield event(deadline, [*those], url, at)


def coming(answer):
    """The answers with a deadline that has not passed, soonest first."""
    if answer.start:
        return [answer] if answer.deadline and not answer.is_late else []
    periods = answer.measure.next_periods(answer.today)
    return [
        Answer(answer.measure, answer.today, None, period.deadline, period) for period in periods
    ]


def event(deadline, answers, url, at):
    measure, language = answers[0].measure, {"LANGUAGE": HTML_CODES[active()]}
    title = with_language_note(heading_text(measure))
    lines = [_("Last day to apply: %(day)s.") % {"day": end_of_day(deadline)}]
    for answer in answers:
        lines += [starts(answer), rule(answer)]
    component = Event()
    component.add("uid", str(lasting_id("measure", measure.pk, "deadline", deadline.isoformat())))
    component.add("dtstart", deadline)
    component.add("summary", strip_control_characters(f"{_('Deadline')}: {title}"), language)
    description = "\n".join(dict.fromkeys([*filter(None, lines), url]))
    component.add("description", strip_control_characters(description), language)
    component.add("url", url)
    component.add("status", "CONFIRMED")
    component.add("transp", "TRANSPARENT")
    component.add("sequence", 0)  # a deadline on another day is another event
    for name in ("dtstamp", "last-modified"):
        component.add(name, last_edited_at(measure, at))
    return component


def last_edited_at(measure, at):
    """The last instant up to `at` at which the text in the active language changed."""
    instants = {getattr(measure, f"changed_{active()}"), measure.publish_at}
    if active() not in measure.languages:
        instants.add(getattr(measure, f"changed_{SOURCE}"))
    return max(instants_until(instants, at), default=UNKNOWN_DATE)
