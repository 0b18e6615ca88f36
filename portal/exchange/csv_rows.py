"""Reads the rows of a CSV text. Runs in a process of its own (`bounded`), without Django."""

import csv
import re
from io import StringIO

from portal.publishing.bounded import TOO_MUCH, UNREADABLE, Refused

MAX_SIZE = 20_000_000  # bytes in UTF-8, of which a file has at most a third in its own encoding
MAX_ROWS, MAX_COLUMNS = 2_001, 200  # with text; the headers are one of the rows
LAST_ROW = 1_048_576  # of Excel
SEPARATOR_LINE = re.compile(
    r"[\s\ufeff]*\"?sep=(?P<separator>[;,|\t])\"?[;,\t ]*(\r\n|\r|\n)\ufeff*", re.IGNORECASE
)


def read_rows(data):
    """[(number, cells)] of the rows with any text, of a text in UTF-8.

    `;`, `,` or tabs separate the cells. Excel reads a first line such as `sep=;`, which says what
    does. Numbers begin at 1. It ends one row after the most that are read, and one cell.
    """
    csv.field_size_limit(MAX_SIZE)  # of a cell: by default less than a text may have
    rows = []
    for number, cells in parsed(data.decode()):
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        if number > LAST_ROW:
            raise Refused(TOO_MUCH)
        if len(cells) > MAX_COLUMNS:
            more = any(cell and not cell.isspace() for cell in cells[MAX_COLUMNS:])
            cells = [*cells[:MAX_COLUMNS], *(["…"] if more else [])]
        rows.append((number, cells))
        if len(rows) > MAX_ROWS:
            break
    return rows


def parsed(text):
    told = SEPARATOR_LINE.match(text)
    text = text[told.end() if told else 0 :]
    header = text.lstrip().split("\n", 1)[0]
    separator = told["separator"] if told and told["separator"] in header else ""
    separator = separator or max(";,\t", key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        raise Refused(UNREADABLE, number=reader.line_num) from error
