"""The answer of the support finder as JSON, in the order of the page.

    {"language": "nl",          of the texts
     "page": "https://…",       the same answer for people
     "licence": "https://…",    under which this may be used again
     "today": "2027-02-01",     the Brussels day from which the deadlines are counted
     "start": "2027-06-01",     the first day of the project that was asked for, or null
     "grants": [{
        "id": 12,               never changes, the same in every language
        "url",                  address of its page in this language
        "languages": {"nl": "https://…"},   its page in each language in which it exists
        "title", "title_language",          a text without translation is the Dutch one
        "owner", "owner_language",          who offers it
        "kind",                 grant, advice, network or fund
        "audiences", "goals": codes; empty when not limited
        "places": [{"name", "name_language", "kind", "iso_code"}],  empty when it can be anywhere
        "maximum": {"amount": "7000.00", "currency": "EUR"} or null,
        "timing",               fixed, rolling, by-start, always or unknown
        "lead_weeks", "lead_months",        before the start, when rolling
        "rounds": [{            the yearly deadlines, as "--MM-DD"
            "start_from", "start_until",    the starts that it is for; null for any
            "deadline",
            "years_before",     from the year of the deadline to that of "start_from"
            "decision"}],
        "table_is_partial",     whether the deadlines of other starts are not known
        "rule",                 the same in a sentence: for this start, or for the next deadline
        "deadline",             the last day to apply: for "start", or else the next one
        "is_late",              whether it has passed
        "first_start_of_deadline", "last_start_of_deadline",    the starts that it is for
        "first_start",          the first start for which one can still apply: when it is too late
                                for "start", or when rolling and no start was asked for
        "later_deadline"}],     when it is too late: the last day to apply for "first_start",
                                or the next of the fixed days
     "other_support": […],      advice, networks and funds, the same: no grants to apply for
     "calls": […]}              the open ones that fit, as in the list of calls (`calls.api`)

A deadline is a day in Brussels, and counts until that day ends. With fixed days, it is the last one
before "start". What is not known is null, never 0 or "". Examples are left out.
"""

from django.conf import settings
from django.urls import reverse

from calls.api import iso, json_response, list_data, partner_data, url_in
from calls.models import Call
from calls.support_wording import rule
from portal.i18n.languages import active, heading_text, text_of
from portal.publishing import clock


def support_response(request, form, grants, others):
    at, absolute = clock.now(), request.build_absolute_uri
    page = f"{reverse('support:measures')}?{form.address_query}".rstrip("?")
    calls = form.narrow_calls(Call.objects.published().real())
    data = {
        "language": active(),
        "page": absolute(page),
        "licence": settings.DATA_LICENCE_URL,
        "today": iso(clock.today()),
        "start": iso(form.value("start")),
        "grants": [answer_data(answer, at, absolute) for answer in grants],
        "other_support": [answer_data(answer, at, absolute) for answer in others],
        "calls": list_data(calls, at, absolute),
    }
    return json_response(data)


def answer_data(answer, at, absolute):
    measure, period = answer.measure, answer.period
    title, owner = heading_text(measure), text_of(measure, "owner")
    places = [partner_data(place, at) for place in measure.places.all()]
    return {
        "id": measure.pk,
        "url": absolute(measure.get_absolute_url()),
        "languages": {code: absolute(url_in(code, measure)) for code in measure.languages},
        "title": title.content,
        "title_language": title.language,
        "owner": owner.content,
        "owner_language": owner.language,
        "kind": measure.kind,
        "audiences": measure.audiences,
        "goals": measure.goals,
        "places": [*filter(None, places)],
        "maximum": measure.maximum and {"amount": str(measure.maximum), "currency": "EUR"},
        "timing": measure.timing,
        "lead_weeks": measure.lead_weeks,
        "lead_months": measure.lead_months,
        "rounds": [round_data(row) for row in measure.rounds.all()],
        "table_is_partial": measure.table_is_partial,
        "rule": rule(answer),
        "deadline": iso(answer.deadline),
        "is_late": answer.is_late,
        "first_start_of_deadline": iso(period and period.first_start),
        "last_start_of_deadline": iso(period and period.last_start),
        "first_start": iso(answer.first_start),
        "later_deadline": iso(answer.later_deadline),
    }


def round_data(row):
    return {
        "start_from": yearly(row.start_from_month, row.start_from_day),
        "start_until": yearly(row.start_until_month, row.start_until_day),
        "deadline": yearly(row.deadline_month, row.deadline_day),
        "years_before": row.years_before,
        "decision": yearly(row.decision_month, row.decision_day),
    }


def yearly(month, day):
    """A day of any year as ISO 8601 had it and XML Schema still has it: "--02-14"."""
    return f"--{month:02}-{day:02}" if month and day else None
