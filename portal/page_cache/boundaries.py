"""When public pages change without an edit.

Models list the instants at which their records change (`scheduled_transitions`); this module takes
the next of them all. Whatever follows the calendar (days left, the ends of frameworks, agreements,
programmes and jurisdictions, yearly deadlines) changes at midnight in Brussels, so every midnight
is a boundary.
"""

import datetime

from django.apps import apps
from django.db import connection
from django.db.models import DateTimeField, Value
from django.utils import timezone

INSTANT = Value(None, output_field=DateTimeField())


def next_boundary(at):
    """The first instant after `at` at which anything public changes by itself, in one query.

    Each process asks this after each edit. As querysets the question took longer than its answer.
    """
    return min([next_midnight(at), *transitions("MIN", ">", at)])


def last_boundary(at):
    """The last instant until `at` at which anything public changed by itself."""
    return max([last_midnight(at), *transitions("MAX", "<=", at)])


def transitions(which, side, at):
    """Of each column with such instants the first (MIN) or last (MAX) on one side of `at`."""
    columns = [
        (model._meta.db_table, model._meta.get_field(name).column, before)
        for model in apps.get_models()
        if hasattr(model, "scheduled_transitions")
        for name, before in model.scheduled_transitions()
    ]
    quote = connection.ops.quote_name
    found = [
        f"SELECT {index}, {which}({quote(column)}) FROM {quote(table)} WHERE {quote(column)} {side} %s"  # noqa: S608, E501 (names of ours)
        for index, (table, column, _before) in enumerate(columns)
    ]
    shifted = [connection.ops.adapt_datetimefield_value(at + before) for *_, before in columns]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(found), shifted)
        rows = cursor.fetchall()
    return [_instant(value) - columns[index][2] for index, value in rows if value]


def _instant(value):
    for convert in connection.ops.get_db_converters(INSTANT):
        value = convert(value, INSTANT, connection)
    return value


def next_midnight(at):
    """The end of the Brussels day of an instant, in UTC; also right on days of 23 and 25 hours."""
    return midnight_of(timezone.localdate(at) + datetime.timedelta(days=1))


def last_midnight(at):
    return midnight_of(timezone.localdate(at))


def midnight_of(day):
    """The beginning of a day in Brussels, in UTC."""
    midnight = datetime.datetime.combine(day, datetime.time.min)
    return timezone.make_aware(midnight).astimezone(datetime.UTC)
