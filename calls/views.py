from functools import partial
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calls import results_io
from calls.api import data_response
from calls.cards import call_cards, support_cards
from calls.checklist import checklist, checklist_text
from calls.embed import embed_response
from calls.estimate import Estimate, expected_edition
from calls.feeds import feed_response
from calls.filters import LISTS, CallFilter, SupportFilter
from calls.ical import calendar_response
from calls.models import Call, CallSeries, SupportMeasure
from calls.oembed import oembed_response
from calls.pictures.outcomes import (
    OVER,
    Outcomes,
    outcomes_by_series,
    outcomes_of,
    series_with_figures,
)
from calls.pictures.rhythm import Rhythm, rhythm_of
from calls.pictures.year import Part, this_year
from calls.support_answers import answer, found_support
from calls.support_api import support_response
from calls.support_ical import deadline_events, finder_title
from calls.syndication import followed_calls, list_title, title_with_cancellation
from calls.tables import CALL_COLUMNS, MEASURE_COLUMNS, OUTCOME_COLUMNS
from portal.exchange.lists import table_response
from portal.exchange.tables import file_response
from portal.publishing.filters import get_page_or_404, in_pages
from portal.publishing.page_rows import ATTACHED, load_rows
from portal.publishing.parameters import parameters
from portal.publishing.uncached import uncached
from portal.redirects.old_slugs import PageQuery, Withdrawn, find_within

CALL_ROWS = ("amounts", "administrations", "sessions", "deadline_changes", "contacts")
CALL_LINKS = {"series": None, "series__partner": "name", "series__agreement": "title"}
CALL_PAGE = PageQuery(Call, owner="series", fields=["label"], **CALL_LINKS)
SERIES_PAGE = PageQuery(CallSeries, partner="name", agreement="title")
MEASURE_PAGE = PageQuery(SupportMeasure, replaces="title")
LANES = 40  # windows in the picture of the year
OUTCOMES_A_PAGE = 60  # editions, of whole series
MEASURE_ROWS = ("rounds", "places", "contacts", "replaced_by")


@parameters(*CallFilter.base_fields, "page")
def call_list(request):
    form = CallFilter(request.GET)
    request.list_query = form.query_of_page(request.GET.get("page"))
    form.add_counts()
    year = None if form.address_query else this_year()  # which has the calls of the whole list
    keys = LISTS.get("current", lambda: year.current_keys) if year else form.public_keys()
    page = get_page_or_404(Paginator(keys, 20), request.GET.get("page"))
    year = Part(year, LANES, page.object_list) if year and page.number == 1 else None
    context = {
        "form": form,
        "page": page,
        "cards": year.cards if year else call_cards(page),
        "query": form.address_query,
        "year": year,
    }
    return render(request, "calls/call_list.html", context)


def followed_filter(request):
    """The filters of an address that programs read; Http404 when one means nothing."""
    form = CallFilter(request.GET)
    form.require_meaning()
    return form


@parameters(*CallFilter.base_fields)
def call_list_feed(request):
    return feed_response(request, followed_filter(request))


@parameters(*CallFilter.base_fields)
def call_list_embed(request):
    return embed_response(request, followed_filter(request))


@require_safe
@parameters("url", "format", "maxwidth", "maxheight")
def oembed(request):
    return oembed_response(request)


@parameters(*CallFilter.base_fields)
def call_list_calendar(request):
    form = followed_filter(request)
    calls = followed_calls(form).prefetch_related("sessions")
    return calendar_response(request, list_title(form), calls)


@parameters(*CallFilter.base_fields)
def call_list_data(request):
    return data_response(request, followed_filter(request))


@parameters(*CallFilter.base_fields)
def call_list_table(request, file_format):
    form = followed_filter(request)
    calls = form.in_order(form.narrow(Call.objects.published().real())).for_cards()
    return table_response(request, CALL_COLUMNS, calls, file_format)


class Editions(NamedTuple):
    """The public editions of a series, the newest first, and what they say of the next one."""

    keys: list
    has_current: bool
    expected: Estimate | None
    rhythm: Rhythm
    outcomes: Outcomes | None

    @classmethod
    def of(cls, series, loaded):
        """The calls themselves are put in `loaded`, by primary key."""
        calls = list(series.calls.published().newest_first().for_outcomes())
        loaded.update((call.pk, call) for call in calls)
        expected = expected_edition(series, calls)
        has_current = any(call.is_current() for call in calls)
        rhythm, outcomes = rhythm_of(series, calls, expected), outcomes_of(series, calls)
        return cls([*loaded], has_current, expected, rhythm, outcomes)


@parameters("page")
def series_detail(request, slug):
    series = SERIES_PAGE.find(request, slug)
    load_rows(series, *ATTACHED)
    loaded = {}
    editions = LISTS.get(("series", series.pk), lambda: Editions.of(series, loaded))
    page = get_page_or_404(Paginator(editions.keys, 20), request.GET.get("page"))
    request.list_query = f"page={page.number}" if page.number > 1 else ""
    context = {
        "series": series,
        "page": page,
        "cards": call_cards(page, loaded=loaded),
        "has_current": editions.has_current,
        "expected": editions.expected,
        "rhythm": editions.rhythm.part(page.object_list, page.number == 1),
        "outcomes": page.number == 1 and editions.outcomes,
    }
    return render(request, "calls/series_detail.html", context)


