"""A cell of a spreadsheet is read with its escapes and its format."""

import datetime
import io

import openpyxl
import pytest

from portal.exchange.tables import read_table, write_table

DAY = datetime.datetime(2006, 5, 1)


def read_back(value, number_format="General"):
    """The text of a cell with a value and a format, after a file was made and read."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["naam"])
    book.active["A2"] = value
    book.active["A2"].number_format = number_format
    book.active["A3"] = "x"
    book.save(file)
    (_number, (text,)), *_rest = read_table(file.getvalue())[1]
    return text


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("mmm-yy", "2006-05"),
        ("mmmm\\ yyyy", "2006-05"),
        ("[$-413]mmmm\\ yyyy;@", "2006-05"),
        ('"maand" mm/yyyy', "2006-05"),
        ("yyyy", "2006"),
        ("d-mmm", "01/05"),
        ("mmmm", "05"),
        ("d/mm/yyyy", "2006-05-01"),
        ("[$-813]dddd d mmmm yyyy", "2006-05-01"),
        ("yyyy-mm-dd hh:mm", "2006-05-01"),
    ],
)
def test_a_date_is_as_precise_as_its_format_shows(number_format, text):
    assert read_back(DAY, number_format) == text


def test_an_instant_keeps_its_hour():
    assert read_back(DAY.replace(hour=17), "d/mm/yyyy hh:mm") == "2006-05-01 17:00:00"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Eerste_x000D_\nTweede", "Eerste\r\nTweede"),
        ("a_x000a_b", "a\nb"),
        ("a_x0007_b", "ab"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_x005F_x000D_", "_x000D_"),
        ("a_xyz_", "a_xyz_"),
    ],
)
def test_escapes_are_the_signs_that_they_stand_for(written, text):
    assert read_back(written) == text


@pytest.mark.parametrize("value", ["_x000D_", "a_x0041_b"])
def test_a_text_that_looks_like_an_escape_survives_export_and_import(value):
    content = write_table(["naam"], [[value]], [["naam", "", ""]], "xlsx")
    assert read_table(content)[1] == [(2, [value])]


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (2.5, "2,5"), (True, "ja"), (12, "12")])
def test_numbers_and_truths_are_texts(value, text):
    assert read_back(value) == text
