"""Formats dates, times, money and sizes in the active language.

Django's own formats do not follow our house style ("1 mars", "Montag 1 März", "5 p.m."), so the
patterns of each language are here. Times are Brussels time. Spaces inside a date or an amount are
no-break spaces.
"""

import datetime
import re
from decimal import Decimal

from babel import Locale
from django.utils import timezone
from django.utils.dateformat import format as date_format

from portal.i18n.currencies import counted_name
from portal.i18n.languages import active
from portal.i18n.partial_dates import first_day

NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"

WEEKDAY = {"nl": "l ", "fr": "l ", "de": "l, ", "en": "l "}
DAY = {"nl": "j", "fr": "j", "de": "j.", "en": "j"}
CLOCK = {
    "nl": ("G{s}\\u\\u\\r", "G.i{s}\\u\\u\\r"),
    "fr": ("G{s}\\h", "G{s}\\h{s}i"),
    "de": ("G{s}\\U\\h\\r", "G.i{s}\\U\\h\\r"),
    "en": ("H:i", "H:i"),
}
DAY_END = {"nl": "24{s}uur", "fr": "24{s}h", "de": "24{s}Uhr", "en": "24:00"}
ZONE = {
    "nl": "Brusselse tijd",
    "fr": "heure de Bruxelles",
    "de": "Brüsseler Zeit",
    "en": "Brussels time",
}
RANGE = {
    "nl": "{} tot en met {}",
    "fr": "du {} au {}",
    "de": "{} bis {}",
    "en": "{} to {}",
}
MONTHS = {"nl": "{} tot en met {}", "fr": "de {} à {}", "de": "{} bis {}", "en": "{} to {}"}
THOUSANDS = {"nl": ".", "fr": THIN, "de": ".", "en": ","}
POINT = {"nl": ",", "fr": ",", "de": ",", "en": "."}
IN_TABLE = {"nl": "{code} {n}", "fr": "{n} {code}", "de": "{n} {code}", "en": "{code} {n}"}
EURO_IN_TABLE = {"nl": "€ {n}", "fr": "{n} €", "de": "{n} €", "en": "€{n}"}
BYTES = {"nl": "kB MB", "fr": "ko Mo", "de": "kB MB", "en": "kB MB"}


def local(value):
    """A calendar date, or the Brussels date and time of an instant."""
    if not isinstance(value, datetime.datetime):
        return value
    # Nobody activates another time zone; to ask which one is active takes ten times as long.
    return timezone.localtime(value, timezone.get_default_timezone())


def day(value, weekday=False, year=True):
    """'1 maart 2027', '1er mars 2027', '1. März 2027', '1 March 2027'."""
    value, code = local(value), active()
    pattern = DAY[code]
    if code == "fr" and value.day == 1:
        pattern += r"\e\r"
    pattern += f"{NBSP}F{NBSP}Y" if year else f"{NBSP}F"
    return date_format(value, (WEEKDAY[code] if weekday else "") + pattern)


def short_month(value):
    """The month of a date where there is little room: 'mrt', 'févr', 'Mär', 'Mar'."""
    return Locale(active()).months["stand-alone"]["abbreviated"][value.month].strip(".")


def clock(value):
    """'17 uur', '17 h 30', '17.30 Uhr', '17:00': Brussels time."""
    value = local(value)
    full, with_minutes = CLOCK[active()]
    return date_format(value, (with_minutes if value.minute else full).format(s=NBSP))


def zone():
    return ZONE[active()]


def moment(value, weekday=False):
    """A date with its time: '1 maart 2027, 17 uur', or with the weekday before it."""
    return f"{day(value, weekday)}, {clock(value)}"


def ending_day(instant):
    """The Brussels day at whose end an instant stands or, at any other hour, in which it falls."""
    return (local(instant) - datetime.timedelta(microseconds=1)).date()


def end_moment(instant, weekday=False):
    """As `moment`, for a deadline: a midnight ends the day before, '28 februari 2027, 24 uur'."""
    last = ending_day(instant)
    if last == local(instant).date():
        return moment(instant, weekday)
    return f"{day(last, weekday)}, {DAY_END[active()].format(s=NBSP)}"


def partial(value):
    """A partial date, as exact as it is known: '1994', 'mei 2006', '4 maart 1996'."""
    if len(value) == 10:
        return day(first_day(value))
    if len(value) == 7:
        return date_format(first_day(value), f"F{NBSP}Y")
    return value


def period(start, end):
    """Two partial dates as one range: '6 januari tot en met 1 maart 2027', '2021-2024'."""
    if not start or not end:
        return partial(start or end) if start or end else ""
    if start == end:
        return partial(start)
    if len(start) == len(end) == 4:
        return f"{start}-{end}"
    exact = len(start) == len(end) == 10
    first = day(first_day(start), year=start[:4] != end[:4]) if exact else partial(start)
    span = (RANGE if exact else MONTHS)[active()].format(first, partial(end))
    return re.sub(r"\bde (?=[aeiou])", "d’", span) if active() == "fr" else span


def years(first, last):
    return str(first) if first == last else f"{first}-{last}"


def number(value):
    """20000 with the separators of the language: '20.000', '20 000', '20,000'."""
    code = active()
    text = f"{Decimal(value):,f}" if value == int(value) else f"{Decimal(value):,.2f}"
    whole, _, cents = text.partition(".")
    whole = whole.replace(",", THOUSANDS[code])
    return f"{whole}{POINT[code]}{cents}" if cents.strip("0") else whole


def money(amount, currency="EUR", short=False):
    """'20.000 euro' in a sentence, '€ 20.000' in a table; in English a sign or code in both."""
    if short or active() == "en":
        patterns = EURO_IN_TABLE if currency == "EUR" else IN_TABLE
        text = patterns[active()].format(n=number(amount), code=currency)
    else:
        text = f"{number(amount)} {counted_name(currency, amount)}"
    return text.replace(" ", NBSP)


def percent(value):
    space = {"fr": THIN, "de": NBSP}.get(active(), "")
    return f"{number(value)}{space}%"


def size(count):
    """A number of bytes as '310 kB' or '1,2 MB'; 1 kB is 1000 bytes."""
    kilobyte, megabyte = BYTES[active()].split()
    if count < 999_500:  # from here on kB would round to 1000
        return f"{max(1, round(count / 1000))}{NBSP}{kilobyte}"
    return f"{count / 1_000_000:.1f}".replace(".", POINT[active()]) + f"{NBSP}{megabyte}"


def machine(value):
    """The value of a `datetime` attribute: ISO 8601, whose microseconds HTML does not allow."""
    if isinstance(value, datetime.datetime):
        return local(value).isoformat(timespec="seconds")
    return value if isinstance(value, str) else value.isoformat()
