"""What any import may read: the size and encoding of a file, and what comes back to confirm it."""

import codecs

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.publishing.bounded import BUSY, TOO_MUCH, Refused, read_bounded
from portal.publishing.fields.upload import BUSY_NOW

MAX_FILE_SIZE = 5_000_000  # bytes
MAX_SIGNED_LENGTH = 2_000_000  # characters, which the browser sends back to confirm
BOM = "\ufeff"


class ImportFileField(forms.FileField):
    """A file to read: its cleaned value is its bytes."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file.size > MAX_FILE_SIZE:
            message = _("This file is too large: at most %(n)d MB.")
            raise ValidationError(message % {"n": MAX_FILE_SIZE // 1_000_000})
        return file.read()


def decode(data):
    """The text of a file, as Windows and others save it; ValidationError when it is not text."""
    for encoding in encodings_of(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.lstrip(BOM)
    raise ValidationError(_("This file is not text. Save it as UTF-8 (in Excel: “CSV UTF-8”)."))


def encodings_of(data):
    """In which encodings bytes may be, the likeliest first."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if data[1:2] == b"\0" != data[:1]:  # without a BOM: every other byte of Latin letters is 0
        return ["utf-16-le"]
    if data[:1] == b"\0" != data[1:2]:
        return ["utf-16-be"]
    return ["utf-8-sig", "cp1252"]


def read_apart(reader, data, unreadable):
    """What `reader` makes of bytes in a process of its own; else a ValidationError in words.

    `unreadable` is the sentence about a file that is damaged or of another kind; it may have a
    place for the `line` or the `number` of the row where that shows.
    """
    try:
        return read_bounded(reader, data)
    except Refused as refusal:
        if refusal.reason == BUSY:
            raise ValidationError(BUSY_NOW) from refusal
        if refusal.reason == TOO_MUCH:
            message = _("There is more in this file than can be read: make it several files.")
            raise ValidationError(message) from refusal
        facts = {"line": "?", "number": "?", **refusal.facts}
        raise ValidationError(unreadable % facts) from refusal


def sign(content, salt):
    """A content that was looked at, signed: it comes back with the confirmation."""
    signed = signing.dumps(content, salt=salt, compress=True)
    if len(signed) > MAX_SIGNED_LENGTH:
        raise ValidationError(_("There is too much text in this file: split it in two."))
    return signed
