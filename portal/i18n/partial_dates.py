"""Partial dates: ISO texts of a year, a month or a day, such as 2006-05."""

import calendar
import datetime
import re

from babel import Locale

from portal.i18n.unaccent import fold

MONTHS = {  # the names of four languages without accents, and their numbers
    fold(name): number
    for code in ("nl", "fr", "de", "en")
    for number, name in Locale(code).months["format"]["wide"].items()
}
NAME = "|".join(MONTHS)
SHAPES = [
    re.compile(shape)
    for shape in (
        r"(?P<year>\d{4})(-(?P<month>\d{1,2})(-(?P<day>\d{1,2}))?)?",
        r"((?P<day>\d{1,2})[ /.-]+)?(?P<month>\d{1,2})[ /.-]+(?P<year>\d{4})",
        rf"((?P<day>\d{{1,2}})(?:\.|er|st|nd|rd|th)? )?(?P<name>{NAME}) (?P<year>\d{{4}})",
    )
]


def parse_partial_date(text):
    """ISO text of a date known to the day, month or year: '1994', '2006-05', '1996-03-04'.

    Editors may also write '4/3/1996', '4 maart 1996' or 'mei 2006', with the name of a month in any
    of the four languages. ValueError when unreadable.
    """
    text = " ".join(fold(text).split())
    match = next((match for shape in SHAPES if (match := shape.fullmatch(text))), None)
    if not match:
        raise ValueError(f"{text!r} is no year, month or day")
    parts = {"name": None} | match.groupdict()
    month = MONTHS[parts["name"]] if parts["name"] else parts["month"]
    numbers = [int(part) for part in (parts["year"], month, parts["day"]) if part is not None]
    if numbers[0] < 1000:
        raise ValueError(f"{text!r} is too long ago")
    datetime.date(*[*numbers, 1, 1][:3])  # a month or day that does not exist is a ValueError
    return "-".join([f"{numbers[0]:04}", *(f"{part:02}" for part in numbers[1:])])


def first_day(partial):
    """The first calendar day that a partial date can mean."""
    year, month, day = (*map(int, partial.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def last_day(partial):
    """The last calendar day that a partial date can mean: '2024' is 31 December 2024."""
    parts = [int(part) for part in partial.split("-")]
    year, month = (*parts, 12)[:2]
    day = parts[2] if len(parts) == 3 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def month_number(day):
    """The months from the beginning of year 0 to that of the month of a day."""
    return day.year * 12 + day.month - 1


def first_of_month(number):
    """The first day of the month with this number."""
    return datetime.date(number // 12, number % 12 + 1, 1)


def partial_month(number):
    """A month number as a partial date, '2027-03'."""
    return f"{number // 12}-{number % 12 + 1:02}"
