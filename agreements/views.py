from functools import partial
from itertools import chain
from operator import attrgetter

from django.core.paginator import Paginator
from django.shortcuts import render

from agreements.cards import agreement_rows
from agreements.forms import AgreementFilter
from agreements.models import Agreement, WorkProgramme
from agreements.tables import AGREEMENT_COLUMNS
from agreements.timeline import outline, timeline
from portal.exchange.lists import table_response
from portal.i18n.unaccent import fold
from portal.publishing.filters import get_page_or_404, in_pages
from portal.publishing.page_rows import ATTACHED, load_rows
from portal.publishing.parameters import parameters
from portal.publishing.shelf import Shelf
from portal.redirects.old_slugs import PageQuery, find_within

A_PAGE, ON_AXIS = 100, 40  # agreements on a page of the table, and of the axis of time
IN_ORDER, OUTLINES = Shelf(100), Shelf(50)
AGREEMENT_PAGE = PageQuery(Agreement, predecessor="title")


@parameters(*AgreementFilter.base_fields, "page")
def agreement_list(request):
    form = AgreementFilter(request.GET)
    request.list_query = form.query_of_page(request.GET.get("page"))
    show = on_axis if form.value("view") == "timeline" else in_table
    context = {"form": form, "query": form.address_query}
    return render(
        request,
        "agreements/agreement_list.html",
        context | show(form, request.GET.get("page")),
    )


def in_table(form, number):
    """What the table of a page shows: its rows are kept one by one."""
    loaded = {}
    found = IN_ORDER.get(form.address_query, lambda: in_order(form, loaded))
    page = get_page_or_404(Paginator(found, A_PAGE), number)
    rows = agreement_rows(page.object_list, loaded)
    return {"page": page, "rows": rows, "found": page.paginator.count}


def in_order(form, loaded):
    """The primary keys of the public agreements found; they are themselves put in `loaded`."""
    found = sorted(form.narrow(Agreement.objects.published()).for_list(), key=by_partner)
    loaded.update((agreement.pk, agreement) for agreement in found)
    return [agreement.pk for agreement in found]


def on_axis(form, number):
    """What the axis of time of a page shows: a row for each partner."""
    whole, pages = OUTLINES.get(form.address_query, lambda: outline_of(form))
    page = get_page_or_404(Paginator(pages, 1), number)
    # A function: asked only when the page is not kept.
    drawn = partial(timeline, whole.axis, [*chain(*page.object_list)])
    return {"page": page, "drawn": drawn, "is_on_axis": True, "found": whole.agreements}


def outline_of(form):
    """(the Outline of all agreements found, its lines by page)."""
    found = form.narrow(Agreement.objects.published())
    whole = outline(found, form.value("partner") or "")
    return whole, in_pages(whole.lines, attrgetter("size"), ON_AXIS)


@parameters(*AgreementFilter.base_fields)
def agreement_list_table(request, file_format):
    form = AgreementFilter(request.GET)
    form.require_meaning()
    agreements = form.narrow(Agreement.objects.published().real()).for_list()
    in_order = sorted(agreements, key=by_partner)
    return table_response(request, AGREEMENT_COLUMNS, in_order, file_format)


def by_partner(agreement):
    """Sort key: the names of the partners, then the oldest agreement first, unknown dates last."""
    names = [fold(partner.name) for partner in agreement.public_partners]
    return names, agreement.signed or "9999", agreement.title_nl


def agreement_detail(request, slug):
    agreement = AGREEMENT_PAGE.find(request, slug)
    load_rows(agreement, "partners", "programmes", "successors", *ATTACHED)
    agreement.note_public_rows()
    return render(request, "agreements/agreement_detail.html", {"agreement": agreement})


def programme_detail(request, slug, first_year, last_year):
    programmes = WorkProgramme.objects.for_page(agreement=None).filter(
        first_year=first_year, last_year=last_year
    )
    programme = load_rows(find_within(request, programmes, "agreement", slug), *ATTACHED)
    others = programme.agreement.programmes.published().exclude(pk=programme.pk)
    context = {"programme": programme, "agreement": programme.agreement, "others": others}
    return render(request, "agreements/programme_detail.html", context)
