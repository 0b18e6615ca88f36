"""A file chosen in a form that comes back with a mistake elsewhere need not be chosen again.

It is kept under its SHA-256 in a folder of this person. The form has a signed reference to it,
which holds for a day and for nobody else.
"""

import hashlib
from contextlib import suppress
from datetime import timedelta

from django import forms
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

FOLDER, SALT = "gekozen", "portal.editing.chosen_files"
LASTS = timedelta(days=1)
MOST = 20  # files of one person
FIELD = "_chosen-"  # before the name of the field, in the form


def take_back(request):
    """Let a request have the files that were chosen before, unless it brings others for them."""
    references = [name for name in request.POST if name.startswith(FIELD)]
    for name in references[:MOST]:
        field, reference = name.removeprefix(FIELD), request.POST[name]
        if field in request.FILES or f"{field}-clear" in request.POST:
            continue
        if file := file_of(request.user, reference):
            request.FILES[field] = file


def file_of(user, reference):
    """The file; None when it is not this person's, or no longer there."""
    try:
        owner, digest, name = signing.loads(reference, salt=SALT, max_age=LASTS)
        if owner != user.pk:
            return None
        with default_storage.open(place_of(user, digest)) as kept:
            return ContentFile(kept.read(), name=name)
    except (signing.BadSignature, OSError):
        return None


def keep(request, form_and_rows):
    """{name of a field: reference} of the files that came with forms that go back to their author.

    Beside the field stands which file it is.
    """
    references = {}
    for form in form_and_rows:
        for field_name, field in form.fields.items():
            name = form.add_prefix(field_name)
            file = request.FILES.get(name) if isinstance(field, forms.FileField) else None
            if not file or field_name in form.errors:
                continue
            with suppress(OSError):  # a full disk, say: the form comes back, the file is not kept
                references[f"{FIELD}{name}"] = reference_to(request.user, file)
                said = _("Chosen: %(name)s. You need not choose it again.")
                form[field_name].help_text = said % {"name": file.name}
    return references


def reference_to(user, file):
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    place = place_of(user, digest)
    if not is_whole(place, file.size):
        tidy(user)
        default_storage.delete(place)
        file.seek(0)
        default_storage.save(place, ContentFile(file.read()))
    return signing.dumps([user.pk, digest, file.name], salt=SALT)


def is_whole(place, size):
    """A disk that was full has left a part of the file."""
    return default_storage.exists(place) and default_storage.size(place) == size


def place_of(user, digest):
    return f"{FOLDER}/{user.pk}/{digest}"


def tidy(user):
    """Delete what is too old, whosever it is, and the oldest files of a person who has the most."""
    try:
        people, _files = default_storage.listdir(FOLDER)
    except OSError:  # nobody chose one yet
        return
    for person in people:
        _folders, names = default_storage.listdir(f"{FOLDER}/{person}")
        paths = [f"{FOLDER}/{person}/{name}" for name in names]
        newest_first = sorted(paths, key=default_storage.get_modified_time, reverse=True)
        rest = newest_first[MOST - 1 :] if person == str(user.pk) else []
        for path in newest_first:
            is_old = default_storage.get_modified_time(path) < timezone.now() - LASTS
            if is_old or path in rest:
                default_storage.delete(path)
