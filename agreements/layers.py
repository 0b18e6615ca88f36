"""The layer of the partner map with the agreements, by what is known of them today."""

from collections import Counter, defaultdict

from django.utils.translation import gettext_lazy, ngettext

from agreements.models import Agreement, Standing, standing_of
from partners.layers import Group, Layer, Mark, Marks
from portal.publishing.shelf import Shelf

STANDINGS = Shelf(10)
STYLES = {
    Standing.CURRENT: ("green", "solid"),
    Standing.UNKNOWN: ("yellow", "hatched"),
    Standing.ENDED: ("grey", "dashed"),
}


def by_standing(partners):
    """The partners with a public agreement, grouped by the first standing that any of them has."""
    groups = {standing: Group(standing.label, *style) for standing, style in STYLES.items()}
    standings = STANDINGS.get("all", standings_by_partner)
    marks = {
        partner.pk: Mark(groups[first(count)], in_words(count))
        for partner in partners
        if (count := standings.get(partner.pk))
    }
    return Marks(list(groups.values()), marks)


def standings_by_partner():
    """{partner: Counter of the standings of the public agreements with it}."""
    found = defaultdict(Counter)
    rows = Agreement.objects.published().order_by().values_list("partners", "ends")
    for partner, ends in rows:
        found[partner][standing_of(ends)] += 1
    return found


def first(count):
    return next(standing for standing in Standing if count[standing])


def in_words(count):
    """'1 agreement, current' or '3 agreements (1 current, 2 ended)'."""
    total = count.total()
    agreements = ngettext("%(total)s agreement", "%(total)s agreements", total) % {"total": total}
    known = [standing for standing in Standing if count[standing]]
    if len(known) == 1:
        return f"{agreements}, {known[0].label}"
    return f"{agreements} ({', '.join(f'{count[each]} {each.label}' for each in known)})"


AGREEMENTS = Layer("agreements", gettext_lazy("Agreements"), by_standing)
