"""Public partners as pages link to them."""

from partners.models import Partner
from portal.publishing.shelf import Shelf

LINKS = Shelf(5000)


def partner_links(keys):
    """{primary key: partner, with what a link to it needs} of those that are public."""

    def found(missing):
        return Partner.objects.published().for_links().in_bulk(missing)

    return {partner.pk: partner for partner in LINKS.get_many(list(keys), found)}
