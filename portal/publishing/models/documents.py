"""Documents: uploaded files and links to other websites, with the files they replaced."""

from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import dutch_first
from portal.publishing import documents
from portal.publishing.fields import ChoicesField, UploadField
from portal.publishing.models.base import AttachedToRecord, Language, Translated
from portal.publishing.rollback import register_stored_file


class Document(AttachedToRecord, Translated):
    """An uploaded file, or one on another website, with what readers want to know before opening.

    `size` is in bytes; `pages` is counted when a file is uploaded. Both are None when unknown.
    `sha256` of an uploaded file says later whether it is still the same.
    """

    class Kind(models.TextChoices):
        FORM = "form", _("application form")
        REGULATIONS = "regulations", _("regulations")
        TEXT = "text", _("text of the agreement")
        RESULTS = "results", _("results")
        OTHER = "other", _("other document")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    languages = ChoicesField(_("languages of the document"), options=Language, blank=False)
    file = UploadField(_("file"), blank=True)
    url = models.URLField(_("or its web address"), max_length=600, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    is_accessible = models.BooleanField(
        _("accessible"),
        null=True,
        blank=True,
        help_text=_("Can a screen reader read it? Choose “Unknown” if you are not sure."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(AttachedToRecord.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="document_record")]
        constraints = [
            *dutch_first(required=["title"]),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(url=""),
                name="publishing_document_has_a_file_or_an_address",
                violation_error_message=_("Choose a file or give a web address."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(url=""),
                name="publishing_document_has_a_file_or_an_address_not_both",
                violation_error_message=_("Choose a file or give a web address, not both."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        is_uploaded = self.file and not self.file._committed
        if is_uploaded:
            self.size, self.pages = documents.measure(self.file)
            self.sha256 = documents.sha256_of(self.file)
        elif not self.file:
            self.size = self.pages = None
            self.sha256 = ""
        super().save(*args, **kwargs)
        if is_uploaded:
            register_stored_file(self.file)

    def get_absolute_url(self):
        if self.url:
            return self.url
        return reverse("document", args=[self.pk, self.file_name])

    def keep_former_file(self):
        """Store the saved file as a former one; call this before saving a replacement."""
        saved = type(self)._base_manager.get(pk=self.pk)
        if saved.file and saved.file.name != self.file.name:
            measured = {name: getattr(saved, name) for name in ("size", "pages", "sha256")}
            self.former.create(file=saved.file.name, **measured)

    @property
    def file_name(self):
        return file_name(self.file)

    @property
    def format(self):
        """The file type in capitals, such as 'PDF'; '' for a web page."""
        suffix = PurePosixPath(self.file.name if self.file else self.url.split("?")[0]).suffix
        return suffix[1:].upper() if suffix[1:].lower() in documents.EXTENSIONS else ""


class FormerFile(models.Model):
    """A file that a newer one replaced; it stays available for readers who cite it."""

    keep_on_restore = True  # history: stays when an older version of the record is restored

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="former")
    file = models.FileField(max_length=300, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    until = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("former file")
        verbose_name_plural = _("former files")
        ordering = ["-until", "-id"]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return reverse("former_file", args=[self.document_id, self.pk, self.file_name])

    @property
    def file_name(self):
        return file_name(self.file)


def file_name(file):
    """The name of an uploaded file, as in its URL."""
    return get_valid_filename(PurePosixPath(file.name).name)
