"""Days, hours and amounts as people type them: read when there is one meaning, else refused."""

import datetime
from decimal import Decimal

import pytest

from portal.i18n.reading import MIDNIGHT_AFTER, read_amount, read_day, read_hour, split_instant


@pytest.mark.parametrize(
    "written",
    [
        "15.01.2027",
        "15/1/2027",
        "15-01-2027",
        "2027-01-15",
        "15 januari 2027",
        "15 Janvier 2027",
        "15. Januar 2027",
        " 15\N{NO-BREAK SPACE}January  2027",
    ],
)
def test_a_day_is_read_in_usual_notations(written):
    assert read_day(written) == datetime.date(2027, 1, 15)


@pytest.mark.parametrize(
    ("written", "month"),
    [("1er mars 2027", 3), ("1 aout 2027", 8), ("1. März 2027", 3), ("1 décembre 2027", 12)],
)
def test_months_have_their_names_of_four_languages(written, month):
    assert read_day(written) == datetime.date(2027, month, 1)


@pytest.mark.parametrize(
    "written",
    ["", "gisteren", "2027", "01/2027", "15/1/27", "31/2/2027", "1/13/2027", "15.01.2027 17u"],
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(ValueError):
        read_day(written)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("17u", (17, 0)),
        ("17 uur", (17, 0)),
        ("17u30", (17, 30)),
        ("17 h 30", (17, 30)),
        ("17.30", (17, 30)),
        ("17.30 Uhr", (17, 30)),
        ("17:00", (17, 0)),
        ("9:05:07", (9, 5, 7)),
        ("23:59:59", (23, 59, 59)),
        ("0:00", (0, 0)),
    ],
)
def test_an_hour_is_read_in_usual_notations(written, hour):
    assert read_hour(written) == datetime.time(*hour)


@pytest.mark.parametrize("written", ["24:00", "24u", "24.00", "24:00:00"])
def test_twenty_four_hours_is_the_end_of_the_day(written):
    assert read_hour(written) is MIDNIGHT_AFTER


@pytest.mark.parametrize("written", ["", "17", "1700", "24:01", "25u", "17:60", "5 pm", "middag"])
def test_what_is_no_hour_is_refused(written):
    with pytest.raises(ValueError):
        read_hour(written)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("2027-01-15 17:00:00", ("2027-01-15", "17:00:00")),
        ("2027-01-15T17:00", ("2027-01-15", "17:00")),
        ("15 januari 2027, 17 uur", ("15 januari 2027", "17 uur")),
        ("15.01.2027 17.30", ("15.01.2027", "17.30")),
        ("15 januari 2027", ("15 januari 2027", "")),
        ("15.01.2027", ("15.01.2027", "")),
        ("binnenkort", ("binnenkort", "")),
    ],
)
def test_a_day_and_its_hour_are_told_apart(cell, parts):
    assert split_instant(cell) == parts


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("100000", "100000"),
        ("100.000", "100000"),
        ("100 000", "100000"),
        ("100\N{NARROW NO-BREAK SPACE}000,50", "100000.50"),
        ("100.000,00", "100000"),
        ("100,000.00", "100000"),
        ("1.234", "1234"),
        ("12500,5", "12500.5"),
        ("12500.50", "12500.50"),
        ("0,75", "0.75"),
    ],
)
def test_an_amount_with_one_meaning_is_read(written, amount):
    assert read_amount(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written",
    ["", "100,000", "1,234", "0.123", "1.23.4", "12.34.567", "1.2345", "-5", "1e5", "NaN", "½"],
)
def test_an_amount_with_two_meanings_or_none_is_refused(written):
    with pytest.raises(ValueError):
        read_amount(written)
