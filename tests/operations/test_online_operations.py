"""Migrations that lock nothing on PostgreSQL run on SQLite too."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, Migration
from django.db.migrations.state import ProjectState
from django.db.models import Q

from portal.postgresql.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.every_database,
]


def applied(state, backwards, *operations):
    """The state after a migration with these operations was run."""
    values = {"operations": operations, "atomic": False}
    migration = type("Migration", (Migration,), values)("0001_trial", "partners")
    run = migration.unapply if backwards else migration.apply
    with connection.schema_editor(atomic=False) as editor:
        return run(state, editor)


def constraints():
    with connection.cursor() as cursor:
        return {*connection.introspection.get_constraints(cursor, "partners_trial")}


def test_an_index_and_a_constraint_come_and_go():
    fields = [("id", models.BigAutoField(primary_key=True)), ("code", models.TextField())]
    table = CreateModel("Trial", fields)
    check = models.CheckConstraint(condition=~Q(code="x"), name="trial_no_x")
    operations = [
        AddIndexConcurrently("trial", models.Index(fields=["code"], name="trial_by_code")),
        AddConstraintNotValid("trial", check),
        ValidateConstraint("trial", "trial_no_x"),
    ]
    before = applied(ProjectState(), False, table)
    applied(before.clone(), False, *operations)
    assert {"trial_by_code", "trial_no_x"} <= constraints()
    applied(before, True, *operations)
    assert not {"trial_by_code", "trial_no_x"} & constraints()
    applied(ProjectState(), True, table)
