"""The rows of a record: what belongs to it without a page of its own."""

from functools import cache
from typing import NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models


class Relation(NamedTuple):
    """How a record is found in the table of its rows: by its key, and by its content type where
    rows of many models are in one table."""

    accessor: str
    table: str
    key: str
    content_type: str = ""

    def has_rows(self):
        """SQL for whether a record has any."""
        quote = connection.ops.quote_name
        columns = filter(None, (self.key, self.content_type))
        where = " AND ".join(f"{quote(column)} = %s" for column in columns)
        return f"EXISTS (SELECT 1 FROM {quote(self.table)} WHERE {where})"  # noqa: S608 our names


def rows_of(record):
    """{accessor: queryset} of a record's rows: inlines, sources, documents, change notes."""
    return {one.accessor: getattr(record, one.accessor).all() for one in relations(type(record))}


def filled_rows(record):
    """`rows_of`, without the relations that are empty, as most are: one query tells which."""
    found = relations(type(record))
    if not found:
        return {}
    content_type = ContentType.objects.get_for_model(record).pk
    keys = [[record.pk, content_type] if one.content_type else [record.pk] for one in found]
    with connection.cursor() as cursor:
        cursor.execute(filled_relations(type(record)), [key for some in keys for key in some])
        answers = cursor.fetchone()
    filled = [one.accessor for one, has_rows in zip(found, answers, strict=True) if has_rows]
    return {name: getattr(record, name).all() for name in filled}


@cache
def filled_relations(model):
    return f"SELECT {', '.join(one.has_rows() for one in relations(model))}"


@cache
def relations(model):
    inlines = [
        Relation(one.get_accessor_name(), one.related_model._meta.db_table, one.field.column)
        for one in model._meta.related_objects
        if one.one_to_many and one.on_delete is models.CASCADE
    ]
    about = [
        Relation(field.name, to.db_table, column(to, "object_id"), column(to, "content_type"))
        for field in model._meta.private_fields
        if isinstance(field, GenericRelation) and (to := field.related_model._meta)
    ]
    return sorted([*inlines, *about])


def column(options, name):
    return options.get_field(name).column
