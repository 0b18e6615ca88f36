"""Why a partner is a priority: derived from a framework's focus list, never stored.

A partner can have several reasons: an entry names it, an entry names the country it is part of, or
an entry takes in all jurisdictions and a representation is responsible for it.
"""

from typing import NamedTuple

from django.db.models import F, Prefetch, Subquery

from partners.models import Jurisdiction, Partner, Post
from policy.models import FocusEntry, Framework


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
        .order_by("post__city_nl", "post", "id")
    )


def why(partner, posts):
    """(newest framework, every reason why a partner is a priority of it), in the order of its list.

    `posts` are those responsible for the partner. One query; (None, []) without a focus list.
    """
    newest = Framework.objects.published().newest_first().values("pk")[:1]
    entries = (
        FocusEntry.objects.filter(framework=Subquery(newest))
        .select_related("framework")
        .annotate(names=F("members__partner"))
    )
    framework, found = None, []
    for entry in entries:
        framework = entry.framework
        if entry.kind == FocusEntry.Kind.JURISDICTIONS:
            found += [reason for post in posts if (reason := Reason(entry, post)) not in found]
        elif entry.names == partner.pk:
            found.append(Reason(entry, None))
        elif entry.names and entry.names == partner.parent_id:
            found.append(Reason(entry, partner.parent))
    return framework, found


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
