from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from portal.publishing.addresses import find, find_within
from portal.publishing.forms import page_of

from .forms import CallFilter, SupportFilter
from .models import Call, CallSeries, SupportMeasure


def call_list(request):
    form = CallFilter(request.GET)
    calls = form.in_order(form.narrow(Call.objects.published()).for_cards())
    page = page_of(Paginator(calls, 20), request.GET.get("page"))
    context = {"form": form, "page": page, "query": form.query_without("page")}
    return render(request, "calls/call_list.html", context)


def series_detail(request, slug):
    series = find(request, CallSeries.objects.select_related("partner", "agreement"), slug)
    calls = series.calls.published().newest_first().for_cards()
    return render(request, "calls/series_detail.html", {"series": series, "calls": calls})


def call_detail(request, slug, label):
    calls = Call.objects.filter(label=label).for_page()
    call = find_within(request, calls, "series", slug)
    others = call.series.calls.published().newest_first().exclude(pk=call.pk)
    return render(request, "calls/call_detail.html", {"call": call, "others": others})


def call_results(request, slug, label):
    calls = Call.objects.filter(label=label).with_results().for_page()
    call = find_within(request, calls, "series", slug, address="get_results_url")
    return render(
        request, "calls/call_results.html", {"call": call, "projects": call.projects.all()}
    )


def measure_list(request):
    form = SupportFilter(request.GET)
    measures = form.narrow(SupportMeasure.objects.published().usable()).prefetch_related("rounds")
    start = form.value("start")
    rows = [(measure, start and measure.deadline_for(start)) for measure in measures]
    context = {"form": form, "rows": rows, "start": start, "today": timezone.localdate()}
    return render(request, "calls/measure_list.html", context)


def measure_detail(request, slug):
    measure = find(request, SupportMeasure.objects.select_related("replaces"), slug)
    replacements = measure.replaced_by.published()
    context = {"measure": measure, "replacements": replacements}
    return render(request, "calls/measure_detail.html", context)
