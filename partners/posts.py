"""Which representation is responsible for whom today; the same for every page that says it."""

from django.db.models import Q

from partners.models import Jurisdiction
from portal.publishing.shelf import Shelf

FEW = 100  # jurisdictions that are read at once, so that the next page asks for none
JURISDICTIONS, COVERING = Shelf(10), Shelf(5000)


def current_jurisdictions():
    """All jurisdictions of today with partner and post, in the order of the cities."""
    few = few_jurisdictions()
    return JURISDICTIONS.get("all", lambda: list(today())) if few is None else few


def few_jurisdictions():
    """The same; None when there are many."""
    rows = JURISDICTIONS.get("first", lambda: list(today()[: FEW + 1]))
    return rows if len(rows) <= FEW else None


def today():
    return Jurisdiction.objects.current().for_links()


def posts_for(partner):
    """The posts whose jurisdiction covers a partner, or the country it is part of."""
    note_posts([partner])
    return partner.posts


def is_covered():
    """The condition that a post is responsible for a partner: that `posts_for` has any."""
    covered = Jurisdiction.objects.current().order_by().values("partner")
    return Q(pk__in=covered) | Q(parent__in=covered)


def note_posts(partners):
    """Set of each partner, for all of them at once, what says who is responsible for it.

    `covered_by` are the jurisdictions of today over it or the country it is part of, and `posts`
    is as `posts_for`.
    """
    keys = [(partner.pk, partner.parent_id) for partner in partners]
    few = few_jurisdictions()
    if few is None:
        found = COVERING.get_many(keys, jurisdictions_over)
    else:
        found = [over(key, few) for key in keys]
    for partner, rows in zip(partners, found, strict=True):
        partner.covered_by = rows
        partner.posts = list(dict.fromkeys(row.post for row in rows))


def jurisdictions_over(keys):
    """{(partner, country it is part of): the jurisdictions of today over either}."""
    rows = list(today().filter(partner__in={partner for key in keys for partner in key if partner}))
    return {key: over(key, rows) for key in keys}


def over(key, jurisdictions):
    return [row for row in jurisdictions if row.partner_id in key]
