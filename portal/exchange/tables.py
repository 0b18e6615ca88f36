"""Records as a spreadsheet, out and in: CSV, also as Excel saves it, and .xlsx.

A column is a field of the form, a row is a record, known by its key. What a row says goes through
the form of the desk, so that a file cannot say what an editor could not: of a page that readers
know it makes the next draft. Either all rows come in or none does.
"""

import csv
import datetime
import re
import shlex
import zipfile
from io import BytesIO, StringIO
from itertools import islice
from typing import NamedTuple

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from portal.publishing.fields import ChoicesField

LARGEST, UNPACKED, MOST_ROWS = 5_000_000, 100_000_000, 2_000  # bytes, bytes, rows
MOST_COLUMNS = 200
CELL_FULL = 32_767  # characters: Excel cuts off what is longer, without a word
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
    """(headers, [(number, texts) of each row]) of a file; a ValidationError says what is wrong.

    Numbers are those that a spreadsheet shows. Rows and columns without any text do not count.
    """
    try:
        found = excel_rows(data) if is_excel(data) else csv_rows(data)
        table = list(islice(((n, texts) for n, texts in found if any(texts)), MOST_ROWS + 2))
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken file makes the libraries say
        raise ValidationError(_("This file cannot be read as a spreadsheet.")) from error
    (_first, headers), *rows = table or [(1, [])]
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("At most %(n)d rows fit in a file.") % {"n": MOST_ROWS})
    if table and not rows:
        raise ValidationError(_("The file has no rows under its header."))
    return without_empty_columns([name.lower() for name in headers], rows)


def excel_rows(data):
    """(number, texts) of each row of the first sheet, whichever sheet was open last."""
    refuse_bomb(data)
    sheet = load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0]
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        yield number, [text_of_cell(cell) for cell in row]


def csv_rows(data):
    for number, row in separated_rows(decode(data)):
        yield number, [text_of_cell(cell) for cell in row]


def separated_rows(text):
    """(number, cells) of each row of a CSV text, whose cells `;`, `,` or tabs separate.

    Numbers begin at 1. A ValidationError names the row whose quotation marks do not match.
    """
    text = re.sub(r"\A\ufeff?(sep=.\r?\n)?", "", text)
    header = text.lstrip().split("\n", 1)[0]
    separator = max(";,\t", key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        message = _("Line %(number)s cannot be read. Are its quotation marks in pairs?")
        raise ValidationError(message % {"number": reader.line_num}) from error


def without_empty_columns(headers, rows):
    """The table without the columns that have no name and no text, as spreadsheets leave them."""
    width = max(len(texts) for texts in (headers, *(texts for _number, texts in rows)))
    headers = headers + [""] * (width - len(headers))
    rows = [(number, texts + [""] * (width - len(texts))) for number, texts in rows]
    for number, texts in rows:
        if any(text for name, text in zip(headers, texts, strict=True) if not name):
            message = _("Row %(number)s has text under a column without a name.")
            raise ValidationError(message % {"number": number})
    used = [place for place, name in enumerate(headers) if name]
    kept = [(number, [texts[place] for place in used]) for number, texts in rows]
    return [headers[place] for place in used], kept


def is_excel(data):
    return zipfile.is_zipfile(BytesIO(data))


def as_csv(data):
    """The text of an .xlsx file as that of a CSV file, row for row; of a CSV file its text."""
    if not is_excel(data):
        return decode(data)
    headers, rows = table_of(data)
    text, written = StringIO(), 1
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headers)
    for number, row in rows:
        writer.writerows([[]] * (number - written - 1))  # each row keeps its number
        writer.writerow(row)
        written = number
    return text.getvalue()


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
    return text[1:] if text.startswith("'") and FORMULA.match(text.lstrip("'")) else text


def harmless(text):
    is_formula = FORMULA.match(text.lstrip("'")) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def file_of(headers, rows, about, kind):
    """The bytes of a file; an .xlsx has a second sheet that says what each column means.

    A ValidationError says which text is too long for a cell of Excel.
    """
    if kind != "csv":
        refuse_what_would_be_cut_off(headers, rows)
    sheet = tablib.Dataset(*([harmless(cell) for cell in row] for row in rows), headers=headers)
    if kind == "csv":
        return b"\xef\xbb\xbf" + sheet.export("csv", delimiter=";").encode()
    sheet.title = _("Content")
    meaning = tablib.Dataset(*about, headers=[_("Column"), _("Meaning"), _("Values")])
    meaning.title = _("About the columns")
    return tablib.Databook([sheet, meaning]).export("xlsx")


def refuse_what_would_be_cut_off(headers, rows):
    for row in rows:
        for name, text in zip(headers, row, strict=True):
            if len(text) >= CELL_FULL - 1:  # with the apostrophe
                message = _("“%(record)s” has a text too long for Excel (%(column)s). Use CSV.")
                raise ValidationError(message % {"record": row[0], "column": name})


# Cells


