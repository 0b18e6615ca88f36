"""The models of support measures and their yearly deadlines."""

import calendar
import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calls.models import translated
from calls.models.choices import Audience
from calls.models.money import amount_field
from calls.querysets import SupportQuerySet
from portal.datecheck.reader import NamedDate
from portal.datecheck.topics import Topic
from portal.publishing import clock
from portal.publishing.fields import ChoicesField, PartialDateField, ProseField
from portal.publishing.models import Publishable, Slugged


class SupportMeasure(Publishable, Slugged):
    """A way to get support ("ondersteuning"): a grant, advice or a network."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("grant")
        ADVICE = "advice", _("advice")
        NETWORK = "network", _("network")

    class Goal(models.TextChoices):
        COOPERATE = "cooperate", _("cooperate")
        TRAVEL = "travel", _("travel or present")
        RESIDENCY = "residency", _("stay in a residency")
        LEARN = "learn", _("learn or exchange")
        HOST = "host", _("invite or organise at home")
        ADVICE = "advice", _("get advice")

    class Timing(models.TextChoices):
        FIXED = "fixed", _("on fixed days each year")
        ROLLING = "rolling", _("any time, some time before the start")
        BY_START = "by-start", _("depending on when the project starts")
        ALWAYS = "always", _("any time")
        UNKNOWN = "unknown", _("not known")

    title = models.CharField(_("title"), max_length=160)
    owner = models.CharField(
        _("who gives it"), max_length=160, help_text=_("For example: VAF / Flanders Image")
    )
    is_own = models.BooleanField(
        _("given by the department"), default=False, help_text=_("Untick for other organisations.")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    audiences = ChoicesField(_("for whom"), options=Audience)
    goals = ChoicesField(_("for what"), options=Goal)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    who = ProseField(_("who can use it"))
    costs = ProseField(_("eligible costs"))
    amounts = ProseField(_("how much"))
    how = ProseField(_("how to apply"))
    maximum = amount_field(
        _("at most (euro)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only when one maximum holds for all; else write it under “how much”."),
    )
    weighs_priorities = models.BooleanField(
        _("priority countries weigh in"), default=False, help_text=_("Links to the focus list.")
    )

    timing = models.CharField(_("when to apply"), max_length=8, choices=Timing.choices)
    lead_weeks = models.PositiveSmallIntegerField(
        _("weeks before the start"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    lead_months = models.PositiveSmallIntegerField(
        _("months before the start"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    timing_note = models.CharField(_("about the timing"), max_length=300, blank=True)

    channel = models.CharField(
        _("how to reach it"), max_length=160, blank=True, help_text=_("For example: KIOSK")
    )
    url = models.URLField(_("web address"), max_length=600, blank=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    replaced_on = PartialDateField(_("replaced on"))
    contacts = models.ManyToManyField(
        "publishing.Contact", blank=True, related_name="+", verbose_name=_("contacts")
    )

    objects = SupportQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("support measure")
        verbose_name_plural = _("support measures")
        ordering = ["title_nl"]
        constraints = [
            *Publishable.Meta.constraints,
            *Slugged.Meta.constraints,
            *translated.SUPPORT_MEASURE.constraints(translated.PUBLISHABLE),
            models.CheckConstraint(
                condition=~Q(timing="rolling")
                | Q(lead_weeks__isnull=False, lead_months__isnull=True)
                | Q(lead_weeks__isnull=True, lead_months__isnull=False),
                name="calls_supportmeasure_says_how_long_before",
                violation_error_message=_(
                    "Say how long before the start: in weeks or in months, not both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="calls_supportmeasure_does_not_replace_itself",
                violation_error_message=_("A measure cannot replace itself."),
            ),
        ]

    def __str__(self):
        return self.title_nl

    def get_absolute_url(self):
        return reverse("support:measure", args=[self.slug])

    def deadline_for(self, start):
        """The last day to apply for a project that starts on a day; None when it is not known.

        Uses `self.rounds.all()`, so prefetch them for a list.
        """
        if self.timing == self.Timing.ROLLING:
            day = start - datetime.timedelta(weeks=self.lead_weeks or 0)
            return months_before(day, self.lead_months or 0)
        if self.timing == self.Timing.BY_START:
            for row in self.rounds.all():
                if row.covers(start):
                    return row.deadline_before(start)
        return None

    def next_days(self, today=None):
        """The next day of each fixed round, soonest first; empty unless the days are fixed."""
        if self.timing != self.Timing.FIXED:
            return []
        today = today or clock.today()
        return sorted(row.next_date(today) for row in self.rounds.all())

    def dated_facts(self):
        rounds = [row.as_dates() for row in self.rounds.all()]

        def yearly(*names):
            return [NamedDate.yearly(row[name]) for row in rounds for name in names if name in row]

        return {
            Topic.CLOSING: yearly("deadline"),
            Topic.DECISION: yearly("decision"),
            Topic.PROJECTS: yearly("start_from", "start_until"),
            Topic.REPLACED: [
                measure.replaced_on
                for measure in (self, *self.replaced_by.all())
                if measure.replaced_on
            ],
        }


def months_before(day, months):
    """The same day some months earlier, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


MONTH = [MinValueValidator(1), MaxValueValidator(12)]
DAY = [MinValueValidator(1), MaxValueValidator(31)]


class SupportRound(models.Model):
    """A yearly deadline of a measure; with a window, that of the projects that start in the window.

    The days of a window are inclusive. `years_before` is the number of years from the deadline to
    the beginning of the window: 0 means the same calendar year.
    """

    measure = models.ForeignKey(SupportMeasure, on_delete=models.CASCADE, related_name="rounds")
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
                violation_error_message=_("Give the whole window of starting days, or none of it."),
            )
        ]

    def __str__(self):
        return f"{self.deadline_day}/{self.deadline_month}"

    def covers(self, start):
        """Whether a project that starts on this day falls in the window, also over New Year."""
        if self.start_from_month is None:
            return False
        first = self.start_from
        last = (self.start_until_month, self.start_until_day)
        day = (start.month, start.day)
        return first <= day <= last if first <= last else day >= first or day <= last

    def deadline_before(self, start):
        window_year = start.year - ((start.month, start.day) < self.start_from)
        return _date(window_year - self.years_before, self.deadline_month, self.deadline_day)

    @property
    def start_from(self):
        return self.start_from_month, self.start_from_day

    def next_date(self, today):
        this_year = _date(today.year, self.deadline_month, self.deadline_day)
        if this_year >= today:
            return this_year
        return _date(today.year + 1, self.deadline_month, self.deadline_day)

    def as_dates(self, year=2001):
        """{name: date} of the known days in a year without 29 February, to show them without it."""
        pairs = {
            "start_from": (self.start_from_month, self.start_from_day),
            "start_until": (self.start_until_month, self.start_until_day),
            "deadline": (self.deadline_month, self.deadline_day),
            "decision": (self.decision_month, self.decision_day),
        }
        return {name: _date(year, *pair) for name, pair in pairs.items() if pair[0] and pair[1]}


def _date(year, month, day):
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))
