"""What can be checked without the portal running: colours, catalogues, content."""

import re

from babel.messages.pofile import read_po
from django.conf import settings
from modeltranslation.translator import translator

from portal.datecheck.checks import findings
from portal.i18n.languages import CODES

LAST_CALL = re.compile(
    r"\b(laatste\W+(project)?oproep|dernier\W+appel|letzte\w*\W+(projekt)?aufruf"
    r"|last\W+(project\W+)?call)",  # but a word that only ends in “last” is none
    re.I,
)


def entries():
    """(file, entry) of every message in the four catalogues."""
    for code in CODES:
        path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            for entry in read_po(file):
                if entry.id:
                    yield f"locale/{code}", entry


def strings(entry):
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def catalogues():
    """Every message is translated, and surely."""
    for where, entry in entries():
        if not all(strings(entry)):
            yield where, f"is not translated: {entry.id}"
        if entry.fuzzy:
            yield where, f"is translated unsurely (fuzzy): {entry.id}"


def last_calls():
    """No word of the interface calls a project call the last: nobody can know that it is."""
    for where, entry in entries():
        for text in filter(LAST_CALL.search, strings(entry)):
            yield where, f"speaks of a last call: {text}"


def dates():
    """No text of the content names a date that a field of its record or another text denies."""
    for model in translator.get_registered_models(abstract=False):
        for record in model._base_manager.all():
            for found in findings(record):
                where = f"{model._meta.verbose_name} {record}, {found.field}_{found.language}"
                yield where, f"{found.message} {found.sentence}"
