"""The history of a page: the list of its public versions, each version as it was, and two of them
side by side.

No cache keeps these: a version that is written is no change of the content, or each page that is
read for the first time would make every kept page stale.
"""

import datetime
from contextlib import suppress
from itertools import pairwise

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.http import parse_http_date_safe

from portal.archive import memento
from portal.archive.addresses import format_url_instant, parse_url_instant, version_address
from portal.archive.capture import capture_due, was_public
from portal.archive.comparison import compare
from portal.archive.forms import PastInstantForm
from portal.archive.models import ALMOST_A_SECOND, VERSION, Page, PublicVersion
from portal.i18n.addresses import address
from portal.i18n.languages import Text, active, heading_text
from portal.publishing import clock
from portal.publishing.filters import get_page_or_404
from portal.publishing.models import publishable_models
from portal.publishing.parameters import parameters
from portal.publishing.uncached import uncached
from portal.transparency.receipts import receipt

VERSIONS_A_PAGE, MEMENTOS_A_PAGE = 100, 1000


class PageHistory:
    """The past of one page in the language of the request, or Http404 if there is no such kind.

    What the history still lacks is captured first, while there is a record.
    """

    def __init__(self, request, kind, pk):
        self.request, self.kind, self.pk = request, kind, pk
        self.model = model_or_404(kind)
        self.record = self.find_record()
        if self.record and not getattr(request, "is_internal", False):
            with suppress(DatabaseError):  # such as a full disk: what is kept can still be read
                capture_due(self.record)

    def find_record(self):
        records = self.model._base_manager.filter(pk=self.pk)
        parent = self.model.parent_field
        return (records.select_related(parent) if parent else records).first()

    @property
    def versions(self):
        """The versions that have begun, newest first."""
        versions = PublicVersion.objects.for_object(self.model, self.pk)
        return versions.filter(language=active()).begun(clock.now())

    def version_or_404(self, when):
        version = self.versions.at(parse_url_instant(when))
        if not version:
            raise Http404("no version was public then")
        return version

    def switch_languages(self, view, *instants):
        """Let the other languages lead to the same view where they have versions at these instants,
        else to their history: a page is kept in each language when it differs there."""
        all_versions = PublicVersion.objects.for_object(self.model, self.pk)
        there = [all_versions.languages_at(parse_url_instant(when)) for when in instants]

        def url():
            has_all = all(active() in languages for languages in there)
            name, rest = (view, instants) if has_all else ("history", ())
            return address(name, self.kind, self.pk, *rest)

        self.request.get_record_url = url

    @cached_property
    def is_public(self):
        return bool(self.record) and self.record.is_published()

    @cached_property
    def page_url(self):
        """The path of the page, or of the reason why it was withdrawn; '' if never public."""
        record = self.record
        is_known = self.is_public or (
            record and was_public(record, clock.now()) and record.withdrawn_record
        )
        return record.get_absolute_url() if is_known else ""

    def context(self, **extra):
        """What its pages show: a link to the current page, closed to search engines."""
        return {
            "kind": self.kind,
            "pk": self.pk,
            "is_public": self.is_public,
            "current_url": self.page_url,
            "noindex": True,
            "alternates": [],
            "canonical": "",
            **extra,
        }


def model_or_404(kind):
    """The model with a name whose records have pages with a history."""
    for model in [*publishable_models(), Page]:
        if model._meta.model_name == kind:
            return model
    raise Http404(f"no kind of page is called {kind!r}")


@uncached
@parameters(*PastInstantForm.base_fields, "page")
def history(request, kind, pk):
    past = PageHistory(request, kind, pk)
    query = request.GET.copy()
    number = query.pop("page", [""])[-1]
    form = PastInstantForm(query, past.versions)
    if form.is_valid():
        name = "version" if len(form.instants) == 1 else "comparison"
        return redirect(name, kind, pk, *map(format_url_instant, form.instants))
    page = get_page_or_404(Paginator(past.versions.listed(), VERSIONS_A_PAGE), number)
    versions = with_earlier(page)
    newest = versions[0] if page.number == 1 and versions else past.versions.listed().first()
    if not newest and not past.page_url:
        raise Http404("this was never public")
    context = past.context(
        form=form,
        page=page,
        versions=versions,
        name=Text(newest.title, newest.title_language) if newest else heading_text(past.record),
        is_example=(newest or past.record).is_example,
    )
    return render(request, "portal/history.html", context)


