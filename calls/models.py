"""Project calls, edition by edition, and the other ways to get support."""

import calendar
import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.status import (
    CLOSING,
    CURRENT_STATES,
    OPEN_STATES,
    Status,
    Timing,
    soon,
    status_in_sql,
    status_of,
    utc,
)
from portal.datecheck.reader import NamedDate
from portal.datecheck.topics import Topic
from portal.i18n.languages import dutch_first
from portal.i18n.partial_dates import last_day
from portal.publishing import clock
from portal.publishing.fields import ChoicesField, PartialDateField, ProseField
from portal.publishing.models import (
    ChangeNote,
    Language,
    Publishable,
    PublishableQuerySet,
    Slugged,
    Translated,
)


class Currency(models.TextChoices):
    EUR = "EUR", _("euro")
    CAD = "CAD", _("Canadian dollar")


class Audience(models.TextChoices):
    """Who asks: completes “I am …”."""

    ARTIST = "artist", _("an artist")
    ORGANISATION = "organisation", _("an organisation")
    HERITAGE = "heritage", _("a heritage organisation")
    AMATEUR = "amateur", _("an amateur group or amateur artist")
    FOREIGN = "foreign", _("an organisation abroad")


class Discipline(models.TextChoices):
    PERFORMING = "performing", _("performing arts")
    MUSIC = "music", _("music")
    VISUAL = "visual", _("visual arts")
    LITERATURE = "literature", _("literature")
    AUDIOVISUAL = "audiovisual", _("audiovisual arts")
    HERITAGE = "heritage", _("cultural heritage")
    CIRCUS = "circus", _("circus arts")
    AMATEUR = "amateur", _("amateur arts")
    SOCIAL = "social", _("socio-cultural work")


class CallSeries(Publishable, Slugged):
    """The calls with one partner, edition after edition, at one lasting address."""

    class Rhythm(models.TextChoices):
        YEARLY = "yearly", _("yearly")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("stopped for good")
        REOPENED = "reopened", _("reopened")

    title = models.CharField(
        _("title"),
        max_length=160,
        help_text=_("For example: Projectoproep Vlaamse en Franse Gemeenschap"),
    )
    partner = models.ForeignKey(
        "partners.Partner",
        on_delete=models.PROTECT,
        related_name="call_series",
        verbose_name=_("partner"),
    )
    agreement = models.ForeignKey(
        "agreements.Agreement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="call_series",
        verbose_name=_("agreement"),
    )
    rhythm = models.CharField(
        _("rhythm"),
        max_length=8,
        choices=Rhythm.choices,
        blank=True,
        help_text=_("Choose “stopped for good” only when it is certain that no edition follows."),
    )
    rhythm_as_of = PartialDateField(
        _("rhythm as of"), help_text=_("When the source said so: 2022 or 2024-01-15.")
    )
    rhythm_note = models.CharField(_("about the rhythm"), max_length=400, blank=True)
    body = ProseField(_("what the calls are for"))

    class Meta(Publishable.Meta):
        verbose_name = _("call series")
        verbose_name_plural = _("series of calls")
        ordering = ["title_nl"]
        constraints = [
            *Publishable.Meta.constraints,
            *Slugged.Meta.constraints,
            *dutch_first(
                required=["title"], optional=["rhythm_note", "body", "caveat", "withdrawal_reason"]
            ),
        ]

    def __str__(self):
        return self.title_nl

    def get_absolute_url(self):
        return reverse("calls:series", args=[self.slug])


class CallQuerySet(PublishableQuerySet):
    def with_status(self, at=None):
        """Adds `closing_instant` and `status_now`: what `Call.status(at)` says, in SQL."""
        at = at or clock.now()
        return self.annotate(closing_instant=CLOSING).annotate(status_now=status_in_sql(at))

    def in_status(self, *statuses, at=None):
        return self.with_status(at).filter(status_now__in=statuses)

    def open(self, at=None):
        return self.in_status(*OPEN_STATES, at=at)

    def soonest_first(self):
        """The nearest deadline first, no deadline after those; newest edition breaks ties."""
        soonest = F("closing_instant").asc(nulls_last=True)
        return self.alias(closing_instant=CLOSING).order_by(soonest, "-label", "pk")

    def newest_first(self):
        return self.order_by("-label", "-pk")

    def current_first(self):
        """What one can apply for now or later, soonest deadline first; then the newest edition.

        Asks `with_status()` before.
        """
        current = Q(status_now__in=CURRENT_STATES)
        soonest = Case(When(current, then=F("closing_instant"))).asc(nulls_last=True)
        return self.order_by(Case(When(current, then=0), default=1), soonest, "-label", "-pk")

    def recently_changed_first(self, at=None):
        """By the newest change that readers were told of; what never changed comes last."""
        told = ChangeNote.objects.public(at).filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=OuterRef("pk")
        )
        newest = F("told_at").desc(nulls_last=True)
        told_at = Subquery(told.order_by("-at").values("at")[:1])
        return self.alias(told_at=told_at).order_by(newest, "-label", "-pk")

    def with_results(self, at=None):
        """Calls whose results are public."""
        return self.in_status(Status.RESULTS, at=at)

    def for_cards(self):
        """Everything that a card shows, in one query and one for the amounts."""
        return self.select_related("series__partner").prefetch_related("amounts")

    def for_links(self):
        """What a card without its amounts shows."""
        return self.select_related("series__partner")

    def for_page(self):
        """A call with what its page needs beside it."""
        return self.select_related("series__partner", "series__agreement").prefetch_related(
            "amounts"
        )

    def for_checklist(self):
        return self.prefetch_related("amounts", "administrations", "documents")


