"""How far the next version of a page is, who may see it, and who has its form open."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.publishing import clock
from portal.publishing.models import publishable_models
from portal.revisions.models.revisions import Revision


class DraftQuerySet(models.QuerySet):
    def of_known_kinds(self):
        """Without those of a kind of page that the portal no longer has."""
        kinds = ContentType.objects.get_for_models(*publishable_models()).values()
        return self.filter(content_type__in=[kind.pk for kind in kinds])

    def for_object(self, record):
        return self.filter(content_type=Draft.kind_of(record), object_id=record.pk)

    def for_objects(self, records):
        """Of records of one kind, of which there is at least one."""
        keys = [record.pk for record in records]
        return self.filter(content_type=Draft.kind_of(records[0]), object_id__in=keys)

    def of_public_pages(self):
        """Those beside a page that readers know; the others are new pages."""
        return self.filter(revision__live__isnull=False)

    def in_review(self):
        return self.filter(step=Draft.Step.REVIEW)

    def planned(self):
        """With a revision that is approved for an instant that has still to come, or just came."""
        return self.filter(approved__isnull=False)

    def due(self, at=None):
        """Approved, and their instant has come."""
        return self.of_known_kinds().planned().filter(live_at__lte=at or clock.now())


class Draft(models.Model):
    """Work on one record; there is at most one.

    `revision` is the newest one and `step` says how far it is. An older one may be approved
    meanwhile, to go live at its own instant (`approved`, `live_at`).
    """

    class Step(models.TextChoices):
        WRITING = "writing", _("draft")
        REVIEW = "review", _("in review")
        APPROVED = "approved", _("approved")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.WRITING)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="drafts",
    )
    saved_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)
    approved = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    live_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=1000, blank=True)
    failure = models.CharField(max_length=1000, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["saved_at"]
        indexes = [models.Index(fields=["step", "live_at"], name="draft_by_step")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="revisions_draft_is_the_only_one"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    approved__isnull=True, approved_by__isnull=True, live_at__isnull=True
                )
                | models.Q(
                    approved__isnull=False, approved_by__isnull=False, live_at__isnull=False
                ),
                name="revisions_draft_approved_knows_by_whom_and_from_when",
            ),
        ]
        permissions = [
            ("publish_page", gettext_noop("Can publish and withdraw pages")),
            ("publish_alone", gettext_noop("Can publish own work, with a reason")),
            ("translate_fr", gettext_noop("Can translate into French")),
            ("translate_de", gettext_noop("Can translate into German")),
            ("translate_en", gettext_noop("Can translate into English")),
        ]

    def __str__(self):
        return f"{self.record} ({self.get_step_display()})"

    @staticmethod
    def kind_of(record):
        return ContentType.objects.get_for_model(record)

    @classmethod
    def scheduled_transitions(cls):
        """See `Publishable.scheduled_transitions`."""
        return [("live_at", timedelta())]

    @property
    def is_of_public_page(self):
        return self.revision.live_id is not None

    def revisions(self):
        """Those of which it is made, the newest first: back to what was public.

        A page that was never public is its own draft: all that it ever was.
        """
        if not self.is_of_public_page:
            kept = Revision.objects.filter(content_type=self.content_type_id)
            kept = kept.filter(object_id=self.object_id).of_the_record()
            return [*kept.select_related("by").defer("data", "files")]
        found, one = [], self.revision
        while one and one.action == Revision.Action.DRAFTED and not one.was_published():
            found.append(one)
            one = one.base
        return found or [self.revision]

    def authors(self):
        """Everyone who wrote a part of it: none of them is the second pair of eyes."""
        return {one.by for one in self.revisions()} - {None} | {self.author}


LINK_LASTS = timedelta(days=14)


class PreviewLink(models.Model):
    """Lets an outsider see a draft for a while, until it is taken back."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="links")
    token = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"{self.draft_id}, {self.made_at:%Y-%m-%d}"

    @property
    def expires_at(self):
        return self.made_at + LINK_LASTS

    def works(self, at=None):
        return self.revoked_at is None and (at or timezone.now()) < self.expires_at


class EditSession(models.Model):
    """Who has which form open: so that a second person is told."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "user"],
                name="revisions_editsession_once_by_each_person",
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.at}"
