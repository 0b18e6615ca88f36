"""Agreements on pages of other apps."""

from collections import defaultdict

from django import template

from agreements.cards import agreement_cards
from agreements.models import Agreement, Standing, standing_of
from portal.i18n.addresses import address
from portal.publishing.shelf import Shelf

register = template.Library()
IN_ORDER = Shelf(10)


@register.filter
def agreements_with(partner):
    """The cards of the public agreements with a partner, in the order of standings."""
    in_order = IN_ORDER.get("keys", keys_by_partner)
    return agreement_cards(in_order.get(partner.pk, []))


def keys_by_partner():
    """{partner: primary keys of the public agreements with it, in the order of standings}."""
    rows = Agreement.objects.published().values_list("partners", "pk", "ends", "title_nl")
    order, found = Standing.values, defaultdict(list)
    for partner, key, ends, title in rows.order_by():
        found[partner].append((order.index(standing_of(ends)), title, key))
    return {partner: [key for *_order, key in sorted(those)] for partner, those in found.items()}


@register.simple_tag
def programme_url(agreement, programme):
    """The address of a programme, without a query for its agreement."""
    return address(
        "agreements:programme", agreement.slug, programme.first_year, programme.last_year
    )
