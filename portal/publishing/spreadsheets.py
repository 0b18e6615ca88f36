"""Records as a spreadsheet, out and in: CSV, also as Excel saves it, and .xlsx.

A column is a field of the form, a row is a record, known by its key. What a row says goes through
the form of the desk, so that a file cannot say what an editor could not: of a page that readers
know it makes the next draft. Either all rows come in or none does.
"""

import datetime
import re
import zipfile
from io import BytesIO
from typing import NamedTuple

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .fields import ChoicesField

LARGEST, UNPACKED, MOST_ROWS = 5_000_000, 100_000_000, 2_000  # bytes, bytes, rows
YES, NO, BETWEEN = "ja", "nee", "; "
# A spreadsheet would calculate a text that begins with one of these; an apostrophe prevents it.
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


# Files


def decode(data):
    """The text of an uploaded CSV file; ValidationError when it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(_("This is not a CSV file. In Excel, choose “CSV UTF-8” when saving."))


def table_of(data):
    """(headers, rows of texts) of an uploaded file; a ValidationError says what is wrong."""
    dataset = tablib.Dataset()
    try:
        if is_excel(data):
            refuse_bomb(data)
            dataset.load(data, format="xlsx")
        else:
            text = re.sub(r"\A\ufeff?(sep=.\r?\n)?", "", decode(data))
            header = text.lstrip().split("\n", 1)[0]
            dataset.load(text, format="csv", delimiter=max(";,\t", key=header.count))
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken file makes the libraries say
        raise ValidationError(_("This file cannot be read as a spreadsheet.")) from error
    headers = [text_of_cell(cell) for cell in dataset.headers or []]
    rows = [[text_of_cell(cell) for cell in row] for row in dataset]
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("At most %(n)d rows fit in a file.") % {"n": MOST_ROWS})
    return headers, rows


def is_excel(data):
    return zipfile.is_zipfile(BytesIO(data))


def as_csv(data):
    """The text of an .xlsx file as that of a CSV file; of a CSV file its text."""
    if not is_excel(data):
        return decode(data)
    headers, rows = table_of(data)
    return tablib.Dataset(*rows, headers=headers).export("csv", delimiter=";")


def refuse_bomb(data):
    with zipfile.ZipFile(BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED:
            raise ValidationError(_("This file is too large."))


def text_of_cell(cell):
    """What a cell says, whatever type a spreadsheet gave it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return str(cell.date() if cell.time() == datetime.time() else cell)
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def harmless(text):
    is_formula = FORMULA.match(text) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def file_of(headers, rows, about, kind):
    """The bytes of a file; an .xlsx has a second sheet that says what each column means."""
    sheet = tablib.Dataset(*([harmless(cell) for cell in row] for row in rows), headers=headers)
    if kind == "csv":
        return b"\xef\xbb\xbf" + sheet.export("csv", delimiter=";").encode()
    sheet.title = _("Content")
    meaning = tablib.Dataset(*about, headers=[_("Column"), _("Meaning"), _("Values")])
    meaning.title = _("About the columns")
    return tablib.Databook([sheet, meaning]).export("xlsx")


# Cells


def key_of(record):
    """How a cell names a record: by its address in Dutch, or by its Dutch name."""
    return getattr(record, "slug_nl", None) or record.name_nl


def cell_of(record, field):
    """What a record says in a field, as a cell."""
    if field.many_to_many:
        return BETWEEN.join(key_of(one) for one in getattr(record, field.name).all())
    value = getattr(record, field.name)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return key_of(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def put(posted, field, cell):
    """Fill in a field of a submitted form; ValidationError when a cell names what is not there."""
    name = field.name
    if field.is_relation:
        keys = [key for key in cell.split(BETWEEN.strip()) if key.strip()]
        posted.setlist(name, [str(named(field.related_model, key.strip()).pk) for key in keys])
    elif isinstance(field, models.BooleanField):
        posted[name] = bool_of(cell, field)
        if not posted[name]:
            posted.pop(name)
    elif isinstance(field, models.DateTimeField):
        day, _space, hour = cell.partition(" ")
        posted[f"{name}_0"], posted[f"{name}_1"] = day, hour
    elif isinstance(field, ChoicesField):
        posted.setlist(name, [one.strip() for one in cell.split(BETWEEN.strip()) if one.strip()])
    else:
        posted[name] = cell


def bool_of(cell, field):
    said = {YES: True, NO: False, "": None}.get(cell.lower(), cell)
    if isinstance(said, str):
        raise ValidationError(_("Write “ja”, “nee” or nothing."))
    if field.null:
        return {True: "true", False: "false", None: "unknown"}[said]
    return "on" if said else ""


def named(model, key):
    column = "slug_nl" if hasattr(model, "slug_nl") else "name_nl"
    found = model._base_manager.filter(**{column: key}).first()
    if not found:
        kind = model._meta.verbose_name
        raise ValidationError(_("There is no %(kind)s “%(key)s”.") % {"kind": kind, "key": key})
    return found


def meaning_of(field):
    """(column, what it means, which values it can have), for who fills in a sheet."""
    help_text = str(getattr(field, "help_text", ""))
    values = [code for code, _label in getattr(field, "choices", None) or []]
    if isinstance(field, ChoicesField):
        values = [code for code, _label in field.choice_list()]
    elif isinstance(field, models.BooleanField):
        values = [YES, NO]
    elif field.is_relation:
        values = [_("the address of a page in Dutch, or a name")]
    name = capfirst(str(field.verbose_name))
    return field.name, f"{name}. {help_text}".strip(), BETWEEN.join(map(str, values))


# What a file says


class Line(NamedTuple):
    """What one row would do: `errors` are [(column, what is wrong)]."""

    number: int
    name: str
    what: str
    changes: list
    errors: list
