from datetime import timedelta

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CODES
from portal.links.extract import FAILURES, SPREAD, field_label, hash_address

CHECK_EVERY = timedelta(hours=20)  # less than a day, so that a daily run finds all links due
STALE = timedelta(days=14)


class LinkQuerySet(models.QuerySet):
    def broken(self):
        return self.filter(state=Link.State.BROKEN)

    def due(self, at=None):
        """Links never checked or not within CHECK_EVERY, the longest unchecked first."""
        before = (at or timezone.now()) - CHECK_EVERY
        never_or_before = Q(looked_at__isnull=True) | Q(looked_at__lte=before)
        return self.filter(never_or_before).order_by(F("looked_at").asc(nulls_first=True), "pk")

    def stale(self, at=None):
        return self.filter(looked_at__lt=(at or timezone.now()) - STALE)

    def unused(self):
        return self.filter(places=None)


class Link(models.Model):
    """An address that pages link to, with the outcome of its last check.

    `mark` is the hash of the address, which may be too long for a unique index. `failures` counts
    consecutive failures: a success resets it, an inconclusive outcome does not.
    """

    class State(models.TextChoices):
        NEW = "new", _("not checked yet")
        GOOD = "good", _("works")
        MOVED = "moved", _("moved")
        REFUSED = "refused", _("refuses the check")
        FAILING = "failing", _("failing, will be tried again")
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
    looked_at = models.DateTimeField(_("last checked"), null=True)
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
        self.mark = hash_address(self.address)
        super().save(*args, **kwargs)

    @property
    def since(self):
        """The instant of the first of the failures or, without failures, of the present state."""
        return self.failed_since or self.state_since

    def is_stale(self, at=None):
        return bool(self.looked_at) and self.looked_at < (at or timezone.now()) - STALE

    def record_outcome(self, outcome, at):
        """Store the outcome of a check, unless another run stored one since this was loaded."""
        facts = {"looked_at": at, "answer": outcome.answer, "moved_to": outcome.moved_to}
        if outcome.is_good:
            facts |= {"good_at": at, "failed_since": None, "failures": 0}
        elif outcome.is_good is False:
            facts |= {"failed_since": self.failed_since or at, "failures": self.failures + 1}
        facts["state"] = self.state_after(outcome, at)
        if facts["state"] != self.state:
            facts["state_since"] = at
        unchanged = type(self).objects.filter(pk=self.pk, looked_at=self.looked_at)
        unchanged.update(**facts)
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
    """A field with a link, of a record or of a row that belongs to it."""

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
        """The label of the field for editors: “Bron: webadres”."""
        kind = ContentType.objects.get_for_id(self.content_type_id)  # cached: no query
        return field_label(apps.get_model(self.part), self.field, kind.model)
