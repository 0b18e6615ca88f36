"""The columns of the file with agreements."""

from django.utils.translation import gettext_lazy as _

from portal.exchange.lists import Column
from portal.i18n.languages import text_of

DATE = _("A day, a month or a year: as exact as is known.")


def partner_names(agreement):
    return ", ".join(text_of(partner, "name").content for partner in agreement.public_partners)


def programme_years(agreement):
    programme = agreement.programme_to_show()
    return programme and f"{programme.first_year}-{programme.last_year}"


AGREEMENT_COLUMNS = [
    Column(_("Agreement"), "", lambda agreement: text_of(agreement, "title").content),
    Column(_("Partner"), "", partner_names),
    Column(_("Legal kind"), "", lambda agreement: agreement.get_kind_display()),
    Column(_("Signed"), DATE, lambda agreement: agreement.signed),
    Column(_("In force"), DATE, lambda agreement: agreement.in_force),
    Column(_("Ends"), DATE, lambda agreement: agreement.ends),
    Column(_("Work programme"), "", programme_years),
]
