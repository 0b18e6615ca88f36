"""Why a partner is a priority: derived from a framework's focus list, never stored.

A partner can have several reasons: an entry names it, an entry names the country it is part of, or
an entry takes in all jurisdictions and a representation is competent for it.
"""

from typing import NamedTuple

from django.db.models import Prefetch

from partners.models import Jurisdiction, Partner, Post

from .models import FocusEntry, Framework


class Reason(NamedTuple):
    """`via` is None when the entry names the partner itself, else the country or the post."""

    entry: FocusEntry
    via: Partner | Post | None


def newest_framework():
    """The framework with the latest first day, also when it is past; None when there is none."""
    return Framework.objects.published().newest_first().first()


def focus_list(framework):
    """The entries in their order, each with its published `named` partners in its order."""
    named = Prefetch(
        "partners",
        Partner.objects.published().order_by("focusmember__position", "focusmember__id"),
        to_attr="named",
    )
    return framework.entries.prefetch_related(named)


def current_jurisdictions():
    """What entry “all jurisdictions” stands for today: rows with their partner and post."""
    return (
        Jurisdiction.objects.current()
        .filter(partner__in=Partner.objects.published())
        .select_related("partner", "post")
    )


def reasons(framework, partner, today=None):
    """Every reason why a partner is a priority of a framework, in the order of its list."""
    found = []
    for entry in framework.entries.prefetch_related("partners"):
        names = {member.pk for member in entry.partners.all()}
        if partner.pk in names:
            found.append(Reason(entry, None))
        elif partner.parent_id in names:
            found.append(Reason(entry, partner.parent))
        if entry.kind == FocusEntry.Kind.JURISDICTIONS:
            found += [Reason(entry, post) for post in Post.objects.published().competent_for(partner, today)]
    return found


def compare(one, other):
    """Partners that two frameworks name: only the one, both, only the other; each by Dutch name."""
    first, second = (
        set(Partner.objects.published().filter(focus_entries__framework=framework))
        for framework in (one, other)
    )
    return [
        sorted(group, key=lambda partner: partner.name_nl)
        for group in (first - second, first & second, second - first)
    ]
