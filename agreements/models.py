"""Agreements of several legal kinds, and the work programmes that carry them out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from portal.datecheck.topics import Topic
from portal.i18n.addresses import address
from portal.i18n.formats import years
from portal.i18n.languages import dutch_first
from portal.i18n.partial_dates import last_day
from portal.publishing import clock
from portal.publishing.fields import ChoicesField, PartialDateField, ProseField, not_ended_before
from portal.publishing.models import Language, Publishable, PublishableQuerySet, Slugged


class Standing(models.TextChoices):
    """What is known of an agreement today; in the order in which pages show them.

    Only a known end says that an agreement still runs: most sources tell when one was signed, and
    none that it was ended since.
    """

    CURRENT = "current", _("current")
    UNKNOWN = "unknown", _("no end date known")
    ENDED = "ended", _("ended")


def standing_of(ends, on=None):
    """The standing of an agreement that runs until this partial date, by default today."""
    if not ends:
        return Standing.UNKNOWN
    return Standing.CURRENT if last_day(ends) >= (on or clock.today()) else Standing.ENDED


def is_in_standing(standing, on=None):
    """The condition that `Agreement.standing(on)` is this, by default today."""
    not_over = not_ended_before("ends", on or clock.today())
    conditions = {
        Standing.CURRENT: not_over & ~Q(ends=""),
        Standing.UNKNOWN: Q(ends=""),
        Standing.ENDED: ~not_over,
    }
    return conditions[standing]


class AgreementQuerySet(PublishableQuerySet):
    def in_standing(self, standing, on=None):
        """Agreements of which `Agreement.standing(on)` is this, by default today."""
        return self.filter(is_in_standing(standing, on))

    def with_programmes(self):
        programmes = models.Prefetch(
            "programmes", WorkProgramme.objects.published(), to_attr="public_programmes"
        )
        return self.prefetch_related(programmes)

    def for_list(self):
        """With the public partners and programmes of each row prefetched, in two queries."""
        partners = models.Prefetch(
            "partners", Partner.objects.published(), to_attr="public_partners"
        )
        return self.with_programmes().prefetch_related(partners)


class Agreement(Publishable, Slugged):
    """An agreement of Flanders, or one of Belgium that Flanders carries out, with its partners.

    `signed`, `in_force` and `ends` are partial dates. Without an `ends` nobody knows here whether
    it still runs: pages then say what is known, also of one that is renewed tacitly.
    """

    class Kind(models.TextChoices):
        TREATY = "treaty", _("treaty")
        TRANSNATIONAL = "transnational", _("transnational agreement")
        INTRA_BELGIAN = "intra-belgian", _("cooperation agreement within Belgium")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        DECLARATION = "declaration", _("declaration")

    NOT_BINDING = {Kind.MEMORANDUM, Kind.DECLARATION}

    class Renewal(models.TextChoices):
        TACIT = "tacit", _("renewed tacitly")
        UNTIL = "until", _("runs until a fixed date")

    kind = models.CharField(
        _("legal kind"),
        max_length=13,
        choices=Kind.choices,
        blank=True,
        help_text=_("Leave empty when it is not known."),
    )
    title = models.CharField(_("title"), max_length=200)
    partners = models.ManyToManyField(
        "partners.Partner", related_name="agreements", verbose_name=_("partners")
    )
    by_belgium = models.BooleanField(
        _("Belgium is the party"),
        default=False,
        help_text=_("Belgium concluded it, not Flanders; Flanders carries it out."),
    )
    signed = PartialDateField(_("signed"))
    signed_in = models.CharField(_("signed in"), max_length=80, blank=True)
    assent = models.CharField(
        _("assent"),
        max_length=200,
        blank=True,
        help_text=_("The decree by which parliament agreed. For example: decree of 27 June 2003"),
    )
    in_force = PartialDateField(_("in force since"))
    renewal = models.CharField(_("renewal"), max_length=5, choices=Renewal.choices, blank=True)
    ends = PartialDateField(_("runs until"))
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("replaces"),
    )
    authentic_languages = ChoicesField(
        _("authentic languages"),
        options=Language,
        help_text=_("The languages in which the signed text is binding."),
    )
    culture = ProseField(_("what it says about culture"))

    objects = AgreementQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title_nl"]
        constraints = [
            *Publishable.Meta.constraints,
            *Slugged.Meta.constraints,
            *dutch_first(
                required=["title"],
                optional=["signed_in", "assent", "culture", "caveat", "withdrawal_reason"],
            ),
            models.CheckConstraint(
                condition=~Q(renewal="until") | ~Q(ends=""),
                name="agreements_agreement_says_until_when",
                violation_error_message=_("Say until when the agreement runs."),
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
                name="agreements_agreement_does_not_replace_itself",
                violation_error_message=_("An agreement cannot replace itself."),
            ),
        ]

    def __str__(self):
        return self.title_nl

    def get_absolute_url(self):
        return address("agreements:agreement", self.slug)

    def standing(self, on=None):
        return standing_of(self.ends, on)

    def note_public_rows(self):
        """Set what `for_list` prefetches, and the successors, from rows that are loaded."""
        for name in ("partners", "programmes", "successors"):
            rows = [row for row in getattr(self, name).all() if row.is_published()]
            setattr(self, f"public_{name}", rows)

    def current_programme(self):
        """The prefetched public programme that runs now, or None."""
        return next(
            (programme for programme in self.public_programmes if programme.is_current()), None
        )

    def programme_to_show(self):
        """The programme that runs now, else the latest that has begun, else the latest to come."""
        begun = [programme for programme in self.public_programmes if not programme.is_to_come()]
        return self.current_programme() or next(iter(begun or self.public_programmes), None)

    @property
    def is_binding(self):
        """False for declarations and memoranda, True for the rest, None when not known."""
        return self.kind not in self.NOT_BINDING if self.kind else None

    def dated_facts(self):
        """Includes the dates of its programmes and its predecessor, which its texts may mention."""
        programmes = self.programmes.all()
        others = [*programmes, *filter(None, [self.predecessor])]
        years_covered = [
            year for programme in programmes for year in programme.dated_facts()[Topic.PERIOD]
        ]
        return {
            Topic.SIGNED: [self.signed, *(other.signed for other in others if other.signed)],
            Topic.IN_FORCE: [self.in_force],
            Topic.PERIOD: [self.ends, *filter(None, [self.in_force]), *years_covered],
        }


class WorkProgrammeQuerySet(PublishableQuerySet):
    def current(self, on=None):
        year = (on or clock.today()).year
        return self.filter(first_year__lte=year, last_year__gte=year)

    def newest_first(self):
        return self.order_by("-last_year", "-first_year")


class WorkProgramme(Publishable):
    """A programme that carries out an agreement over whole calendar years, Brussels time."""

    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        related_name="programmes",
        verbose_name=_("agreement"),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("Which programme it is: 5 for the fifth. Leave empty if unknown."),
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    signed = PartialDateField(_("signed"))
    has_budget = models.BooleanField(
        _("has a budget"), null=True, blank=True, help_text=_("Choose “Unknown” if no source says.")
    )
    body = ProseField(_("what it plans"))

    objects = WorkProgrammeQuerySet.as_manager()

    immutable_fields = ("first_year", "last_year")
    parent_field = "agreement"
    hidden_by_parent = _("not visible: the agreement is not public (%(state)s)")

    class Meta(Publishable.Meta):
        verbose_name = _("work programme")
        verbose_name_plural = _("work programmes")
        ordering = ["-last_year", "-first_year"]
        constraints = [
            *Publishable.Meta.constraints,
            *dutch_first(optional=["body", "caveat", "withdrawal_reason"]),
            models.UniqueConstraint(
                fields=["agreement", "first_year", "last_year"],
                name="agreements_workprogramme_has_its_own_period",
                violation_error_message=_(
                    "This agreement already has a programme for this period."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="agreements_workprogramme_ends_after_it_starts",
                violation_error_message=_("A programme cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.agreement} {self.period}"

    def get_absolute_url(self):
        return address("agreements:programme", self.agreement.slug, self.first_year, self.last_year)

    def heading_of(self):
        return self.agreement, self.period

    @property
    def period(self):
        return years(self.first_year, self.last_year)

    def dated_facts(self):
        return {
            Topic.SIGNED: [self.signed, *filter(None, [self.agreement.signed])],
            Topic.PERIOD: [str(year) for year in range(self.first_year, self.last_year + 1)],
        }

    def is_to_come(self, on=None):
        return self.first_year > (on or clock.today()).year

    def is_current(self, on=None):
        return self.first_year <= (on or clock.today()).year <= self.last_year
