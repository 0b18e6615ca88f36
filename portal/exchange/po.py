"""PO files for translators: the Dutch texts of records with one translation of each, out and in.

A message's context identifies its text: "partners.partner.3.name". A comment holds a checksum of
the translation at the time of export, so that importing an old file does not overwrite newer texts.
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

CHECKSUM_PREFIX = "portal:"


class TranslatableText(NamedTuple):
    """A translated field of a record, or of one of its rows: `owner` is the one that has it."""

    record: object
    owner: object
    field_name: str

    @property
    def context(self):
        return f"{self.owner._meta.label_lower}.{self.owner.pk}.{self.field_name}"

    @property
    def label(self):
        """Where the text is used, for a translator: “Partner: Japan. Naam”."""
        kind = capfirst(str(self.record._meta.verbose_name))
        field = capfirst(str(self.owner._meta.get_field(self.field_name).verbose_name))
        row = "" if self.owner == self.record else f" {self.owner._meta.verbose_name},"
        return f"{kind}: {self.record}.{row} {field}"

    def in_language(self, code):
        """The text in exactly one language, '' when there is none."""
        return own_text(self.owner, self.field_name, code)


def texts_of(record):
    """Every text of a record and its rows that is filled in in Dutch."""
    owners = [record]
    for rows in rows_of(record).values():
        owners += [row for row in rows if hasattr(row, "tidy_texts")]
    for owner in owners:
        for name in translated_fields(type(owner)):
            if own_text(owner, name, SOURCE):
                yield TranslatableText(record, owner, name)


# Out


def write_po_file(records, code):
    """The bytes of a PO file in one language; translations that are outdated are fuzzy in it."""
    catalog = Catalog(locale=code, project="portal", fuzzy=False, header_comment="#")
    for record in records:
        flags = ["fuzzy"] if record.is_outdated(code) else []
        for text in texts_of(record):
            translation = text.in_language(code)
            comments = [text.label, f"{CHECKSUM_PREFIX}{checksum(translation)}"]
            message = catalog.add(
                text.in_language(SOURCE),
                translation,
                context=text.context,
                auto_comments=comments,
                flags=flags,
            )
            message.flags.discard("python-format")  # Babel takes a percentage for a placeholder
            if not translation:
                message.flags.discard("fuzzy")
    file = BytesIO()
    write_po(file, catalog, width=None)
    return file.getvalue()


def checksum(text):
    return sha256(text.encode()).hexdigest()[:12]


# In


class UnreadablePOFile(Exception):
    """The file as a whole cannot be imported; the message tells the translator why."""


class Entry(NamedTuple):
    """A translated message; `checksum` is that of the translation when it was exported."""

    context: str
    source: str
    translation: str
    checksum: str


def parse_po_file(content, code):
    """The entries of a PO file in a language, without empty and fuzzy ones."""
    try:
        catalog = read_po(BytesIO(content), abort_invalid=True)
    except (PoFileError, UnicodeError, LookupError, ValueError, UnknownLocaleError) as error:
        raise UnreadablePOFile(_("This is not a PO file that can be read: %s") % error) from error
    if catalog.locale and catalog.locale.language != code:
        language = Language(code).label
        raise UnreadablePOFile(
            _("The file itself says that it is not in this language: %s.") % language
        )
    found = [message for message in catalog if message.id and message.context]
    if not found:
        raise UnreadablePOFile(_("The file has no text that came from this site."))
    return [
        Entry(
            str(message.context),
            message.id,
            message.string,
            exported_checksum(message.auto_comments),
        )
        for message in found
        if isinstance(message.id, str) and message.string and not message.fuzzy
    ]


def exported_checksum(comments):
    return next(
        (
            comment.removeprefix(CHECKSUM_PREFIX)
            for comment in comments
            if comment.startswith(CHECKSUM_PREFIX)
        ),
        "",
    )


class Change(NamedTuple):
    """A translation in a file that differs from the present one.

    `refusal` is the reason why it is not imported; '' when it is.
    """

    text: TranslatableText
    code: str
    translation: str
    refusal: str = ""

    def diff(self):
        return compared(self.text.in_language(self.code), self.translation)


def compare_entry(entry, text, code):
    """The Change that an entry makes to a text, or None when it makes none."""
    current, translation = text.in_language(code), entry.translation.strip()
    if isinstance(text.owner._meta.get_field(text.field_name), ProseField):
        translation = clean_prose(translation)
        if not reads_the_same(translation, entry.translation):
            refusal = _("It has markup that a page cannot have.")
            return Change(text, code, entry.translation, refusal)
    if translation == current:
        return None
    return Change(text, code, translation, refusal_of(entry, text, code, current, translation))


def refusal_of(entry, text, code, current, translation):
    """Why an entry is not imported; '' when it can be."""
    if entry.source != text.in_language(SOURCE):
        return _("The Dutch text changed since the file was made.")
    if current and entry.checksum != checksum(current):
        return _("The translation changed since the file was made.")
    try:
        text.owner._meta.get_field(f"{text.field_name}_{code}").clean(translation, text.owner)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
