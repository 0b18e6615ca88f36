"""Loads the content files in `fixtures/`: YAML in which children are nested inside their parents.

Django's own fixtures need a primary key for every row that a source or document belongs to, repeat
every column and skip validation. Here a record nests its children, refers to other records by their
Dutch slug, gives each text as `{nl: …, fr: …, de: …, en: …}` (or once, when it is the same in all),
and passes `full_clean()`, so that a file holds nothing that an editor could not enter.
`former_slugs` are slugs that a record once had.

In the examples a day can be relative: "today+9", "today+9 17:00" (Brussels time).
"""

import datetime
import re

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection, models, transaction
from django.utils import timezone, translation

from portal.i18n.instants import begin_of_day
from portal.i18n.languages import CODES, SOURCE, translated_fields
from portal.publishing.fields import ProseField
from portal.publishing.models import Publishable, Source

RELATIVE = re.compile(r"today(?P<days>[+-]\d+)?(?: (?P<time>\d\d:\d\d(?::\d\d)?))?")
NATURAL_KEYS = ("slug_nl", "slug", "name_nl")  # how a file refers to another record


class ContentError(Exception):
    """A content file has a record that cannot be created; the message names file and record."""


def load(paths, **page_values):
    """Create the records of YAML files, in order, all or none; returns how many, children included.

    `page_values` are fields to set on every Publishable.
    """
    count = 0
    with transaction.atomic(), translation.override(SOURCE):
        for path in paths:
            for label, records in read(path).items():
                for record in records:
                    try:
                        count += create(apps.get_model(label), record, page_values)
                    except (ValidationError, ValueError, TypeError, LookupError) as error:
                        name = record.get("slug") or record.get("key") or record.get("name")
                        raise ContentError(f"{path.name}, {label} {name}: {error}") from error
    return count


def read(path):
    """What a YAML file says, read by libyaml: ten times as fast as PyYAML's own reader."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def gather_statistics():
    """Tell the database how much is in its tables: until it knows, it plans queries badly."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def create(model, record, page_values, parent=None):
    """Create one record with its children; returns how many records that were."""
    obj, related_values, former_slugs = model(**parent or {}), {}, []
    if isinstance(obj, Publishable):
        record = {"state": Publishable.State.PUBLISHED, **record, **page_values}
    for name, value in record.items():
        if name in translated_fields_of(model):
            texts = value if isinstance(value, dict) else dict.fromkeys(CODES, value)
            for code, text in texts.items():
                setattr(obj, f"{name}_{valid_language(code)}", text)
        elif name == "slug" and hasattr(model, "slug_nl"):
            slugs = value if isinstance(value, dict) else {SOURCE: value}
            for code, slug in slugs.items():
                setattr(obj, f"slug_{valid_language(code)}", slug)
        elif name == "former_slugs" and hasattr(model, "slug_nl"):
            former_slugs = value
        elif is_related_list(model, name):
            related_values[name] = value
        else:
            field = model._meta.get_field(name)
            setattr(obj, name, parse_value(field, value))
    if isinstance(obj, Publishable):
        obj.note_changes(obj.languages, at=checked_at(model, record))
    obj.full_clean()
    obj.save()
    if former_slugs:
        obj.save_old_slugs(former_slugs)
    return 1 + sum(
        create_related(obj, name, values, page_values) for name, values in related_values.items()
    )


def checked_at(model, record):
    """On the last day on which a source of a record was checked: loading it changes nothing in it.

    Each record of a model has its own second of that day. Without sources it is the present.
    """
    checked_on = Source._meta.get_field("checked_on")
    found = [row["checked_on"] for row in record.get("sources", []) if row.get("checked_on")]
    days = [parse_value(checked_on, value) for value in found]
    if not days:
        return timezone.now()
    order = datetime.timedelta(seconds=model._base_manager.count())
    return min(begin_of_day(datetime.date.fromisoformat(max(days))) + order, timezone.now())


def valid_language(code):
    if code not in CODES:
        raise ValueError(f"{code!r} is not a language of this site")
    return code


def create_related(record, name, values, page_values):
    """Create a record's children, or link it to existing records; returns how many were created."""
    relation = record._meta.get_field(name)
    if relation.many_to_many:
        through = relation.remote_field.through
        for position, value in enumerate(values, start=1):
            extra = {} if through._meta.auto_created else {"position": position}
            getattr(record, name).add(
                get_by_natural_key(relation.related_model, value), through_defaults=extra
            )
        return 0
    parent = {"record": record} if hasattr(relation, "content_type_field_name") else None
    parent = parent or {relation.field.name: record}
    return sum(create(relation.related_model, value, page_values, parent) for value in values)


def translated_fields_of(model):
    return translated_fields(model) if hasattr(model, "tidy_texts") else []


def is_related_list(model, name):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise ValueError(f"{model.__name__} has no {name!r}") from error
    return field.one_to_many or field.many_to_many


def get_by_natural_key(model, key):
    """The record of a model with this Dutch slug or name; LookupError when there is none."""
    columns = {field.name for field in model._meta.get_fields()}
    column = next(name for name in NATURAL_KEYS if name in columns)
    try:
        return model._default_manager.get(**{column: key})
    except model.DoesNotExist as error:
        raise LookupError(f"there is no {model.__name__} {key!r}") from error


def parse_value(field, value):
    """The Python value of a field: related records by natural key, datetimes in Brussels time."""
    if value is None or isinstance(field, ProseField):
        return value
    if field.is_relation:
        return get_by_natural_key(field.related_model, value)
    if isinstance(value, datetime.date):
        value = value.isoformat()
    if isinstance(value, str) and (match := RELATIVE.fullmatch(value)):
        day = timezone.localdate() + datetime.timedelta(days=int(match["days"] or 0))
        value = f"{day} {match['time']}" if match["time"] else day.isoformat()
    if isinstance(field, models.DateTimeField):
        instant = datetime.datetime.fromisoformat(value)
        return timezone.make_aware(instant) if timezone.is_naive(instant) else instant
    if isinstance(field, models.CharField):
        return str(value)
    return value