def with_earlier(page):
    """The versions on a page of the list; `earlier_from` is when the one before each began."""
    start = page.start_index() - 1 if page.paginator.count else 0
    versions = list(page.paginator.object_list[start : start + VERSIONS_A_PAGE + 1])
    for version, earlier in pairwise(versions):
        version.earlier_from = earlier.public_from
    return versions[:VERSIONS_A_PAGE]


@uncached
def version(request, kind, pk, when):
    past = PageHistory(request, kind, pk)
    version = past.version_or_404(when)
    past.switch_languages("version", when)
    context = past.context(
        version=version,
        is_current=version.is_current(clock.now()),
        is_example=version.is_example,
        has_receipt=bool(settings.TRANSPARENCY_KEY),
    )
    response = render(request, "portal/history_version.html", context)
    response.headers["Memento-Datetime"] = memento.date(version.public_from)
    memento.add_links(response, memento.links_of_version(past, version))
    return response


@uncached
def comparison(request, kind, pk, when, other):
    """Two versions side by side, the earlier one first in whatever order they are asked for."""
    past = PageHistory(request, kind, pk)
    found = [past.version_or_404(instant) for instant in (when, other)]
    past.switch_languages("comparison", when, other)
    old, new = sorted(found, key=lambda version: version.public_from)
    pairs = compare(old.main, new.main)
    changes = sum(not pair.is_same for pair in pairs)
    context = past.context(
        old=old,
        new=new,
        versions=[old, new],
        pairs=pairs,
        changes=changes,
        is_example=new.is_example,
    )
    return render(request, "portal/history_comparison.html", context)


@uncached
def version_data(request, kind, pk, when):
    """The exact text whose SHA-256 is the content hash."""
    text = PageHistory(request, kind, pk).version_or_404(when).canonical_text()
    return HttpResponse(text, content_type="application/json", headers={"X-Robots-Tag": "noindex"})


@uncached
def version_receipt(request, kind, pk, when):
    """A file that proves what the page said then; docs/verify_receipt.py checks it."""
    version = PageHistory(request, kind, pk).version_or_404(when)
    found = receipt(VERSION, version.log_subject, version.log_text())
    if not found:
        raise Http404("the log is not signed")
    name = f"{kind}-{pk}-{version.language}-{when}.receipt.json"
    headers = {
        "X-Robots-Tag": "noindex",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return HttpResponse(found, content_type="application/json", headers=headers)


@uncached
def time_gate(request, kind, pk):
    """Leads to the version of Accept-Datetime, or the newest; to the first if none was there yet.

    Of an instant at which there was no page, to the version before: that says until when it was
    public.
    """
    past = PageHistory(request, kind, pk)
    asked = request.headers.get("Accept-Datetime")
    seconds = parse_http_date_safe(asked) if asked else clock.now().timestamp()
    if seconds is None:
        raise BadRequest("Accept-Datetime is no date")
    end = datetime.datetime.fromtimestamp(seconds, datetime.UTC) + ALMOST_A_SECOND
    instants = past.versions.values_list("public_from", flat=True)
    instant = instants.begun(end).first() or instants.last()
    if not instant:
        raise Http404("this was never public")
    response = HttpResponseRedirect(version_address(kind, pk, instant))
    response.headers["Vary"] = "Accept-Datetime"
    memento.add_links(response, memento.links_around(past))
    return response


@uncached
@parameters("page")
def time_map(request, kind, pk):
    past = PageHistory(request, kind, pk)
    instants = past.versions.order_by("public_from").values_list("public_from", flat=True)
    page = get_page_or_404(Paginator(instants, MEMENTOS_A_PAGE), request.GET.get("page"))
    if not page.paginator.count:
        raise Http404("this was never public")
    content = memento.time_map(past, page)
    headers = {"X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type=memento.LINK_FORMAT, headers=headers)
