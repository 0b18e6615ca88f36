"""Public notes on what changed on a page."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import dutch_first
from portal.publishing import clock
from portal.publishing.models.base import AttachedToRecord, Translated


class ChangeNoteQuerySet(models.QuerySet):
    def public(self, at=None):
        """Notes whose instant has passed, by default as of now."""
        return self.filter(at__lte=at or clock.now())


class ChangeNote(AttachedToRecord, Translated):
    """One public sentence on what changed for readers, with its instant."""

    keep_on_restore = True  # history: stays when an older version of the record is restored

    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.CharField(
        _("what changed"),
        max_length=1000,
        help_text=_("What is different. For example: “Deadline extended from 1 to 15 March.”"),
    )

    objects = ChangeNoteQuerySet.as_manager()

    class Meta(AttachedToRecord.Meta):
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="changenote_record"),
            models.Index(fields=["-at"], name="changenote_newest_first"),
        ]
        constraints = dutch_first(required=["text"])

    def __str__(self):
        return self.text

    @classmethod
    def scheduled_transitions(cls):
        """See `Publishable.scheduled_transitions`."""
        return [("at", datetime.timedelta())]
