"""Reads the content files in `fixtures/`: one readable YAML file per app, children inside parents.

Django's own fixtures need a primary key for every row that a source or document belongs to, repeat
every column and skip validation. Here a record nests what belongs to it, names others by their
Dutch slug, gives each text as `{nl: …, fr: …, de: …, en: …}` (or once, when it is the same in all),
and passes `full_clean()`, so that a file cannot say what an editor could not.

In the examples a day can be relative: "today+9", "today+9 17:00" (Brussels time).
"""

import datetime
import re

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone, translation

from portal.i18n.languages import CODES, SOURCE, translated_fields
from portal.publishing.fields import ProseField
from portal.publishing.models import Publishable

RELATIVE = re.compile(r"today(?P<days>[+-]\d+)?(?: (?P<clock>\d\d:\d\d(?::\d\d)?))?")
NATURAL_KEYS = ("slug_nl", "slug", "name_nl")  # how a file names another record


class ContentError(Exception):
    """A content file says something that the portal refuses."""


def load(paths, **every):
    """Create the records of some files, in order, all or none; `every` is set on every page.

    Returns how many records were made, those inside others included.
    """
    count = 0
    with transaction.atomic(), translation.override(SOURCE):
        for path in paths:
            for label, records in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                for record in records:
                    try:
                        count += create(apps.get_model(label), record, every)
                    except (ValidationError, ValueError, TypeError, LookupError) as error:
                        name = record.get("slug") or record.get("key") or record.get("name")
                        raise ContentError(f"{path.name}, {label} {name}: {error}") from error
    return count


def create(model, record, every, parent=None):
    """Make one record with everything inside it; returns how many rows that were."""
    obj, later = model(**parent or {}), {}
    if isinstance(obj, Publishable):
        record = {"state": Publishable.State.PUBLISHED, **record, **every}
    for name, value in record.items():
        if name in translated_fields_of(model):
            texts = value if isinstance(value, dict) else dict.fromkeys(CODES, value)
            for code, text in texts.items():
                setattr(obj, f"{name}_{known(code)}", text)
        elif name == "slug" and hasattr(model, "slug_nl"):
            slugs = value if isinstance(value, dict) else {SOURCE: value}
            for code, slug in slugs.items():
                setattr(obj, f"slug_{known(code)}", slug)
        elif is_related_list(model, name):
            later[name] = value
        else:
            field = model._meta.get_field(name)
            setattr(obj, name, read(field, value))
    if isinstance(obj, Publishable):
        obj.note_changes(obj.languages)
    obj.full_clean()
    obj.save()
    return 1 + sum(attach(obj, name, values, every) for name, values in later.items())


def known(code):
    if code not in CODES:
        raise ValueError(f"{code!r} is not one of our languages")
    return code


def attach(record, name, values, every):
    """Give a record its children, or its links to records that exist."""
    relation = record._meta.get_field(name)
    if relation.many_to_many:
        through = relation.remote_field.through
        for position, value in enumerate(values, start=1):
            extra = {} if through._meta.auto_created else {"position": position}
            getattr(record, name).add(named(relation.related_model, value), through_defaults=extra)
        return 0
    parent = {"record": record} if hasattr(relation, "content_type_field_name") else None
    parent = parent or {relation.field.name: record}
    return sum(create(relation.related_model, value, every, parent) for value in values)


def translated_fields_of(model):
    return translated_fields(model) if hasattr(model, "tidy_texts") else []


def is_related_list(model, name):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise ValueError(f"{model.__name__} has no {name!r}") from error
    return field.one_to_many or field.many_to_many


def named(model, key):
    """The record of a model with this Dutch slug (or name); LookupError when there is none."""
    columns = {field.name for field in model._meta.get_fields()}
    column = next(name for name in NATURAL_KEYS if name in columns)
    try:
        return model._default_manager.get(**{column: key})
    except model.DoesNotExist as error:
        raise LookupError(f"there is no {model.__name__} {key!r}") from error


def read(field, value):
    """A value as the field wants it: links by name, instants in Brussels time."""
    if value is None or isinstance(field, ProseField):
        return value
    if field.is_relation:
        return named(field.related_model, value)
    if isinstance(value, datetime.date):
        value = value.isoformat()
    if isinstance(value, str) and (match := RELATIVE.fullmatch(value)):
        day = timezone.localdate() + datetime.timedelta(days=int(match["days"] or 0))
        value = f"{day} {match['clock']}" if match["clock"] else day.isoformat()
    if isinstance(field, models.DateTimeField):
        instant = datetime.datetime.fromisoformat(value)
        return timezone.make_aware(instant) if timezone.is_naive(instant) else instant
    if isinstance(field, models.CharField):
        return str(value)
    return value
