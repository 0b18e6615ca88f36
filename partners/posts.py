"""Which representation is responsible for whom today; the same for every page that says it."""

from partners.models import Jurisdiction
from portal.publishing.shelf import Shelf

JURISDICTIONS = Shelf(10)


def current_jurisdictions():
    """All jurisdictions of today with partner and post, in the order of the cities."""
    return JURISDICTIONS.get("current", lambda: list(Jurisdiction.objects.current().for_links()))


def posts_for(partner):
    """The posts whose jurisdiction covers a partner, or the country it is part of."""
    covered = {partner.pk, partner.parent_id} - {None}
    posts = [row.post for row in current_jurisdictions() if row.partner_id in covered]
    return list(dict.fromkeys(posts))
