"""Agreements of several legal kinds, and the work programmes that carry them out."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from portal.datecheck.topics import Topic
from portal.i18n.formats import years
from portal.i18n.languages import dutch_first
from portal.i18n.partial_dates import last_day
from portal.publishing import clock
from portal.publishing.fields import ChoicesField, PartialDateField, ProseField, not_ended_before
from portal.publishing.models import Language, Publishable, PublishableQuerySet, Slugged


class AgreementQuerySet(PublishableQuerySet):
    def running(self, on=None):
        """Agreements that, as far as known, have not ended before a day, by default today."""
        return self.filter(not_ended_before("ends", on or clock.today()))

    def ended(self, on=None):
        return self.exclude(not_ended_before("ends", on or clock.today()))

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

    def for_page(self):
        """`for_list`, with the public successors prefetched as well."""
        successors = models.Prefetch(
            "successors", Agreement.objects.published(), to_attr="public_successors"
        )
        return self.for_list().prefetch_related(successors)


class Agreement(Publishable, Slugged):
    """An agreement with one or more partners; Flanders itself is always a party.

    `signed`, `in_force` and `ends` are partial dates. Without an `ends` the agreement counts as
    running: it is renewed tacitly, or its end is not known.
    """

    class Kind(models.TextChoices):
        TREATY = "treaty", _("treaty")
        TRANSNATIONAL = "transnational", _("transnational agreement")
        INTRA_BELGIAN = "intra-belgian", _("cooperation agreement within Belgium")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        DECLARATION = "declaration", _("declaration of intent")

    NOT_BINDING = {Kind.MEMORANDUM, Kind.DECLARATION}

    class Renewal(models.TextChoices):
        TACIT = "tacit", _("renewed tacitly")
        UNTIL = "until", _("runs until a date")

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
        return reverse("agreements:agreement", args=[self.slug])

    def is_running(self, on=None):
        return not self.ends or last_day(self.ends) >= (on or clock.today())

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
        help_text=_("Which programme it is, such as 5 for the fifth. Empty if unknown."),
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    signed = PartialDateField(_("signed"))
    has_budget = models.BooleanField(
        _("has a budget"), null=True, blank=True, help_text=_("Unknown when no source says so.")
    )
    body = ProseField(_("what it plans"))

    objects = WorkProgrammeQuerySet.as_manager()

    immutable_fields = ("first_year", "last_year")
    parent_field = "agreement"

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
        return reverse(
            "agreements:programme", args=[self.agreement.slug, self.first_year, self.last_year]
        )

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
