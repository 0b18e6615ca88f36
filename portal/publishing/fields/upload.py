"""Uploaded files: of a kind that readers can open, not too large, under a name that fits."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.formats import size
from portal.publishing.bounded import Refused
from portal.publishing.documents import EXTENSIONS, is_what_its_name_says

MAX_NAME = 230  # bytes: a file system takes 255, and a name that is taken gets a suffix


def stored_path(instance, name):
    """Where a file is stored: its own name, shortened before the extension when it is long."""
    stem, extension = PurePosixPath(name).stem, PurePosixPath(name).suffix
    longest = MAX_NAME - len(extension.encode())
    stem = stem.encode()[:longest].decode(errors="ignore")
    return f"documenten/{timezone.localdate():%Y}/{stem}{extension}"


def validate_upload(file):
    """Refuse a new file that is too large or is not what its extension says."""
    if getattr(file, "_committed", False):
        return
    if file.size > settings.MAX_UPLOAD_SIZE:
        raise ValidationError(
            _(
                "This file is %(size)s, and at most %(most)s is possible. Save it with smaller "
                "images."
            ),
            params={"size": size(file.size), "most": size(settings.MAX_UPLOAD_SIZE)},
        )
    if not is_kind(file):
        extension = PurePosixPath(file.name).suffix.lower()
        raise ValidationError(
            _("What is in this file is not %(extension)s. Save it anew as %(extension)s."),
            params={"extension": extension},
        )


def is_kind(file):
    try:
        return is_what_its_name_says(file)
    except Refused as refusal:
        raise ValidationError(BUSY_NOW) from refusal


BUSY_NOW = _("Other files are being read at this moment. Try again in a moment.")


class UploadField(models.FileField):
    def __init__(self, *args, **kwargs):
        defaults = {
            "max_length": 300,
            "upload_to": stored_path,
            "validators": [FileExtensionValidator(EXTENSIONS), validate_upload],
        }
        super().__init__(*args, **defaults | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, "django.db.models.FileField", args, kwargs

    def formfield(self, **kwargs):
        # A long name is shortened when the file is stored, not refused.
        return super().formfield(**{**kwargs, "max_length": None})
