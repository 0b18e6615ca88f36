from django.db.models import Prefetch
from django.shortcuts import render

from partners.forms import PartnerFilter
from partners.map import build_panels
from partners.models import Jurisdiction, Partner, Post
from portal.i18n.languages import active
from portal.redirects.old_slugs import find


def partner_list(request):
    form = PartnerFilter(request.GET)
    partners = form.narrow(Partner.objects.published().select_related("parent")).in_order_of_name(
        active()
    )
    numbered = list(enumerate(partners, start=1))
    return render(
        request,
        "partners/partner_list.html",
        {"form": form, "partners": numbered, "map": build_panels(map_points(numbered))},
    )


def map_points(numbered):
    """(number, name, URL, longitude, latitude) of each partner that has coordinates."""
    return tuple(
        (
            number,
            partner.name,
            partner.get_absolute_url(),
            float(partner.longitude),
            float(partner.latitude),
        )
        for number, partner in numbered
        if partner.longitude is not None
    )


def partner_detail(request, slug):
    partner = find(request, Partner.objects.select_related("parent"), slug)
    posts = Post.objects.published().competent_for(partner)
    parts = partner.parts.published()
    return render(
        request,
        "partners/partner_detail.html",
        {"partner": partner, "posts": posts, "parts": parts},
    )


def post_list(request):
    posts = Post.objects.published().prefetch_related(
        Prefetch("jurisdictions", public_jurisdictions().current())
    )
    return render(request, "partners/post_list.html", {"posts": posts})


def post_detail(request, slug):
    post = find(request, Post.objects.select_related("country"), slug)
    jurisdictions = public_jurisdictions().filter(post=post)
    return render(
        request, "partners/post_detail.html", {"post": post, "jurisdictions": jurisdictions}
    )


def public_jurisdictions():
    """Jurisdictions over published partners, including past ones."""
    return Jurisdiction.objects.filter(partner__in=Partner.objects.published()).select_related(
        "partner"
    )
