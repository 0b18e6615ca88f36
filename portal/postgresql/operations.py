"""What migrations do beside the work of others on PostgreSQL, and as usual on SQLite."""

from django.contrib.postgres import operations
from django.db.migrations.operations import AddConstraint, AddIndex


class ElsewhereAsUsual:
    """`usual` is the operation on other databases; None where there is nothing to do."""

    usual = None

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.run("database_forwards", app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.run("database_backwards", app_label, schema_editor, from_state, to_state)

    def run(self, direction, app_label, schema_editor, *states):
        if schema_editor.connection.vendor == "postgresql":
            getattr(super(), direction)(app_label, schema_editor, *states)
        elif self.usual:
            getattr(self.usual, direction)(self, app_label, schema_editor, *states)


class AddIndexConcurrently(ElsewhereAsUsual, operations.AddIndexConcurrently):
    usual = AddIndex


class AddConstraintNotValid(ElsewhereAsUsual, operations.AddConstraintNotValid):
    usual = AddConstraint


class ValidateConstraint(ElsewhereAsUsual, operations.ValidateConstraint):
    pass
