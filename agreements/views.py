from itertools import groupby

from django.shortcuts import render

from agreements.forms import AgreementFilter
from agreements.models import Agreement, WorkProgramme
from portal.i18n.unaccent import fold
from portal.redirects.old_slugs import find, find_within


def agreement_list(request):
    form = AgreementFilter(request.GET)
    agreements = sorted(form.narrow(Agreement.objects.published()).for_list(), key=by_partner)
    context = {
        "form": form,
        "agreements": agreements,
        "layout": form.value("view"),
        "decades": by_decade(agreements),
    }
    return render(request, "agreements/agreement_list.html", context)


def by_partner(agreement):
    """Sort key: the names of the partners, then the oldest agreement first, unknown dates last."""
    names = [fold(partner.name) for partner in agreement.public_partners]
    return names, agreement.signed or "9999", agreement.title_nl


def by_decade(agreements):
    """[(first year of the decade, agreements)] in order of signing; year 0 when it is unknown."""
    in_order = sorted(agreements, key=lambda agreement: agreement.signed or "9999")
    return [
        (decade, list(group))
        for decade, group in groupby(
            in_order, lambda agreement: int(agreement.signed[:4] or 0) // 10 * 10
        )
    ]


def agreement_detail(request, slug):
    agreements = Agreement.objects.select_related("predecessor").for_page()
    agreement = find(request, agreements, slug)
    return render(request, "agreements/agreement_detail.html", {"agreement": agreement})


def programme_detail(request, slug, first_year, last_year):
    programmes = WorkProgramme.objects.select_related("agreement").filter(
        first_year=first_year, last_year=last_year
    )
    programme = find_within(request, programmes, "agreement", slug)
    others = programme.agreement.programmes.published().exclude(pk=programme.pk)
    context = {"programme": programme, "agreement": programme.agreement, "others": others}
    return render(request, "agreements/programme_detail.html", context)
