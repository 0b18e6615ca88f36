"""Reads the dates and clock times in a text, in any of the four languages.

It understands what `portal.i18n.formats` writes, and the other notations that editors use.
"""

import datetime
import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from babel import Locale

from portal.publishing.fields import lines

NOON, MIDNIGHT = datetime.time(12), datetime.time(0)


class NamedDate(NamedTuple):
    """A date as precise as a text or a field has it, down to a mere year or a mere clock time.

    `words` is its wording, `sentence` the sentence that contains it.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    time: datetime.time | None = None
    words: str = ""
    sentence: str = ""

    @classmethod
    def yearly(cls, date):
        """The NamedDate of a date that recurs every year."""
        return cls(date.day, date.month)

    def agrees_with(self, other):
        """Whether both can be the same date: parts that one of them lacks are not compared."""
        pairs = zip(self[:4], other[:4], strict=True)
        return all(a is None or b is None or a == b for a, b in pairs)

    def covers(self, other):
        """Whether this has every part that the other has, with the same value."""
        pairs = zip(self[:4], other[:4], strict=True)
        return all(b is None or a == b for a, b in pairs)

    def day_before(self):
        year = self.year or (
            2000 if self.month == 2 else 2001
        )  # without a year, 1 March follows 28 February
        day = datetime.date(year, self.month, self.day) - datetime.timedelta(days=1)
        return self._replace(day=day.day, month=day.month, year=self.year and day.year)


class Sentence(NamedTuple):
    """A sentence that names dates; its outline has a `§` for each day, month or time."""

    text: str
    outline: str
    dates: list


class Span(NamedTuple):
    """The position of a date in a line."""

    start: int
    stop: int
    date: NamedDate


# Patterns of dates, with the words of all four languages together, except names of months.
LINK = r"tot en met|tot|t/m|en|of|au|à|et|ou|bis|und|oder|to|until|till|through|and|or"
AND = rf"(?:,? ?[-–] ?|,? (?:{LINK}) (?:(?:le|zum|den|the) )?|, )"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:\.|er|ste|de|e|st|nd|rd|th)?(?![\d,.]?\d)"
DAYS = rf"(?P<days>{DAY}(?:{AND}{DAY}){{0,6}})"
YEAR = r"(?P<year>[12]\d{3})(?!\d)"
HOUR, MINUTE = r"(?P<hour>2[0-4]|1\d|0?\d)", r"(?P<minute>[0-5]\d)"
EVENING = r"['’]s (?:na)?middags|['’]s avonds|de l['’]après-midi|du soir|nachmittags|abends"
WORD = r"(?:[^\W\d]|['’])+"
ON_DAY = rf",? (?:op|le|du|am|on) (?:{WORD},? ){{0,2}}"

ISO = re.compile(rf"(?<![\d-]){YEAR}-(?P<month>\d\d)-(?P<days>\d\d)(?!\d)")
NUMBERS = re.compile(
    rf"(?<![\d/.-])(?P<days>\d\d?)(?P<mark>[/.-]) ?(?P<month>\d\d?)(?P=mark) ?{YEAR}(?![/-])"
)
BARE_YEAR = re.compile(  # not 2000, which is as often a quantity
    r"(?<![\w.,/€$+])(?<![^\d][-–])(?P<year>(?:19|20)(?!00)\d\d)"
    r"(?![\w.,/]?\d)(?! ?(?:€|%|euro|EUR|dollar|CAD))"
)
CLOCK = re.compile(
    rf"(?<![\w.,:/€$]){HOUR}(?:(?P<mark>[.:]){MINUTE})?(?!\d)"
    r"(?: ?(?P<unit>uur|u|heures?|h|uhr|[ap]\.m\.|[ap]m)(?![^\W\d_])"
    r"(?:(?<!uur) ?(?P<late>[0-5]\d)\b)?)?"
    r"(?! p[ae]r )",
    re.IGNORECASE,
)
CLOCK_BEFORE = re.compile(
    rf"\b(?:van|tussen|de|entre|von|zwischen|from|between) {HOUR}(?:[.:]{MINUTE})?"
    rf"(?: ?(?:uur|u|heures?|h|Uhr))?{AND}$",
    re.IGNORECASE,
)
TWELVE = re.compile(
    r"\b(?:(?P<noon>noon|midday|(?<=à )midi|(?<=avant )midi)"
    r"|midnight|minuit|middernacht|mitternacht)\b",
    re.IGNORECASE,
)
# A number of hours is a clock time when such a word, or a date (covered by `\0`), is beside it.
AT = re.compile(
    r"(?:\0,? \(?|\b(?:om|tot|v[oó][oó]r|vanaf|uiterlijk|à|avant|dès|jusqu['’]à|um|at|by) )$",
    re.IGNORECASE,
)
ON_A_DAY = re.compile(rf"{ON_DAY}\0")
IN_THE_EVENING = re.compile(rf"(?:{EVENING})(?: om)? §|§ (?:{EVENING})")

SENTENCE_END = re.compile(r"[.!?](?: ?[»”’\"')])* (?=(?:« |['\"‘“„(])*[A-ZÀ-ÖØ-Þ\d])")
SHARED_YEAR = re.compile(rf"\.?{AND}(?:{WORD},? ){{0,2}}")  # between two days: " tot vrijdag "
TIME_AFTER = re.compile(rf"\.?(?:[ ,(]+{WORD}){{0,4}}[ ,(]+")  # between day and time: ", om "
TIME_BEFORE = re.compile(rf" |{ON_DAY}")  # between time and day: " on Monday "


def dates_in(text, language):
    """The dates in a text, HTML or plain, in their order."""
    return [date for sentence in sentences(text, language) for date in sentence.dates]


def sentences(text, language):
    """The sentences of a text that name a date."""
    return [sentence for line in lines(text) for sentence in _sentences(line, language)]


def _sentences(line, language):
    spans = _spans(line, language)
    ends = [match.end() for match in SENTENCE_END.finditer(line)]
    starts = [span.start for span in spans]
    before = [bisect_left(starts, end) for end in ends]  # how many spans begin before each end
    pairs = zip(ends, before, strict=True)
    real = [end for end, count in pairs if not (count and end <= spans[count - 1].stop)]
    for begin, end in pairwise([0, *real, len(line)] if spans else []):
        if here := spans[bisect_left(starts, begin) : bisect_left(starts, end)]:
            text = " ".join(line[begin:end].split())
            dates = _with_times(line, _with_years(line, here))
            yield Sentence(
                text, _outline(line, begin, end, here), [d._replace(sentence=text) for d in dates]
            )


def _outline(line, begin, end, spans):
    marked = [span for span in spans if span.date.month or span.date.time]
    starts = [begin, *(span.stop for span in marked)]
    stops = [*(span.start for span in marked), end]
    return "§".join(line[start:stop] for start, stop in zip(starts, stops, strict=True))


def _with_years(line, spans):
    """Give a day without a year that of the day after it, as in '1 maart tot 31 mei 2025'.

    In '1 december tot 31 januari 2025' it is the year before.
    """
    spans = list(spans)
    for index in reversed(range(len(spans) - 1)):
        (_start, stop, first), (start, _stop, last) = spans[index : index + 2]
        shared = first.month and not first.year and last.month and last.year
        if shared and SHARED_YEAR.fullmatch(line[stop:start]):
            year = last.year - (first.month > last.month)
            spans[index] = spans[index]._replace(date=first._replace(year=year))
    return spans


def _with_times(line, spans):
    """The dates of the spans, with each clock time merged into the adjacent day."""
    dates = {span: span.date for span in spans}
    padded = [None, *spans, None]
    for previous, clock, following in zip(padded, spans, padded[2:], strict=False):
        day = _day_of(line, previous, clock, following) if clock.date.time else None
        if day and not dates[day].time:
            words = line[min(day.start, clock.start) : max(day.stop, clock.stop)]
            dates[day] = dates[day]._replace(time=clock.date.time, words=words)
            del dates[clock]
    return list(dates.values())


def _day_of(line, previous, clock, following):
    """The span of the day right after a clock time, or else right before it; None without one."""
    if following and TIME_BEFORE.fullmatch(line[clock.stop : following.start]):
        return following if following.date.day else None
    if previous and TIME_AFTER.fullmatch(line[previous.stop : clock.start]):
        return previous if previous.date.day else None
    return None


def _spans(line, language):
    """The spans in a line. The least ambiguous shapes go first; `\\0` covers what they match."""
    found, rest = {}, line
    for shape, read in _shapes(language):
        new = {span.start: span for match in shape.finditer(rest) for span in read(match, language)}
        signs = list(rest)
        for start, stop, _date in new.values():
            signs[start:stop] = "\0" * (stop - start)
        rest = "".join(signs)
        found |= new
    return [found[start] for start in sorted(found)]


@cache
def _shapes(language):
    """[(pattern, function that yields the spans of a match)], the least ambiguous first."""
    name = (
        rf"(?P<name>{'|'.join(sorted(_months(language), key=len, reverse=True))})\b(?:\.(?= [12]))?"
    )
    dated = [ISO, NUMBERS, re.compile(rf"(?:(?<![\d.,/]){DAYS} ?(?:of )?)?\b{name}(?:,? {YEAR})?")]
    if language == "en":
        dated.append(re.compile(rf"\b{name} {DAYS}(?:,? {YEAR})?"))
    rest = [(BARE_YEAR, _read_year), (CLOCK, _read_clock), (TWELVE, _read_twelve)]
    return [*((shape, _read_days) for shape in dated), *rest]


@cache
def _months(language):
    """{name or abbreviation: number}; people cut names off after four letters too: 'sept.'"""
    names = {}
    for forms in Locale(language).months.values():
        for number, name in [*forms["abbreviated"].items(), *forms["wide"].items()]:
            for form in (name.rstrip("."), name[:4].rstrip(".")):
                names |= {form: number, form.capitalize(): number}
    return names


def _read_days(match, language):
    """A date or a month of a year; several dates when days share a month: '1 tot 15 maart'."""
    found = {"name": None} | match.groupdict()
    month = _months(language)[found["name"]] if found["name"] else int(found["month"])
    year = int(found["year"]) if found["year"] else None
    days = list(re.finditer(r"\d+", found["days"] or ""))
    if not all(_exists(year, month, int(day[0])) for day in days) or not (days or year):
        return
    starts = [match.start(), *(match.start("days") + day.start() for day in days[1:])]
    stops = [*(match.start("days") + day.end() for day in days[:-1]), match.end()]
    for start, stop, day in zip(starts, stops, days or [None], strict=True):
        yield Span(start, stop, NamedDate(day and int(day[0]), month, year, words=match[0]))


def _exists(year, month, day):
    try:
        return datetime.date(year or 2000, month, day)
    except ValueError:
        return None


def _read_year(match, language):
    yield Span(*match.span(), NamedDate(year=int(match["year"]), words=match[0]))


def _read_clock(match, language):
    """A clock time, and the first one of 'van 9 tot 17 uur'; not a duration such as '24 uur'."""
    text, (start, stop), unit = match.string, match.span(), (match["unit"] or "").lower()
    minute = match["minute"] or match["late"]
    if not (unit or minute):
        return
    near = max(0, start - 40)
    first = CLOCK_BEFORE.search(text, near, start)
    at = AT.search(text, near, start) or ON_A_DAY.match(text, stop)
    evening = IN_THE_EVENING.search(f"{text[near:start]}§{text[stop : stop + 20]}")
    sure = match["mark"] == ":" or unit in ("uhr", "am", "pm", "a.m.", "p.m.")
    if sure or at or (unit and (minute or first or evening)):
        half = "p" if evening else unit[:1]
        yield Span(start, stop, _clock(match["hour"], minute, half, match[0]))
        if first:
            words = text[first.start("hour") : stop]
            clock = _clock(first["hour"], first["minute"], half, words)
            yield Span(*first.span("hour"), clock)


def _clock(hour, minute, half, words):
    """The NamedDate of a time; `half` is a or p on a 12-hour clock. 24:00 becomes 0:00."""
    hour = int(hour) % 12 + 12 * (half == "p") if half in ("a", "p") else int(hour) % 24
    return NamedDate(time=datetime.time(hour, int(minute or 0)), words=words)


def _read_twelve(match, language):
    time = NOON if match["noon"] else MIDNIGHT
    yield Span(*match.span(), NamedDate(time=time, words=match[0]))
