"""Which representation is responsible for whom today; the same for every page that says it."""

from collections import defaultdict
from operator import itemgetter

from partners.models import Jurisdiction
from portal.publishing.shelf import Shelf

JURISDICTIONS = Shelf(10)


def current_jurisdictions():
    """All jurisdictions of today with partner and post, in the order of the cities."""
    return JURISDICTIONS.get("current", lambda: list(Jurisdiction.objects.current().for_links()))


def posts_for(partner):
    """The posts whose jurisdiction covers a partner, or the country it is part of."""
    note_posts([partner])
    return partner.posts


def note_posts(partners):
    """Set of each partner, for all of them in one query, what says who is responsible for it.

    `covered_by` are the jurisdictions of today over it or the country it is part of, and `posts`
    is as `posts_for`.
    """
    covering = defaultdict(list)
    for place, row in enumerate(current_jurisdictions()):
        covering[row.partner_id].append((place, row))
    for partner in partners:
        of_whole = covering[partner.parent_id] if partner.parent_id else []
        rows = sorted([*of_whole, *covering[partner.pk]], key=itemgetter(0))
        partner.covered_by = [row for _place, row in rows]
        partner.posts = list(dict.fromkeys(row.post for row in partner.covered_by))
