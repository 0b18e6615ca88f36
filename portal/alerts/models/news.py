"""What there is to tell: announcements, each of one record for one reason."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import AttachedToRecord

# News is looked for this far back, so that whatever ran late finds it; announcements are kept
# longer, so that nothing is found anew.
LOOKED_FOR = datetime.timedelta(days=30)
KEPT_FOR = datetime.timedelta(days=90)


class Reason(models.TextChoices):
    NEW = "new", _("new page")
    OPENING = "opening", _("opening")
    REMINDER = "reminder", _("reminder")
    CHANGE = "change", _("change")
    MOVED = "moved", _("moved deadline")
    CANCELLED = "cancelled", _("cancelled")
    REVIVED = "revived", _("no longer cancelled")
    RESULTS = "results", _("results")


URGENT = (Reason.MOVED, Reason.CANCELLED, Reason.REVIVED)  # these wait for no digest


class AnnouncementQuerySet(models.QuerySet):
    def about(self, record):
        kind = ContentType.objects.get_for_model(type(record))
        return self.filter(content_type=kind, object_id=record.pk)

    def due(self, at):
        """Those of which the subscribers are to be written into the ledger now."""
        return self.filter(due_at__lte=at, told_at=None, stopped_at=None).order_by("at", "pk")


class Announcement(AttachedToRecord):
    """News about one record, told once to whoever follows it.

    `at` is when it became so; what somebody confirmed later is not told to them. `key` tells apart
    what may happen more than once to a record, such as reminders. `notes` are the public change
    notes that it tells, `changes` what is different: [field, old, new] as in the facts of the
    archive. `subjects` are set once (`sorted_at`); the ledger is written from `due_at` on
    (`told_at`). Until a mail left, staff may stop it (`stopped_at`).
    """

    reason = models.CharField(_("reason"), max_length=9, choices=Reason.choices, editable=False)
    key = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(_("happened on"), editable=False)
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("goes out from"), editable=False)
    notes = models.ManyToManyField("publishing.ChangeNote", related_name="+", editable=False)
    changes = models.JSONField(default=list, editable=False)
    subjects = models.ManyToManyField("alerts.Subject", related_name="+", editable=False)
    sorted_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
    )
    stopped_because = models.CharField(max_length=400, default="", editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to subscribers")
        verbose_name_plural = _("messages to subscribers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "reason", "key"],
                name="alerts_announcement_is_made_once",
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="alerts_announcement_due")]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.record}"

    @property
    def is_urgent(self):
        return self.reason in URGENT

    @property
    def lasting_key(self):
        """What it is about, the same also after a restore."""
        kind = ContentType.objects.get_for_id(self.content_type_id).model
        return f"{kind}:{self.object_id}:{self.reason}:{self.key}"
