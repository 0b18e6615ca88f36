"""The strategic framework: a dated period with objectives, criteria and an ordered focus list."""

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from portal.datecheck.topics import Topic
from portal.i18n.addresses import address
from portal.i18n.languages import dutch_first
from portal.publishing import clock
from portal.publishing.fields import ProseField, ShortTextField
from portal.publishing.models import Publishable, PublishableQuerySet, Translated


class FrameworkQuerySet(PublishableQuerySet):
    def newest_first(self, today=None):
        """Frameworks that have begun, the latest first; then those that are still to come."""
        to_come = Case(When(starts_on__gt=today or clock.today(), then=1), default=0)
        return self.order_by(to_come, "-starts_on")


class Framework(Publishable):
    """The policy of a period. After its last day it is shown as past, with its successor if any."""

    slug = models.SlugField(
        _("address"), max_length=20, unique=True, help_text=_("The period, such as 2021-2025.")
    )
    title = models.CharField(_("title"), max_length=160)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), help_text=_("Brussels time, until the end of that day.")
    )
    successor_framework = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessor",
        verbose_name=_("successor"),
    )
    summary = ShortTextField(_("summary"), blank=True, help_text=_("Two sentences."))
    body = ProseField(_("what the framework is"))
    calls_statement = ProseField(_("about the project calls"))
    agreements_statement = ProseField(_("about the bilateral agreements"))

    objects = FrameworkQuerySet.as_manager()

    immutable_fields = ("slug",)

    class Meta(Publishable.Meta):
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["-starts_on"]
        constraints = [
            *Publishable.Meta.constraints,
            *dutch_first(
                required=["title"],
                optional=[
                    "summary",
                    "body",
                    "calls_statement",
                    "agreements_statement",
                    "caveat",
                    "withdrawal_reason",
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="policy_framework_ends_after_it_starts",
                violation_error_message=_("A framework cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return self.title_nl

    def get_absolute_url(self):
        return address("policy:framework", self.slug)

    def get_focus_list_csv_url(self):
        return address("policy:focus_list_csv", self.slug)

    def get_focus_list_xlsx_url(self):
        return address("policy:focus_list_xlsx", self.slug)

    def is_current(self, on=None):
        return self.starts_on <= (on or clock.today()) <= self.ends_on

    def is_past(self, on=None):
        return (on or clock.today()) > self.ends_on

    def dated_facts(self):
        return {Topic.PERIOD: [self.starts_on, self.ends_on]}


class Point(Translated):
    """One objective of a framework, or one criterion by which it picks its priorities."""

    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("objective")
        CRITERION = "criterion", _("criterion")

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=300)

    class Meta:
        verbose_name = _("objective or criterion")
        verbose_name_plural = _("objectives and criteria")
        ordering = ["-kind", "position"]  # objectives first
        constraints = dutch_first(required=["text"])

    def __str__(self):
        return self.text_nl


class FocusEntry(Translated):
    """One entry of the focus list, in the order and wording of the framework."""

    class Kind(models.TextChoices):
        NAMED = "named", _("the partners it names")
        SUCH_AS = "such-as", _("a group that names some (“such as”)")
        OPEN = "open", _("a group without names")
        JURISDICTIONS = "jurisdictions", _("all jurisdictions of the representations")

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    text = models.CharField(_("text"), max_length=300)
    partners = models.ManyToManyField(
        "partners.Partner",
        through="FocusMember",
        related_name="focus_entries",
        verbose_name=_("partners"),
    )

    class Meta:
        verbose_name = _("focus entry")
        verbose_name_plural = _("focus list")
        ordering = ["position"]
        constraints = [
            *dutch_first(required=["text"]),
            models.UniqueConstraint(
                fields=["framework", "position"],
                name="policy_focusentry_has_its_own_place",
                violation_error_message=_("Another entry already has this place in the list."),
            ),
        ]

    def __str__(self):
        return self.text_nl


class FocusMember(models.Model):
    """A partner named by an entry of the focus list, in the order of its text."""

    entry = models.ForeignKey(FocusEntry, on_delete=models.CASCADE, related_name="members")
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, verbose_name=_("partner")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("partner in the focus list")
        verbose_name_plural = _("partners in the focus list")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "partner"],
                name="policy_focusmember_is_named_once",
                violation_error_message=_("This entry already names this partner."),
            )
        ]

    def __str__(self):
        return f"{self.entry}: {self.partner}"
