"""The four languages, and the one rule that says in which of them a record exists.

Dutch is the source. A record exists in another language when every text that it has in Dutch is
there in that language too. Switcher, hreflang, sitemap, lists and the admin all ask this rule:
`languages_of(record)` in Python, `exists_in(model, language)` in SQL.
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
    """A piece of text and the language it is really in."""

    content: str
    language: str


def active():
    """The language of this request: one of CODES."""
    language = (get_language() or SOURCE)[:2]
    return language if language in CODES else SOURCE


def in_four(**texts):
    """A lazy string that differs per language: `in_four(nl="akkoorden", fr="accords", …)`."""
    if missing := set(CODES) - set(texts):
        raise ValueError(f"no text for {sorted(missing)}")
    return lazy(lambda: texts[active()], str)()


def translated_fields(model):
    """Names of the fields of a model that speak four languages."""
    return sorted(translator.get_options_for_model(model).all_fields)


def own_text(record, field, language):
    """The text of a field in exactly one language, '' when there is none: never a fallback."""
    return getattr(record, f"{field}_{language}") or ""


def text_of(record, field, language=None):
    """The text of a field in a language, or else the Dutch text, saying which it is."""
    language = language or active()
    if content := own_text(record, field, language):
        return Text(content, language)
    return Text(own_text(record, field, SOURCE), SOURCE)


def heading_parts(record):
    """What the name of any record is made of: whose text, in which field, and what follows it.

    A record that is part of another one, such as an edition of a series, says so in `heading_of`.
    """
    owner, rest = record.heading_of() if hasattr(record, "heading_of") else (record, "")
    field = next(field for field in ("title", "name") if hasattr(owner, f"{field}_{SOURCE}"))
    return owner, field, rest


def heading_text(record):
    """The name of any record as its page has it, saying in which language it is."""
    owner, field, rest = heading_parts(record)
    content, language = text_of(owner, field)
    return Text(f"{content} {rest}".strip(), language)


def languages_of(record):
    """The languages in which a record exists, in the order of CODES."""
    fields = [name for name in translated_fields(type(record)) if own_text(record, name, SOURCE)]
    whole = getattr(record, "parent_record", None)  # an edition has the title of its series
    possible = languages_of(whole) if whole else CODES
    return [code for code in possible if all(own_text(record, name, code) for name in fields)]


def exists_in(model, language, prefix=""):
    """The same rule as `languages_of`, as a condition; `prefix` is the path to the model."""
    condition = Q()
    for name in translated_fields(model):
        column = f"{prefix}{name}"
        condition &= _empty(f"{column}_{SOURCE}") | ~_empty(f"{column}_{language}")
    if part_of := getattr(model, "parent_field", None):
        whole = model._meta.get_field(part_of).related_model
        condition &= exists_in(whole, language, f"{prefix}{part_of}__")
    return condition


def _empty(column):
    return Q(**{column: ""}) | Q(**{f"{column}__isnull": True})


def _filled(column):
    # Not `~Q(column="")`: a check constraint must be false, not unknown, where the column is null.
    return Q(**{f"{column}__isnull": False}) & Q(**{f"{column}__gt": ""})


def dutch_first(required=(), optional=()):
    """Two constraints: the required fields have a Dutch text, and no translation is without one."""
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
