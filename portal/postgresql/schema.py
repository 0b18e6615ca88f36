"""Migrations that wait for nobody for long: whoever comes after one that waits, waits too."""

from django.db.backends.postgresql import schema

PATIENCE = "3s"


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """In a transaction, no lock is waited for longer than PATIENCE; what failed can be run again.

    Outside of one, an index that is built beside the work of others waits for all of them.
    """

    def __enter__(self):
        editor = super().__enter__()
        if self.atomic_migration:
            self.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'", params=None)
        return editor
