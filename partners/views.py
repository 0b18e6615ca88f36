from functools import partial

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render

from partners.forms import PartnerFilter
from partners.layers import drawn_partners, shown_partners
from partners.models import Jurisdiction, Partner, Post
from partners.posts import posts_for
from partners.tables import PARTNER_COLUMNS, POST_COLUMNS
from portal.exchange.lists import table_response
from portal.i18n.languages import active, texts
from portal.publishing.filters import get_page_or_404
from portal.publishing.models import linked_columns
from portal.publishing.page_rows import ATTACHED, load_rows
from portal.publishing.parameters import parameters
from portal.publishing.shelf import Shelf
from portal.redirects.old_slugs import PageQuery

A_PAGE = 60  # partners on a page of the list, and on its map
LISTS = Shelf(50)
PARTNER_PAGE = PageQuery(Partner, parent="name")
POST_PAGE = PageQuery(Post, country="name")


@parameters(*PartnerFilter.base_fields, "page")
def partner_list(request):
    form = PartnerFilter(request.GET)
    request.list_query = form.query_of_page(request.GET.get("page"))
    shown = LISTS.get(form.address_query, lambda: shown_partners(form))
    page = get_page_or_404(Paginator(shown.keys, A_PAGE), request.GET.get("page"))
    layer = form.value("layer") or ""
    context = {
        "form": form,
        "query": form.address_query,
        "page": page,
        "choices": shown.choices,
        # A function: asked only when the page is not kept.
        "drawn": partial(drawn_partners, page.object_list, page.start_index(), layer),
    }
    return render(request, "partners/partner_list.html", context)


@parameters(*PartnerFilter.base_fields)
def partner_list_table(request, file_format):
    form = PartnerFilter(request.GET)
    form.require_meaning()
    partners = form.narrow(Partner.objects.published().real().select_related("parent"))
    return table_response(
        request, PARTNER_COLUMNS, partners.in_order_of_name(active()), file_format
    )


def partner_detail(request, slug):
    partner = PARTNER_PAGE.find(request, slug)
    load_rows(partner, "parts", *ATTACHED)
    posts = posts_for(partner)
    parts = [part for part in partner.parts.all() if part.is_published()]
    return render(
        request,
        "partners/partner_detail.html",
        {"partner": partner, "posts": posts, "parts": parts},
    )


def post_list(request):
    return render(request, "partners/post_list.html", {"posts": posts_of_today()})


def post_list_table(request, file_format):
    posts = posts_of_today().real().select_related("country")
    return table_response(request, POST_COLUMNS, posts, file_format)


def posts_of_today():
    """Public representations with the partners that they are responsible for today."""
    jurisdictions = Prefetch("jurisdictions", public_jurisdictions().current())
    return Post.objects.published().prefetch_related(jurisdictions)


def post_detail(request, slug):
    post = load_rows(POST_PAGE.find(request, slug), *ATTACHED)
    jurisdictions = public_jurisdictions().filter(post=post)
    return render(
        request, "partners/post_detail.html", {"post": post, "jurisdictions": jurisdictions}
    )


def public_jurisdictions():
    """Jurisdictions over published partners, including past ones."""
    return (
        Jurisdiction.objects.filter(partner__in=Partner.objects.published())
        .select_related("partner")
        .only(
            "post",
            "since",
            "until",
            *texts("note"),
            *linked_columns(Jurisdiction, "partner", "name"),
        )
    )
