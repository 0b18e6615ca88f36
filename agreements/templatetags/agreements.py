"""Agreements on pages of other apps."""

from django import template

from portal.i18n.addresses import address

register = template.Library()


@register.simple_tag
def programme_url(agreement, programme):
    """The address of a programme, without a query for its agreement."""
    return address(
        "agreements:programme", agreement.slug, programme.first_year, programme.last_year
    )
