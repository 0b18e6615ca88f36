from datetime import timedelta

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CODES
from portal.links.extract import FAILURES, SPREAD, mark_of, name_of_field

CHECK_EVERY = timedelta(hours=20)  # so that a daily run finds all of them due
STALE = timedelta(days=14)


class LinkQuerySet(models.QuerySet):
    def broken(self):
        return self.filter(state=Link.State.BROKEN)

    def due(self, at=None):
        """Never looked at, or not lately; those that wait longest first."""
        before = (at or timezone.now()) - CHECK_EVERY
        never_or_before = Q(looked_at__isnull=True) | Q(looked_at__lte=before)
        return self.filter(never_or_before).order_by(F("looked_at").asc(nulls_first=True), "pk")

    def stale(self, at=None):
        return self.filter(looked_at__lt=(at or timezone.now()) - STALE)

    def unused(self):
        return self.filter(places=None)


class Link(models.Model):
    """An address that pages lead to, with what it answered when it was last looked at.

    `mark` stands for the address where a database needs something short. `failures` counts those
    in a row: a success ends the row, an answer that tells nothing does not.
    """

    class State(models.TextChoices):
        NEW = "new", _("not looked at yet")
        GOOD = "good", _("works")
        MOVED = "moved", _("moved")
        REFUSED = "refused", _("refused us, cannot tell")
        FAILING = "failing", _("fails, is tried again")
        BROKEN = "broken", _("broken")

    address = models.TextField(_("address"))
    mark = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state of the link"),
        max_length=7,
        choices=State.choices,
        default=State.NEW,
        db_index=True,
    )
    state_since = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(_("last looked at"), null=True)
    good_at = models.DateTimeField(_("last good"), null=True)
    failed_since = models.DateTimeField(_("failed since"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    answer = models.CharField(_("answer"), max_length=20, blank=True)
    moved_to = models.TextField(_("moved to"), blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["address"]

    def __str__(self):
        return self.address

    def save(self, *args, **kwargs):
        self.mark = mark_of(self.address)
        super().save(*args, **kwargs)

    @property
    def since(self):
        return self.failed_since or self.state_since

    def is_stale(self, at=None):
        return bool(self.looked_at) and self.looked_at < (at or timezone.now()) - STALE

    def note(self, outcome, at):
        """Remember what an address answered, unless another run was first."""
        facts = {"looked_at": at, "answer": outcome.answer, "moved_to": outcome.moved_to}
        if outcome.is_good:
            facts |= {"good_at": at, "failed_since": None, "failures": 0}
        elif outcome.is_good is False:
            facts |= {"failed_since": self.failed_since or at, "failures": self.failures + 1}
        facts["state"] = self.state_after(outcome, at)
        if facts["state"] != self.state:
            facts["state_since"] = at
        known = type(self).objects.filter(pk=self.pk, looked_at=self.looked_at)
        known.update(**facts)
        for name, value in facts.items():
            setattr(self, name, value)

    def state_after(self, outcome, at):
        states = self.State
        if outcome.is_good:
            return states.MOVED if outcome.moved_to else states.GOOD
        if outcome.is_good is None:
            return states.BROKEN if self.state == states.BROKEN else states.REFUSED
        is_spread = at - (self.failed_since or at) >= SPREAD
        return states.BROKEN if self.failures + 1 >= FAILURES and is_spread else states.FAILING


class LinkPlace(models.Model):
    """Where a link stands: in a field of a record, or of a row that belongs to it."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="places")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    part = models.CharField(max_length=100)  # label of the model that has the field
    field = models.CharField(max_length=100)
    language = models.CharField(max_length=2, choices=[(code, code) for code in CODES], blank=True)

    class Meta:
        ordering = ["content_type", "object_id", "part", "field"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="linkplace_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "content_type", "object_id", "part", "field"],
                name="links_linkplace_is_named_once",
            )
        ]

    def __str__(self):
        return f"{self.part}.{self.field}"

    @property
    def field_name(self):
        """What editors call the field: “Bron: webadres”."""
        kind = ContentType.objects.get_for_id(self.content_type_id)  # kept at hand, not asked for
        return name_of_field(apps.get_model(self.part), self.field, kind.model)
