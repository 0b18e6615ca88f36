"""A database and a folder of uploads of its own, which a test may lose and get back."""

import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.db import connection


@pytest.fixture
def site(transactional_db, content_database, settings, tmp_path):
    """The real content in a database that is not that of other tests; returns its MEDIA_ROOT."""
    settings.MEDIA_ROOT = tmp_path / "media"
    is_server = connection.vendor == "postgresql"
    with on_postgresql(content_database) if is_server else in_a_file(content_database, tmp_path):
        yield settings.MEDIA_ROOT


@contextmanager
def in_a_file(database, folder):
    path = folder / "portal.sqlite3"
    with database.content(), closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


@contextmanager
def on_postgresql(database):
    with database.content():
        pass  # now it is there
    own = f"{database.empty}_own"
    connection.close()
    database.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
    database.execute(f'CREATE DATABASE "{own}" TEMPLATE "{database.loaded}"')
    try:
        with database.connected_to(own):
            yield
    finally:
        drop_databases(own)


def drop_databases(beginning):
    """What a restoring kept of before, on PostgreSQL; the files of SQLite go with their folder."""
    if connection.vendor != "postgresql":
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        for (name,) in cursor.fetchall():
            if name.startswith(beginning):
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
