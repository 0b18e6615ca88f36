from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api import asked, places
from portal.api import changes as told
from portal.api import everything as files
from portal.api.answering import api_view, check_names, data_response, reading_of
from portal.api.envelopes import CHANGES, INDEX, PAGES, Page, PageOfChanges
from portal.api.files import FILES
from portal.api.kinds import KINDS
from portal.api.models import LastLook
from portal.api.openapi import document
from portal.api.problems import Problem
from portal.i18n.languages import CODES, active, text_of
from portal.page_cache.freshness import NO_STORE

EXAMPLES = [
    (gettext_lazy("The open calls, in one language:"), "curl '{calls}?status=open&lang={lang}'"),
    (gettext_lazy("The agreements that still run:"), "curl '{agreements}?period=current'"),
    (
        gettext_lazy("Only when something changed since last time:"),
        "curl --etag-save etag.txt --etag-compare etag.txt '{calls}'",
    ),
    (gettext_lazy("What changed, ten at a time:"), "curl '{changes}?limit=10'"),
    (gettext_lazy("Everything in one file:"), "curl -O '{everything}'"),
]


def open_data(request):
    """The page for people about all this."""
    addresses = {
        "calls": reverse("api:calls-list"),
        "agreements": reverse("api:agreements-list"),
        "changes": reverse("api:changes"),
        "everything": reverse("api:everything.zip"),
    }
    values = {name: request.build_absolute_uri(path) for name, path in addresses.items()}
    context = {
        "lists": [
            (capfirst(kind.model._meta.verbose_name_plural), kind.list_address()) for kind in KINDS
        ],
        "openapi": reverse("api:openapi"),
        "examples": [
            (label, command.format(**values, lang=active())) for label, command in EXAMPLES
        ],
    }
    return render(request, "portal/open_data.html", context)


@api_view
def index(request):
    """What there is to read."""
    check_names(request)
    return data_response(INDEX.write(None, reading_of(request), CODES))


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
    has_more = len(page) > limit
    following = (
        address_with(request, cursor=places.in_base_36(page[limit - 1].pk)) if has_more else None
    )
    data = PAGES[kind.word].write(Page(page[:limit], following), reading, CODES)
    return data_response(data, language, {"next": data["next"]} if has_more else None)


def address_with(request, **values):
    """The path and query of a request with other values; None leaves one out."""
    query = request.GET.copy()
    for name, value in values.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}"


@api_view
def changes(request):
    """What changed after a cursor or since an instant, the last change of each thing once."""
    check_names(request, "since", "cursor", "limit", "lang")
    asked.language(request.GET)
    limit, since = asked.limit(request.GET), asked.since(request.GET)
    place, reading = asked.place(request.GET), reading_of(request)
    is_internal = getattr(request, "is_internal", False)
    is_whole = told.is_told(reading.at) if is_internal else told.tell_during_visit(reading.at)
    look = LastLook.objects.first()
    found = list(told.after(place, since)[: limit + 1])
    following = told.place_after(found[:limit], place, since)
    address = address_with(request, since=None, cursor=str(following))
    page = PageOfChanges(found[:limit], address, len(found) <= limit, look and look.at)
    data = CHANGES.write(page, reading, CODES)
    response = data_response(data, None, {"next": data["next"]})
    if not is_whole:
        response.headers["Cache-Control"] = NO_STORE
    return response


@api_view
def everything(request, name):
    """A file with all that is public now; not of another instant."""
    check_names(request, "lang")
    asked.language(request.GET)
    if getattr(request, "is_internal", False):
        raise Problem(404, _("There is nothing here"), _("No such thing is public."))
    path, tag, state = files.ready(name, reading_of(request))
    changed = int(state.at.timestamp())
    headers = {
        "Content-Type": FILES[name],
        "Content-Language": ", ".join(CODES),
        "ETag": tag,
        "Last-Modified": http_date(changed),
    }
    unchanged = get_conditional_response(request, tag, changed, HttpResponse(headers=headers))
    if unchanged.status_code != 200:
        return unchanged
    return FileResponse(path.open("rb"), filename=name, as_attachment=True, headers=headers)


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
    return data_response(kind.shape.write(found, reading), language)


def problem_of_missing(kind, pk, reading):
    """404, or 410 with the reason for what was withdrawn."""
    record = kind.model._base_manager.filter(pk=pk).first()
    withdrawn = getattr(record, "withdrawn_record", None)
    if not withdrawn or withdrawn.is_example:
        return Problem(404, _("There is nothing here"), _("No such thing is public."))
    successor = reading.absolute(withdrawn.successor) if withdrawn.successor else None
    reason = text_of(withdrawn, "withdrawal_reason").content
    return Problem(410, _("This was withdrawn"), reason, successor=successor)
