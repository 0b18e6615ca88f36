"""The model of support measures: grants, advice, networks and funds."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calls import year_table
from calls.models import translated
from calls.models.choices import Audience
from calls.models.support_round import first_with_months_before, months_before
from calls.querysets import SupportQuerySet
from portal.datecheck.reader import NamedDate
from portal.datecheck.topics import Topic
from portal.i18n.addresses import address
from portal.publishing import clock
from portal.publishing.fields import AmountField, ChoicesField, PartialDateField, ProseField
from portal.publishing.models import ORGANISATION_LENGTH, Publishable, Slugged


class SupportMeasure(Publishable, Slugged):
    """A way to get support ("ondersteuning"): a grant, advice or a network."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("grant")
        ADVICE = "advice", _("advice")
        NETWORK = "network", _("network")
        FUND = "fund", _("fund")

    class Goal(models.TextChoices):
        COOPERATE = "cooperate", _("cooperate")
        TRAVEL = "travel", _("travel or present")
        RESIDENCY = "residency", _("take up a residency")
        LEARN = "learn", _("learn or exchange")
        HOST = "host", _("invite or organise at home")
        ADVICE = "advice", _("get advice")

    class Timing(models.TextChoices):
        FIXED = "fixed", _("on fixed days each year")
        ROLLING = "rolling", _("any time, up to some weeks or months before the start")
        BY_START = "by-start", _("depending on when the project starts")
        ALWAYS = "always", _("any time")
        UNKNOWN = "unknown", _("not known")

    title = models.CharField(_("title"), max_length=160)
    owner = models.CharField(
        _("offered by"),
        max_length=ORGANISATION_LENGTH,
        help_text=_("For example: VAF / Flanders Image"),
    )
    is_own = models.BooleanField(
        _("offered by the department"),
        default=False,
        help_text=_("Untick for other organisations."),
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
    maximum = AmountField(
        _("at most (euro)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only when one maximum holds for all; else write it under “how much”."),
    )
    places = models.ManyToManyField(
        "partners.Partner",
        blank=True,
        related_name="+",
        verbose_name=_("only for projects in"),
        help_text=_("Countries and regions. Leave empty if a project can be anywhere."),
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
    table_is_partial = models.BooleanField(
        _("the deadlines of other starting days are not known"),
        default=False,
        help_text=_(
            "Only for a table by project start. Untick when the table covers the whole year."
        ),
    )
    timing_note = models.CharField(_("about the timing"), max_length=300, blank=True)

    channel = models.CharField(
        _("through which channel"), max_length=160, blank=True, help_text=_("For example: KIOSK")
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
        return address("support:measure", self.slug)

    def clean_rows(self):
        super().clean_rows()
        self.check_windows(self.rounds.all())

    def check_windows(self, rounds):
        """ValidationError when starting days in a table of these have no deadline, or two."""
        if self.timing != self.Timing.BY_START:
            return
        if found := year_table.mistakes(rounds, self.table_is_partial):
            raise ValidationError(found)

    @property
    def is_grant(self):
        """Whether one can apply for money; advice, networks and funds are no grants."""
        return self.kind == self.Kind.GRANT

    def deadline_for(self, start):
        """The last day to apply for a project that starts on a day; None when it is not known.

        Uses `self.rounds.all()`, so prefetch them for a list.
        """
        if self.timing == self.Timing.ROLLING:
            day = start - datetime.timedelta(weeks=self.lead_weeks or 0)
            return months_before(day, self.lead_months or 0)
        if self.timing == self.Timing.FIXED:
            days = (row.last_date_before(start) for row in self.rounds.all())
            return max(days, default=None)
        row = self.row_for(start)
        return row and row.deadline_before(start)

    def row_for(self, start):
        """The row of the table by project start that a start falls in, or None."""
        if self.timing != self.Timing.BY_START:
            return None
        return next((row for row in self.rounds.all() if row.covers(start)), None)

    def next_periods(self, today=None):
        """That of each yearly deadline that comes next, soonest first; today still counts."""
        today = today or clock.today()
        if self.timing not in {self.Timing.FIXED, self.Timing.BY_START}:
            return []
        rows = self.rounds.all()
        if self.timing == self.Timing.BY_START:
            rows = [row for row in rows if row.has_window]
        found = [row.next_period(today) for row in rows]
        return sorted(found, key=lambda period: (period.deadline, period.first_start or today))

    def next_days(self, today=None):
        """The next day of each fixed round, soonest first; empty unless the days are fixed."""
        if self.timing != self.Timing.FIXED:
            return []
        return [period.deadline for period in self.next_periods(today)]

    def first_start(self, today, start=None):
        """The first start, from one on, for which one can still apply; None when not known."""
        start = start or today
        if self.timing == self.Timing.ROLLING:
            day = first_with_months_before(today, self.lead_months or 0)
            return max(start, day + datetime.timedelta(weeks=self.lead_weeks or 0))
        if self.timing == self.Timing.BY_START:
            rows = [row for row in self.rounds.all() if row.has_window]
            periods = [row.first_period_for(start, today) for row in rows]
            return min((max(start, period.first_start) for period in periods), default=None)
        return None

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
