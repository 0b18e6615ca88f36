"""The columns of the files with partners and with representations."""

from django.utils.translation import gettext_lazy as _

from portal.exchange.lists import Column
from portal.i18n.languages import text_of

DATE = _("A day, a month or a year: as exact as is known.")


def name_of_whole(partner):
    whole = partner.parent
    return text_of(whole, "name").content if whole and whole.is_published() else ""


PARTNER_COLUMNS = [
    Column(_("Partner"), "", lambda partner: text_of(partner, "name").content),
    Column(_("Kind"), "", lambda partner: partner.get_kind_display()),
    Column(_("Part of"), "", name_of_whole),
    Column(_("Country code"), "ISO 3166-1", lambda partner: partner.iso_code),
]


def name_of_country(post):
    country = post.country
    return text_of(country, "name").content if country and country.is_published() else ""


def responsible_for(post):
    return ", ".join(text_of(row.partner, "name").content for row in post.jurisdictions.all())


POST_COLUMNS = [
    Column(_("Representation"), "", lambda post: text_of(post, "city").content),
    Column(_("Official name"), "", lambda post: text_of(post, "name").content),
    Column(_("Status"), "", lambda post: post.get_status_display()),
    Column(_("Country"), "", name_of_country),
    Column(_("Opened"), DATE, lambda post: post.opened),
    Column(_("Responsible for"), "", responsible_for),
    Column(_("Seat"), "", lambda post: text_of(post, "seat").content),
    Column(_("Website"), "", lambda post: post.url),
]
