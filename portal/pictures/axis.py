"""Where things stand on an axis of time, in percentages of its width.

A picture is as wide as its column: what is horizontal is a percentage, what is vertical are pixels.
The percentages are texts, since a template would write a fraction with a comma in Dutch.
"""

import datetime
from functools import lru_cache
from typing import NamedTuple

from portal.i18n.formats import local, short_month
from portal.i18n.instants import begin_of_day
from portal.i18n.partial_dates import first_of_month, month_number

WIDTH = 100_000  # of an axis, in thousandths of a percent
SHORT = 25  # years of an axis with room for more than its decades
LAST_LABEL = 0.88  # how far along an axis the last year can be named
LAST_WIDE_LABEL = 0.913  # the same where words stand beside the axis
FADE = 8_000  # how far a line fades out where nobody knows when it began or ended
SIGN = 2_500  # how long a fade is that has room for the sign of what is not known
WIDE = 600  # what can be told from a mark of one day


def percent(place):
    return f"{place / 1000:.3f}%"


class Piece(NamedTuple):
    """A part of an axis, in thousandths of a percent."""

    first: int
    last: int

    @property
    def x(self):
        return percent(self.first)

    @property
    def end(self):
        return percent(self.last)

    @property
    def middle(self):
        return percent((self.first + self.last) / 2)

    @property
    def width(self):
        return percent(self.last - self.first)

    @property
    def width_of_mark(self):
        """The same; of one moment, too, something can be seen."""
        return percent(max(self.last - self.first, 1))

    @property
    def has_sign(self):
        return self.last - self.first >= SIGN


class Span(NamedTuple):
    """A line on an axis: solid as long as something certainly lasts, fading where nobody knows.

    `begins` and `ends` are where it is known to begin and to end, a whole year where that is all
    that is known; None when that is not on the axis.
    """

    solid: Piece | None
    fade_in: Piece | None = None
    fade_out: Piece | None = None
    begins: Piece | None = None
    ends: Piece | None = None

    @property
    def piece(self):
        """All that is drawn of it."""
        pieces = [piece for piece in self if piece]
        return Piece(min(piece.first for piece in pieces), max(piece.last for piece in pieces))

    @property
    def fades(self):
        return bool(self.fade_in or self.fade_out)

    @property
    def has_wide_mark(self):
        return any(mark and mark.last - mark.first > WIDE for mark in (self.begins, self.ends))


class Axis:
    """A line of time; a subclass says with `share` how far along something is, from 0 to 1."""

    def place(self, at):
        return round(WIDTH * self.share(at))

    def piece(self, since, until):
        """The Piece between two moments, as far as it is on the axis, or None."""
        return cut(self.place(since), self.place(until))

    def span(self, since, until, *, since_at_latest=None, until_at_earliest=None, certain=()):
        """The Span between two moments, each None when it is not known; None when all is outside.

        It began somewhere from `since` to `since_at_latest`, ended somewhere from
        `until_at_earliest` to `until`, and lasted at the `certain` moments.
        """
        begun = since_at_latest or since
        known = [self.place(at) for at in (begun, until, *certain) if at is not None]
        if not known:
            return None
        first, last = min(known), max(known)
        found = Span(
            cut(first, last),
            None if since else cut(first - FADE, first),
            None if until else cut(last, last + FADE),
            self.piece(since, begun) if since else None,
            self.piece(until_at_earliest or until, until) if until else None,
        )
        return found if any(found) else None


def keys_of(spans):
    """Names of what these Spans have that a legend explains."""
    return {
        name
        for span in spans
        for name, is_drawn in [("unknown", span.fades), ("year", span.has_wide_mark)]
        if is_drawn
    }


def cut(first, last):
    """The Piece between two places as far as it is on the axis, or None."""
    if last < 0 or first > WIDTH or last < first:
        return None
    return Piece(max(first, 0), min(last, WIDTH))


@lru_cache(maxsize=1000)
def month_begin(number):
    """The timestamp with which a month begins in Brussels.

    Two datetimes in one time zone would be subtracted by wall clock.
    """
    return begin_of_day(first_of_month(number)).timestamp()


class Month(NamedTuple):
    """A month on an axis, with its name and, where one begins, its year."""

    piece: Piece
    name: str
    year: int | None


class Months(Axis):
    """Some months on end, all equally wide; instants have their place in them to the minute."""

    def __init__(self, first, count):
        """`first` is the number of the first month, as `month_number` counts them."""
        self.first, self.count = first, count
        self.begin = begin_of_day(first_of_month(first))
        self.end = begin_of_day(first_of_month(first + count))

    def share(self, at):
        number = month_number(local(at))
        begin, end = month_begin(number), month_begin(number + 1)
        elapsed = (at.timestamp() - begin) / (end - begin)
        return (number - self.first + elapsed) / self.count

    def day(self, day):
        """The Piece of a day, or None."""
        return self.piece(begin_of_day(day), begin_of_day(day + datetime.timedelta(days=1)))

    def months(self, with_years=True):
        found = []
        for index in range(self.count):
            day = first_of_month(self.first + index)
            is_new = with_years and (index == 0 or day.month == 1)
            piece = Piece(WIDTH * index // self.count, WIDTH * (index + 1) // self.count)
            found.append(Month(piece, short_month(day), day.year if is_new else None))
        return found


class Years(Axis):
    """Some years on end, for days: all years are about equally wide."""

    STEP = 5

    def __init__(self, first, last):
        """From the STEP years in which one year falls to those of another."""
        self.first = first // self.STEP * self.STEP
        self.last = last // self.STEP * self.STEP + self.STEP
        self.begin, self.end = datetime.date(self.first, 1, 1), datetime.date(self.last, 1, 1)

    def share(self, at):
        return (at - self.begin) / (self.end - self.begin)

    def day(self, day):
        """The Piece of a day, or None."""
        return self.piece(day, day + datetime.timedelta(days=1))

    def decades(self):
        """[(place in percent, first year, whether only a wide axis has room for the year)] of each
        decade: of some where there are many, and of each STEP where there are few.

        Without the year where there is no room for it before the end of the axis.
        """
        count = self.last - self.first
        step = self.STEP if count <= SHORT else 10 * (1 + count // 100)
        days = [
            datetime.date(year, 1, 1)
            for year in range(-(-self.first // step) * step, self.last, step)
        ]
        return [
            (
                percent(self.place(day)),
                day.year if self.share(day) < LAST_WIDE_LABEL else None,
                self.share(day) >= LAST_LABEL,
            )
            for day in days
        ]
