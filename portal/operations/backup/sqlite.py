"""SQLite: its backup API copies a database page by page, in one transaction."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import OperationalError

from portal.operations.backup import BackupError
from portal.operations.backup.manifest import DAMAGED

PART = "database.sqlite3"


class Database:
    part = PART

    def __init__(self, connection):
        self.connection = connection

    @contextmanager
    def snapshot(self, path):
        """Write the database as it is now to `path`; inside there is a connection to this copy."""
        self.connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            self.connection.connection.backup(target)
        self.copy = self.connection.copy()
        self.copy.settings_dict["NAME"] = str(path)
        try:
            yield self.copy
        finally:
            self.copy.close()

    def dump(self, path, emptied):
        self.copy.close()
        with closing(sqlite3.connect(path)) as target:
            for table in emptied:
                target.execute(f'DELETE FROM "{table}"')  # noqa: S608  our own tables
            target.commit()
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("VACUUM")  # what was deleted is not in the file either

    def new(self, path, stamp):
        return NewDatabase(self.connection, path, stamp)


class NewDatabase:
    """The file of a backup, opened where it was unpacked."""

    def __init__(self, connection, path, stamp):
        self.connection, self.path, self.stamp = connection, path, stamp

    def __enter__(self):
        self.copy = self.connection.copy()
        self.copy.settings_dict["NAME"] = str(self.path)
        self.copy.ensure_connection()
        try:
            self.check()
        except BaseException:
            self.copy.close()
            raise
        return self

    def check(self):
        with self.copy.cursor() as cursor:
            if cursor.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise BackupError(DAMAGED)
            if cursor.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupError("The database of the backup names records that are not there.")

    def __exit__(self, *_exception):
        self.copy.close()

    def swap(self):
        """Keep what is there beside it, then overwrite it in one transaction."""
        live = str(self.connection.settings_dict["NAME"])
        is_file = not self.connection.is_in_memory_db()
        self.former = f"{live}.before-{self.stamp}" if is_file else ":memory:"
        self.connection.ensure_connection()
        self.kept = sqlite3.connect(self.former)
        if is_file:
            Path(self.former).chmod(0o600)
        self.connection.connection.backup(self.kept)
        self.overwrite(self.copy.connection)
        return self.former if is_file else None

    def undo(self):
        self.overwrite(self.kept)

    def overwrite(self, source):
        try:
            source.backup(self.connection.connection)
        except (sqlite3.Error, OperationalError) as error:
            raise BackupError(f"The database cannot be overwritten now: {error}") from error
