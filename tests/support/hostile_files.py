"""Files that somebody sends to see what happens: spreadsheets, CSV and PO files."""

import io
import zipfile

import openpyxl


def excel(cells):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for place, value in cells.items():
        book.active[place] = value
    book.save(file)
    return file.getvalue()


def with_part(name, change):
    """A spreadsheet of which one part is changed."""
    source, file = zipfile.ZipFile(io.BytesIO(excel({"A1": "a", "A2": "b"}))), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            content = source.read(part)
            archive.writestr(part, change(content) if part == name else content)
    return file.getvalue()


SHEET, STYLES, END = "xl/worksheets/sheet1.xml", "xl/styles.xml", b"</sheetData>"
DOUBLING = [b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 40)]
ENTITIES = b'<!DOCTYPE x [<!ENTITY a0 "ha">%s]>' % b"".join(DOUBLING)


CELL = b'<c t="inlineStr"><is><t>x</t></is></c>'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a39 SYSTEM "file:///etc/passwd">]>'
TYPES, SHARED = (
    "[Content_Types].xml",
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
)
TEXT = b"<si><t>x</t></si>"
STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


def with_text(text):
    return lambda sheet: sheet.replace(b"<t>b</t>", b"<t>%s</t>" % text)


HOSTILE = {
    "a far row": (SHEET, lambda sheet: sheet.replace(b'r="2"', b'r="2000000000"')),
    "a far cell": (SHEET, lambda sheet: sheet.replace(b'r="A2"', b'r="ZZZZZ2"')),
    "many rows": (SHEET, lambda sheet: sheet.replace(END, b"<row/>" * 3_000_000 + END)),
    "many cells": (
        SHEET,
        lambda sheet: sheet.replace(END, b"<row>%s</row>" % (b"<c/>" * 3_000_000) + END),
    ),
    "a long text": (SHEET, with_text(b"x" * 90_000_000)),
    "a bomb": (STYLES, lambda styles: styles + b" " * 200_000_000),
    "many columns": (
        SHEET,
        lambda sheet: sheet.replace(END, b"<row>%s</row>" % (CELL * 16_384) + END),
    ),
    "deep": (SHEET, lambda sheet: sheet.replace(END, b"<row>" * 1_000_000)),
    "no sheet": (SHEET, lambda sheet: b"<html/>" * 2),
    "no XML": (SHEET, lambda sheet: b"\xff\x00" * 1000),
    "cut off": (SHEET, lambda sheet: sheet[:-40]),
    "no book": ("xl/workbook.xml", lambda book: b"<a/>"),
    "a file of the machine": (SHEET, lambda sheet: EXTERNAL + with_text(b"&a39;")(sheet)),
    "entities": (SHEET, lambda sheet: ENTITIES + with_text(b"&a39;")(sheet)),
}

HOSTILE_CSV = {
    "lines": b"a\n" + b"\n" * 4_900_000,
    "cells": b"a\n" + b";" * 4_900_000,
    "lines of cells": b"a\n" + b";\n" * 2_400_000,
    "text far below": b"a\n" + b"\n" * 2_000_000 + b"x",
    "a quotation mark": b'a\n"' + b"x" * 4_900_000,
}

MESSAGE = 'msgctxt "a.b.{0}.c"\nmsgid "{0}"\nmsgstr "y"\n\n'
HOSTILE_PO = {
    "one message many times": MESSAGE.format(1) * 100_000,
    "many comments": "#. x\n#: a:1\n" * 200_000 + MESSAGE.format(1),
    "many placeholders": f'msgctxt "a"\nmsgid "{"%(" * 1_000_000}"\nmsgstr "y"\n',
}
