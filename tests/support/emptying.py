"""Empties the database after a test that is not one transaction, much faster than Django does.

Django truncates every table, which makes PostgreSQL replace some hundreds of files, and then makes
content types, permissions and roles anew. Most tests write to few tables and leave those alone.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from portal.page_cache.models import ContentChange


class Emptying:
    """Knows the rows that migrations made: these stay. If a test changed them, Django empties."""

    def __init__(self):
        self.tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        self.look()

    def look(self):
        # Not what notes each change of the others.
        kept = [table for table in filled(self.tables) if table != ContentChange._meta.db_table]
        self.made_by_migrations = {table: rows_of(table) for table in kept}

    def empty(self):
        self.empty_tables()
        ContentType.objects.clear_cache()  # they may have other keys now

    def empty_tables(self):
        if any(rows_of(table) != rows for table, rows in self.made_by_migrations.items()):
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
            self.look()
            return
        written = [one for one in filled(self.tables) if one not in self.made_by_migrations]
        with transaction.atomic(), connection.cursor() as cursor:  # keys are checked at its end
            for table in written:
                cursor.execute(f"DELETE FROM {quoted(table)}")  # noqa: S608 our own tables


def filled(tables):
    """Those of the tables that have any row."""
    name = "SELECT '{}' WHERE EXISTS (SELECT 1 FROM {})"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(name.format(table, quoted(table)) for table in tables))
        return [table for (table,) in cursor.fetchall()]


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted(table)} ORDER BY 1")  # noqa: S608 our own tables
        return cursor.fetchall()


def quoted(table):
    return connection.ops.quote_name(table)
