"""Why a partner is a priority: derived from the focus list of a framework, never stored.

A partner can have several reasons: an entry names it, an entry names the country it is part of, or
an entry covers all jurisdictions and a post is responsible for it.
"""

from typing import NamedTuple

from django.db.models import F, Subquery

from partners.links import partner_links
from partners.models import Partner, Post
from partners.posts import current_jurisdictions
from policy.models import FocusEntry, Framework
from portal.publishing.shelf import Shelf

ENTRIES = Shelf(10)


class Reason(NamedTuple):
    """An entry by which a partner is a priority.

    `via` is None when the entry names the partner itself, else the country or the post.
    """

    entry: FocusEntry
    via: Partner | Post | None


def newest_frameworks():
    """Published frameworks: first the latest that has begun, even if it is past.

    Without one, a framework that is still to come.
    """
    return Framework.objects.published().newest_first()


def newest_framework():
    """The first of these; None when none is published."""
    return newest_frameworks().first()


def focus_list(framework):
    """The entries in their order, each with its `public_partners` in the order of its text.

    They and their members are rows that are loaded.
    """
    entries = list(framework.entries.all())
    named = {member.partner_id for entry in entries for member in entry.members.all()}
    partners = partner_links(named)
    for entry in entries:
        members = entry.members.all()
        entry.public_partners = [
            partners[member.partner_id] for member in members if member.partner_id in partners
        ]
    return entries


def public_jurisdictions():
    """The jurisdictions of today over public partners, for the entry “all jurisdictions”."""
    return [row for row in current_jurisdictions() if row.partner.is_published()]


def newest_entries():
    """The entries of the newest framework."""
    newest = newest_frameworks().values("pk")[:1]
    return FocusEntry.objects.filter(framework=Subquery(newest))


def newest_list():
    """The entries of the newest framework in their order, one for each partner that it names.

    Each has its `framework` and, where it names a partner, the key of that: `named_partner`.
    """
    entries = newest_entries().select_related("framework")
    return list(entries.annotate(named_partner=F("members__partner")))


def reasons_for(partner, posts, entries=None):
    """(newest framework, Reasons why a partner is a priority of it, in the order of its list).

    `posts` are those responsible for the partner, `entries` a `newest_list()`; one query without
    these. (None, []) without a focus list.
    """
    entries = ENTRIES.get("newest", newest_list) if entries is None else entries
    framework, reasons = None, []
    for entry in entries:
        framework = entry.framework
        if entry.kind == FocusEntry.Kind.JURISDICTIONS:
            # Once per post, though the query returns an entry for each partner that it names.
            reasons += [reason for post in posts if (reason := Reason(entry, post)) not in reasons]
        elif entry.named_partner == partner.pk:
            reasons.append(Reason(entry, None))
        elif entry.named_partner and entry.named_partner == partner.parent_id:
            reasons.append(Reason(entry, partner.parent))
    return framework, reasons


def compare_partners(first, second):
    """[only in the first, in both, only in the second]: the published partners they name.

    Each group is in order of the Dutch name.
    """
    in_first, in_second = (
        set(Partner.objects.published().filter(focus_entries__framework=framework))
        for framework in (first, second)
    )
    return [
        sorted(group, key=lambda partner: partner.name_nl)
        for group in (in_first - in_second, in_first & in_second, in_second - in_first)
    ]
