"""The columns of the file with a focus list."""

from django.utils.translation import gettext_lazy as _

from portal.exchange.lists import Column
from portal.i18n.languages import text_of


def partner_names(entry):
    return ", ".join(text_of(partner, "name").content for partner in entry.public_partners)


FOCUS_COLUMNS = [
    Column(_("Order"), "", lambda entry: entry.position),
    Column(_("Text"), "", lambda entry: text_of(entry, "text").content),
    Column(_("Kind"), "", lambda entry: entry.get_kind_display()),
    Column(_("Partners"), _("Those that it names."), partner_names),
]
