from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.api import asked
from portal.api.answering import api_view, check_names, data_response, reading_of
from portal.api.kinds import KINDS
from portal.api.openapi import document
from portal.api.problems import Problem
from portal.i18n.languages import text_of


@api_view
def index(request):
    """What there is to read."""
    check_names(request)
    absolute = request.build_absolute_uri
    data = {
        "lists": {kind.word: absolute(kind.list_address()) for kind in KINDS},
        "openapi": absolute(reverse("api:openapi")),
        "licence": settings.DATA_LICENCE_URL,
    }
    return data_response(data)


@api_view
def openapi(request):
    check_names(request)
    return data_response(document(request.build_absolute_uri), "en")


@api_view
def things(request, kind):
    """A page of a list, in the order of the keys: whatever changes meanwhile, none comes twice."""
    names = asked.narrowing(kind.filters) if kind.filters else []
    check_names(request, *names, "lang", "limit", "cursor")
    language, limit = asked.language(request.GET), asked.limit(request.GET)
    after = asked.cursor(request.GET)
    form = asked.filters(kind.filters, request.GET) if kind.filters else None
    reading = reading_of(request, language, start_of(form))
    found = kind.public(reading.at)
    if form and form.is_active:
        found = form.narrow(found)
    found = kind.loaded(found, reading).filter(pk__gt=after).order_by("pk")
    page = list(found[: limit + 1])
    data = {
        "data": [kind.write(thing, reading) for thing in page[:limit]],
        "next": None,
        "licence": settings.DATA_LICENCE_URL,
    }
    links = {}
    if len(page) > limit:
        query = request.GET.copy()
        query["cursor"] = asked.in_base_36(page[limit - 1].pk)
        data["next"] = links["next"] = reading.absolute(f"{request.path}?{query.urlencode()}")
    return data_response(data, language, links)


def start_of(form):
    return form.value("start") if form and "start" in form.fields else None


@api_view
def thing(request, kind, pk):
    names = ["start"] if kind.filters and "start" in kind.filters.base_fields else []
    check_names(request, *names, "lang")
    language = asked.language(request.GET)
    form = asked.filters(kind.filters, request.GET) if names else None
    reading = reading_of(request, language, start_of(form))
    found = kind.loaded(kind.public(reading.at), reading).filter(pk=pk).first()
    if found is None:
        raise problem_of_missing(kind, pk, reading)
    return data_response(kind.write(found, reading), language)


def problem_of_missing(kind, pk, reading):
    """404, or 410 with the reason for what was withdrawn."""
    record = kind.model._base_manager.filter(pk=pk).first()
    withdrawn = getattr(record, "withdrawn_record", None)
    if not withdrawn or withdrawn.is_example:
        return Problem(404, _("There is nothing here"), _("No such thing is public."))
    successor = reading.absolute(withdrawn.successor) if withdrawn.successor else None
    reason = text_of(withdrawn, "withdrawal_reason").content
    return Problem(410, _("This was withdrawn"), reason, successor=successor)
