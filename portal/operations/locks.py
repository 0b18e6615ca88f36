"""What only one process does at a time, of all that use the database."""

import fcntl
import os
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

# Numbers that nothing else locks in the portal's database.
NUMBERS = {
    "periodic": 7_316_264,
    "purge": 7_316_265,
    "alerts": 7_316_266,
    "changes": 7_316_271,
}


@contextmanager
def only_one(name):
    """Yields whether nobody else is inside, on any machine that uses the database."""
    with server_lock(name) if connection.vendor == "postgresql" else file_lock(name) as is_mine:
        yield is_mine


@contextmanager
def server_lock(name):
    """On a connection of its own: what is done inside may close the other one, and the lock ends
    with it. The server takes a moment to see that a connection is closed: so it is told first."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [NUMBERS[name]])
            try:
                yield cursor.fetchone()[0]
            finally:
                with suppress(Error):  # the connection was lost, and the lock with it
                    cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        own.close()


@contextmanager
def file_lock(name):
    database = str(connection.settings_dict["NAME"])
    own = settings.VAR_DIR / f"memory-{os.getpid()}"  # a database in memory is of one process
    path = own if connection.is_in_memory_db() else Path(database)
    path.parent.mkdir(exist_ok=True)  # where nothing has been run yet
    with only_here(f"{path}.{name}-lock") as is_mine:
        yield is_mine


@contextmanager
def only_here(path):
    """Yields whether nobody else on this machine is inside, by the lock on a file."""
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
