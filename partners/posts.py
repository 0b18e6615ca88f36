"""Which representation is responsible for whom today; the same for every page that says it."""

from collections import defaultdict

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
    """Set `posts` of each partner, as `posts_for`: those of all in one query."""
    covering = defaultdict(dict)
    for place, row in enumerate(current_jurisdictions()):
        covering[row.partner_id].setdefault(row.post, place)
    for partner in partners:
        found = covering[partner.parent_id] | covering[partner.pk]
        partner.posts = sorted(found, key=found.get)
