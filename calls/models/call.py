"""The model of a call: one edition of a series."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.models import translated
from calls.models.choices import Audience, Discipline
from calls.models.series import CallSeries
from calls.querysets import CallQuerySet
from calls.status import (
    CURRENT_STATES,
    OPEN_STATES,
    Timing,
    end_of_day,
    soon,
    start_of_day,
    status_of,
    utc,
)
from portal.datecheck.topics import Topic
from portal.i18n.addresses import address
from portal.i18n.formats import ending_day
from portal.i18n.partial_dates import last_day
from portal.publishing import clock
from portal.publishing.fields import (
    AmountField,
    ChoicesField,
    CurrencyField,
    PartialDateField,
    ProseField,
)
from portal.publishing.models import Language, Publishable


class Call(Publishable):
    """One edition of a series. Its instants are exact to the second and shown in Brussels time.

    `closes_at` is the first instant at which it is too late to apply. With `closes_day_only` only
    the day is known: `closes_at` is the midnight that ends it, and pages show the day alone. With
    `opens_day_only`, `opens_at` is the midnight that begins the day. With `results_undated` the
    results of a closed call are public, and nobody knows since when.
    """

    series = models.ForeignKey(
        CallSeries, on_delete=models.PROTECT, related_name="calls", verbose_name=_("series")
    )
    label = models.SlugField(
        _("edition"),
        max_length=20,
        help_text=_("The year or period, as in the address: 2024-2025."),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("Which edition it is. Leave empty if unknown."),
    )
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("Who, what, with whom. One sentence.")
    )

    timing = models.CharField(
        _("how it closes"), max_length=7, choices=Timing.choices, default=Timing.DATES
    )
    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("Brussels time.")
    )
    opens_day_only = models.BooleanField(
        _("only the day of the opening is known"), default=False, help_text=_("For old editions.")
    )
    closes_at = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_("Brussels time. From this second on it is too late. For example: 17:00:00"),
    )
    closes_day_only = models.BooleanField(
        _("only the day of the deadline is known"),
        default=False,
        help_text=_("For old editions. The call then counts as open until the end of that day."),
    )
    partner_closes_at = models.DateTimeField(
        _("deadline at the partner, if different"), null=True, blank=True
    )
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    cancellation_reason = models.CharField(_("reason for cancelling"), max_length=400, blank=True)
    results_at = models.DateTimeField(_("results public from"), null=True, blank=True)
    results_undated = models.BooleanField(
        _("the results are public, since an unknown day"),
        default=False,
        help_text=_("For old editions."),
    )
    no_result = models.BooleanField(_("no result will be published"), default=False)
    decision_expected = PartialDateField(_("decision expected"))
    project_from = PartialDateField(_("projects from"))
    project_until = PartialDateField(_("projects until"))

    disciplines = ChoicesField(
        _("disciplines"),
        options=Discipline,
        help_text=_("Only if the call is not open to everyone. Leave empty if everyone may apply."),
    )
    applicants = ChoicesField(
        _("who can apply, in short"),
        options=Audience,
        help_text=_("Only if the call is not open to everyone. Leave empty if everyone may apply."),
    )
    form_languages = ChoicesField(_("languages of the application"), options=Language)
    cofunding_cap = models.PositiveSmallIntegerField(
        _("maximum share of the costs (%)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("For example: 60"),
    )
    budget = AmountField(_("budget of the edition"), null=True, blank=True)
    budget_currency = CurrencyField(_("currency of the budget"))
    moment_of_submission = models.CharField(
        _("what counts as the moment of submission"),
        max_length=200,
        blank=True,
        help_text=_("For example: The date of your email."),
    )

    who = ProseField(_("who can apply"))
    what = ProseField(_("what can be funded"))
    how_much = ProseField(_("how much"))
    how = ProseField(
        _("how to apply"), help_text=_("A numbered list; each step begins with a verb.")
    )
    criteria = ProseField(_("how applications are assessed"))

    applications_received = models.PositiveIntegerField(
        _("applications received"), null=True, blank=True
    )
    applications_selected = models.PositiveIntegerField(
        _("applications selected"), null=True, blank=True
    )
    amount_awarded = AmountField(_("amount awarded (euro)"), null=True, blank=True)
    decided = PartialDateField(_("decided"))
    results_note = ProseField(_("about the results"))

    contacts = models.ManyToManyField(
        "publishing.Contact", blank=True, related_name="+", verbose_name=_("contacts")
    )

    objects = CallQuerySet.as_manager()

    immutable_fields = ("label",)
    end_fields = (*Publishable.end_fields, "closes_at", "partner_closes_at")
    parent_field = "series"
    hidden_by_parent = _("not visible: the series is not public (%(state)s)")

    class Meta(Publishable.Meta):
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-label"]
        indexes = [models.Index(fields=["state", "closes_at"], name="call_by_deadline")]
        constraints = [
            *Publishable.Meta.constraints,
            *translated.CALL.constraints(translated.PUBLISHABLE),
            models.UniqueConstraint(
                fields=["series", "label"],
                name="calls_call_is_the_only_edition_of_its_period",
                violation_error_message=_("This series already has an edition with this period."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="calls_call_closes_after_opening",
                violation_error_message=_("A call cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(closes_day_only=False) | Q(closes_at__isnull=False),
                name="calls_call_knows_the_day_it_closes",
                violation_error_message=_("Give the day of the deadline."),
            ),
            models.CheckConstraint(
                condition=Q(opens_day_only=False) | Q(opens_at__isnull=False),
                name="calls_call_knows_the_day_it_opens",
                violation_error_message=_("Give the day of the opening."),
            ),
            models.CheckConstraint(
                condition=Q(results_undated=False) | Q(results_at__isnull=True),
                name="calls_call_knows_since_when_or_not",
                violation_error_message=_(
                    "Either the moment of the results is known, or it is not: choose one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(applications_received__isnull=True)
                | Q(applications_selected__isnull=True)
                | Q(applications_selected__lte=F("applications_received")),
                name="calls_call_selects_no_more_than_it_received",
                violation_error_message=_("More applications were selected than received."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True)
                | (Q(cancellation_reason_nl__isnull=False) & Q(cancellation_reason_nl__gt="")),
                name="calls_call_says_why_it_was_cancelled",
                violation_error_message=_("Say in Dutch why the call was cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(no_result=False)
                | (Q(results_note_nl__isnull=False) & Q(results_note_nl__gt="")),
                name="calls_call_says_why_it_has_no_result",
                violation_error_message=_(
                    "Say in Dutch why no result is published: readers see it."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.series} {self.label}"

    def clean(self):
        super().clean()
        if self.opens_day_only and self.opens_at:
            self.opens_at = start_of_day(self.opens_at)
            if self.opens_at > timezone.now():
                raise ValidationError(
                    {"opens_at": _("Give the time of the opening: applicants need to know it.")}
                )
        if self.closes_day_only and self.closes_at:
            self.closes_at = end_of_day(self.closes_at)
            if self.closes_at > timezone.now():
                raise ValidationError(
                    {"closes_at": _("Give the time of the deadline: applicants need to know it.")}
                )

    def tells_itself(self, after):
        return announcements().tells_itself(self, after)

    def problems_of_events(self, after, notice):
        return announcements().problems(self, after, notice)

    def tell_events(self, before, notice):
        announcements().announce_events(before, self, notice)

    def get_absolute_url(self):
        return address("calls:call", self.series.slug, self.label)

    def heading_of(self):
        return self.series, self.label

    @classmethod
    def scheduled_transitions(cls):
        at_once = datetime.timedelta()
        dates = ["opens_at", "closes_at", "partner_closes_at", "cancelled_at", "results_at"]
        closing_soon = [("closes_at", soon()), ("partner_closes_at", soon())]
        return [
            *super().scheduled_transitions(),
            *((date, at_once) for date in dates),
            *closing_soon,
        ]

    def dated_facts(self):
        own_opening = self.first_day if self.opens_day_only else self.opens_at
        own_deadline = self.last_day if self.closes_day_only else self.closes_at
        decision = (self.decision_expected, self.decided, self.results_at)
        return {
            Topic.OPENING: [own_opening],
            Topic.CLOSING: [own_deadline, *filter(None, [self.partner_closes_at])],
            Topic.MOVED: [
                at
                for change in self.deadline_changes.all()
                for at in (change.old, change.new)
                if at
            ],
            Topic.SESSION: [session.start for session in self.sessions.all()],
            Topic.DECISION: [*filter(None, decision)],
            Topic.PROJECTS: [self.project_from, self.project_until],
        }

    def get_results_url(self):
        return address("calls:results", self.series.slug, self.label)

    def get_checklist_url(self):
        return address("calls:checklist", self.series.slug, self.label)

    def get_calendar_url(self):
        return address("calls:calendar", self.series.slug, self.label)

    def get_results_csv_url(self):
        return address("calls:results_csv", self.series.slug, self.label)

    def get_results_xlsx_url(self):
        return address("calls:results_xlsx", self.series.slug, self.label)

    def decision_is_due(self, on=None):
        """Whether the last day on which the decision was expected has passed."""
        expected = self.decision_expected
        return bool(expected) and last_day(expected) < (on or clock.today())

    @property
    def closing(self):
        """The UTC instant at which the call closes: the earlier of both deadlines, or None."""
        return min((utc(at) for at in (self.closes_at, self.partner_closes_at) if at), default=None)

    @property
    def first_day(self):
        """The Brussels calendar day on which the call opens, or None."""
        return timezone.localdate(self.opens_at) if self.opens_at else None

    @property
    def last_day(self):
        """The last Brussels calendar day on which one can apply, or None."""
        return ending_day(self.closing) if self.closing else None

    def status(self, at=None):
        return status_of(self, at)

    def is_open(self, at=None):
        return self.status(at) in OPEN_STATES

    def is_current(self, at=None):
        """Whether one can apply now or will be able to later."""
        return self.status(at) in CURRENT_STATES

    def days_left(self, at=None):
        """Calendar days in Brussels until the last day, 0 on that day; needs a deadline."""
        return (self.last_day - timezone.localdate(at or clock.now())).days


def announcements():
    """The module that tells readers what happens to a call; it needs the models to begin with."""
    from calls import announcements

    return announcements
