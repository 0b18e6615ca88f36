"""Partners of Flanders (countries, regions, organisations …) and its own representations."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.datecheck.topics import Topic
from portal.i18n.addresses import address
from portal.i18n.languages import dutch_first
from portal.i18n.unaccent import fold
from portal.publishing import clock
from portal.publishing.fields import PartialDateField, ProseField, not_ended_before
from portal.publishing.models import (
    Publishable,
    PublishableQuerySet,
    Slugged,
    Translated,
    link_columns,
    linked_columns,
)


class PartnerQuerySet(PublishableQuerySet):
    def for_links(self):
        """With what a link to each needs in the active language."""
        return self.only(*link_columns(Partner, "name"))

    def of_country(self, code):
        """What a country is as a partner, and its parts; of Belgium, its communities."""
        found = models.Q(iso_code=code) | models.Q(parent__iso_code=code)
        if code == "BE":
            found |= models.Q(kind=Partner.Kind.COMMUNITY)
        return self.filter(found)

    def in_order_of_name(self, language):
        """A list sorted by the name in a language, or by the Dutch name where that is missing."""
        return sorted(
            self, key=lambda partner: fold(getattr(partner, f"name_{language}") or partner.name_nl)
        )

    def names_in_order(self, column, language):
        """[(column, name)] of each, with the same names and in the same order."""
        columns = dict.fromkeys([f"name_{language}", "name_nl"])
        rows = self.order_by("name_nl").values_of(column, *columns)
        named = [(key, next(filter(None, names))) for key, *names in rows]
        return sorted(named, key=lambda row: fold(row[1]))


class Partner(Publishable, Slugged):
    """A state, region, Belgian community, group of cities or international organisation."""

    class Kind(models.TextChoices):
        STATE = "state", _("country")
        REGION = "region", _("region")
        COMMUNITY = "community", _("Belgian community")
        CITIES = "cities", _("group of cities")
        ORGANISATION = "organisation", _("international organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The country that a region lies in. For example: United Kingdom for Wales."),
    )
    iso_code = models.CharField(
        _("ISO 3166 code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")],
        help_text=_("JP for a country, GB-WLS for a region. Leave empty if there is none."),
    )
    name = models.CharField(_("name"), max_length=120)
    synonyms = models.CharField(
        _("other names"),
        max_length=300,
        blank=True,
        help_text=_("People search for these too. For example: Cymru, Welsh"),
    )
    body = ProseField(_("what we do together"))
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east, for the point on the map. For example: 4.35"),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north. For example: 50.85"),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name_nl"]
        constraints = [
            *Publishable.Meta.constraints,
            *Slugged.Meta.constraints,
            *dutch_first(
                required=["name"], optional=["synonyms", "body", "caveat", "withdrawal_reason"]
            ),
            models.UniqueConstraint(
                fields=["iso_code"],
                condition=~Q(iso_code=""),
                name="partners_partner_has_its_own_iso_code",
                violation_error_message=_("Another partner already has this ISO code."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="partners_partner_has_a_whole_point_or_none",
                violation_error_message=_("Give both longitude and latitude, or neither."),
            ),
        ]

    def __str__(self):
        return self.name_nl

    def get_absolute_url(self):
        return address("partners:partner", self.slug)


class Post(Publishable, Slugged):
    """A diplomatic representation of Flanders, with its dated jurisdictions."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        VACANT = "vacant", _("vacant")
        CLOSED = "closed", _("closed")

    status = models.CharField(_("status"), max_length=6, choices=Status.choices)
    name = models.CharField(
        _("official name"),
        max_length=200,
        help_text=_("For example: Diplomatieke Vertegenwoordiging van Vlaanderen in Wenen"),
    )
    city = models.CharField(_("city"), max_length=80)
    alternative_names = models.CharField(_("earlier and other names"), max_length=400, blank=True)
    country = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("country it is in"),
    )
    opened = PartialDateField(_("opened"))
    seat = models.CharField(
        _("seat"), max_length=200, blank=True, help_text=_("For example: in the Belgian embassy")
    )
    body = ProseField(_("more about this representation"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    url = models.URLField(_("own website"), max_length=300, blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        ordering = ["city_nl"]
        constraints = [
            *Publishable.Meta.constraints,
            *Slugged.Meta.constraints,
            *dutch_first(
                required=["name", "city"],
                optional=["alternative_names", "seat", "body", "caveat", "withdrawal_reason"],
            ),
        ]

    def __str__(self):
        return self.city_nl

    def get_absolute_url(self):
        return address("posts:post", self.slug)

    def dated_facts(self):
        return {Topic.OPENING: [self.opened]}


class JurisdictionQuerySet(models.QuerySet):
    def current(self, on=None):
        """Jurisdictions of published, not closed posts that have not ended on a day (today)."""
        on = on or clock.today()
        return self.filter(
            not_ended_before("until", on),
            Q(since="") | Q(since__lte=on.isoformat()),
            ~Q(post__status=Post.Status.CLOSED),
            post__in=Post.objects.published(),
        )

    def for_links(self):
        """With dates, the names of partner and post, and whether these are public; by city."""
        columns = [
            *linked_columns(self.model, "partner", "name"),
            *linked_columns(self.model, "post", "city"),
        ]
        rows = self.select_related("partner", "post").only(
            "since", "until", *columns, "post__status", "post__country"
        )
        return rows.order_by("post__city_nl", "post", "id")


class Jurisdiction(Translated):
    """A partner that a post is responsible for, from and until a (partial) date."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="jurisdictions")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="jurisdictions", verbose_name=_("partner")
    )
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For example: run from Brussels")
    )

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ["id"]
        constraints = [
            *dutch_first(optional=["note"]),
            models.UniqueConstraint(
                fields=["post", "partner", "since"],
                name="partners_jurisdiction_is_named_once",
                violation_error_message=_("This partner is already in the jurisdiction."),
            ),
        ]

    def __str__(self):
        return f"{self.post}: {self.partner}"
