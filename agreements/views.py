from itertools import groupby
from operator import itemgetter

from django.core.paginator import Paginator
from django.shortcuts import render

from agreements.cards import agreement_rows
from agreements.forms import AgreementFilter
from agreements.models import Agreement, WorkProgramme
from agreements.tables import AGREEMENT_COLUMNS
from portal.exchange.lists import table_response
from portal.i18n.unaccent import fold
from portal.publishing.filters import get_page_or_404
from portal.publishing.page_rows import ATTACHED, load_rows
from portal.publishing.parameters import parameters
from portal.publishing.shelf import Shelf
from portal.redirects.old_slugs import PageQuery, find_within

A_PAGE = 100  # agreements in the list
IN_ORDER = Shelf(100)
AGREEMENT_PAGE = PageQuery(Agreement, predecessor="title")


@parameters(*AgreementFilter.base_fields, "page")
def agreement_list(request):
    form = AgreementFilter(request.GET)
    request.list_query = form.query_of_page(request.GET.get("page"))
    loaded = {}
    found = IN_ORDER.get(form.address_query, lambda: in_order(form, loaded))
    page = get_page_or_404(Paginator(found, A_PAGE), request.GET.get("page"))
    rows = agreement_rows([key for key, _decade in page], form.value("view"), loaded)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "layout": form.value("view"),
        "decades": by_decade(page, rows),
        "query": form.address_query,
    }
    return render(request, "agreements/agreement_list.html", context)


def in_order(form, loaded):
    """[(primary key, first year of the decade of signing or 0)] of the public agreements found.

    In the table by partner, in the timeline by the date of signing. The agreements themselves are
    put in `loaded`, by primary key.
    """
    found = sorted(form.narrow(Agreement.objects.published()).for_list(), key=by_partner)
    if form.value("view") == "timeline":
        found.sort(key=lambda agreement: agreement.signed or "9999")
    loaded.update((agreement.pk, agreement) for agreement in found)
    return [(agreement.pk, int(agreement.signed[:4] or 0) // 10 * 10) for agreement in found]


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


def by_decade(page, rows):
    """[(first year of the decade, its rows)]; year 0 when the date of signing is unknown."""
    decades = zip((decade for _key, decade in page), rows, strict=True)
    return [
        (decade, [row for _decade, row in group])
        for decade, group in groupby(decades, key=itemgetter(0))
    ]


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
