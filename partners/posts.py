"""Which representation is responsible for whom today; the same for every page that says it."""

from django.db.models import Q

from partners.models import Jurisdiction
from portal.publishing.shelf import Shelf

JURISDICTIONS, COVERING = Shelf(10), Shelf(5000)


def current_jurisdictions():
    """All jurisdictions of today with partner and post, in the order of the cities."""
    return JURISDICTIONS.get("current", lambda: list(Jurisdiction.objects.current().for_links()))


def posts_for(partner):
    """The posts whose jurisdiction covers a partner, or the country it is part of."""
    note_posts([partner])
    return partner.posts


def is_covered():
    """The condition that a post is responsible for a partner: that `posts_for` has any."""
    covered = Jurisdiction.objects.current().order_by().values("partner")
    return Q(pk__in=covered) | Q(parent__in=covered)


def note_posts(partners):
    """Set of each partner, for all of them in one query, what says who is responsible for it.

    `covered_by` are the jurisdictions of today over it or the country it is part of, and `posts`
    is as `posts_for`.
    """
    found = COVERING.get_many(
        [(partner.pk, partner.parent_id) for partner in partners], jurisdictions_over
    )
    for partner, rows in zip(partners, found, strict=True):
        partner.covered_by = rows
        partner.posts = list(dict.fromkeys(row.post for row in rows))


def jurisdictions_over(keys):
    """{(partner, country it is part of): the jurisdictions of today over either}."""
    covered = {partner for key in keys for partner in key if partner}
    rows = list(Jurisdiction.objects.current().filter(partner__in=covered).for_links())
    return {key: [row for row in rows if row.partner_id in key] for key in keys}
