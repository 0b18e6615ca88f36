"""The yearly deadlines of support measures, and the arithmetic of days that they need."""

import calendar
import datetime
from typing import NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MONTH = [MinValueValidator(1), MaxValueValidator(12)]
DAY = [MinValueValidator(1), MaxValueValidator(31)]
COMMON_YEAR, LEAP_YEAR = 2001, 2000
ONE_DAY = datetime.timedelta(days=1)


def day_in(year, month, day):
    """A day of a year; 29 February is the 28th in a year without it."""
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def months_before(day, months):
    """The same day some months earlier, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day_in(year, month + 1, day.day)


def first_with_months_before(day, months):
    """The first day whose `months_before` is a day or later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    found = day_in(year, month + 1, day.day)
    return found if found.day == day.day else found + ONE_DAY


def exists(name):
    """The condition that a month has the day in the columns `<name>_month` and `<name>_day`."""
    short, month, day = [4, 6, 9, 11], f"{name}_month", f"{name}_day"
    return ~Q((f"{month}__in", short), (day, 31)) & ~Q((month, 2), (f"{day}__gt", 29))


class Period(NamedTuple):
    """A deadline in one year, with the first and last start of the projects that it is for.

    The starts are None where the deadline is not for some starts in particular.
    """

    deadline: datetime.date
    first_start: datetime.date | None = None
    last_start: datetime.date | None = None
    row: "SupportRound | None" = None


class SupportRound(models.Model):
    """A yearly deadline of a measure; with a window, that of the projects that start in the window.

    The days of a window are inclusive. `years_before` is the number of years from the deadline to
    the beginning of the window: 0 means the same calendar year.
    """

    measure = models.ForeignKey(
        "calls.SupportMeasure", on_delete=models.CASCADE, related_name="rounds"
    )
    start_from_month = models.PositiveSmallIntegerField(
        _("start from month"), null=True, blank=True, validators=MONTH
    )
    start_from_day = models.PositiveSmallIntegerField(
        _("day"), null=True, blank=True, validators=DAY
    )
    start_until_month = models.PositiveSmallIntegerField(
        _("start until month"), null=True, blank=True, validators=MONTH
    )
    start_until_day = models.PositiveSmallIntegerField(
        _("day"), null=True, blank=True, validators=DAY
    )
    deadline_month = models.PositiveSmallIntegerField(_("deadline: month"), validators=MONTH)
    deadline_day = models.PositiveSmallIntegerField(_("deadline: day"), validators=DAY)
    years_before = models.PositiveSmallIntegerField(
        _("years before the start"), default=0, validators=[MaxValueValidator(2)]
    )
    decision_month = models.PositiveSmallIntegerField(
        _("decision: month"), null=True, blank=True, validators=MONTH
    )
    decision_day = models.PositiveSmallIntegerField(
        _("decision: day"), null=True, blank=True, validators=DAY
    )

    class Meta:
        verbose_name = _("yearly deadline")
        verbose_name_plural = _("yearly deadlines")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    start_from_month__isnull=True,
                    start_from_day__isnull=True,
                    start_until_month__isnull=True,
                    start_until_day__isnull=True,
                )
                | Q(
                    start_from_month__isnull=False,
                    start_from_day__isnull=False,
                    start_until_month__isnull=False,
                    start_until_day__isnull=False,
                ),
                name="calls_supportround_has_a_whole_window_or_none",
                violation_error_message=_(
                    "Fill in both the first and the last starting day, or leave it all empty."
                ),
            ),
            models.CheckConstraint(
                condition=exists("deadline")
                & exists("decision")
                & exists("start_from")
                & exists("start_until"),
                name="calls_supportround_has_days_that_exist",
                violation_error_message=_("That month has no such day."),
            ),
            models.CheckConstraint(
                condition=Q(start_from_month__isnull=True)
                | Q(years_before__gt=0)
                | Q(deadline_month__lt=F("start_from_month"))
                | Q(deadline_month=F("start_from_month"), deadline_day__lte=F("start_from_day")),
                name="calls_supportround_ends_before_the_projects_start",
                violation_error_message=_(
                    "The deadline would come after the first starting day. Is it one of the "
                    "year before?"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.deadline_day}/{self.deadline_month}"

    @property
    def has_window(self):
        return None not in (self.start_from_month, self.start_until_month)

    @property
    def start_from(self):
        return self.start_from_month, self.start_from_day

    @property
    def start_until(self):
        return self.start_until_month, self.start_until_day

    @property
    def is_over_new_year(self):
        return self.has_window and self.start_until < self.start_from

    def covers(self, start):
        """Whether a project that starts on this day falls in the window, also over New Year."""
        if not self.has_window:
            return False
        day = (start.month, start.day)
        if self.is_over_new_year:
            return day >= self.start_from or day <= self.start_until
        return self.start_from <= day <= self.start_until

    def deadline_before(self, start):
        window_year = start.year - ((start.month, start.day) < self.start_from)
        return self.deadline_in(window_year - self.years_before)

    def deadline_in(self, year):
        return day_in(year, self.deadline_month, self.deadline_day)

    def period(self, year):
        """The deadline of a year, with the starts that it is for."""
        if not self.has_window:
            return Period(self.deadline_in(year), row=self)
        first_year = year + self.years_before
        first = day_in(first_year, *self.start_from)
        if first.day != self.start_from_day:  # no 29 February: the window begins on 1 March
            first += ONE_DAY
        last = day_in(first_year + self.is_over_new_year, *self.start_until)
        return Period(self.deadline_in(year), first, last, self)

    def next_period(self, today):
        """That of the first deadline that has not passed: today still counts."""
        return self.period(today.year + (self.deadline_in(today.year) < today))

    def next_date(self, today):
        return self.next_period(today).deadline

    def last_date_before(self, start):
        """The last deadline before a day."""
        return self.deadline_in(start.year - (self.deadline_in(start.year) >= start))

    def first_period_for(self, start, today):
        """The first of which the deadline has not passed and in which a start has not, either."""
        found = self.next_period(today)
        while found.last_start < start:
            found = self.period(found.deadline.year + 1)
        return found

    def as_dates(self):
        """{name: date} of the known days, to show without their year.

        A deadline on 29 February is shown as the 28th, on which it falls in most years. A window
        is shown with it: a project can start on it.
        """
        pairs = {
            "start_from": (LEAP_YEAR, *self.start_from),
            "start_until": (LEAP_YEAR, *self.start_until),
            "deadline": (COMMON_YEAR, self.deadline_month, self.deadline_day),
            "decision": (COMMON_YEAR, self.decision_month, self.decision_day),
        }
        return {name: day_in(*parts) for name, parts in pairs.items() if None not in parts}
