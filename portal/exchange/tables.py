"""Spreadsheet files: reads and writes .xlsx, and CSV in the encodings that Excel saves."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

import tablib
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl.xml.constants import ARC_CORE

from portal.exchange.cells import MAX_CELL_LENGTH, escape_formula, normalize_cell
from portal.exchange.uploads import decode, read_apart

MAX_ROWS, MAX_COLUMNS = 2_000, 200
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a formula gives that fails, in the languages of Excel and in LibreOffice: #N/B, #REF!.
ERROR = re.compile(r"#[A-ZÜÉ/0_]+[!?]|#N/[AB]|#NV|#{3,}|Err:\d{3}")
INSTANTS = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ as the sign of that number


# In


def read_table(data):
    """(headers, [(number, texts) of each row]) of the bytes of a file.

    Rows have the numbers that a spreadsheet shows. Rows and columns without any text are left
    out. Raises ValidationError when the file cannot be read, has no rows or has too many.
    """
    table = read_excel(data) if is_excel(data) else read_csv(decode(data))
    (_first, headers), *rows = table or [(1, [])]
    if table and not rows:
        raise ValidationError(_("The file has no rows under its header."))
    return without_empty_columns([name.lower() for name in headers], rows)


def is_excel(data):
    return zipfile.is_zipfile(BytesIO(data))


def read_excel(data):
    """[(number, texts)] of the rows of the first sheet that have any text."""
    unreadable = _("This file cannot be read as a spreadsheet.")
    return readable(read_apart("portal.exchange.xlsx:read_rows", data, unreadable))


def read_csv(text):
    """[(number, texts)] of the rows of a CSV text that have any text."""
    unreadable = _("Line %(number)s cannot be read. Are its quotation marks in pairs?")
    return readable(read_apart("portal.exchange.csv_rows:read_rows", text.encode(), unreadable))


def readable(numbered):
    """The rows with any text, their cells normalized; ValidationError when they are too many."""
    rows = []
    for number, cells in numbered:
        if any(text and not str(text).isspace() for text in cells[MAX_COLUMNS:]):
            raise ValidationError(_("At most %(n)d columns fit in a file.") % {"n": MAX_COLUMNS})
        texts = [normalize_cell(cell) for cell in cells[:MAX_COLUMNS]]
        if not any(texts):
            continue
        if failed := next(filter(ERROR.fullmatch, texts), None):
            message = _("Row %(number)s has an error of the spreadsheet, not a value: %(error)s.")
            raise ValidationError(message % {"number": number, "error": failed})
        rows.append((number, texts))
        if len(rows) > MAX_ROWS + 1:  # the headers are one of them
            raise ValidationError(_("At most %(n)d rows fit in a file.") % {"n": MAX_ROWS})
    return rows


def without_empty_columns(headers, rows):
    """The table without columns that have neither a name nor a text, which spreadsheets leave."""
    width = max(len(texts) for texts in (headers, *(texts for _number, texts in rows)))
    headers = headers + [""] * (width - len(headers))
    rows = [(number, texts + [""] * (width - len(texts))) for number, texts in rows]
    for number, texts in rows:
        if any(text for name, text in zip(headers, texts, strict=True) if not name):
            message = _("Row %(number)s has text under a column without a name.")
            raise ValidationError(message % {"number": number})
    used = [index for index, name in enumerate(headers) if name]
    rows = [(number, [texts[index] for index in used]) for number, texts in rows]
    return [headers[index] for index in used], rows


def to_csv_text(data):
    """The bytes of a CSV or .xlsx file as CSV text, in which each row keeps its number."""
    if not is_excel(data):
        return decode(data)
    headers, rows = read_table(data)
    text, last_number = StringIO(), 1
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headers)
    for number, row in rows:
        writer.writerows([[]] * (number - last_number - 1))
        writer.writerow(row)
        last_number = number
    return text.getvalue()


# Out


def file_response(content, filename):
    """A download, of the type that the extension of its name says."""
    content_type = CONTENT_TYPES[filename.rpartition(".")[2]]
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def write_table(headers, rows, descriptions, file_format):
    """The bytes of a "csv" or "xlsx" file, in which no text is a formula.

    An .xlsx has a second sheet with the `descriptions`, which are those of `describe_column`.
    A ValidationError names the record and column whose text is too long for a cell of Excel.
    """
    if file_format != "csv":
        refuse_long_texts(headers, rows)
    sheet = tablib.Dataset(
        *([escape_formula(cell, file_format == "csv") for cell in row] for row in rows),
        headers=headers,
    )
    if file_format == "csv":
        return b"\xef\xbb\xbf" + sheet.export("csv", delimiter=";").encode()
    for index, row in enumerate(sheet):
        sheet[index] = [ESCAPE.sub("_x005F_", cell) for cell in row]
    sheet.title = _("Content")
    legend = tablib.Dataset(*descriptions, headers=[_("Column"), _("Meaning"), _("Values")])
    legend.title = _("About the columns")
    return without_instants(tablib.Databook([sheet, legend]).export("xlsx"))


def without_instants(content):
    """An .xlsx file that does not say when it was made: the same table is the same bytes.

    So whoever fetches a list again hears that nothing has changed.
    """
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(file, "w") as kept:
        for name in made.namelist():
            part = made.read(name)
            if name == ARC_CORE:
                part = INSTANTS.sub(b"", part)
            # A ZipInfo without an instant has the first one that a .zip can say.
            kept.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def refuse_long_texts(headers, rows):
    for row in rows:
        for name, text in zip(headers, row, strict=True):
            if len(text) >= MAX_CELL_LENGTH - 1:  # an apostrophe may be added
                message = _("“%(record)s” has a text too long for Excel (%(column)s). Use CSV.")
                raise ValidationError(message % {"record": row[0], "column": name})
