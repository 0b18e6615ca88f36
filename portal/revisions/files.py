"""The files that the data of a record names, by what is in them."""

import hashlib
from contextlib import suppress

from django.core.files.storage import default_storage
from django.db import models

from portal.publishing.models import Document, FormerFile
from portal.revisions.snapshot import row_models


def hashes_of_files(model, data, known):
    """{name in the storage: SHA-256}; a file that is not there has none.

    What is `known` is not read again: the storage gives no other file the same name while it is
    there.
    """
    names = sorted(names_of_files(model, data))
    found = {name: known.get(name) or sha256_of(name) for name in names}
    return {name: digest for name, digest in found.items() if digest}


def names_of_files(model, data):
    """The names of all files of a record and its rows."""
    if not data:
        return set()
    files = [
        field.name for field in model._meta.concrete_fields if isinstance(field, models.FileField)
    ]
    found = {data["fields"].get(name) for name in files} - {None, ""}
    for name, rows in data["rows"].items():
        if row_model := row_models(model).get(name):
            for row in rows.values():
                found |= names_of_files(row_model, row)
    return found


def sha256_of(name):
    """None when the storage cannot give the file."""
    try:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def is_in_use(name):
    """Whether a document is this file, or was it before another one replaced it."""
    return any(model._base_manager.filter(file=name).exists() for model in (Document, FormerFile))


def remove(names):
    for name in names:
        with suppress(OSError):  # it may be gone already
            default_storage.delete(name)
