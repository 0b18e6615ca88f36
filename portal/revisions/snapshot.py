"""A record with its rows as data, and data written back over the record.

The data of a record is what one revision of it holds. It has the keys of rows, so that two
revisions can be compared row by row.
"""

import json
from functools import cache

from django.core import serializers
from django.db import connection
from django.db.models import Model

from portal.i18n.languages import CODES, translated_fields
from portal.publishing.canonical import ExactEncoder, canonical_json
from portal.publishing.children import filled_rows, rows_of
from portal.publishing.models import Translated

SECRET = {"password", "last_login"}  # of accounts
# What the portal counts itself, on every save; no editor writes it and no comparison shows it.
COUNTED = {"edits", *(f"changed_{code}" for code in CODES)}
EMPTY = (None, "", [])
LONG_LIST = 200  # rows
ALL_OF_IT, EACH_BY_ITSELF = (
    {"validate_unique": queries, "validate_constraints": queries} for queries in (True, False)
)
NOTHING = {"fields": {}, "rows": {}}
# Where a record is in its life is never part of what is restored.
BOOKKEEPING = {"edits", "state", "publish_at", "withdraw_at", "withdrawn_as", "successor"}


def data_of(record):
    """{"fields": {name: value}, "rows": {relation: {key: the same of a row}}}, as JSON has it."""
    return json.loads(canonical_json(_data_of(record)))


def _data_of(record):
    has_texts = hasattr(record, "tidy_texts")
    # modeltranslation's own column holds the text in whatever language was active: no fact.
    drifting = set(translated_fields(type(record))) if has_texts else set()
    names = [
        field.name
        for field in (*record._meta.concrete_fields, *record._meta.many_to_many)
        if field.name not in drifting | SECRET and not field.primary_key
    ]
    (found,) = serializers.serialize("python", [record], fields=names)
    rows = filled_rows(record) if has_texts else {}
    return {
        "fields": found["fields"],
        "rows": {
            name: {str(row.pk): _data_of(row) for row in some}
            for name, some in rows.items()
            if some
        },
    }


def written_value(record, name):
    return json.loads(json.dumps(getattr(record, name), cls=ExactEncoder))


def equal(one, other):
    """Whether two values of data say the same: a text that is not there is an empty one."""
    return one == other or (one in EMPTY and other in EMPTY)


def instance_of(model, pk, fields):
    """(an instance that is not saved, its many-to-many values) of the data of a record or row."""
    found = {"model": model._meta.label_lower, "pk": pk, "fields": fields}
    (read,) = serializers.deserialize("python", [found], ignorenonexistent=True)
    return read.object, read.m2m_data or {}


def write(record, data, check=False):
    """Make a record and its rows what `data` says, and return it; what is equal is not touched.

    A row that is new keeps the key that `data` gives it. With `check`, the models validate what
    they are given; a ValidationError says what is wrong, and the caller rolls back.
    """
    record = type(record)._base_manager.get(pk=record.pk)
    now = data_of(record)
    if data["fields"] != now["fields"]:
        checks = ALL_OF_IT if check else None
        record = _save(type(record), record.pk, data["fields"], checks, is_new=False)
    write_rows(record, now["rows"], data["rows"], check)
    return record


def write_rows(record, now, then, check=False, kept=False):
    """The same of the rows; with `kept`, those that tell what happened stay (`keep_on_restore`)."""
    for name, present in rows_of(record).items():
        old, new = now.get(name, {}), then.get(name, {})
        if old == new or (kept and getattr(present.model, "keep_on_restore", False)):
            continue
        table = present.model._base_manager
        for row in table.filter(pk__in=old.keys() - new.keys()):
            row.delete()
        changed = {pk: row for pk, row in new.items() if row != old.get(pk)}
        if present.model._meta.total_unique_constraints:  # rows may swap what must be unique
            moving = table.filter(pk__in=changed)
            moving._raw_delete(moving.db)
        there = set(table.filter(pk__in=changed).values_list("pk", flat=True))
        if len(changed) > LONG_LIST and is_plain(present.model):
            _save_all(present.model, changed, there, check)
            continue
        # Of a long list the database itself checks what must be unique: each row asks it otherwise.
        checks = check and (ALL_OF_IT if len(changed) <= LONG_LIST else EACH_BY_ITSELF)
        for pk, row in changed.items():
            saved = _save(present.model, int(pk), row["fields"], checks, int(pk) not in there)
            write_rows(saved, old.get(pk, NOTHING)["rows"], row["rows"], check, kept)


def _save(model, pk, fields, check, is_new=False):
    instance, many = instance_of(model, pk, fields)
    instance._state.adding = is_new
    if check:
        instance.full_clean(**check)
    instance.save(force_insert=is_new)
    for name, values in many.items():
        getattr(instance, name).set(values)
    return instance


def _save_all(model, rows, there, check):
    """Save {key: data} of plain rows in a few statements; those with a key of `there` exist."""
    instances = [instance_of(model, int(pk), row["fields"])[0] for pk, row in rows.items()]
    for instance in instances:
        instance._state.adding = instance.pk not in there
        if hasattr(instance, "tidy_texts"):
            instance.tidy_texts()
    if check:
        _check_all(model, instances)
    save_together(model, instances)


def save_together(model, instances):
    """Write plain rows (`is_plain`) with tidy texts, new ones and others, in a few statements."""
    values = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._base_manager.bulk_create(
        instances, update_conflicts=True, unique_fields=["pk"], update_fields=values
    )


def _check_all(model, instances):
    """Validate each row, but ask only once whether a record exists that many rows point to."""
    names = {field.name for field in model._meta.concrete_fields}
    foreign = [field for field in model._meta.concrete_fields if field.is_relation]
    for instance in instances:
        instance.full_clean(exclude={field.name for field in foreign}, **EACH_BY_ITSELF)
    for field in foreign:
        for one in {getattr(row, field.attname): row for row in instances}.values():
            one.clean_fields(exclude=names - {field.name})


@cache
def is_plain(model):
    """Whether saving a row of this model is no more than tidying its texts and writing it."""
    is_more = model.save not in (Model.save, Translated.save) or model._meta.many_to_many
    return not (is_more or row_models(model))


def keys_of_rows(model, data):
    """{(model of a row, its key)} of all rows in the data of a record, rows of rows too."""
    found = set()
    for name, rows in data["rows"].items():
        row_model = row_models(model)[name]
        for pk, row in rows.items():
            found |= {(row_model, int(pk)), *keys_of_rows(row_model, row)}
    return found


@cache
def row_models(model):
    """{relation: model} of the rows that belong to a record alone; see `rows_of`."""
    if not hasattr(model, "tidy_texts"):
        return {}
    return {name: rows.model for name, rows in rows_of(model(pk=0)).items()}


def reserve_keys(keys):
    """See to it that no other row gets one of these {(model, key)}: they stand in a revision.

    PostgreSQL never gives a key of a sequence twice, also when what it was for is rolled back;
    SQLite does, unless its own table of the last keys is told.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for model, key in keys:
            table = model._meta.db_table
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [key, table]
            )
            if not cursor.rowcount:
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, key]
                )