@parameters("page")
def results_in_figures(request):
    """What came of the editions of each series of which any figure is known."""
    found = LISTS.get("series with figures", series_with_figures)
    pages = Paginator(in_pages(found, found.get, OUTCOMES_A_PAGE), 1)
    page = get_page_or_404(pages, request.GET.get("page"))
    request.list_query = f"page={page.number}" if page.number > 1 else ""
    # A function: asked only when the page is not kept.
    context = {"page": page, "outcomes": partial(outcomes_by_series, [*chain(*page.object_list)])}
    return render(request, "calls/results_in_figures.html", context)


def results_in_figures_table(request, file_format):
    calls = Call.objects.published().real().filter(series__in=series_with_figures())
    over = calls.in_status(*OVER).for_outcomes().order_by("series__title_nl", "series", "-label")
    return table_response(request, OUTCOME_COLUMNS, over, file_format)


def call_detail(request, slug, label):
    call = load_rows(CALL_PAGE.find(request, slug, label=label), *CALL_ROWS, *ATTACHED)
    context = {
        "call": call,
        "others": other_editions(call),
        "checklist": checklist(call),
        "has_receipts": bool(settings.TRANSPARENCY_KEY),
    }
    return render(request, "calls/call_detail.html", context)


def other_editions(call, limit=5):
    """The labels of the newest public editions of the same series."""
    key = "editions", call.series_id
    found = LISTS.get(key, lambda: list(newest_labels(call.series, limit + 1)))
    return [label for label in found if label != call.label][:limit]


def newest_labels(series, limit):
    return series.calls.published().newest_first().values_list("label", flat=True)[:limit]


@uncached
def call_checklist(request, slug, label):
    """It names the newest version that was kept of the page, which is no change of the content."""
    calls = Call.objects.filter(label=label).for_page(**CALL_LINKS).for_checklist()
    call = find_within(request, calls, "series", slug, address="get_checklist_url")
    text = checklist_text(call, request.build_absolute_uri(call.get_absolute_url()))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def call_results(request, slug, label):
    calls = Call.objects.filter(label=label).with_results().for_page(**CALL_LINKS)
    call = find_within(request, calls, "series", slug, address="get_results_url")
    return render(
        request, "calls/call_results.html", {"call": call, "projects": call.projects.all()}
    )


def call_results_table(request, slug, label, file_format):
    calls = Call.objects.filter(label=label).with_results().select_related("series")
    address = f"get_results_{file_format}_url"
    call = find_within(request, calls, "series", slug, address=address)
    content = results_io.public_file(call.projects.all(), file_format)
    name = f"{call.series.slug}-{call.label}-{request.path.rsplit('/', 1)[1]}"
    return file_response(content, name)


def call_calendar(request, slug, label):
    calls = Call.objects.real().filter(label=label).select_related("series__partner")
    call = find_within(request, calls, "series", slug, address="get_calendar_url")
    if not call.is_published():  # its page may be readable still; a calendar is for what can come
        raise Withdrawn(call.withdrawn_record)
    return calendar_response(request, title_with_cancellation(call).content, [call])


@parameters(*SupportFilter.base_fields)
def measure_list(request):
    form = SupportFilter(request.GET)
    request.list_query = form.address_query
    grants, others = support_cards(form)
    keys = LISTS.get(("finder", form.address_query), lambda: form.call_keys())
    calls = call_cards(keys, start=form.value("start"))
    context = {
        "form": form,
        "grants": grants,
        "others": others,
        "calls": calls,
        "found": len(grants) + len(others) + len(calls),
        "start": form.value("start"),
        "query": form.address_query,
    }
    return render(request, "calls/measure_list.html", context)


def followed_support(request):
    """The filters of an address that programs read; Http404 when one means nothing.

    A start is no filter, but an answer for another start than was asked for would be wrong.
    """
    form = SupportFilter(request.GET)
    form.require_meaning()
    if form.errors:
        raise Http404("no such day")
    return form


@parameters(*SupportFilter.base_fields)
def measure_list_calendar(request):
    form = followed_support(request)
    calls = form.narrow_calls(Call.objects.published().real()).for_calendar()
    grants, _others = found_support(form, is_real=True)
    return calendar_response(request, finder_title(form), calls, deadline_events(request, grants))


@parameters(*SupportFilter.base_fields)
def measure_list_data(request):
    form = followed_support(request)
    return support_response(request, form, *found_support(form, is_real=True))


@parameters(*SupportFilter.base_fields)
def measure_list_table(request, file_format):
    form = SupportFilter(request.GET)
    form.require_meaning()
    measures = form.narrow(SupportMeasure.objects.published().real().usable())
    return table_response(request, MEASURE_COLUMNS, measures, file_format)


def measure_detail(request, slug):
    measure = load_rows(MEASURE_PAGE.find(request, slug), *MEASURE_ROWS, *ATTACHED)
    replacements = [newer for newer in measure.replaced_by.all() if newer.is_published()]
    context = {"measure": measure, "answer": answer(measure), "replacements": replacements}
    return render(request, "calls/measure_detail.html", context)
