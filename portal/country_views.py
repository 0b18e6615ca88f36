"""“What about country X?”: an answer for every country, and for every partner that is none.

A country answers at its ISO code, a region at its own (GB-WLS), a partner without one at its slug.
A region that is no partner is answered through its country. Drafts and examples are never shown.
"""

import re
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.models import Agreement, Standing
from calls.models import Call, SupportMeasure
from calls.status import CURRENT_STATES
from partners.models import Jurisdiction, Partner
from policy.priority import newest_framework, newest_list, reasons_for
from portal.countries import (
    COUNTRY_CODES,
    countries_by_name,
    country_name,
    country_of_region,
    names_of,
)
from portal.exchange.lists import table_response
from portal.i18n.languages import active, text_of
from portal.redirects.old_slugs import by_slug
from portal.tables import COUNTRY_COLUMNS

EDITIONS = 3  # of a series, besides those for which one can apply now or later


def country_list(request):
    context = {"countries": countries_by_name(active()), "others": other_partners()}
    return render(request, "portal/country_list.html", context)


class Place(NamedTuple):
    """A country or another partner in the file of the list; `code` is "" without an ISO code."""

    name: str
    code: str
    address: str


def country_list_table(request, file_format):
    countries = [
        Place(name, code, reverse("country", args=[code.lower()]))
        for code, name in countries_by_name(active())
    ]
    others = [
        Place(text_of(partner, "name").content, partner.iso_code, url)
        for partner, url in other_partners()
    ]
    return table_response(
        request, COUNTRY_COLUMNS, [*countries, *others], file_format, attrgetter("address")
    )


def country_detail(request, code):
    if not re.fullmatch(r"[\w-]+", code, re.ASCII):
        raise Http404("neither a code nor a slug")
    code = code.upper()
    if code in COUNTRY_CODES:
        if request.path != (canonical := reverse("country", args=[code.lower()])):
            return HttpResponsePermanentRedirect(canonical)
        return render_answer(request, *of_country(code), code=code)
    if partner := of_partner(code):
        request.record, request.get_record_url = partner, partial(answer_url, partner)
        if request.path != (canonical := answer_url(partner)):
            return HttpResponsePermanentRedirect(canonical)
        return render_answer(request, partner, list(public_partners().filter(parent=partner)))
    if country := country_of_region(code):
        return redirect("country", country.lower())
    raise Http404("not a country, nor a region of one, nor a partner")


def public_partners():
    return Partner.objects.published().real().select_related("parent")


def answer_url(partner):
    """Where the portal says all that it knows about a partner."""
    return reverse("country", args=[answer_code(partner)])


def answer_code(partner):
    return partner.iso_code.lower() or partner.slug


def other_partners():
    """[(partner, its answer)] of the partners that are no country, in the order of their names."""
    partners = public_partners().in_order_of_name(active())
    answers = [(partner, answer_url(partner)) for partner in partners]
    return [pair for pair in answers if answer_code(pair[0]).upper() not in COUNTRY_CODES]


def of_country(code):
    """(the partner that a country is, its parts); Belgium is no partner, its communities are."""
    partners = list(public_partners().of_country(code))
    country = next((partner for partner in partners if partner.iso_code == code), None)
    return country, [partner for partner in partners if partner is not country]


def of_partner(code):
    """The public partner with an ISO code, or else with a slug in any language; or None."""
    if partner := public_partners().filter(iso_code=code).first():
        return partner
    try:
        return by_slug(public_partners(), code.lower())
    except Http404:
        return None


def render_answer(request, partner, parts, code=""):
    partners = [partner, *parts] if partner else parts
    jurisdictions = jurisdictions_over(partner) if partner else []
    posts = list(dict.fromkeys(row.post for row in jurisdictions))
    entries = newest_list()
    context = {
        "name": country_name(code) if code else text_of(partner, "name").content,
        "is_country": bool(code),
        "other_names": names_of(code)[1:] if code else [],
        "partner": partner,
        "parts": [(part, named_entries(part, entries)) for part in parts],
        "jurisdictions": jurisdictions,
        "framework": entries[0].framework if entries else newest_framework(),
        "has_focus_list": bool(entries),
        "reasons": public_reasons(partner, posts, entries) if partner else [],
        "series": calls_by_series(partners),
        "agreements": agreements_with(partners),
        "measures": SupportMeasure.objects.published().real().usable().filter(kind="grant"),
    }
    context["has_current"] = any(group["current"] for group in context["series"])
    return render(request, "portal/country_detail.html", context)


def jurisdictions_over(partner):
    """The jurisdictions of today over a partner or the country that it is part of."""
    covered = [pk for pk in (partner.pk, partner.parent_id) if pk]
    return list(
        Jurisdiction.objects.current()
        .filter(partner__in=covered, post__is_example=False)
        .select_related("post", "partner")
        .order_by("post__city_nl", "post", "-since")
    )


def public_reasons(partner, posts, entries):
    """Why a partner is a priority, without what would name a country that is a draft."""
    _framework, reasons = reasons_for(partner, posts, entries)
    return [reason for reason in reasons if reason.via is None or reason.via.is_published()]


def named_entries(part, entries):
    """The entries of the focus list that name a region itself, not only its country."""
    return [reason.entry for reason in reasons_for(part, [], entries)[1] if reason.via is None]


def calls_by_series(partners):
    """[{series, current, past}]: calls to apply for now or later, and the newest other editions."""
    calls = Call.objects.published().real().filter(series__partner__in=partners).for_links()
    calls = sorted(calls.newest_first(), key=attrgetter("series.title_nl", "series_id"))
    groups = [list(group) for _id, group in groupby(calls, key=attrgetter("series_id"))]
    return sorted(map(editions, groups), key=lambda group: not group["current"])


def editions(calls):
    """The editions of a series that its page of a partner shows, by whether one can still apply."""
    current = [call for call in calls if call.status() in CURRENT_STATES]
    past = [call for call in calls[:EDITIONS] if call not in current]
    if not past:
        past = [call for call in calls if call not in current][:1]
    return {"series": calls[0].series, "current": current, "past": past}


def agreements_with(partners):
    """The agreements with any of the partners in the order of standings, without examples."""
    found = Agreement.objects.published().real().filter(partners__in=partners).distinct()
    agreements = list(found.with_programmes())
    for agreement in agreements:
        programmes = agreement.public_programmes
        agreement.public_programmes = [each for each in programmes if not each.is_example]
    order = Standing.values
    return sorted(agreements, key=lambda each: (order.index(each.standing()), each.title_nl))
