"""What readers do not see yet: the next version of a page, and how far a page is that is still new.

A draft of a public page *is* the form as it was submitted. Applied in a transaction it is the exact
preview when that is rolled back, and the publication when it is committed. A page that was never
public is its own draft: then the form is empty, and the row only tells who wrote and who must look.
"""

import json
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
from portal.publishing.canonical import canonical_json, hash_of
from portal.revisions.snapshot import BOOKKEEPING, data_of, put_back_rows, stored, written_value

NOT_KEPT = {"csrfmiddlewaretoken"}


class DraftQuerySet(models.QuerySet):
    def for_object(self, record):
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
                fields=["content_type", "object_id"], name="revisions_draft_is_the_only_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(step="approved")
                | models.Q(live_at__isnull=False, approved_by__isnull=False),
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


BEGINNING = "0" * 64


class Altered(Exception):
    """A version is not what its hash says; the message names it."""


class VersionQuerySet(models.QuerySet):
    def for_object(self, model, pk):
        """The versions of one record, which may itself be gone."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=pk)

    def update(self, **values):
        raise TypeError("a version is never changed")

    def delete(self):
        raise TypeError("a version is never deleted")

    def keep(self, record, did, by=None, note=""):
        """Write down what a record is now; `by` is None for what happened outside the desk."""
        return self._add(record, data_of(record), did, by, note)

    def begin(self, record):
        """See to it that the newest version is what the record is, before someone changes it.

        Content that was read from files, or changed outside the desk, gets its version here.
        """
        data = data_of(record)
        newest = self.for_object(type(record), record.pk).first()
        if newest is None or newest.data != json.loads(canonical_json(data)):
            self._add(record, data, Version.Did.FOUND, None, "")

    @transaction.atomic
    def _add(self, record, data, did, by, note):
        kind = ContentType.objects.get_for_model(record)
        # One after another, or two versions would follow the same one: this row is the lock.
        ContentType.objects.select_for_update().get(app_label="revisions", model="version")
        last = self.order_by("-pk").first()
        version = Version(
            content_type=kind,
            object_id=record.pk,
            name=str(record)[:400],
            at=timezone.now(),
            by=by,
            person=by.get_username() if by else "",
            did=did,
            note=note,
            data=json.loads(canonical_json(data)),
            previous=last.hash if last else BEGINNING,
        )
        version.save()
        return version


class Version(models.Model):
    """A record as one change at the desk left it, with who made the change."""

    class Did(models.TextChoices):
        MADE = "made", _("made")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        FOUND = "found", _("found, made outside the desk")

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, editable=False, verbose_name=_("kind")
    )
    object_id = models.PositiveBigIntegerField(editable=False)
    name = models.CharField(_("of what"), max_length=400, editable=False)
    at = models.DateTimeField(_("when"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("who"),
    )
    person = models.CharField(_("user name then"), max_length=150, editable=False)
    did = models.CharField(_("what happened"), max_length=7, choices=Did.choices, editable=False)
    note = models.TextField(_("note"), editable=False)
    data = models.JSONField(editable=False)
    previous = models.CharField(_("hash before it"), max_length=64, unique=True, editable=False)
    hash = models.CharField(_("hash"), max_length=64, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the logbook")
        verbose_name_plural = _("logbook")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="version_of_a_record")]

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M:%S}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("a version is never changed")
        self.hash = hash_of(self.as_hashed())
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("a version is never deleted")

    def as_hashed(self):
        """The text whose SHA-256 is the hash."""
        return canonical_json(
            {
                "kind": self.content_type_id,
                "id": self.object_id,
                "name": self.name,
                "at": self.at,
                "by": self.by_id,
                "person": self.person,
                "did": self.did,
                "note": self.note,
                "data": self.data,
                "previous": self.previous,
            }
        )

    @property
    def model(self):
        return self.content_type.model_class()

    def restore(self, record=None):
        """Write the record as it was then over `record`, or as a new one; returns it, unchecked.

        Its life goes on where it is now (BOOKKEEPING). Rows that tell what
        happened stay (`keep_on_restore`).
        """
        values = dict(self.data["fields"])
        for name in BOOKKEEPING & values.keys():
            if record:
                values[name] = written_value(record, name)
            elif name == "state":
                values[name] = "draft"
        obj = stored(self.model, self.object_id, values)
        put_back_rows(obj, self.data["rows"])
        return obj


def check_trail():
    """Follow the chain of hashes; returns (how many versions, the last hash), or raises Altered."""
    count, before = 0, BEGINNING
    for version in Version.objects.order_by("pk").iterator(chunk_size=500):
        if version.previous != before or version.hash != hash_of(version.as_hashed()):
            raise Altered(f"{version.pk}: {version}")
        count, before = count + 1, version.hash
    return count, before
