"""Reads the first sheet of an .xlsx file. Runs in a process of its own (`bounded`), without Django.

A cell is more than its value: escapes stand for line breaks, and the format of a date says how much
of it is meant.
"""

import datetime
import re
import warnings
import zipfile
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import WorkSheetParser

from portal.publishing.bounded import TOO_MUCH, Refused

MAX_UNPACKED_SIZE = 100_000_000  # bytes
MAX_ROWS, MAX_COLUMNS = 2_001, 200  # with text; the headers are one of the rows
MAX_TEXT = 10_000_000  # characters
LAST_ROW = 1_048_576  # of Excel
LONE_RETURN = re.compile(r"\r(?!\n)")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What is no part of a date in a format: words, colours and the like, and escaped signs.
NO_PART = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
HOURS = re.compile(r"[hs]|am/pm", re.IGNORECASE)


def read_rows(data):
    """[(number, cells)] of the rows with anything in them; cells are texts, True or False.

    It is the first sheet that is read, whichever was active when the file was saved.
    """
    warnings.simplefilter("ignore")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_SIZE:
            raise Refused(TOO_MUCH)
    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    rows, size = [], 0
    for number, cells in _parsed(book, book.worksheets[0]):
        texts = _texts(book, cells)
        if not any(text != "" for text in texts):
            continue
        size += sum(len(text) for text in texts if isinstance(text, str))
        if number > LAST_ROW or size > MAX_TEXT:
            raise Refused(TOO_MUCH)
        rows.append((number, texts))
        if len(rows) > MAX_ROWS:
            break
    return rows


def _parsed(book, sheet):
    """(number, cells) of each row that the file has; `iter_rows` would make up those between."""
    with sheet._get_source() as source:
        yield from WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        ).parse()


def _texts(book, cells):
    """The texts of the cells of one row, at their places; '' where there is none.

    Whatever is beyond the last column that is read is one text there.
    """
    texts = []
    for cell in cells:
        if cell["column"] > MAX_COLUMNS:
            if cell["value"] in (None, ""):
                continue
            return [*texts, *[""] * (MAX_COLUMNS - len(texts)), "…"]
        texts += [""] * (cell["column"] - len(texts))
        if cell["value"] is not None:
            texts[cell["column"] - 1] = text_of(cell["value"], _format_of(book, cell["style_id"]))
    return texts


def _format_of(book, style):
    number = book._cell_styles[style].numFmtId
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return BUILTIN_FORMATS.get(number, "General")
    return book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]


def text_of(value, number_format):
    """The text of a value; True and False stay what they are."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return str(value).replace(".", ",")  # as a spreadsheet shows it: 1,234 and not 1.234
    if isinstance(value, datetime.date):
        return text_of_date(value, number_format)
    return unescaped(str(value))


def text_of_date(value, number_format):
    """An ISO date as precise as its format shows it: 1 May 2006 as “mei-06” is 2006-05.

    A date without its year says less than a date has to: it stays as it is shown, which no date
    field takes.
    """
    parts = NO_PART.sub("", number_format.split(";")[0]).lower()
    shows = {part for part in "ymd" if part in parts}
    if shows and not HOURS.search(parts):
        if "y" not in shows:
            return f"{value:%d/%m}" if "d" in shows else f"{value:%m}"
        if "d" not in shows:
            return f"{value:%Y-%m}" if "m" in shows else f"{value:%Y}"
    has_time = isinstance(value, datetime.datetime) and value.time() != datetime.time()
    return str(value) if has_time else f"{value:%Y-%m-%d}"


def unescaped(text):
    """The text with the signs that Excel writes as _x000D_ and the like.

    `_x005F_` stands for an underscore that would begin such an escape.
    """
    text = ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # 😀 is two escapes
    text = "".join(sign for sign in text if sign >= " " or sign in "\r\n\t")
    return LONE_RETURN.sub("\n", text)
