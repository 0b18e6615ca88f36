"""The real content and the examples in the test database, loaded once by each process."""

import sqlite3
from contextlib import closing, contextmanager

from django.core.management import call_command
from django.db import connection
from django.utils import translation


def load():
    with translation.override("nl"):
        call_command("load_content", verbosity=0)
        call_command("load_examples", verbosity=0)


class InMemory:
    """SQLite's database in memory takes over what another one has, in milliseconds."""

    def __init__(self):
        self.loaded = None

    @contextmanager
    def content(self):
        connection.ensure_connection()
        database = connection.connection
        with closing(sqlite3.connect(":memory:")) as empty:
            database.backup(empty)
            self.fill(database)
            try:
                yield
            finally:
                empty.backup(database)

    def fill(self, database):
        if self.loaded:
            self.loaded.backup(database)
            return
        load()
        self.loaded = sqlite3.connect(":memory:")
        database.backup(self.loaded)

    def remove(self):
        if self.loaded:
            self.loaded.close()


class OnPostgreSQL:
    """A second database, made from the empty one."""

    def __init__(self):
        self.empty = connection.settings_dict["NAME"]
        self.loaded = f"{self.empty}_content"
        self.is_made = False

    @contextmanager
    def content(self):
        if not self.is_made:
            self.make()
        with self.connected_to(self.loaded):
            yield

    def make(self):
        connection.close()  # nobody may be connected to a database that another is made from
        self.execute(f'DROP DATABASE IF EXISTS "{self.loaded}"')
        self.execute(f'CREATE DATABASE "{self.loaded}" TEMPLATE "{self.empty}"')
        with self.connected_to(self.loaded):
            load()
        self.is_made = True

    @contextmanager
    def connected_to(self, name):
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = self.empty

    def remove(self):
        if self.is_made:
            self.execute(f'DROP DATABASE "{self.loaded}" WITH (FORCE)')

    def execute(self, statement):
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
