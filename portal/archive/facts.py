"""The facts behind a page, as data."""

import json

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import override

from portal.i18n.languages import CODES, SOURCE, heading_text, translated_fields
from portal.publishing import clock
from portal.publishing.canonical import canonical_json
from portal.publishing.children import filled_rows
from portal.publishing.models import Publishable
from portal.publishing.models.base import Translated

# Fields of the editing process, which do not appear on a public page.
NOT_FACTS = {"id", "edits", "state", "publish_at", "withdraw_at", "withdrawn_as", "successor"}
NOT_FACTS |= {"content_type", "object_id"}  # the generic foreign key of a row to its record
NOT_FACTS |= {f"{name}_{code}" for name in ("changed", "withdrawal_reason") for code in CODES}


def facts_of(record):
    """{field: value} of a record and, per relation, of its rows; empty values are left out.

    Related pages are represented by their names in four languages, contacts by their own facts.
    `related` has what points to the record: public pages, and rows of other pages.
    """
    with override(SOURCE):
        found = _facts(record)
        if related := dict(_related(record)):
            found["related"] = related
        return json.loads(canonical_json(found))


def withdrawal_facts(record):
    """Why readers no longer find a page, with its facts if it can still be read."""
    both = filter(None, (record.parent_record, record))
    found = {"withdrawals": [_why(each) for each in both if each.was_withdrawn()]}
    if record.is_readable():
        found |= facts_of(record)
    elif record.is_example:
        found["is_example"] = True
    return json.loads(canonical_json(found))


def _why(withdrawn):
    reasons = {code: getattr(withdrawn, f"withdrawal_reason_{code}") for code in CODES}
    why = {"reason": {code: text for code, text in reasons.items() if text}}
    why |= {"public_until": withdrawn.withdrawn_since, "instead": withdrawn.successor}
    why["readers_find"] = withdrawn.withdrawn_as
    return {name: value for name, value in why.items() if value}


def path_to_page(model):
    """(path, model) of the page that the rows of a model belong to; None for other models."""
    for field in model._meta.concrete_fields:
        if field.many_to_one and field.remote_field.on_delete is models.CASCADE:
            if issubclass(field.related_model, Publishable):
                return field.name, field.related_model
            if farther := path_to_page(field.related_model):
                return f"{field.name}__{farther[0]}", farther[1]
    return None


def _own_facts(record, parent=None):
    found = {field.name: _value(record, field) for field in _own_fields(record, parent)}
    return {name: value for name, value in found.items() if _has_content(value)}


def _facts(record, parent=None):
    found = _own_facts(record, parent)
    for field in record._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:  # the others are rows
            found[field.name] = [_of_other(other) for other in getattr(record, field.name).all()]
    for name, rows in filled_rows(record).items():
        found[name] = [_facts(row, parent=record) for row in rows]
    return {name: value for name, value in found.items() if _has_content(value)}


def _related(record):
    """(accessor, names or facts) of what points to a record without belonging to it."""
    for relation in record._meta.related_objects:
        name, model = relation.get_accessor_name(), relation.related_model
        if not hasattr(record, name) or relation.on_delete is models.CASCADE:
            continue
        if issubclass(model, Publishable):
            others = getattr(record, name).order_by("pk").filter(model.is_public_at(clock.now()))
            found = [_names(other) for other in others]
        elif relation.one_to_many and (owner := path_to_page(model)):
            path, page = owner
            rows = getattr(record, name).filter(page.is_public_at(clock.now(), f"{path}__"))
            found = [_own_facts(row, parent=record) for row in rows.order_by("pk")]
        else:
            continue
        if found:
            yield name, found


def _own_fields(record, parent):
    texts = translated_fields(type(record)) if hasattr(record, "tidy_texts") else ()
    for field in record._meta.concrete_fields:
        of_parent = field.is_relation and parent and field.related_model is type(parent)
        if not (of_parent or field.name in texts or field.name in NOT_FACTS):
            yield field


def _value(record, field):
    value = getattr(record, field.name)
    if isinstance(value, models.Model):
        return _of_other(value)
    return str(value) if value and isinstance(value, FieldFile) else value


def _of_other(other):
    if isinstance(other, Publishable):
        return _names(other)
    return _own_facts(other) if isinstance(other, Translated) else str(other)


def _names(record):
    """{language: its name}, of the languages in which it has one of its own."""
    texts = {code: name_in(record, code) for code in CODES}
    return {code: text.content for code, text in texts.items() if text.language == code}


def name_in(record, language):
    """The name of a record as on its page in a language, as a Text."""
    with override(language):
        return heading_text(record)


def _has_content(value):
    return bool(value) or (value == 0 and value is not False)  # a count of 0 is a fact
