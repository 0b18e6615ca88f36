"""Agreements on pages of other apps."""

from django import template
from django.urls import reverse

from agreements.models import Agreement

register = template.Library()


@register.filter
def agreements_with(partner):
    """The public agreements with a partner or any of a list of partners, running ones first."""
    partners = partner if isinstance(partner, list) else [partner]
    found = Agreement.objects.published().filter(partners__in=partners)
    agreements = found.distinct().with_programmes()
    return sorted(
        agreements, key=lambda agreement: (not agreement.is_running(), agreement.title_nl)
    )


@register.simple_tag
def programme_url(agreement, programme):
    """The address of a programme, without a query for its agreement."""
    return reverse(
        "agreements:programme", args=[agreement.slug, programme.first_year, programme.last_year]
    )
