"""The columns of the files with countries and with the recent changes."""

from django.utils.translation import gettext_lazy as _

from portal.exchange.lists import Column
from portal.i18n.formats import local
from portal.i18n.languages import heading_text, text_of

COUNTRY_COLUMNS = [
    Column(_("Country"), "", lambda place: place.name),
    Column(_("Country code"), "ISO 3166", lambda place: place.code),
]
CHANGE_COLUMNS = [
    Column(_("Day"), "", lambda note: local(note.at).date().isoformat()),
    Column(_("Page"), "", lambda note: heading_text(note.record).content),
    Column(_("Change"), "", lambda note: text_of(note, "text").content),
]
