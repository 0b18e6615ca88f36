"""PostgreSQL: pg_dump in one snapshot, pg_restore into a new database, and two renames."""

import os
import subprocess
from contextlib import contextmanager

from django.db import OperationalError, transaction
from django.db.backends.postgresql.client import DatabaseClient

from portal.operations.backup import BackupError

PART = "database.dump"
TRIES = 10  # to rename a database before somebody else connects to it
LONGEST = 63  # characters of a name in PostgreSQL


class Database:
    part = PART

    def __init__(self, connection):
        self.connection = connection

    @contextmanager
    def snapshot(self, path):
        """Inside, this connection sees what `dump` writes, whatever others change."""
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            self.exported = cursor.fetchone()[0]
            yield self.connection

    def dump(self, path, emptied):
        run(
            "pg_dump",
            self.connection.settings_dict,
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={self.exported}",
            f"--file={path}",
            *(f"--exclude-table-data={table}" for table in emptied),
        )

    def new(self, path, stamp):
        return NewDatabase(self.connection, path, stamp)


class NewDatabase:
    """A database beside the one that is used, made from a dump."""

    def __init__(self, connection, path, stamp):
        self.connection, self.path = connection, path
        self.live = connection.settings_dict["NAME"]
        self.name = f"{self.live[: LONGEST - 30]}_restoring_{stamp}"
        self.former = f"{self.live[: LONGEST - 30]}_before_{stamp}"

    def __enter__(self):
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [self.live]
            )
            collate, ctype = cursor.fetchone()
            try:
                cursor.execute(
                    f"CREATE DATABASE \"{self.name}\" TEMPLATE template0 ENCODING 'UTF8' "
                    f"LC_COLLATE '{collate}' LC_CTYPE '{ctype}'"
                )
            except OperationalError:
                raise
            except self.connection.Database.Error as error:
                raise BackupError(f"No new database can be made: {error}") from error
        try:
            self.restore()
        except BaseException:
            self.__exit__()
            raise
        return self

    def restore(self):
        self.copy = self.connection.copy()
        self.copy.settings_dict["NAME"] = self.name
        run(
            "pg_restore",
            self.copy.settings_dict,
            "--dbname",
            self.name,
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            str(self.path),
        )

    def __exit__(self, *_exception):
        if hasattr(self, "copy"):
            self.copy.close()
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}"')

    def swap(self):
        self.rename((self.live, self.former), (self.name, self.live))
        return f"database {self.former}"

    def undo(self):
        self.rename((self.live, self.name), (self.former, self.live))

    def rename(self, *pairs):
        """All of them or none; whoever is connected is sent away, and connects again."""
        self.copy.close()
        self.connection.close()
        for tries_left in reversed(range(TRIES)):
            try:
                with self.connection._nodb_cursor() as cursor:
                    cursor.execute("BEGIN")
                    for before, after in pairs:
                        cursor.execute(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                            "WHERE datname = %s",
                            [before],
                        )
                        cursor.execute(f'ALTER DATABASE "{before}" RENAME TO "{after}"')
                    cursor.execute("COMMIT")
                return
            except OperationalError as error:  # somebody was faster
                if not tries_left:
                    raise BackupError(f"Others keep the database busy: {error}") from error


def run(program, settings_dict, *arguments):
    """Run a program of PostgreSQL's on a database; the password is not among its arguments."""
    command, variables = DatabaseClient.settings_to_cmd_args_env(settings_dict, [])
    server = command[1:-1]  # its user, host and port
    if host := settings_dict.get("OPTIONS", {}).get("host"):
        server += ["-h", host]
    if program == "pg_dump":
        arguments = (*arguments, settings_dict["NAME"])
    try:
        result = subprocess.run(  # noqa: S603  our own words
            [program, "--no-password", *server, *arguments],
            env={**os.environ, **(variables or {})},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupError(f"{program} is missing: apt install postgresql-client") from error
    if result.returncode:
        said = " ".join(result.stderr.split())
        raise BackupError(f"{program} failed: {said[:1000]}")
