"""What other rooms' pages show of the agreements."""

from django import template
from django.urls import reverse

register = template.Library()


@register.filter
def agreements_with(partner):
    """The published agreements with a partner, the running ones first; none without a partner."""
    if not partner:
        return []
    agreements = partner.agreements.published().with_programmes()
    return sorted(
        agreements, key=lambda agreement: (not agreement.is_running(), agreement.title_nl)
    )


@register.simple_tag
def programme_url(agreement, programme):
    """The address of a programme whose agreement is already known: no query for it."""
    return reverse(
        "agreements:programme", args=[agreement.slug, programme.first_year, programme.last_year]
    )
