"""Everything in one file: as JSON Lines in a zip, and as a database of SQLite.

Both are made together when they are asked for and the content is another than last time, a few
hundred things at a time, and kept on the disk of the machine. The same content is the same bytes:
the date that they state is that of the last change.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.api import changes
from portal.api.files import FILES
from portal.api.kinds import KINDS
from portal.api.models import ToldChange
from portal.api.openapi import document
from portal.api.problems import Problem
from portal.api.reading import Reading
from portal.api.tables import TABLES
from portal.i18n.languages import CODES
from portal.operations.locks import only_here
from portal.page_cache.shared import database, release

KEPT = 6  # files on the disk: of this content and of the one before, for a few names of the site
PATIENCE = 3  # seconds that a visitor waits for another who has asked for the same
PAUSE = 10  # seconds after which to ask again while the files are made


class State(NamedTuple):
    """The content: the number of its last change, and when that was."""

    number: int
    at: object


def state_at(at):
    """The State of the content now, after telling what changed."""
    for _attempt in attempts():
        if changes.is_told(at) or changes.tell(at) is not None:
            break
    else:
        raise busy()
    last = ToldChange.objects.last()
    return State(last.number, last.at) if last else State(0, at)


def busy():
    return Problem(
        503,
        _("We are making this file"),
        _("Try again in a few seconds."),
        headers={"Retry-After": str(PAUSE)},
    )


def ready(name, reading):
    """(path, ETag, State) of a file with all that is public now, made if it is not there."""
    state = state_at(reading.at)
    licence = settings.DATA_LICENCE_NAME, settings.DATA_LICENCE_URL
    key = f"{release()} {database()} {reading.absolute('/')} {licence} {state}"
    stem = hashlib.sha256(key.encode()).hexdigest()[:32]
    folder = own_folder()
    path = folder / f"{stem}.{name}"
    for _attempt in attempts():
        if not path.exists():
            with only_here(folder / "lock") as is_mine:
                if is_mine and not path.exists():
                    make(folder, stem, reading, state)
        if path.exists():
            return path, f'"{stem}"', state
    raise busy()


def attempts():
    """As many as fit in the time that a visitor waits for somebody else to do the work."""
    yield 0
    for number in range(1, PATIENCE * 10):
        time.sleep(0.1)
        yield number


def own_folder():
    """A folder for temporary files that nobody else can write to."""
    folder = Path(tempfile.gettempdir(), f"portal-data-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is somebody else's")
    return folder


def make(folder, stem, reading, state):
    """Write both files, each whole or not at all."""
    whole = Reading(reading.at, reading.absolute, with_passing=False)
    paths = {name: folder / f"{stem}.{name}" for name in FILES}
    unfinished = {name: folder / f"unfinished.{name}" for name in FILES}
    for path in unfinished.values():
        path.unlink(missing_ok=True)
    with (
        Zip(unfinished["everything.zip"], whole, state) as lines,
        Database(unfinished["everything.sqlite"], state) as tables,
    ):
        for kind, things in changes.by_kind(whole):
            lines.begin(kind)
            for thing in things:
                lines.add(thing)
                tables.add(kind, thing)
    for name, path in paths.items():
        unfinished[name].replace(path)
    forget_old(folder)


def forget_old(folder):
    found = [path for name in FILES for path in folder.glob(f"*.{name}")]
    for path in sorted(found, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        path.unlink(missing_ok=True)


def about(state):
    """What to know before use, in four languages."""
    parts = []
    for code in CODES:
        with override(code):
            context = {
                "at": timezone.localtime(state.at).isoformat(timespec="seconds"),
                "kinds": [(kind.word, kind.model._meta.verbose_name_plural) for kind in KINDS],
                "licence": settings.DATA_LICENCE_NAME,
                "licence_url": settings.DATA_LICENCE_URL,
            }
            parts.append(render_to_string("portal/everything.txt", context).strip())
    return "\n\n\n".join(parts) + "\n"


class Zip:
    """A file of JSON Lines for each kind, with a README and the description of all fields."""

    def __init__(self, path, reading, state):
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.reading, self.state, self.file = reading, state, None

    def __enter__(self):
        self.write("README.txt", about(self.state))
        self.write("LICENCE.txt", f"{settings.DATA_LICENCE_NAME}\n{settings.DATA_LICENCE_URL}\n")
        description = document(self.reading.absolute)
        self.write("openapi.json", json.dumps(description, ensure_ascii=False, indent=1))
        return self

    def write(self, name, text):
        self.archive.writestr(self.member(name), text)

    def member(self, name):
        date = timezone.localtime(self.state.at).timetuple()[:6]
        info = zipfile.ZipInfo(name, max(date, (1980, 1, 1, 0, 0, 0)))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info

    def begin(self, kind):
        self.end()
        self.file = self.archive.open(self.member(f"{kind.word}.jsonl"), "w")

    def add(self, thing):
        self.file.write(json.dumps(thing, ensure_ascii=False).encode() + b"\n")

    def end(self):
        if self.file:
            self.file.close()

    def __exit__(self, *error):
        self.end()
        self.archive.close()


class Database:
    """The same as tables of SQLite, with what to know in the table `about`."""

    def __init__(self, path, state):
        self.connection, self.state = sqlite3.connect(path, isolation_level=None), state

    def __enter__(self):
        run = self.connection.execute
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA synchronous = OFF")
        run("BEGIN")
        run("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
        facts = {
            "date": timezone.localtime(self.state.at).isoformat(timespec="seconds"),
            "licence": settings.DATA_LICENCE_NAME,
            "licence_url": settings.DATA_LICENCE_URL,
            "readme": about(self.state),
        }
        self.connection.executemany("INSERT INTO about VALUES (?, ?)", facts.items())
        for table in TABLES.values():
            for one in table.tables():
                run(one.sql())
        return self

    def add(self, kind, thing):
        table = TABLES[kind.word]
        self.connection.execute(table.insert(), table.cells(thing))
        for rows, cells in table.rows_of_lists(thing["id"], thing):
            self.connection.execute(rows.insert(), cells)

    def __exit__(self, error, *_rest):
        if not error:
            self.connection.execute("COMMIT")
        self.connection.close()