class Rows:
    """A column for the rows inside a form, such as the jurisdictions of a post.

    A cell has one after another: `partner=oostenrijk since=2006-05; partner=japan`. Rows with the
    same `key` are the same row; without a key, those that say the same.
    """

    def __init__(self, model, parent, names, key=()):
        self.model, self.key = model, key or names
        self.fields = {name: model._meta.get_field(name) for name in names}
        link = next(one for one in model._meta.fields if one.related_model is parent)
        self.name = link.remote_field.get_accessor_name()
        self.verbose_name = model._meta.verbose_name_plural

    def cell_of(self, record):
        return BETWEEN.join(map(self.said, getattr(record, self.name).order_by("pk")))

    def said(self, row):
        cells = {name: cell_of(row, field) for name, field in self.fields.items()}
        return " ".join(f"{name}={quoted(cell)}" for name, cell in cells.items() if cell)

    def put(self, posted, cell):
        """Change, add and delete rows of a submitted form until they are those of the cell."""
        wanted = [self.values(row) for row in rows_in(cell)]
        count = int(posted[f"{self.name}-INITIAL_FORMS"])
        for number in range(count):
            prefix = f"{self.name}-{number}-"
            now = tuple(posted.get(prefix + name, "") for name in self.key)
            same = next((row for row in wanted if now == tuple(row[name] for name in self.key)), {})
            if same:
                wanted.remove(same)
            posted.update({f"{prefix}DELETE": "on"} if not same else {})
            self.fill_in(posted, prefix, same)
        for number, row in enumerate(wanted, count):
            self.fill_in(posted, f"{self.name}-{number}-", row)
        posted[f"{self.name}-TOTAL_FORMS"] = str(count + len(wanted))

    def fill_in(self, posted, prefix, row):
        for name, value in row.items():
            posted[prefix + name] = value

    def values(self, cells):
        """{field: what a form would submit} of one row in a cell."""
        if unknown := set(cells) - set(self.fields):
            names = ", ".join(sorted(unknown))
            raise ValidationError(_("Unknown in this cell: %(names)s.") % {"names": names})
        defaults = {n: str(f.default) if f.has_default() else "" for n, f in self.fields.items()}
        found = QueryDict(mutable=True)
        for name, cell in (defaults | cells).items():
            put(found, self.fields[name], cell)
        return {name: found.get(name, "") for name in self.fields}

    def meaning(self):
        asked = (meaning_of(field) for field in self.fields.values())
        told = [f"{name}: {meaning}" for name, meaning, _values in asked]
        how = _("One after another, with a semicolon between them; quotation marks round words.")
        first = f"{next(iter(self.fields))}=…"
        return self.name, " ".join([f"{capfirst(str(self.verbose_name))}.", how, *told]), first


def quoted(cell):
    """A value as it can stand after `field=`: in quotation marks when it needs them."""
    if not re.search(r'[\s;"\\]', cell):
        return cell
    escaped = cell.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def rows_in(cell):
    """[{field: value}, …] of the rows in a cell."""
    reader = shlex.shlex(cell, posix=True, punctuation_chars=";")
    reader.whitespace_split, reader.quotes, reader.commenters = True, '"', ""
    rows = [{}]
    try:
        for word in reader:
            name, is_said, value = word.partition("=")
            if not word.strip(";"):
                rows.append({})
            elif not is_said or name in rows[-1]:
                raise ValueError(word)
            else:
                rows[-1][name] = value
    except ValueError as error:
        message = _("Write this cell as field=value field=value, with a semicolon between rows.")
        raise ValidationError(message) from error
    return [row for row in rows if row]


def key_of(record):
    """How a cell names a record: by its address in Dutch, or by its Dutch name."""
    return getattr(record, "slug_nl", None) or record.name_nl


def cell_of(record, field):
    """What a record says in a field, as a cell."""
    if isinstance(field, Rows):
        return field.cell_of(record)
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
    if isinstance(value, list):
        return BETWEEN.join(map(str, value))
    return ILLEGAL_CHARACTERS_RE.sub("", str(value)).strip()  # which Excel refuses


def put(posted, field, cell):
    """Fill in a field of a submitted form; ValidationError when a cell names what is not there."""
    name = field.name
    if isinstance(field, Rows):
        field.put(posted, cell)
    elif len(cell) >= CELL_FULL:
        raise ValidationError(_("Excel may have cut off this text: change it on its own page."))
    elif field.is_relation:
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
    elif isinstance(field, models.DecimalField) and NUMBER.fullmatch(cell):
        posted[name] = cell.replace(",", ".")
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
    found = model._base_manager.filter(**{column: key})[:2]
    about = {"kind": model._meta.verbose_name, "key": key}
    if not found:
        raise ValidationError(_("There is no %(kind)s “%(key)s”.") % about)
    if len(found) > 1:
        raise ValidationError(_("There is more than one %(kind)s “%(key)s”.") % about)
    return found[0]


def meaning_of(field):
    """(column, what it means, which values it can have), for who fills in a sheet."""
    if isinstance(field, Rows):
        return field.meaning()
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
