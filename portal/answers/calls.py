"""Answers on calls: deadlines, amounts, and which are open. Each asks what the pages ask."""

import calendar
import datetime
from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.estimate import expected_edition
from calls.filters import CallFilter
from calls.models import Call, CallSeries
from calls.querysets import closes_by
from calls.status import CURRENT_STATES, Status
from calls.templatetags.calls import amount_line, rhythm
from portal.answers.facts import Answer, Fact, Subject, rendered, title
from portal.answers.intents import Intent
from portal.i18n.formats import partial, zone
from portal.publishing import clock
from portal.publishing.templatetags.publishing import heading, name, text


def public_calls():
    return Call.objects.published().real().newest_first().for_cards()


def calls_of(subject):
    """The public calls of a series or of a partner, the newest first."""
    if subject.series:
        return list(public_calls().filter(series=subject.series))
    return list(public_calls().filter(series__partner=subject.partner)) if subject.partner else []


def edition_of(calls, years):
    """The only edition of this year or period; None when there is none or another is possible."""
    exact = [call for call in calls if call.label == years]
    if exact:
        return exact[0] if len(exact) == 1 else None
    covering = [call for call in calls if covers(call.label, years)]
    is_one = len(covering) == 1 and covering[0].label.startswith(years)
    return covering[0] if is_one else None


def covers(label, year):
    first, _dash, last = label.partition("-")
    return year.isdecimal() and last.isdecimal() and first <= year <= last


def deadline(linked):
    subject = Subject(linked)
    if not subject.is_one:
        return None
    calls = calls_of(subject)
    if linked.editions:
        return deadline_of_edition(edition_of(calls, linked.editions[0]))
    if not calls:
        return no_calls(subject, Intent.DEADLINE)
    answer = subject.answer(Intent.DEADLINE)
    current = [call for call in calls if call.status() in CURRENT_STATES]
    if current:
        add_calls(answer, current)
        return answer
    answer.sentences.append(_("No edition is open or announced now."))
    calls.sort(key=attrgetter("series_id"))  # stays newest first within a series
    for series, group in groupby(calls, key=attrgetter("series")):
        editions = list(group)
        answer.sentences += expectation(series, editions)
        add_calls(answer, editions[:1])
    last = ngettext(
        "This is the last edition that we know of:",
        "These are the last editions that we know of:",
        len(answer.facts),
    )
    answer.sentences.append(last)
    return answer


def add_calls(answer, calls):
    """Add when one can or could apply for calls, and where their series has the others."""
    for call in calls:
        answer.facts.append(Fact(heading(call, "name"), when(call), call.get_absolute_url()))
        answer.records.append(call)
        add_series(answer, call.series)


def add_series(answer, series):
    url = series.get_absolute_url()
    if url not in [answer.about, *(link.url for link in answer.links)]:
        answer.links.append(Fact(name(series, "title"), url=url))


def expectation(series, calls):
    """When the next edition is expected, as sentences; or that none will come."""
    if series.rhythm in (CallSeries.Rhythm.PAUSED, CallSeries.Rhythm.ENDED):
        return [rhythm(series)]
    expected = expected_edition(series, calls)
    if not expected:
        return []
    months = {
        "opens": partial(expected.opens or expected.closes),
        "closes": partial(expected.closes),
    }
    if expected.opens:
        line = _("Opening expected around %(opens)s, deadline around %(closes)s.")
    else:
        line = _("Deadline expected around %(closes)s.")
    basis = ngettext(
        "Estimate, based on %(editions)s earlier edition. Nothing is fixed yet.",
        "Estimate, based on %(editions)s earlier editions. Nothing is fixed yet.",
        expected.editions,
    )
    return [line % months, basis % {"editions": expected.editions}]


def deadline_of_edition(call):
    if call is None or (call.closing is None and call.status() not in CURRENT_STATES):
        return None
    answer = answer_on_edition(Intent.DEADLINE, call)
    answer.facts = [Fact(capfirst(call.status().label), when(call))]
    return answer


def answer_on_edition(intent, call):
    url = call.get_absolute_url()
    link = Fact(heading(call, "name"), url=url)
    return Answer(intent, title(intent.label, heading(call)), url, links=[link], records=[call])


def when(call):
    """The line of the cards of calls; of what is still to come, with the time zone."""
    line = rendered("calls/_when.html", call=call)
    has_hour = call.is_current() and call.closing and not call.closes_day_only
    return format_html("{} ({})", line, zone()) if has_hour else line


