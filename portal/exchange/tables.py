"""Spreadsheet files: reads and writes .xlsx, and CSV in the encodings that Excel saves."""

import csv
import re
import zipfile
from io import BytesIO, StringIO
from itertools import islice

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.exchange.cells import MAX_CELL_LENGTH, escape_formula, normalize_cell

MAX_FILE_SIZE = 5_000_000  # bytes
MAX_UNPACKED_SIZE = 100_000_000  # bytes
MAX_ROWS, MAX_COLUMNS = 2_000, 200


# In


def read_table(data):
    """(headers, [(number, texts) of each row]) of the bytes of a file.

    Rows have the numbers that a spreadsheet shows. Rows and columns without any text are left
    out. Raises ValidationError when the file cannot be read, has no rows or has too many.
    """
    try:
        numbered = read_excel(data) if is_excel(data) else read_csv(data)
        filled = ((number, texts) for number, texts in numbered if any(texts))
        table = list(islice(filled, MAX_ROWS + 2))  # the headers, and one row too many
    except ValidationError:
        raise
    except Exception as error:  # a broken file makes the libraries raise almost anything
        raise ValidationError(_("This file cannot be read as a spreadsheet.")) from error
    (_first, headers), *rows = table or [(1, [])]
    if len(rows) > MAX_ROWS:
        raise ValidationError(_("At most %(n)d rows fit in a file.") % {"n": MAX_ROWS})
    if table and not rows:
        raise ValidationError(_("The file has no rows under its header."))
    return without_empty_columns([name.lower() for name in headers], rows)


def is_excel(data):
    return zipfile.is_zipfile(BytesIO(data))


def read_excel(data):
    """(number, texts) of each row of the first sheet, whichever sheet was active when saved."""
    refuse_zip_bomb(data)
    sheet = load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0]
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        yield number, [normalize_cell(cell) for cell in row]


def refuse_zip_bomb(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_SIZE:
            raise ValidationError(_("This file is too large."))


def read_csv(data):
    for number, row in parse_csv(decode(data)):
        yield number, [normalize_cell(cell) for cell in row]


def decode(data):
    """The text of an uploaded CSV file; ValidationError when it is not text."""
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


def parse_csv(text):
    """(number, cells) of each row of a CSV text, whose cells `;`, `,` or tabs separate.

    Numbers begin at 1. A ValidationError names the line whose quotation marks do not match.
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


def write_table(headers, rows, descriptions, file_format):
    """The bytes of a "csv" or "xlsx" file; an .xlsx has a second sheet with the `descriptions`.

    `descriptions` are those of `describe_column`. A ValidationError names the record and column
    whose text is too long for a cell of Excel.
    """
    if file_format != "csv":
        refuse_long_texts(headers, rows)
    sheet = tablib.Dataset(
        *([escape_formula(cell) for cell in row] for row in rows), headers=headers
    )
    if file_format == "csv":
        return b"\xef\xbb\xbf" + sheet.export("csv", delimiter=";").encode()
    sheet.title = _("Content")
    legend = tablib.Dataset(*descriptions, headers=[_("Column"), _("Meaning"), _("Values")])
    legend.title = _("About the columns")
    return tablib.Databook([sheet, legend]).export("xlsx")


def refuse_long_texts(headers, rows):
    for row in rows:
        for name, text in zip(headers, row, strict=True):
            if len(text) >= MAX_CELL_LENGTH - 1:  # an apostrophe may be added
                message = _("“%(record)s” has a text too long for Excel (%(column)s). Use CSV.")
                raise ValidationError(message % {"record": row[0], "column": name})
