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
    transitions = [
        (model._meta.db_table, model._meta.get_field(name).column, before)
        for model in apps.get_models()
        if hasattr(model, "scheduled_transitions")
        for name, before in model.scheduled_transitions()
    ]
    quote = connection.ops.quote_name
    soonest = [
        f"SELECT {index}, MIN({quote(column)}) FROM {quote(table)} WHERE {quote(column)} > %s"  # noqa: S608 (names of ours)
        for index, (table, column, _before) in enumerate(transitions)
    ]
    after = [connection.ops.adapt_datetimefield_value(at + before) for *_, before in transitions]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(soonest), after)
        found = cursor.fetchall()
    instants = [_instant(value) - transitions[index][2] for index, value in found if value]
    return min([next_midnight(at), *instants])


def _instant(value):
    for convert in connection.ops.get_db_converters(INSTANT):
        value = convert(value, INSTANT, connection)
    return value


def next_midnight(at):
    """The end of the Brussels day of an instant, in UTC; also right on days of 23 and 25 hours."""
    tomorrow = timezone.localdate(at) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time.min)
    return timezone.make_aware(midnight).astimezone(datetime.UTC)
