"""The real content and the examples in the test database, loaded once by all processes together."""

import fcntl
import sqlite3
from contextlib import closing, contextmanager

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import translation


def load():
    with translation.override("nl"):
        call_command("load_content", verbosity=0)
        call_command("load_examples", verbosity=0)


@contextmanager
def locked(folder):
    """Of the processes of a test run, one at a time is here."""
    with (folder / "content.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class InMemory:
    """SQLite's database in memory takes over what a file has, in milliseconds."""

    def __init__(self, folder):
        self.folder = folder
        self.loaded = folder / "content.sqlite3"

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
                ContentType.objects.clear_cache()

    def fill(self, database):
        with locked(self.folder):
            is_loaded = self.loaded.exists()
            if not is_loaded:
                load()
            with closing(sqlite3.connect(self.loaded)) as loaded:
                loaded.backup(database) if is_loaded else database.backup(loaded)
        ContentType.objects.clear_cache()  # another process may have given them other keys

    def remove(self):
        pass  # the file goes with its folder


class OnPostgreSQL:
    """A second database, made from one that all processes share, itself made from an empty one."""

    def __init__(self, folder):
        self.folder = folder
        self.empty = connection.settings_dict["NAME"]
        self.loaded = f"{self.empty}_content"
        self.shared = f"{self.empty.rpartition('_gw')[0] or self.empty}_shared_content"
        self.users = folder / "content_users"  # a line for each process that may still need it
        self.is_made = False

    @contextmanager
    def content(self):
        if not self.is_made:
            self.make()
        with self.connected_to(self.loaded):
            yield

    def make(self):
        connection.close()  # nobody may be connected to a database that another is made from
        with locked(self.folder):
            users = self.read_users()
            if not users:
                self.copy(self.empty, self.shared)
                with self.connected_to(self.shared):
                    load()
            self.copy(self.shared, self.loaded)
            self.users.write_text("\n".join([*users, self.empty]))
        self.is_made = True

    def read_users(self):
        return self.users.read_text().split() if self.users.exists() else []

    def copy(self, one, other):
        self.execute(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)')
        self.execute(f'CREATE DATABASE "{other}" TEMPLATE "{one}"')

    @contextmanager
    def connected_to(self, name):
        connection.close()
        connection.settings_dict["NAME"] = name
        ContentType.objects.clear_cache()
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = self.empty
            ContentType.objects.clear_cache()

    def remove(self):
        if not self.is_made:
            return
        self.execute(f'DROP DATABASE "{self.loaded}" WITH (FORCE)')
        with locked(self.folder):
            users = [name for name in self.read_users() if name != self.empty]
            self.users.write_text("\n".join(users))
            if not users:
                self.execute(f'DROP DATABASE "{self.shared}" WITH (FORCE)')

    def execute(self, statement):
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
