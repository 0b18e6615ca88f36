"""The four languages, and the rule that decides in which of them a record exists.

Dutch is the source language. A record exists in another language when all its Dutch texts are
translated into it. The language switcher, hreflang links, sitemap, lists and the admin use this
rule: `languages_of(record)` in Python, `exists_in(model, language)` in SQL.
"""

from typing import NamedTuple

from django.conf import settings
from django.db.models import CheckConstraint, Q
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

SOURCE = "nl"
CODES = tuple(code for code, _name in settings.LANGUAGES)
TRANSLATIONS = tuple(code for code in CODES if code != SOURCE)
HTML_CODES = {code: code for code in CODES} | {"en": "en-GB"}  # British English


class Text(NamedTuple):
    """A text and the language it is in, which may be Dutch as a fallback."""

    content: str
    language: str


def active():
    """The code of the active language: one of CODES, Dutch by default."""
    language = get_language()
    if language in CODES:
        return language
    language = (language or SOURCE)[:2]
    return language if language in CODES else SOURCE


def in_four(**texts):
    """A lazy string that differs per language: `in_four(nl="akkoorden", fr="accords", …)`."""
    if missing := set(CODES) - set(texts):
        raise ValueError(f"no text for {sorted(missing)}")
    return lazy(lambda: texts[active()], str)()


def translated_fields(model):
    """The names of the translated fields of a model, in alphabetical order."""
    return sorted(translator.get_options_for_model(model).all_fields)


def own_text(record, field, language):
    """The text of a field in exactly one language, '' when there is none: never a fallback."""
    return getattr(record, f"{field}_{language}") or ""


def texts(*names):
    """The columns that `text_of` reads of these fields in the active language."""
    codes = dict.fromkeys([active(), SOURCE])
    return [f"{name}_{code}" for name in names for code in codes]


def text_of(record, field, language=None):
    """The Text of a field in a language (the active one by default), or else in Dutch."""
    language = language or active()
    if content := own_text(record, field, language):
        return Text(content, language)
    return Text(own_text(record, field, SOURCE), SOURCE)


def heading_parts(record):
    """(record, field, suffix) from which the name of a record is made.

    A record that is named after another one, such as a call after its series, has `heading_of()`.
    """
    owner, rest = record.heading_of() if hasattr(record, "heading_of") else (record, "")
    field = next(field for field in ("title", "name") if hasattr(owner, f"{field}_{SOURCE}"))
    return owner, field, rest


def heading_text(record):
    """The name of a record as on its page, as a Text."""
    owner, field, rest = heading_parts(record)
    content, language = text_of(owner, field)
    return Text(f"{content} {rest}".strip(), language)


def languages_of(record):
    """The languages in which a record exists, in the order of CODES."""
    fields = [name for name in translated_fields(type(record)) if own_text(record, name, SOURCE)]
    parent = getattr(record, "parent_record", None)  # a call has the title of its series
    possible = languages_of(parent) if parent else CODES
    return [code for code in possible if all(own_text(record, name, code) for name in fields)]


def exists_in(model, language, prefix=""):
    """The rule of `languages_of` as a Q; `prefix` is the lookup path to the model, with `__`."""
    condition = Q()
    for name in translated_fields(model):
        column = f"{prefix}{name}"
        condition &= _empty(f"{column}_{SOURCE}") | ~_empty(f"{column}_{language}")
    if parent_field := getattr(model, "parent_field", None):
        parent = model._meta.get_field(parent_field).related_model
        condition &= exists_in(parent, language, f"{prefix}{parent_field}__")
    return condition


def _empty(column):
    return Q(**{column: ""}) | Q(**{f"{column}__isnull": True})


def _filled(column):
    # Not `~Q(column="")`: a check constraint must be false, not unknown, where the column is null.
    return Q(**{f"{column}__isnull": False}) & Q(**{f"{column}__gt": ""})


def dutch_first(required=(), optional=()):
    """Constraints: required fields have a Dutch text, optional ones when they are translated."""
    has_dutch, translation_has_dutch = Q(), Q()
    for name in required:
        has_dutch &= _filled(f"{name}_{SOURCE}")
    for name in optional:
        untranslated = Q()
        for code in TRANSLATIONS:
            untranslated &= _empty(f"{name}_{code}")
        translation_has_dutch &= untranslated | _filled(f"{name}_{SOURCE}")
    constraints = []
    if required:
        constraints.append(
            CheckConstraint(
                condition=has_dutch,
                name="%(app_label)s_%(class)s_has_a_dutch_text",
                violation_error_message=_(
                    "Fill in the Dutch text: it is the source of the others."
                ),
            )
        )
    if optional:
        constraints.append(
            CheckConstraint(
                condition=translation_has_dutch,
                name="%(app_label)s_%(class)s_is_translated_from_dutch",
                violation_error_message=_(
                    "A translation cannot exist without its Dutch text. Write the Dutch first."
                ),
            )
        )
    return constraints
