"""Write, look, and undo it all: uploaded files too."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.storage import default_storage
from django.db import transaction

_stored = ContextVar("files stored in what is rolled back", default=None)


@contextmanager
def rolled_back(keeps_files=False):
    """Whatever is written inside is undone at the end; uploaded files too, unless they are kept."""
    names = []
    token = _stored.set(names)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _stored.reset(token)
        for name in () if keeps_files else names:
            default_storage.delete(name)


def note_stored(file):
    """To be called when an uploaded file was stored: a preview does not keep it."""
    if (names := _stored.get()) is not None:
        names.append(file.name)
