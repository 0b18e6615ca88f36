"""The columns of the file with partners."""

from django.utils.translation import gettext_lazy as _

from portal.exchange.lists import Column
from portal.i18n.languages import text_of


def name_of_whole(partner):
    whole = partner.parent
    return text_of(whole, "name").content if whole and whole.is_published() else ""


PARTNER_COLUMNS = [
    Column(_("Partner"), "", lambda partner: text_of(partner, "name").content),
    Column(_("Kind"), "", lambda partner: partner.get_kind_display()),
    Column(_("Part of"), "", name_of_whole),
    Column(_("Country code"), "ISO 3166-1", lambda partner: partner.iso_code),
]
