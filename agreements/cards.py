"""Agreements in lists, rendered once per language until the content changes."""

from django.template.loader import render_to_string

from agreements.models import Agreement
from portal.publishing.shelf import Shelf

KEPT = Shelf(5000)


def agreement_cards(keys, loaded=()):
    """The HTML of the cards of some agreements, given their primary keys, in that order.

    `loaded` are agreements at hand, with their programmes.
    """
    return rendered(keys, "agreements/_card.html", Agreement.objects.with_programmes(), loaded)


def agreement_rows(keys, loaded):
    """The same as rows of the table."""
    return rendered(keys, "agreements/_table_row.html", Agreement.objects.for_list(), loaded)


def rendered(keys, template, agreements, loaded=()):
    def render(missing):
        wanted = [key for _template, key in missing]
        if all(key in loaded for key in wanted):
            found = [loaded[key] for key in wanted]
        else:
            found = agreements.filter(pk__in=wanted)
        return {
            (template, agreement.pk): render_to_string(template, {"agreement": agreement})
            for agreement in found
        }

    return KEPT.get_many([(template, key) for key in keys], render)
