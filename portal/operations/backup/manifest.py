"""What is in a backup, and whether this portal can live with it."""

import hashlib

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.operations.backup import BackupError
from portal.publishing.canonical import canonical_json, hash_of

FORMAT = "portal-backup 1"
FOREIGN = "This is no backup of the portal."
DAMAGED = "This backup is cut off or damaged."


def describe(connection, tables, parts):
    """The manifest of a backup; `tables` {name: rows}, `parts` {name: {"sha256", "size"}}."""
    found = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "code": code_version(),
        "vendor": connection.vendor,
        "migrations": sorted(map(".".join, MigrationRecorder(connection).applied_migrations())),
        "schema": schema_of_models(connection),
        "tables": tables,
        "parts": parts,
    }
    return {**found, "seal": hash_of(canonical_json(found))}


def check_seal(found):
    """Refuse a manifest that is not ours, or not as it was written."""
    if not isinstance(found, dict) or not str(found.get("format")).startswith("portal-backup"):
        raise BackupError(FOREIGN)
    if found["format"] != FORMAT:
        raise BackupError(
            f"This backup has the format {found['format']}; this portal reads {FORMAT}."
        )
    rest = {name: value for name, value in found.items() if name != "seal"}
    if found.get("seal") != hash_of(canonical_json(rest)):
        raise BackupError(DAMAGED)


def check_fits(found, connection):
    """Refuse what was made on another kind of database, or by another version of the code."""
    if found["vendor"] != connection.vendor:
        raise BackupError(f"The backup is of {found['vendor']}; this is {connection.vendor}.")
    version = f"It was made by version {found['code']}: restore it there, and upgrade then."
    ours = set(map(".".join, MigrationLoader(None).disk_migrations))
    theirs = set(found["migrations"])
    if missing := sorted(ours - theirs):
        raise BackupError(
            f"The backup has an older schema, without {', '.join(missing)}. {version}"
        )
    if unknown := sorted(theirs - ours):
        raise BackupError(f"The backup has a newer schema, with {', '.join(unknown)}. {version}")
    if found["schema"] != schema_of_models(connection):
        raise BackupError(f"The backup has other columns than this portal. {version}")


def schema_of_models(connection):
    """A hash of all columns that the code reads and writes, and of their types."""
    columns = [
        (model._meta.db_table, field.column, field.db_type(connection))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
    ]
    return hashlib.sha256(repr(sorted(columns)).encode()).hexdigest()


def code_version():
    """The commit of this checkout, as far as its folder says."""
    folder = settings.BASE_DIR / ".git"
    try:
        head = (folder / "HEAD").read_text().strip()
        name = head.removeprefix("ref: ")
        if name == head:
            return head
        if (folder / name).exists():
            return (folder / name).read_text().strip()
        packed = (folder / "packed-refs").read_text().splitlines()
        return next(line.split()[0] for line in packed if line.endswith(f" {name}"))
    except (OSError, StopIteration):
        return "unknown"
