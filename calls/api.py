"""A filtered list of calls as JSON, in the order and with the status of the page.

    {"language": "nl",          of the texts
     "page": "https://…",       the same list for people
     "licence": "https://…",    under which this may be used again
     "calls": [{
        "id": 12,               never changes, the same in every language
        "url", "calendar",      addresses of its page and calendar in this language
        "languages": {"nl": "https://…"},   its page in each language in which it exists
        "title", "title_language",          a text without translation is the Dutch one
        "series", "edition",    address of the series; "2027" or "2024-2025"
        "partner": {"name", "name_language", "kind", "iso_code"} or null,
        "status",               announced, open, soon, rolling, closed, results or cancelled: now
        "timing",               dates, rolling, budget or past (closed on an unknown date)
        "opens_at",
        "first_day",            the Brussels day of that; alone when only the day is known
        "closes_at",            the first instant at which it is too late: the earlier of both sides
        "last_day",             the Brussels day before that; alone when only the day is known
        "deadlines": {"flemish", "partner"},
        "deadline_changes": [{"kind", "changed_at", "old", "new"}], the newest first
        "cancelled_at", "decision_expected", "decided", "project_from", "project_until",
        "amounts": [{"side", "kind", "amount": "10000.00", "currency": "EUR"}],
        "cofunding_cap",        percent of the costs
        "budget": {"amount", "currency"} or null,
        "form_languages": ["nl", "fr"], "applicants", "disciplines": codes; empty when not limited
        "updated"}]}            when its facts or its status last changed

Instants are ISO 8601 with the offset of Brussels; other dates are as exact as known: "2027-05-04",
"2027-05" or "2027". What is not known is null, never 0 or "". Examples are left out.
"""

from django.conf import settings
from django.http import JsonResponse
from django.utils.translation import override

from calls.models import Call
from calls.status import Status
from calls.syndication import list_url, updated_at
from portal.i18n.formats import machine
from portal.i18n.languages import active, heading_text, text_of
from portal.publishing import clock
from portal.publishing.atom import UNKNOWN_DATE


def data_response(request, form):
    at, absolute = clock.now(), request.build_absolute_uri
    calls = form.in_order(form.narrow(Call.objects.published().real()))
    data = {
        "language": active(),
        "page": absolute(list_url(form)),
        "licence": settings.DATA_LICENCE_URL,
        "calls": list_data(calls, at, absolute),
    }
    return json_response(data)


def json_response(data):
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def list_data(calls, at, absolute):
    calls = calls.for_cards().prefetch_related("deadline_changes", "changes")
    return [call_data(call, at, absolute) for call in calls]


def call_data(call, at, absolute):
    title, changed_at = heading_text(call), updated_at(call, at)
    return {
        "id": call.pk,
        "url": absolute(call.get_absolute_url()),
        "calendar": absolute(call.get_calendar_url()),
        "languages": {code: absolute(url_in(code, call)) for code in call.languages},
        "title": title.content,
        "title_language": title.language,
        "series": absolute(call.series.get_absolute_url()),
        "edition": call.label,
        "partner": partner_data(call.series.partner, at),
        "status": call.status(at),
        "timing": call.timing,
        "opens_at": None if call.opens_day_only else iso(call.opens_at),
        "first_day": iso(call.first_day),
        "closes_at": None if call.closes_day_only else iso(call.closing),
        "last_day": iso(call.last_day),
        "deadlines": {
            "flemish": None if call.closes_day_only else iso(call.closes_at),
            "partner": iso(call.partner_closes_at),
        },
        "deadline_changes": [
            {
                "kind": change.kind,
                "changed_at": iso(change.changed_at),
                "old": iso(change.old),
                "new": iso(change.new),
            }
            for change in call.deadline_changes.all()
            if change.changed_at <= at
        ],
        "cancelled_at": iso_if_past(call.cancelled_at, at),
        "decision_expected": None if call.no_result else call.decision_expected or None,
        "decided": call.decided or None if call.status(at) == Status.RESULTS else None,
        "project_from": call.project_from or None,
        "project_until": call.project_until or None,
        "amounts": [
            {
                "side": row.side or None,
                "kind": row.kind,
                "amount": str(row.amount),
                "currency": row.currency,
            }
            for row in call.amounts.all()
        ],
        "cofunding_cap": call.cofunding_cap,
        "budget": {"amount": str(call.budget), "currency": call.budget_currency}
        if call.budget
        else None,
        "form_languages": call.form_languages,
        "applicants": call.applicants,
        "disciplines": call.disciplines,
        "updated": None if changed_at == UNKNOWN_DATE else iso(changed_at),
    }


def partner_data(partner, at):
    if not partner.is_published(at):
        return None
    name = text_of(partner, "name")
    return {
        "name": name.content,
        "name_language": name.language,
        "kind": partner.kind,
        "iso_code": partner.iso_code or None,
    }


def url_in(code, record):
    with override(code):
        return record.get_absolute_url()


def iso(value):
    return value and machine(value)


def iso_if_past(instant, at):
    """An instant as ISO 8601; None while it lies in the future, since it is not public yet."""
    return iso(instant) if instant and instant <= at else None
