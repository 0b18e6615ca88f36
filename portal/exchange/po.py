"""Texts for an outside translator, and back: a PO file of the Dutch and one translation of it.

Each text is known by its context, "partners.partner.3.name". A comment has a mark of the
translation that was there, so that a file that comes back late overwrites nothing that is newer.
"""

from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.i18n.languages import SOURCE, own_text, translated_fields
from portal.publishing.children import rows_of
from portal.publishing.fields import ProseField, clean_prose, reads_the_same
from portal.publishing.models import Language
from portal.revisions.diff import compared

MARK = "portal:"


class Text(NamedTuple):
    """A text in Dutch that belongs to a record: a field of its own, or of a row in it."""

    record: object
    holder: object
    name: str

    @property
    def context(self):
        return f"{self.holder._meta.label_lower}.{self.holder.pk}.{self.name}"

    @property
    def label(self):
        """Of what it is the text, for a translator: “Partner: Japan. Naam”."""
        kind = capfirst(str(self.record._meta.verbose_name))
        field = capfirst(str(self.holder._meta.get_field(self.name).verbose_name))
        row = "" if self.holder == self.record else f" {self.holder._meta.verbose_name},"
        return f"{kind}: {self.record}.{row} {field}"

    def said(self, code):
        return own_text(self.holder, self.name, code)


def texts_of(record):
    """Every text of a record that there is in Dutch."""
    records = [record]
    for rows in rows_of(record).values():
        records += [row for row in rows if hasattr(row, "tidy_texts")]
    for obj in records:
        for name in translated_fields(type(obj)):
            if own_text(obj, name, SOURCE):
                yield Text(record, obj, name)


# Out


def written_po(records, code):
    """The bytes of a PO file; what is not up to date is marked as fuzzy."""
    catalog = Catalog(locale=code, project="portal", fuzzy=False, header_comment="#")
    for record in records:
        flags = ["fuzzy"] if record.is_outdated(code) else []
        for text in texts_of(record):
            own = text.said(code)
            notes = [text.label, f"{MARK}{mark(own)}"]
            entry = catalog.add(
                text.said(SOURCE), own, context=text.context, auto_comments=notes, flags=flags
            )
            entry.flags.discard("python-format")  # a percentage in a sentence
            if not own:
                entry.flags.discard("fuzzy")
    file = BytesIO()
    write_po(file, catalog, width=None)
    return file.getvalue()


def mark(text):
    return sha256(text.encode()).hexdigest()[:12]


# In


class Unreadable(Exception):
    """What is wrong with a file as a whole, in words for the translator."""


class Entry(NamedTuple):
    context: str
    dutch: str
    said: str
    mark: str


def read(content, code):
    """The translated entries of a PO file; those that are empty or fuzzy are left for later."""
    try:
        catalog = read_po(BytesIO(content), abort_invalid=True)
    except (PoFileError, UnicodeError, LookupError, ValueError, UnknownLocaleError) as error:
        raise Unreadable(_("This is not a PO file that can be read: %s") % error) from error
    if catalog.locale and catalog.locale.language != code:
        language = Language(code).label
        raise Unreadable(_("The file itself says that it is not in this language: %s.") % language)
    found = [message for message in catalog if message.id and message.context]
    if not found:
        raise Unreadable(_("The file has no text that came from this site."))
    return [
        Entry(str(one.context), one.id, one.string, mark_in(one.auto_comments))
        for one in found
        if isinstance(one.id, str) and one.string and not one.fuzzy
    ]


def mark_in(comments):
    return next((one.removeprefix(MARK) for one in comments if one.startswith(MARK)), "")


class Change(NamedTuple):
    """What a file says of one text: `refused` says why it is not written, if it is not."""

    text: Text
    code: str
    said: str
    refused: str = ""

    def in_words(self):
        return compared(self.text.said(self.code), self.said)


def checked(entry, text, code):
    """A Change, or None when the text already says this."""
    own, said = text.said(code), entry.said.strip()
    if isinstance(text.holder._meta.get_field(text.name), ProseField):
        said = clean_prose(said)
        if not reads_the_same(said, entry.said):
            why = _("It has markup that a page cannot have.")
            return Change(text, code, entry.said, why)
    if said == own:
        return None
    return Change(text, code, said, why_not(entry, text, code, own, said))


def why_not(entry, text, code, own, said):
    if entry.dutch != text.said(SOURCE):
        return _("The Dutch text changed since the file was made.")
    if own and entry.mark != mark(own):
        return _("The translation changed since the file was made.")
    try:
        text.holder._meta.get_field(f"{text.name}_{code}").clean(said, text.holder)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
