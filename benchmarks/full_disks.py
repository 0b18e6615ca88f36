"""Do visitors read on, and do editors read why, when a disk is full or read-only?

The database, the uploads and the temporary files are each on a small disk of memory. One after
another they are filled up, or made read-only: then every page answers 200, a save and an upload are
refused in words with 507, nothing of it is kept, and once there is room the next one works. A
backup to a full disk is refused and leaves nothing. Ends with 1 when anything was not so; with 2
where disks cannot be made, which needs root.

    make check-faults                                            on PostgreSQL and on SQLite
    .venv/bin/python -W ignore benchmarks/full_disks.py sqlite
"""

import argparse
import functools
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from faults import addresses_of_the_site
from serving import fill, own_cluster, stop_when_told, work_folder

SIZE = "160m"
LARGE = 3_000_000  # bytes, of which Django makes a temporary file
INSUFFICIENT_STORAGE = 507


class Disk:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", self.folder)

    def run(self, *command):
        subprocess.run(["/usr/bin/env", *command], check=True)  # noqa: S603 our own

    def close(self):
        self.run("umount", "--lazy", self.folder)

    @contextmanager
    def full(self):
        ballast = self.folder / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                pass
        try:
            yield
        finally:
            ballast.unlink()

    @contextmanager
    def read_only(self):
        from django.db import connections

        connections.close_all()  # a disk with files that are open for writing cannot be
        self.run("mount", "-o", "remount,ro", self.folder)
        try:
            yield
        finally:
            connections.close_all()
            self.run("mount", "-o", "remount,rw", self.folder)


@contextmanager
def standby():
    """PostgreSQL refuses whatever changes anything."""
    from django.db import connection

    def run(*statements):
        connection.close()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()

    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        yield
    finally:
        reset = f"ALTER DATABASE {name} RESET default_transaction_read_only"
        run("SET default_transaction_read_only = off", reset)


@contextmanager
def disk(folder):
    try:
        made = Disk(folder)
    except subprocess.CalledProcessError:
        print("A disk of memory cannot be mounted here: that needs root.", file=sys.stderr)
        sys.exit(2)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def database_on(disk, name, work):
    """The DATABASE_URL of a database whose tables are on a disk."""
    if name == "sqlite":
        yield f"sqlite:///{disk.folder}/portal.sqlite3"
        return
    import psycopg

    with own_cluster(work) as cluster:
        tables = disk.folder / "tables"
        tables.mkdir()
        subprocess.run(["/usr/bin/env", "chown", "postgres", tables], check=True)  # noqa: S603
        with psycopg.connect(cluster.url, autocommit=True) as server:
            server.execute(f"CREATE TABLESPACE small LOCATION '{tables}'")
            server.execute("CREATE DATABASE portal TABLESPACE small TEMPLATE template0")
        yield cluster.url.removesuffix("/postgres") + "/portal"


# What is tried


def read(pages):
    """What is wrong with the pages for visitors."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    statuses = {page: client.get(page).status_code for page in pages}
    return [f"{page} answers {status}" for page, status in statuses.items() if status != 200]


@functools.cache
def editor():
    """Who signed in before anything went wrong."""
    import desk_saves

    client = desk_saves.editor()
    client.raise_request_exception = False
    return client


def save(size, text=""):
    """Keep a draft with a file of so many bytes; returns the answer."""
    import desk_saves

    from tests.support.admin_forms import change_page, fields

    client = editor()
    page = change_page(desk_saves.the_call())
    shown = client.get(page)
    if shown.status_code != 200:
        return shown
    sent = {**fields(shown), "theme_nl": text or f"{size} bytes", "_draft": "1"}
    if size:
        sent[f"{desk_saves.DOCUMENT}-file"] = desk_saves.file_of(0, b"a;b\n" * (size // 4))
    return client.post(page, sent)


def kept():
    """What may not change: the revisions, the drafts and the uploads."""
    from django.conf import settings

    from portal.revisions.models import Draft, Revision

    files = {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*.csv")}
    drafts = [*Draft.objects.order_by("pk").values_list("pk", "revision")]
    return Revision.objects.count(), drafts, files


def refused(size):
    """What is wrong with how a save is refused; in a full database there is room for some."""
    wrong = []
    for number in range(500):
        before, answer = kept(), save(size, f"Stap {number}")
        if size or answer.status_code != 302:
            break
    if answer.status_code != INSUFFICIENT_STORAGE or b"<h1" not in answer.content:
        wrong.append(f"a save with {size} bytes answers {answer.status_code}")
    if kept() != before:
        wrong.append(f"of a save with {size} bytes something is kept")
    return wrong


def attempt(title, trouble, pages, sizes):
    """Returns what is wrong while a disk is in trouble, and right after."""
    with trouble:
        wrong = read(pages)
        for size in sizes:
            wrong += refused(size)
    if (status := save(LARGE).status_code) != 302:
        wrong.append(f"afterwards a save answers {status}")
    print(f"{title:<48}{'as it should be' if not wrong else f'{len(wrong)} wrong'}", flush=True)
    return [f"{title}: {line}" for line in wrong]


def backup_refused(disk):
    from django.core.management import CommandError, call_command

    folder = disk.folder / "backups"
    folder.mkdir()
    wrong = []
    with disk.full():
        try:
            call_command("backup", str(folder), verbosity=0)
            wrong.append("a backup to a full disk is not refused")
        except CommandError as error:
            print(f"{'A backup to a full disk is refused:':<48}{error}")
    if found := [path.name for path in folder.rglob("*")]:
        wrong.append(f"a refused backup left {found}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description="See the first lines of this program.")
    parser.add_argument("database", choices=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    stop_when_told()
    with ExitStack() as stack:
        work = stack.enter_context(work_folder())
        tables, uploads, temporary = (
            stack.enter_context(disk(Path(work, name))) for name in ("data", "media", "temporary")
        )
        fill(work, stack.enter_context(database_on(tables, chosen.database, work)))
        import desk_saves
        from django.core.files import temp
        from django.db import connection
        from django.utils import translation

        translation.activate("nl")
        desk_saves.prepare()
        editor()
        temp.tempfile.tempdir = tempfile.tempdir = str(temporary.folder)
        seen, unseen = addresses_of_the_site()
        wrong, pages = read(seen), seen[:20] + unseen[:20]
        name = connection.vendor
        wrong += attempt(f"The disk of {name} is full", tables.full(), pages, [0])
        if name == "postgresql":  # a file of SQLite on such a disk cannot even be opened
            wrong += attempt("It takes no changes, as on a standby", standby(), pages, [0])
        wrong += attempt("The disk of uploads is full", uploads.full(), pages, [4000, LARGE])
        wrong += attempt("It is read-only", uploads.read_only(), pages, [4000, LARGE])
        wrong += attempt("The disk of temporary files is full", temporary.full(), pages, [LARGE])
        wrong += attempt("It is read-only", temporary.read_only(), pages, [LARGE])
        wrong += backup_refused(uploads)
        connection.close()
    print("\n".join(wrong[:30]) or "Visitors read on, and nothing was half saved.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
