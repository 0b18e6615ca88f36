"""PO files for translators: the Dutch texts of records with one translation of each, out and in.

A message's context identifies its text: "partners.partner.3.name". A comment holds a checksum of
the translation at the time of export, so that importing an old file does not overwrite newer texts.
A file without it has the Dutch text still: while that is the same, its translation can be imported,
and whoever imports it is told that it may replace a newer one.
"""

from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.exchange.uploads import decode, read_apart
from portal.i18n.languages import SOURCE, own_text, translated_fields
from portal.i18n.visible import has_visible_text, tidy_text
from portal.publishing.children import filled_rows
from portal.publishing.fields import ProseField, clean_import
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
    for rows in filled_rows(record).values():
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
        text = decode(content).encode()
        unreadable = _("This is not a PO file that can be read: see line %(line)s.")
        file = read_apart("portal.exchange.po_messages:read_messages", text, unreadable)
    except ValidationError as error:
        raise UnreadablePOFile(" ".join(error.messages)) from error
    if file["language"] not in ("", code):
        language = Language(code).label
        raise UnreadablePOFile(
            _("This file is not in this language: %s. Choose another file or another language.")
            % language
        )
    if not file["messages"]:
        raise UnreadablePOFile(_("The file has no text that came from this site."))
    return [
        Entry(
            message["context"],
            message["source"],
            message["translation"],
            exported_checksum(message["comments"]),
        )
        for message in file["messages"]
        if has_visible_text(message["translation"]) and not message["is_fuzzy"]
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

    `refusal` is the reason why it is not imported; '' when it is. `replaces_unseen` says that
    nobody can tell whether the translator saw the present translation.
    """

    text: TranslatableText
    code: str
    translation: str
    refusal: str = ""
    replaces_unseen: bool = False

    def diff(self):
        return compared(self.text.in_language(self.code), self.translation)


def compare_entry(entry, text, code):
    """The Change that an entry makes to a text, or None when it makes none."""
    current, translation = text.in_language(code), tidy_text(entry.translation)
    if isinstance(text.owner._meta.get_field(text.field_name), ProseField):
        try:
            translation = clean_import(translation)
        except ValidationError as error:
            return Change(text, code, entry.translation, " ".join(error.messages))
    if not translation or translation == current:
        return None
    refusal = refusal_of(entry, text, code, current, translation)
    is_unseen = bool(current) and not entry.checksum
    return Change(text, code, translation, refusal, replaces_unseen=is_unseen)


def refusal_of(entry, text, code, current, translation):
    """Why an entry is not imported; '' when it can be."""
    if entry.source != text.in_language(SOURCE):
        return _("The Dutch text has changed since the file was created.")
    if current and entry.checksum and entry.checksum != checksum(current):
        return _("The translation has changed since the file was created.")
    if current and getattr(type(text.owner), "keep_on_restore", False):
        return _("Readers were told this sentence: it stays as it is.")
    try:
        text.owner._meta.get_field(f"{text.field_name}_{code}").clean(translation, text.owner)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
