"""The rows of a record: what belongs to it without a page of its own."""

from functools import cache

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models

from portal.publishing.page_rows import filled


def rows_of(record):
    """{accessor: queryset} of a record's rows: inlines, sources, documents, change notes."""
    return {name: getattr(record, name).all() for name in relations(type(record))}


def filled_rows(record):
    """`rows_of`, without the relations that are empty, as most are: one query tells which."""
    return {name: getattr(record, name).all() for name in filled(record, *relations(type(record)))}


@cache
def relations(model):
    inlines = [
        relation.get_accessor_name()
        for relation in model._meta.related_objects
        if relation.one_to_many and relation.on_delete is models.CASCADE
    ]
    about = [
        field.name for field in model._meta.private_fields if isinstance(field, GenericRelation)
    ]
    return sorted([*inlines, *about])
