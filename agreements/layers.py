"""The layer of the partner map with the agreements, by what is known of them today."""

from collections import Counter, defaultdict

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import Agreement, Standing, standing_of
from partners.layers import Group, Layer, Mark, Marks

STYLES = {
    Standing.CURRENT: ("green", "solid"),
    Standing.UNKNOWN: ("yellow", "hatched"),
    Standing.ENDED: ("grey", "dashed"),
}


def has_agreement():
    """The condition that there is a public agreement with a partner."""
    return Q(pk__in=Agreement.objects.published().order_by().values("partners"))


def by_standing(partners):
    """The partners with a public agreement, grouped by the first standing that any of them has."""
    groups = {standing: Group(standing.label, *style) for standing, style in STYLES.items()}
    marks = {
        partner: Mark(groups[first(count)], in_words(count))
        for partner, count in standings_by_partner(partners).items()
    }
    return Marks(list(groups.values()), marks)


def standings_by_partner(partners):
    """{partner: Counter of the standings of the public agreements with it}, by primary keys."""
    found = defaultdict(Counter)
    agreements = Agreement.objects.published().filter(partners__in=partners)
    for partner, ends in agreements.order_by().values_list("partners", "ends"):
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


AGREEMENTS = Layer("agreements", gettext_lazy("Agreements"), has_agreement, by_standing)
