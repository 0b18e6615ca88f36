"""The rows of a record that its page shows, of all kinds in one query.

A small query costs more in Django than in the database. So the statement is written here, once for
each model and language, from what the models say; the database answers with a list of rows per
kind, as JSON. Of texts only the columns of the active language and of Dutch are read.
"""

# ruff: noqa: S608 (the statement is made of names of tables and columns, and of nothing else)
import datetime
import json
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.utils import timezone
from modeltranslation.translator import NotRegistered, translator

from portal.i18n.languages import CODES, SOURCE, active

ATTACHED = ("documents", "documents__former", "changes", "sources")  # of every public record
ARRAY = {"postgresql": "json_build_array", "sqlite": "json_array"}
LIST = {"postgresql": "json_agg(cells)::text", "sqlite": "json_group_array(json(cells))"}


class Rows(models.QuerySet):
    """Rows that are there; nothing more can be asked of the database."""

    @classmethod
    def of(cls, model, found):
        rows = cls(model)
        rows._result_cache, rows._prefetch_done = found, True
        return rows

    def _chain(self):
        raise TypeError(f"These {self.model._meta.verbose_name_plural} are already loaded.")


class Kind(NamedTuple):
    """One kind of rows: what to read of which model, and the SQL of the condition on them."""

    name: str
    model: type
    fields: tuple
    condition: str
    parameters: tuple  # "pk" and "content_type" of the record
    parent: models.Field | None  # the foreign key to the record, or to the row above


def load_rows(record, *names):
    """Load the rows behind these relations of a record, so that its page asks no more for them."""
    statement, kinds = _statement(type(record), names, active())
    found = _answers(record, statement, kinds)
    loaded = {}
    for kind, text in zip(kinds, found, strict=True):
        cells = json.loads(text, parse_float=Decimal) if text else []
        loaded[kind.name] = [_row(kind, row) for row in cells]
    for kind in kinds:
        above, _separator, name = kind.name.rpartition("__")
        if not above:
            _set(record, kind, name, loaded[kind.name])
            continue
        for owner in loaded[above]:
            own = [
                row for row in loaded[kind.name] if getattr(row, kind.parent.attname) == owner.pk
            ]
            _set(owner, kind, name, own)
    return record


def filled(record, *names):
    """The names of those relations of a record in which there is any row, found in one query."""
    if not names:
        return []
    statement, kinds = _question(type(record), names, active())
    answers = _answers(record, statement, kinds)
    return [kind.name for kind, has_rows in zip(kinds, answers, strict=True) if has_rows]


def _answers(record, statement, kinds):
    """What the database has in the one column for each of the kinds."""
    values = {
        "pk": record.pk,
        "content_type": ContentType.objects.get_for_model(record).pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, [values[name] for kind in kinds for name in kind.parameters])
        return cursor.fetchone()


def _set(owner, kind, name, rows):
    if kind.parent:
        for row in rows:
            kind.parent.set_cached_value(row, owner)
    cache = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[name] = Rows.of(kind.model, rows)


def _row(kind, cells):
    values = [_value(field, cell) for field, cell in zip(kind.fields, cells, strict=True)]
    return kind.model.from_db(connection.alias, [field.attname for field in kind.fields], values)


def _value(field, cell):
    if isinstance(field, models.JSONField):
        return json.loads(cell) if isinstance(cell, str) else cell  # SQLite has it as text
    if cell is None or isinstance(field, models.CharField | models.TextField | models.FileField):
        return cell
    value = field.to_python(cell)
    if isinstance(value, datetime.datetime) and timezone.is_naive(value):
        return value.replace(tzinfo=datetime.UTC)  # SQLite
    if isinstance(field, models.DecimalField):
        return value.quantize(Decimal(1).scaleb(-field.decimal_places))
    return value


@lru_cache(maxsize=200)
def _statement(model, names, language):
    """(SQL that gives one column for each of the relations, their Kinds)."""
    kinds = [_kind(model, name, language) for name in names]
    parts = []
    for kind in kinds:
        columns = ", ".join(_quoted(field.column) for field in kind.fields)
        parts.append(
            f"(SELECT {LIST[connection.vendor]} FROM (SELECT {ARRAY[connection.vendor]}({columns})"
            f" AS cells FROM {_table(kind.model)} WHERE {kind.condition}"
            f" ORDER BY {_order(kind.model)}) AS rows)"
        )
    return f"SELECT {', '.join(parts)}", kinds


@lru_cache(maxsize=200)
def _question(model, names, language):
    """(SQL that says of each of the relations whether there is any row, their Kinds)."""
    kinds = [_kind(model, name, language) for name in names]
    parts = [
        f"EXISTS (SELECT 1 FROM {_table(kind.model)} WHERE {kind.condition})" for kind in kinds
    ]
    return f"SELECT {', '.join(parts)}", kinds


def _kind(model, name, language):
    above, _separator, own = name.rpartition("__")
    if above:
        upper = _kind(model, above, language)
        key = upper.model._meta.get_field(own).field
        condition = (
            f"{_quoted(key.column)} IN"
            f" (SELECT {_primary_key(upper.model)} FROM {_table(upper.model)}"
            f" WHERE {upper.condition})"
        )
        return _kind_of(key.model, name, language, condition, upper.parameters, key)
    relation = model._meta.get_field(name)
    if hasattr(relation, "content_type_field_name"):
        condition = f"{_quoted('content_type_id')} = %s AND {_quoted('object_id')} = %s"
        parameters = ("content_type", "pk")
        return _kind_of(relation.related_model, name, language, condition, parameters)
    if relation.many_to_many:
        condition = (
            f"{_primary_key(relation.related_model)} IN"
            f" (SELECT {_quoted(relation.m2m_reverse_name())}"
            f" FROM {_table(relation.remote_field.through)}"
            f" WHERE {_quoted(relation.m2m_column_name())} = %s)"
        )
        return _kind_of(relation.related_model, name, language, condition, ("pk",))
    key = relation.field
    return _kind_of(key.model, name, language, f"{_quoted(key.column)} = %s", ("pk",), key)


def _kind_of(model, name, language, condition, parameters, parent=None):
    return Kind(name, model, _fields(model, language), condition, parameters, parent)


def _fields(model, language):
    """The concrete fields of a model without the texts that no page in this language shows."""
    try:
        translated = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        translated = ()
    unseen = {*translated}
    unseen |= {
        f"{name}_{code}" for name in translated for code in CODES if code not in {language, SOURCE}
    }
    return tuple(field for field in model._meta.concrete_fields if field.name not in unseen)


def _order(model):
    names = model._meta.ordering or ["pk"]
    return ", ".join(
        f"{_column(model, name.removeprefix('-'))}{' DESC' if name.startswith('-') else ''}"
        for name in names
    )


def _column(model, name):
    try:
        return _quoted(model._meta.get_field(name).column)
    except FieldDoesNotExist:
        return _primary_key(model)


def _primary_key(model):
    return _quoted(model._meta.pk.column)


def _table(model):
    return _quoted(model._meta.db_table)


def _quoted(name):
    return connection.ops.quote_name(name)
