"""What the desk did to every record, for editors: who, what and when, never to be altered.

A version is a record with all its rows as one change left it. Each has a hash over itself and over
the hash of the one before it, so that a version that was altered, or taken out, gives itself away
(`manage.py check_trail`). Libraries for this spread a version over rows that can each be altered,
and none compares the rows inside a form; the promise to be provable is ours to keep.
"""

import json

from django.core import serializers

from portal.i18n.languages import translated_fields
from portal.publishing.canonical import ExactEncoder
from portal.publishing.children import rows_of

SECRET = {"password", "last_login"}  # of accounts
# What the desk itself keeps: where a record is in its life is never part of what is put back.
BOOKKEEPING = {"edits", "state", "publish_at", "withdraw_at", "withdrawn_as", "successor"}


# A record as data, and back


def data_of(record):
    """{"fields": {name: value}, "rows": {relation: {id: the same of a row}}}"""
    speaks = hasattr(record, "tidy_texts")
    # modeltranslation's own column holds the text in whatever language was active: no fact.
    drifting = set(translated_fields(type(record))) if speaks else set()
    names = [
        field.name
        for field in (*record._meta.concrete_fields, *record._meta.many_to_many)
        if field.name not in drifting | SECRET and not field.primary_key
    ]
    (found,) = serializers.serialize("python", [record], fields=names)
    rows = rows_of(record) if speaks else {}
    return {
        "fields": found["fields"],
        "rows": {
            name: {str(row.pk): data_of(row) for row in some} for name, some in rows.items() if some
        },
    }


def written_value(record, name):
    return json.loads(json.dumps(getattr(record, name), cls=ExactEncoder))


def stored(model, pk, values):
    found = {"model": model._meta.label_lower, "pk": pk, "fields": values}
    (back,) = serializers.deserialize("python", [found], ignorenonexistent=True)
    back.save()
    return back.object


def put_back_rows(record, rows):
    for name, present in rows_of(record).items():
        if getattr(present.model, "keep_on_restore", False):
            continue
        then = rows.get(name, {})
        present.exclude(pk__in=then).delete()
        if present.model._meta.total_unique_constraints:  # rows may swap what must be unique
            table = present.model._base_manager.filter(pk__in=then)
            table._raw_delete(table.db)
        for pk, data in then.items():
            put_back_rows(stored(present.model, int(pk), data["fields"]), data["rows"])
