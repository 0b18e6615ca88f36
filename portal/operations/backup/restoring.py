"""Making a backup, and putting one in the place of what is there."""

import tempfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from portal.operations.backup import BackupError, archive
from portal.operations.backup.checkpoints import (
    begin_new_log,
    check_no_fork,
    newest_of,
    write_beside,
)
from portal.operations.backup.databases import (
    EMPTIED,
    begin_new_version,
    count_rows,
    database_of,
)
from portal.operations.backup.manifest import check_fits, describe
from portal.operations.backup.media import new_media, uploaded_files
from portal.transparency import log

MEDIA = "media/"  # before the name of each uploaded file in the archive


def make_backup(target, recipients=None):
    """Write a backup to a file, or to a file in a folder; returns its path and its manifest.

    The newest checkpoint of the log is put beside it.
    """
    target = Path(target)
    log.grow()  # so that the log has what the database has
    if target.is_dir():
        target /= f"portal-{stamp_of_now()}.tar{'.age' if recipients else ''}"
    with (
        archive.written_whole(target) as part,
        tempfile.TemporaryDirectory(prefix="portal-backup-") as folder,
    ):
        plain = Path(folder, "backup.tar") if recipients else part
        manifest, newest = write_parts(plain, Path(folder))
        if recipients:
            archive.encrypt(plain, part, recipients)
    write_beside(target, newest)
    return target, manifest


def write_parts(path, folder):
    database = database_of(connection)
    dump = folder / database.part
    with database.snapshot(dump) as frozen:
        tables, newest = count_rows(frozen), newest_of(frozen, "the backup")
        database.dump(dump, EMPTIED)
    with path.open("wb") as file:
        writer = archive.Writer(file)
        with dump.open("rb") as part:
            writer.add(database.part, part, dump.stat().st_size)
        dump.unlink()
        # After the database: each file that it names is there, and has the same name for ever.
        for name in uploaded_files():
            with default_storage.open(name) as part:
                writer.add(f"{MEDIA}{name}", part, part.size)
        manifest = describe(connection, tables, writer.parts)
        writer.finish(manifest)
    return manifest, newest


def restore_backup(path, identity=None, known=(), new_log=False):
    """Put a backup in the place of the database and the uploaded files, or change nothing.

    Returns its manifest, and where the former database and files are. For `known` and `new_log`
    see `checkpoints.check_no_fork`.
    """
    path, stamp = Path(path), stamp_of_now().lower()
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    with (
        tempfile.TemporaryDirectory(prefix="portal-restore-") as folder,
        new_media(stamp) as media,
    ):
        plain = path
        if archive.is_encrypted(path):
            plain = Path(folder, "backup.tar")
            archive.decrypt(path, plain, identity)
        manifest = archive.unpack(plain, place_in(Path(folder, "database"), media.place))
        check_fits(manifest, connection)
        database = database_of(connection)
        dump = Path(folder, "database", database.part)
        if not dump.is_file():
            raise BackupError("There is no database in this backup.")
        with database.new(dump, stamp) as new:
            if count_rows(new.copy) != manifest["tables"]:
                raise BackupError("Some rows of the backup did not arrive.")
            restored, live = newest_of(new.copy, "it"), newest_of(connection, "the database")
            if next_log := check_no_fork(restored, live, path, known, new_log):
                begin_new_log(new.copy, *next_log)
            begin_new_version(new.copy)
            former = swap_all(media, new)
    return manifest, former


def swap_all(*news):
    """Swap each; when one cannot be, put those before it back."""
    done, former = [], []
    try:
        for new in news:
            former.append(new.swap())
            done.append(new)
    except BaseException:
        for new in reversed(done):
            new.undo()
        raise
    return [place for place in former if place]


def place_in(folder, media):
    """Where `unpack` puts each part."""

    def place_of(name):
        if name.startswith(MEDIA):
            return media / name.removeprefix(MEDIA)
        return folder / name

    return place_of


def stamp_of_now():
    return timezone.now().strftime("%Y%m%dT%H%M%SZ")
