"""When public pages change without an edit.

Models list the instants at which their records change (`scheduled_transitions`); this module takes
the next of them all. Whatever follows the calendar (days left, the ends of frameworks, agreements,
programmes and jurisdictions, yearly deadlines) changes at midnight in Brussels, so every midnight
is a boundary.
"""

import datetime

from django.apps import apps
from django.db.models import CharField, Min, QuerySet, Value
from django.utils import timezone


def next_boundary(at):
    """The first instant after `at` at which anything public changes by itself, in one query."""
    transitions = [
        (model, column, before)
        for model in apps.get_models()
        if hasattr(model, "scheduled_transitions")
        for column, before in model.scheduled_transitions()
    ]
    first, *others = [
        _first_instant_after(model, column, at + before, index)
        for index, (model, column, before) in enumerate(transitions)
    ]
    soonest = first.union(*others, all=True)
    instants = [instant - transitions[int(index)][2] for index, instant in soonest if instant]
    return min([next_midnight(at), *instants])


def _first_instant_after(model, column, at, index):
    # A plain QuerySet: modeltranslation's own puts the columns of a union in another order.
    later = QuerySet(model).filter(**{f"{column}__gt": at}).order_by()
    indexed = later.annotate(index=Value(str(index), output_field=CharField()))
    return indexed.values("index").annotate(soonest=Min(column)).values_list("index", "soonest")


def next_midnight(at):
    """The end of the Brussels day of an instant, in UTC; also right on days of 23 and 25 hours."""
    tomorrow = timezone.localdate(at) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time.min)
    return timezone.make_aware(midnight).astimezone(datetime.UTC)
