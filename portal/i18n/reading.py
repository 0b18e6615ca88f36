"""Reads days, hours and amounts as people type them, in forms and in spreadsheets alike.

All of them raise ValueError for what has no meaning, or more than one.
"""

import datetime
import re
from decimal import Decimal

from portal.i18n.partial_dates import first_day, parse_partial_date

MIDNIGHT_AFTER = "24:00"  # the end of a day, which no time of that day is
HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?: ?(?:u|h|uur|uhr|heures?)(?: ?(?P<half>\d\d))?"
    r"|[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?:u|h|uur|uhr))?)",
    re.IGNORECASE,
)
GROUPED = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+"
DUTCH = re.compile(rf"(?:{GROUPED.format('[. ]')}|\d+)(?:,\d{{1,2}})?", re.ASCII)
ENGLISH = re.compile(rf"(?:{GROUPED.format('[, ]')}|\d+)\.\d{{1,2}}", re.ASCII)


def read_day(text):
    """The date of '15.01.2027', '15/1/2027', '2027-01-15' or '15 januari 2027'."""
    iso = parse_partial_date(text)
    if len(iso) < len("2027-01-15"):
        raise ValueError(f"{text!r} is more than a day")
    return first_day(iso)


def read_hour(text):
    """The time of '17u', '17u30', '17.30' or '17:00'; MIDNIGHT_AFTER for '24:00'."""
    match = HOUR.fullmatch(one_line(text))
    if not match:
        raise ValueError(f"{text!r} is no hour")
    hour, half, minute, second = (int(part or 0) for part in match.groups())
    if (hour, half or minute, second) == (24, 0, 0):
        return MIDNIGHT_AFTER
    return datetime.time(hour, half or minute, second)


def split_instant(text):
    """('15 januari 2027', '17 uur') of '15 januari 2027, 17 uur'; '' for an hour that is not there.

    Neither is read yet: the fields of a form do that, and say what is wrong.
    """
    text = one_line(text)
    for match in re.finditer(r",? |(?<=\d)T(?=\d)", text):
        if HOUR.fullmatch(text[match.end() :]):
            return text[: match.start()], text[match.end() :]
    return text, ""


def read_amount(text):
    """The Decimal of '100.000', '100 000,50', '100,000.00' or '12500.50'.

    A point before three digits groups thousands, as in Dutch: '1.234' is more than a thousand.
    A comma before three digits may be meant either way.
    """
    text = one_line(text)
    if DUTCH.fullmatch(text):
        return Decimal(re.sub("[. ]", "", text).replace(",", "."))
    if ENGLISH.fullmatch(text):
        return Decimal(re.sub("[, ]", "", text))
    raise ValueError(f"{text!r} has no meaning as an amount, or two")


def one_line(text):
    return " ".join(str(text).split())
