"""The sources of a record's facts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import dutch_first
from portal.publishing.models.base import (
    ORGANISATION_LENGTH,
    AttachedToRecord,
    Language,
    Translated,
)


class Source(AttachedToRecord, Translated):
    """Where a record's facts come from, when they were checked, and how reliable they are."""

    class Confidence(models.TextChoices):
        CONFIRMED = "confirmed", _("read in this source")
        CONFLICTING = "conflicting", _("sources disagree")

    title = models.CharField(
        _("name of the source"),
        max_length=ORGANISATION_LENGTH,
        help_text=_("As it calls itself, not translated. For example: Kunstenpunt"),
    )
    url = models.URLField(_("web address"), max_length=600)
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.NL
    )
    checked_on = models.DateField(_("checked on"))
    confidence = models.CharField(
        _("confidence"),
        max_length=12,
        choices=Confidence.choices,
        default=Confidence.CONFIRMED,
    )
    note = models.CharField(
        _("note"),
        max_length=400,
        blank=True,
        help_text=_("What this source says differently. For example: “This page says 94.”"),
    )

    class Meta(AttachedToRecord.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="source_record")]
        constraints = [
            *dutch_first(optional=["note"]),
            models.CheckConstraint(
                condition=~Q(confidence="conflicting")
                | (Q(note_nl__isnull=False) & Q(note_nl__gt="")),
                name="publishing_source_says_what_disagrees",
                violation_error_message=_("Say in Dutch what the sources disagree on."),
            ),
        ]

    def __str__(self):
        return self.title
