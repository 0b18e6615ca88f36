"""What subscribers of calendars were sent of an event, and from when on."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from calls.models.call import Call


class EventRevisionQuerySet(models.QuerySet):
    def last_sent(self, calls, at):
        """{UID: the revision in force at an instant} of the events of some calls."""
        sent = self.filter(since__lte=at)
        later = sent.filter(uid=OuterRef("uid"), sequence__gt=OuterRef("sequence"))
        in_force = sent.filter(call__in=[call.pk for call in calls]).exclude(Exists(later))
        return {revision.uid: revision for revision in in_force}


class EventRevision(models.Model):
    """An event of a call in calendars, as it reads from an instant on; see `event_revisions`.

    `digest` is the hash of the event in all languages, or "" while calendars do not have it. The
    rows up to now are never changed: a client that was sent a `sequence` ignores a lower one.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")  # no row of the call
    uid = models.UUIDField()
    since = models.DateTimeField()
    sequence = models.PositiveIntegerField()
    last_modified = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)

    objects = EventRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a calendar event")
        verbose_name_plural = _("revisions of calendar events")
        ordering = ["uid", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["uid", "sequence"], name="calls_eventrevision_has_its_own_sequence"
            )
        ]

    def __str__(self):
        return f"{self.uid} {self.sequence}"
