"""The database of a backup: PostgreSQL by its own programs, SQLite by its own copying."""

import time

from django.utils import timezone

from portal.operations.backup import postgresql, sqlite
from portal.page_cache.models import NOBODY, ContentChange

# Whoever has these keys gets in; they do not last, and are not kept.
EMPTIED = ["django_session", "revisions_previewlink"]


def database_of(connection):
    kinds = {"postgresql": postgresql.Database, "sqlite": sqlite.Database}
    return kinds[connection.vendor](connection)


def count_rows(connection):
    """{table: its number of rows}, but of those that a backup leaves empty."""
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(set(connection.introspection.table_names(cursor)) - set(EMPTIED)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  its own tables
            counts[table] = cursor.fetchone()[0]
    return counts


def begin_new_version(connection):
    """Let no page that any process or cache keeps be one of the restored content.

    What was counted after the backup would be counted again, for another content: so go on from a
    number that no edit ever reaches by itself, and no earlier restoring had.
    """
    pk, table = time.time_ns() // 1000, connection.ops.quote_name(ContentChange._meta.db_table)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:  # not by the model: its manager knows the other database
        cursor.execute(
            f"INSERT INTO {table} (id, at, backend) VALUES (%s, %s, %s)",  # noqa: S608  our own table
            [pk, now, NOBODY],
        )
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [pk])
