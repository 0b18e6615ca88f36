from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from calls import results_io
from calls.api import data_response
from calls.checklist import checklist, checklist_text
from calls.estimate import expected_edition
from calls.feeds import feed_response
from calls.filters import CallFilter, SupportFilter
from calls.ical import calendar_response
from calls.models import Call, CallSeries, SupportMeasure
from calls.syndication import followed_calls, list_title, title_with_cancellation
from portal.publishing import clock
from portal.publishing.filters import get_page_or_404
from portal.redirects.old_slugs import Withdrawn, find, find_within


def call_list(request):
    form = CallFilter(request.GET)
    calls = Call.objects.published()
    form.add_counts(calls)
    found = form.in_order(form.narrow(calls)).for_cards()
    page = get_page_or_404(Paginator(found, 20), request.GET.get("page"))
    context = {"form": form, "page": page, "query": form.query_without("page")}
    return render(request, "calls/call_list.html", context)


def call_list_feed(request):
    return feed_response(request, CallFilter(request.GET))


def call_list_calendar(request):
    form = CallFilter(request.GET)
    calls = followed_calls(form).prefetch_related("sessions")
    return calendar_response(request, list_title(form), calls)


def call_list_data(request):
    return data_response(request, CallFilter(request.GET))


def series_detail(request, slug):
    series = find(request, CallSeries.objects.select_related("partner", "agreement"), slug)
    calls = series.calls.published().newest_first().for_cards()
    context = {
        "series": series,
        "calls": calls,
        "has_current": any(call.is_current() for call in calls),
        "expected": expected_edition(series, calls),
    }
    return render(request, "calls/series_detail.html", context)


def call_detail(request, slug, label):
    calls = Call.objects.filter(label=label).for_page().for_checklist()
    call = find_within(request, calls, "series", slug)
    others = call.series.calls.published().newest_first().exclude(pk=call.pk)
    context = {"call": call, "others": others, "checklist": checklist(call)}
    return render(request, "calls/call_detail.html", context)


def call_checklist(request, slug, label):
    calls = Call.objects.filter(label=label).for_page().for_checklist()
    call = find_within(request, calls, "series", slug, address="get_checklist_url")
    text = checklist_text(call, request.build_absolute_uri(call.get_absolute_url()))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def call_results(request, slug, label):
    calls = Call.objects.filter(label=label).with_results().for_page()
    call = find_within(request, calls, "series", slug, address="get_results_url")
    return render(
        request, "calls/call_results.html", {"call": call, "projects": call.projects.all()}
    )


def call_results_csv(request, slug, label):
    calls = Call.objects.filter(label=label).with_results().select_related("series")
    call = find_within(request, calls, "series", slug, address="get_results_csv_url")
    text = results_io.public_csv(call.projects.all())
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"{call.series.slug}-{call.label}-{request.path.rsplit('/', 1)[1]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def call_calendar(request, slug, label):
    calls = Call.objects.real().filter(label=label).select_related("series__partner")
    call = find_within(request, calls, "series", slug, address="get_calendar_url")
    if not call.is_published():  # its page may be readable still; a calendar is for what can come
        raise Withdrawn(call.withdrawn_record)
    return calendar_response(request, title_with_cancellation(call).content, [call])


def measure_list(request):
    form = SupportFilter(request.GET)
    measures = form.narrow(SupportMeasure.objects.published().usable()).prefetch_related("rounds")
    start = form.value("start")
    rows = [(measure, start and measure.deadline_for(start)) for measure in measures]
    context = {"form": form, "rows": rows, "start": start, "today": clock.today()}
    return render(request, "calls/measure_list.html", context)


def measure_detail(request, slug):
    measure = find(request, SupportMeasure.objects.select_related("replaces"), slug)
    replacements = measure.replaced_by.published()
    context = {"measure": measure, "replacements": replacements}
    return render(request, "calls/measure_detail.html", context)
