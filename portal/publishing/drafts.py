"""What readers do not see yet: the next version of a page, and how far a page is that is still new.

A draft of a public page *is* the form as it was submitted. Applied in a transaction it is the exact
preview when that is rolled back, and the publication when it is committed. A page that was never
public is its own draft: then the form is empty, and the row only tells who wrote and who must look.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.publishing import clock

NOT_KEPT = {"csrfmiddlewaretoken"}


class DraftQuerySet(models.QuerySet):
    def of(self, record):
        return self.filter(content_type=Draft.kind_of(record), object_id=record.pk)

    def in_review(self):
        return self.filter(step=Draft.Step.REVIEW)

    def due(self, at=None):
        """Approved, and their instant has come."""
        return self.filter(step=Draft.Step.APPROVED, live_at__lte=at or clock.now())


class Draft(models.Model):
    """Work on one record; there is at most one."""

    class Step(models.TextChoices):
        WRITING = "writing", _("draft")
        REVIEW = "review", _("in review")
        APPROVED = "approved", _("approved")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.WRITING)
    form = models.JSONField(default=list, blank=True)
    seen = models.JSONField(default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="drafts",
    )
    saved_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)
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
                fields=["content_type", "object_id"], name="publishing_draft_is_the_only_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(step="approved")
                | models.Q(live_at__isnull=False, approved_by__isnull=False),
                name="publishing_draft_approved_knows_by_whom_and_from_when",
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
    def turning_points(cls):
        """See `Publishable.turning_points`."""
        return [("live_at", timedelta())]

    def data(self):
        """The form as a browser submitted it."""
        posted = QueryDict(mutable=True)
        for name, value in self.form:
            posted.appendlist(name, value)
        posted._mutable = False
        return posted

    def opened_files(self):
        files = MultiValueDict()
        for kept in self.files.all():
            with kept.file.open("rb") as file:
                upload = SimpleUploadedFile(kept.original_name, file.read())
            files.appendlist(kept.field, upload)
        return files

    def keep_form(self, posted, files):
        """Take the place of what was submitted before; a file that is not sent again stays."""
        self.form = [
            [name, value]
            for name, values in posted.lists()
            if name not in NOT_KEPT and not name.startswith("_")
            for value in values
        ]
        self.save()
        for field, file in files.items():
            for replaced in self.files.filter(field=field):
                replaced.delete()
            self.files.create(field=field, file=file, original_name=file.name)


class DraftFile(models.Model):
    """A file that was submitted with a draft; it becomes a document when the draft goes live."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=200)  # its name in the form
    file = models.FileField(upload_to="ontwerpen/%Y/")
    original_name = models.CharField(max_length=200)

    def __str__(self):
        return self.original_name

    def delete(self, *args, **kwargs):
        name = self.file.name
        transaction.on_commit(lambda: default_storage.delete(name))
        return super().delete(*args, **kwargs)


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


class Opened(models.Model):
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
                name="publishing_opened_once_by_each_person",
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.at}"