class Call(Publishable):
    """One edition of a series. Instants are exact to the second, shown in Brussels time.

    `closes_at` is the first instant at which it is too late. With `closes_day_only` only the day is
    known: it holds the midnight after that day, and pages show the day alone.
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
        _("number"), null=True, blank=True, help_text=_("Which edition it is; empty if unknown.")
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
    decision_expected = PartialDateField(_("decision expected"))
    project_from = PartialDateField(_("projects from"))
    project_until = PartialDateField(_("projects until"))

    disciplines = ChoicesField(
        _("disciplines"),
        options=Discipline,
        help_text=_("Only when the call is limited to some; leave empty when all may apply."),
    )
    applicants = ChoicesField(
        _("who can apply, in short"),
        options=Audience,
        help_text=_("Only when the call is limited to some; leave empty when all may apply."),
    )
    form_languages = ChoicesField(_("languages of the application"), options=Language)
    cofunding_cap = models.PositiveSmallIntegerField(
        _("at most this share of the costs (%)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("For example: 60"),
    )
    budget = models.DecimalField(
        _("budget of the edition"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    budget_currency = models.CharField(
        _("currency of the budget"), max_length=3, choices=Currency.choices, default=Currency.EUR
    )
    moment_of_submission = models.CharField(
        _("what counts as the moment of submission"),
        max_length=200,
        blank=True,
        help_text=_("For example: The date of your e-mail."),
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
    amount_awarded = models.DecimalField(
        _("amount awarded (euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    decided = PartialDateField(_("decided"))
    results_note = ProseField(_("about the results"))

    contacts = models.ManyToManyField(
        "publishing.Contact", blank=True, related_name="+", verbose_name=_("contacts")
    )

    objects = CallQuerySet.as_manager()

    FIXED = ("label",)
    PART_OF = "series"

    class Meta(Publishable.Meta):
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-label"]
        indexes = [models.Index(fields=["state", "closes_at"], name="call_by_deadline")]
        constraints = [
            *Publishable.Meta.constraints,
            *dutch_first(
                optional=[
                    "theme",
                    "summary",
                    "cancellation_reason",
                    "moment_of_submission",
                    "who",
                    "what",
                    "how_much",
                    "how",
                    "criteria",
                    "results_note",
                    "caveat",
                    "withdrawal_reason",
                ]
            ),
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
        ]

    def __str__(self):
        return f"{self.series} {self.label}"

    def clean(self):
        super().clean()
        if self.closes_day_only and self.closes_at:
            self.closes_at = end_of_day(self.closes_at)
            if self.closes_at > timezone.now():
                raise ValidationError(
                    {"closes_at": _("Give the hour of the deadline: applicants must know it.")}
                )

    def get_absolute_url(self):
        return reverse("calls:call", args=[self.series.slug, self.label])

    def heading_of(self):
        return self.series, self.label

    @classmethod
    def turning_points(cls):
        at_once = datetime.timedelta()
        dates = ["opens_at", "closes_at", "partner_closes_at", "cancelled_at", "results_at"]
        closing_soon = [("closes_at", soon()), ("partner_closes_at", soon())]
        return [*super().turning_points(), *((date, at_once) for date in dates), *closing_soon]

    def dated_facts(self):
        own_deadline = self.last_day if self.closes_day_only else self.closes_at
        decision = (self.decision_expected, self.decided, self.results_at)
        return {
            Topic.OPENING: [self.opens_at],
            Topic.CLOSING: [own_deadline, *filter(None, [self.partner_closes_at])],
            Topic.MOVED: [
                at for one in self.deadline_changes.all() for at in (one.old, one.new) if at
            ],
            Topic.SESSION: [session.start for session in self.sessions.all()],
            Topic.DECISION: [*filter(None, decision)],
            Topic.PROJECTS: [self.project_from, self.project_until],
        }

    def get_results_url(self):
        return reverse("calls:results", args=[self.series.slug, self.label])

    def get_checklist_url(self):
        return reverse("calls:checklist", args=[self.series.slug, self.label])

    def get_calendar_url(self):
        return reverse("calls:calendar", args=[self.series.slug, self.label])

    def get_results_csv_url(self):
        return reverse("calls:results_csv", args=[self.series.slug, self.label])

    def decision_is_due(self, on=None):
        """Whether the last day on which the decision was expected has passed."""
        expected = self.decision_expected
        return bool(expected) and last_day(expected) < (on or clock.today())

    @property
    def closing(self):
        """The instant that drives the status: the earlier of both sides' deadlines, or None."""
        return min((utc(at) for at in (self.closes_at, self.partner_closes_at) if at), default=None)

    @property
    def last_day(self):
        """The Brussels calendar day on which it is still, or was last, possible to apply."""
        return (
            timezone.localdate(self.closing - datetime.timedelta(seconds=1))
            if self.closing
            else None
        )

    def status(self, at=None):
        return status_of(self, at)

    def is_open(self, at=None):
        return self.status(at) in OPEN_STATES

    def is_current(self, at=None):
        """Whether one can apply, now or later."""
        return self.status(at) in CURRENT_STATES

    def days_left(self, at=None):
        """Whole calendar days in Brussels until the last day: 0 is today."""
        return (self.last_day - timezone.localdate(at or clock.now())).days


