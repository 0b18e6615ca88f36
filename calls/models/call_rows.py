"""The rows of a call: amounts, administrations, info sessions, moved dates and projects."""

import datetime

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.models import translated
from calls.models.call import Call
from portal.datecheck.topics import Topic
from portal.i18n.formats import ending_day
from portal.i18n.languages import CODES
from portal.publishing.canonical import canonical_json
from portal.publishing.fields import AmountField, CurrencyField
from portal.publishing.models import (
    ORGANISATION_LENGTH,
    Language,
    Translated,
)
from portal.transparency.log import append_changed

MOVED = "deadline"  # a leaf of the transparency log


class CallAmount(models.Model):
    """What a project can get: a maximum, or one of several flat amounts; per side or in total.

    Without a `side` nobody knows here who gives it.
    """

    class Side(models.TextChoices):
        FLEMISH = "flemish", _("Flemish side")
        PARTNER = "partner", _("partner's side")
        TOTAL = "total", _("both sides together")

    class Kind(models.TextChoices):
        MAXIMUM = "max", _("at most")
        FLAT = "flat", _("flat amount")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="amounts")
    side = models.CharField(
        _("side"),
        max_length=7,
        choices=Side.choices,
        blank=True,
        help_text=_("Leave empty when it is not known."),
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    amount = AmountField(_("amount"), validators=[MinValueValidator(1)])
    currency = CurrencyField(_("currency"))

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
        figure = f"{self.amount} {self.currency}"
        return f"{self.get_side_display()}: {figure}" if self.side else figure


class Administration(Translated):
    """One of the administrations that an application is sent to."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="administrations")
    side = models.CharField(_("side"), max_length=7, choices=CallAmount.Side.choices[:2])
    name = models.CharField(_("administration"), max_length=ORGANISATION_LENGTH)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("web address"), max_length=600, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")
        ordering = ["side", "id"]
        constraints = translated.ADMINISTRATION.constraints()

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
        constraints = translated.INFO_SESSION.constraints()

    def __str__(self):
        return f"{timezone.localdate(self.starts_at):%Y-%m-%d}"

    @classmethod
    def scheduled_transitions(cls):
        return [("starts_at", datetime.timedelta())]

    @property
    def start(self):
        """The instant, or the Brussels day when only that is known."""
        return timezone.localdate(self.starts_at) if self.day_only else self.starts_at


class DeadlineChange(Translated):
    """A public date of a call that moved. It is kept for good, and shown with its reason.

    Without `new`, the old instant no longer holds and no other is known.
    """

    keep_on_restore = True  # restoring an older version of the call does not undo an event

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
            *translated.DEADLINE_CHANGE.constraints(),
            models.CheckConstraint(
                condition=Q(new__isnull=True) | ~Q(old=F("new")),
                name="calls_deadlinechange_changes_the_deadline",
                violation_error_message=_("The old and the new date are the same."),
            ),
        ]

    def __str__(self):
        day = timezone.localdate if self.kind == self.Kind.OPENING else ending_day
        return " → ".join(f"{day(at):%Y-%m-%d}" if at else "?" for at in (self.old, self.new))

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        append_changed(MOVED, {self.log_subject: self.log_text()})

    @property
    def log_subject(self):
        return f"call/{self.call_id}/{self.pk}"

    def log_text(self):
        """What the transparency log attests."""
        names = ["kind", "changed_at", "old", "new", *(f"reason_{code}" for code in CODES)]
        values = {name: getattr(self, name) or None for name in names}
        return canonical_json({"call": self.call_id, **values})

    @classmethod
    def end_fields_of(cls, fields):
        """An opening can begin a day, a deadline can end one."""
        return () if fields.get("kind") == cls.Kind.OPENING else ("old", "new")

    def dated_facts(self):
        own = Topic.OPENING if self.kind == self.Kind.OPENING else Topic.CLOSING
        return {topic: [at for at in (self.old, self.new) if at] for topic in (own, Topic.MOVED)}


class Project(Translated):
    """A selected project, with its partners on both sides."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(_("title"), max_length=200, help_text=_("As the applicants wrote it."))
    title_language = models.CharField(
        _("language of the title"), max_length=5, choices=Language.choices, default=Language.NL
    )
    description = models.CharField(_("description"), max_length=400, blank=True)
    flemish_partners = models.CharField(
        _("partners on the Flemish side"), max_length=ORGANISATION_LENGTH
    )
    other_partners = models.CharField(
        _("partners on the other side"), max_length=ORGANISATION_LENGTH
    )
    amount = AmountField(
        _("amount (euro)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )

    class Meta:
        verbose_name = _("selected project")
        verbose_name_plural = _("selected projects")
        ordering = ["title"]
        constraints = [
            *translated.PROJECT.constraints(),
            models.UniqueConstraint(
                fields=["call", "title"],
                name="calls_project_is_named_once",
                violation_error_message=_("This project is already in the list."),
            ),
        ]

    def __str__(self):
        return self.title
