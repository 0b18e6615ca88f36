"""The rows of a record: what belongs to it without a page of its own."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models


def rows_of(record):
    """{accessor: queryset} of a record's rows: inlines, sources, documents, change notes."""
    inlines = [
        relation.get_accessor_name()
        for relation in record._meta.related_objects
        if relation.one_to_many and relation.on_delete is models.CASCADE
    ]
    about = [
        field.name for field in record._meta.private_fields if isinstance(field, GenericRelation)
    ]
    return {name: getattr(record, name).all() for name in sorted([*inlines, *about])}