def end_of_day(instant):
    """The Brussels midnight that ends the day of an instant; a midnight ends the day before it."""
    last = timezone.localdate(instant - datetime.timedelta(seconds=1))
    return timezone.make_aware(
        datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min)
    )


class CallAmount(models.Model):
    """What one project can get: a maximum or one of several flat amounts, per side or in total."""

    class Side(models.TextChoices):
        FLEMISH = "flemish", _("Flemish side")
        PARTNER = "partner", _("partner's side")
        TOTAL = "total", _("both sides together")

    class Kind(models.TextChoices):
        MAXIMUM = "max", _("at most")
        FLAT = "flat", _("flat amount")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="amounts")
    side = models.CharField(_("side"), max_length=7, choices=Side.choices)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(1)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.EUR
    )

    class Meta:
        verbose_name = _("amount")
        verbose_name_plural = _("amounts")
        ordering = ["side", "amount"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "side", "kind", "amount", "currency"],
                name="calls_callamount_is_said_once",
                violation_error_message=_("This amount is already there."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="calls_callamount_is_more_than_nothing",
                violation_error_message=_("Leave an unknown amount out; it is never 0."),
            ),
        ]

    def __str__(self):
        return f"{self.get_side_display()}: {self.amount} {self.currency}"


class Administration(Translated):
    """One of the administrations that an application is sent to."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="administrations")
    side = models.CharField(_("side"), max_length=7, choices=CallAmount.Side.choices[:2])
    name = models.CharField(_("administration"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("web address"), max_length=600, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")
        ordering = ["side", "id"]
        constraints = dutch_first(required=["name"], optional=["address"])

    def __str__(self):
        return self.name_nl


class InfoSession(Translated):
    """A meeting about the call, before its deadline."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("when"), help_text=_("Brussels time."))
    day_only = models.BooleanField(_("only the day is known"), default=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    url = models.URLField(_("web address"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("info session")
        verbose_name_plural = _("info sessions")
        ordering = ["starts_at"]
        constraints = dutch_first(optional=["place"])

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d}"

    @classmethod
    def turning_points(cls):
        return [("starts_at", datetime.timedelta())]

    @property
    def start(self):
        """The instant, or the Brussels day when only that is known."""
        return timezone.localdate(self.starts_at) if self.day_only else self.starts_at


class DeadlineChange(Translated):
    """A public date of a call that moved: kept for ever and shown with its reason.

    Without a new instant, the old one no longer holds and no other is known.
    """

    tells = True  # what happened: it stays when an older version of the call is put back

    class Kind(models.TextChoices):
        CLOSING = "closing", _("deadline")
        PARTNER = "partner", _("deadline at the partner")
        OPENING = "opening", _("opening")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="deadline_changes")
    kind = models.CharField(
        _("which date"), max_length=7, choices=Kind.choices, default=Kind.CLOSING
    )
    changed_at = models.DateTimeField(_("changed on"), default=timezone.now)
    old = models.DateTimeField(_("old date"))
    new = models.DateTimeField(_("new date"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400)

    class Meta:
        verbose_name = _("moved date")
        verbose_name_plural = _("moved dates")
        ordering = ["-changed_at", "-id"]
        constraints = [
            *dutch_first(required=["reason"]),
            models.CheckConstraint(
                condition=Q(new__isnull=True) | ~Q(old=F("new")),
                name="calls_deadlinechange_changes_the_deadline",
                violation_error_message=_("The old and the new date are the same."),
            ),
        ]

    def __str__(self):
        new = f"{self.new:%Y-%m-%d}" if self.new else "?"
        return f"{self.old:%Y-%m-%d} → {new}"

    def dated_facts(self):
        own = Topic.OPENING if self.kind == self.Kind.OPENING else Topic.CLOSING
        return {topic: [at for at in (self.old, self.new) if at] for topic in (own, Topic.MOVED)}


class Project(Translated):
    """A project that was selected, with its partners on both sides."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(_("title"), max_length=200, help_text=_("As the applicants wrote it."))
    title_language = models.CharField(
        _("language of the title"), max_length=5, choices=Language.choices, default=Language.NL
    )
    description = models.CharField(_("description"), max_length=400, blank=True)
    flemish_partners = models.CharField(_("partners on the Flemish side"), max_length=300)
    other_partners = models.CharField(_("partners on the other side"), max_length=300)
    amount = models.DecimalField(
        _("amount (euro)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )

    class Meta:
        verbose_name = _("selected project")
        verbose_name_plural = _("selected projects")
        ordering = ["title"]
        constraints = [
            *dutch_first(optional=["description"]),
            models.UniqueConstraint(
                fields=["call", "title"],
                name="calls_project_is_named_once",
                violation_error_message=_("This project is already in the list."),
            ),
        ]

    def __str__(self):
        return self.title


class SupportQuerySet(PublishableQuerySet):
    def usable(self):
        """Measures that no published measure has replaced."""
        return self.exclude(replaced_by__in=self.model.objects.published())


class SupportMeasure(Publishable, Slugged):
    """One way to get support ("ondersteuning"): a grant, advice or a network."""

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
    maximum = models.DecimalField(
        _("at most (euro)"),
        max_digits=12,
        decimal_places=2,
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
            *dutch_first(
                required=["title", "owner"],
                optional=[
                    "legal_basis",
                    "summary",
                    "who",
                    "costs",
                    "amounts",
                    "how",
                    "timing_note",
                    "channel",
                    "caveat",
                    "withdrawal_reason",
                ],
            ),
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
        return sorted(row.next_day(today) for row in self.rounds.all())

    def dated_facts(self):
        rounds = [row.as_dates() for row in self.rounds.all()]

        def yearly(*names):
            return [NamedDate.yearly(row[name]) for row in rounds for name in names if name in row]

        return {
            Topic.CLOSING: yearly("deadline"),
            Topic.DECISION: yearly("decision"),
            Topic.PROJECTS: yearly("start_from", "start_until"),
            Topic.REPLACED: [
                one.replaced_on for one in (self, *self.replaced_by.all()) if one.replaced_on
            ],
        }


def months_before(day, months):
    """The same day some months earlier, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


MONTH = [MinValueValidator(1), MaxValueValidator(12)]
DAY = [MinValueValidator(1), MaxValueValidator(31)]


class SupportRound(models.Model):
    """A yearly deadline of a measure; with a window, it is the one for projects starting in it.

    Days are inclusive. `years_before` tells whether the deadline lies in the year in which the
    window begins (0) or in the year before it (1).
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
        window_began = start.year - ((start.month, start.day) < self.start_from)
        return _day(window_began - self.years_before, self.deadline_month, self.deadline_day)

    @property
    def start_from(self):
        return self.start_from_month, self.start_from_day

    def next_day(self, today):
        this_year = _day(today.year, self.deadline_month, self.deadline_day)
        if this_year >= today:
            return this_year
        return _day(today.year + 1, self.deadline_month, self.deadline_day)

    def as_dates(self, year=2001):
        """The window and days as dates of a common year, for showing without the year."""
        pairs = {
            "start_from": (self.start_from_month, self.start_from_day),
            "start_until": (self.start_until_month, self.start_until_day),
            "deadline": (self.deadline_month, self.deadline_day),
            "decision": (self.decision_month, self.decision_day),
        }
        return {name: _day(year, *pair) for name, pair in pairs.items() if pair[0] and pair[1]}


def _day(year, month, day):
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))
