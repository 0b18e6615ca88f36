"""The checks of a record's constraints, asked of the database together."""

from functools import cache, reduce
from operator import and_

from django.core.exceptions import FieldError
from django.db import router
from django.db.models import BooleanField, CheckConstraint, Q
from django.db.models.functions import Coalesce


@cache
def checks_of(model):
    """[(constraint, the names of its fields, whether it holds; unknown is as good as true)]"""
    return [
        (
            constraint,
            Q(constraint.condition).referenced_base_fields,
            Q(Coalesce(Q(constraint.condition), True, output_field=BooleanField())),
        )
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    ]


def those_that_hold(record, exclude=None):
    """The check constraints of a record that hold, by one query; none if one of them does not.

    Django asks one query for each. Nearly always they all hold; only when one does not, it has to
    be found which.
    """
    model = type(record)
    against = record._get_field_expression_map(meta=model._meta, exclude=exclude)
    asked = [check for check in checks_of(model) if check[1] <= against.keys()]
    if not asked:
        return frozenset()
    together = reduce(and_, (holds for _constraint, _names, holds in asked))
    try:
        hold = together.check(against, using=router.db_for_write(model, instance=record))
    except FieldError:  # one of them speaks of what is left out
        return frozenset()
    return (
        frozenset(constraint.name for constraint, _names, _holds in asked) if hold else frozenset()
    )
