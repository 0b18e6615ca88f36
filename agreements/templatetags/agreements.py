"""What pages of other apps show of the agreements."""

from django import template
from django.urls import reverse

from agreements.models import Agreement

register = template.Library()


@register.filter
def agreements_with(partner):
    """The public agreements with a partner, or any of a list of them, the running ones first."""
    partners = partner if isinstance(partner, list) else [partner]
    found = Agreement.objects.published().filter(partners__in=partners)
    agreements = found.distinct().with_programmes()
    return sorted(
        agreements, key=lambda agreement: (not agreement.is_running(), agreement.title_nl)
    )


@register.simple_tag
def programme_url(agreement, programme):
    """The address of a programme whose agreement is already known: no query for it."""
    return reverse(
        "agreements:programme", args=[agreement.slug, programme.first_year, programme.last_year]
    )
