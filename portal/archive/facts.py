"""The facts behind a page, as data."""

import json

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import override

from portal.i18n.languages import CODES, SOURCE, translated_fields
from portal.publishing.canonical import canonical_json
from portal.publishing.children import rows_of

# Fields of the editing process, which do not appear on a public page.
NOT_FACTS = {"id", "edits", "state", "publish_at", "withdraw_at", "withdrawn_as", "successor"}
NOT_FACTS |= {"content_type", "object_id"}  # the generic foreign key of a row to its record
NOT_FACTS |= {f"{name}_{code}" for name in ("changed", "withdrawal_reason") for code in CODES}


def facts_of(record):
    """{field: value} of a record and, per relation, of its rows; empty values are left out.

    Related records are represented by their Dutch name.
    """
    with override(SOURCE):
        return json.loads(canonical_json(_facts(record)))


def _facts(record, parent=None):
    found = {field.name: _value(record, field) for field in _own_fields(record, parent)}
    for field in record._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:  # the others are rows
            found[field.name] = [str(other) for other in getattr(record, field.name).all()]
    for name, rows in rows_of(record).items():
        found[name] = [_facts(row, parent=record) for row in rows]
    return {name: value for name, value in found.items() if _has_content(value)}


def _own_fields(record, parent):
    texts = translated_fields(type(record)) if hasattr(record, "tidy_texts") else ()
    for field in record._meta.concrete_fields:
        of_parent = field.is_relation and parent and field.related_model is type(parent)
        if not (of_parent or field.name in texts or field.name in NOT_FACTS):
            yield field


def _value(record, field):
    value = getattr(record, field.name)
    return str(value) if value and isinstance(value, (models.Model, FieldFile)) else value


def _has_content(value):
    return bool(value) or (value == 0 and value is not False)  # a count of 0 is a fact
