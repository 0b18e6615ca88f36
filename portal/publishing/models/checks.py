"""The checks of a record's constraints, asked of the database together."""

from contextlib import nullcontext
from functools import cache, reduce
from operator import and_

from django.core.exceptions import FieldError
from django.db import DatabaseError, connections, router, transaction
from django.db.models import BooleanField, CheckConstraint, Expression, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query


class ValueOf(Expression):
    """The value of a field of a record that is not known yet: a parameter that is this itself."""

    def __init__(self, field):
        super().__init__(output_field=field)

    def as_sql(self, compiler, connection):
        return "%s", (self,)

    def of(self, given, connection):
        """What the parameter is for a record, of which the value was `given` by Django."""
        return self.output_field.get_db_prep_value(given.value, connection)


@cache
def checks_of(model):
    """{name: (its fields' names, whether it holds; unknown is as good as true)} of constraints."""
    return {
        constraint.name: (
            Q(constraint.condition).referenced_base_fields,
            Q(Coalesce(Q(constraint.condition), True, output_field=BooleanField())),
        )
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }


@cache
def query_of(model, names, using):
    """SQL that has a row if the constraints of these names hold, and its parameters.

    Made once for a model: that takes ten times as long as the database's answer.
    """
    query = Query(None)
    for name in frozenset().union(*(checks_of(model)[one][0] for one in names)):
        query.add_annotation(ValueOf(model._meta.get_field(name)), name, select=False)
    query.add_annotation(Value(1), "_check")
    query.add_q(reduce(and_, (checks_of(model)[one][1] for one in names)))
    return query.get_compiler(using=using).as_sql()


def those_that_hold(record, exclude=None):
    """The names of the check constraints of a record that hold; none if one of them does not.

    Django asks a query for each. Nearly always they all hold, and one query says so; only when one
    does not, it has to be found which.
    """
    model, using = type(record), router.db_for_write(type(record), instance=record)
    against = record._get_field_expression_map(meta=model._meta, exclude=exclude)
    known = {name for name, value in against.items() if isinstance(value, Value)}
    asked = tuple(name for name, (fields, _holds) in checks_of(model).items() if fields <= known)
    if not asked:
        return frozenset()
    connection = connections[using]
    is_apart = transaction.atomic(using) if connection.in_atomic_block else nullcontext()
    try:
        sql, parameters = query_of(model, asked, using)
        given = [
            one.of(against[one.output_field.name], connection) if isinstance(one, ValueOf) else one
            for one in parameters
        ]
        with is_apart, connection.cursor() as cursor:
            cursor.execute(sql, given)
            hold = cursor.fetchone() is not None
    except (DatabaseError, FieldError):  # Django asks them one by one, and knows what to do then
        return frozenset()
    return frozenset(asked) if hold else frozenset()