def no_calls(subject, intent):
    """That there are no calls with a partner or a country; those with its parts, if any."""
    if not subject.is_sure:
        return None
    answer = subject.answer(intent)
    if subject.is_country:
        answer.sentences = [_("There are no project calls with this country that we know of.")]
    else:
        answer.sentences = [_("There are no project calls with this partner that we know of.")]
    of_parts = CallSeries.objects.published().real().filter(partner__in=subject.parts)
    for series in of_parts.select_related("partner") if subject.parts else ():
        partner = text(series.partner, "name")
        answer.facts.append(Fact(name(series, "title"), partner, series.get_absolute_url()))
    if answer.facts:
        answer.sentences.append(_("There are project calls with parts of it:"))
    return answer


def amount(linked):
    subject = Subject(linked) if linked.places or linked.series else None
    if subject is None or not subject.is_one:
        return None
    calls = calls_of(subject)
    if linked.editions:
        return amount_of_edition(edition_of(calls, linked.editions[0]))
    if not calls:
        return no_calls(subject, Intent.AMOUNT)
    known = [call for call in calls if call.status() != Status.CANCELLED and amount_line(call)]
    if not known:
        return None
    current = [call for call in known if call.status() in CURRENT_STATES]
    answer = subject.answer(Intent.AMOUNT)
    if not current:
        answer.sentences = [
            _("No edition is open or announced now."),
            _("This is the last edition of which we know the amounts:"),
        ]
    for call in current or known[:1]:
        answer.facts.append(Fact(heading(call, "name"), amount_line(call), call.get_absolute_url()))
        answer.records.append(call)
    add_series(answer, answer.records[0].series)
    return answer


def amount_of_edition(call):
    if call is None or not amount_line(call):
        return None
    answer = answer_on_edition(Intent.AMOUNT, call)
    answer.facts = [Fact(_("What one project can get"), amount_line(call))]
    return answer


def open_calls(linked):
    subject = Subject(linked) if linked.places or linked.series else None
    month = month_asked(linked)
    if (subject and not subject.is_one) or (linked.editions and not month):
        return None
    if month and month < clock.today().replace(day=1):
        return None  # what closed in the past is another question
    calls = current_calls(linked, subject, month)
    if subject and not calls and not subject.is_sure:
        return None
    about, of_what = (subject.url if subject else ""), narrowed_to(linked, subject, month)
    heading_of_answer = title(Intent.OPEN_CALLS.label, of_what) if of_what else _("Open calls")
    answer = Answer(Intent.OPEN_CALLS, heading_of_answer, about, records=calls)
    answer.links = [Fact(_("Project calls"), url=reverse("calls:calls"))]
    answer.sentences = [number_of_open(calls, bool(of_what), month)]
    answer.facts = [
        Fact(heading(call, "name"), when(call), call.get_absolute_url()) for call in calls
    ]
    return answer


def number_of_open(calls, is_narrowed, month):
    number = sum(call.is_open() for call in calls)
    if number:
        return ngettext(
            "%(number)s project call is open now.", "%(number)s project calls are open now.", number
        ) % {"number": number}
    if month and not calls:
        return _("No project call that we know of closes in that month.")
    return _("No such call is open now.") if is_narrowed else _("No calls are open at the moment.")


def month_asked(linked):
    """The first day of the month in a query; without a year, the next month of that name."""
    if not linked.months:
        return None
    month, today = linked.months[0], clock.today()
    if not linked.editions:
        return datetime.date(today.year + (month < today.month), month, 1)
    year = linked.editions[0]
    return datetime.date(int(year), month, 1) if year.isdecimal() else None


def current_calls(linked, subject, month):
    """The public calls to apply for now or later, of a partner and its parts, of a month …"""
    calls = Call.objects.published().real().in_status(*CURRENT_STATES).soonest_first().for_cards()
    if subject and subject.series:
        calls = calls.filter(series=subject.series)
    elif subject:
        calls = calls.filter(series__partner__in=[*filter(None, [subject.partner]), *subject.parts])
    for facet, values in (("discipline", linked.disciplines), ("applicant", linked.audiences)):
        if values:
            calls = calls.filter(CallFilter.FACETS[facet].condition(values))
    if month:
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        calls = calls.filter(closes_by(last)).exclude(closes_by(month - datetime.timedelta(days=1)))
    return list(calls)


def narrowed_to(linked, subject, month):
    """What the calls are narrowed to, in words: a partner, disciplines, kinds of applicants …"""
    parts = [subject.name] if subject else []
    parts += [discipline.label for discipline in linked.disciplines]
    someone = CallFilter.IN_WORDS["applicant"]
    parts += [someone % {"someone": audience.label} for audience in linked.audiences]
    parts += [partial(f"{month.year}-{month.month:02}")] if month else []
    return format_html_join(", ", "{}", ((part,) for part in parts))
