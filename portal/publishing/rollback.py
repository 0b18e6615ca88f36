"""Transactions that are always rolled back, for previews; stored files are deleted as well."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.storage import default_storage
from django.db import transaction

_stored_names = ContextVar("names of files stored inside rolled_back()", default=None)


@contextmanager
def rolled_back(keeps_files=False):
    """Undo at the end what is written inside: rows, and stored files unless `keeps_files`."""
    names = []
    token = _stored_names.set(names)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _stored_names.reset(token)
        for name in () if keeps_files else names:
            default_storage.delete(name)


def register_stored_file(file):
    """Call this after storing an uploaded file, so that `rolled_back` deletes it again."""
    if (names := _stored_names.get()) is not None:
        names.append(file.name)
