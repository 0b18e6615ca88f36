"""The file of a backup: written whole or not at all, and read with suspicion."""

import hashlib
import io
import json
import os
import secrets
import shutil
import tarfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pyrage

from portal.operations.backup import BackupError
from portal.operations.backup.manifest import DAMAGED, FOREIGN, check_seal

MANIFEST = "manifest.json"
MAX_MANIFEST = 50_000_000  # bytes
ENCRYPTED = b"age-encryption.org/"  # how every file that age encrypted begins
PIECE = 1 << 20  # bytes that are read at a time


class Writer:
    """Adds the parts of a backup to a tar archive, and remembers what they were."""

    def __init__(self, file):
        self.tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.parts = {}

    def add(self, name, file, size):
        counted = Counted(file)
        self.tar.addfile(tar_entry(name, size), counted)
        self.parts[name] = {"sha256": counted.sha256.hexdigest(), "size": size}

    def finish(self, manifest):
        content = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
        self.tar.addfile(tar_entry(MANIFEST, len(content)), io.BytesIO(content))
        self.tar.close()


class Counted:
    """A file whose hash is known once it was read."""

    def __init__(self, file):
        self.file, self.sha256 = file, hashlib.sha256()

    def read(self, size=-1):
        piece = self.file.read(size)
        self.sha256.update(piece)
        return piece


def tar_entry(name, size):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


@contextmanager
def written_whole(target):
    """A path to write to; after the block it is `target`, and after an error it is gone."""
    target = Path(target)
    if target.exists():
        raise BackupError(f"{target} exists already; nothing was written.")
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        part.touch(mode=0o600, exist_ok=False)
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        os.rename(part, target)
        folder = os.open(target.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def encrypt(source, target, recipients):
    """Encrypt for everyone whose public key is in a file, one a line, as `age-keygen` writes it."""
    lines = key_lines(recipients)
    try:
        keys = [pyrage.x25519.Recipient.from_str(line) for line in lines]
    except pyrage.RecipientError as error:
        raise BackupError(f"{recipients} has a line that is no public key of age.") from error
    pyrage.encrypt_file(str(source), str(target), keys)


def decrypt(source, target, identity):
    if not identity:
        raise BackupError("This backup is encrypted: say with --identity where the key is.")
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in key_lines(identity)]
    except pyrage.IdentityError as error:
        raise BackupError(f"{identity} has a line that is no secret key of age.") from error
    try:
        pyrage.decrypt_file(str(source), str(target), keys)
    except pyrage.DecryptError as error:
        raise BackupError(f"{DAMAGED[:-1]}, or encrypted for another key.") from error


def key_lines(path):
    try:
        lines = Path(path).read_text().splitlines()
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not keys:
        raise BackupError(f"{path} has no key in it.")
    return keys


# Reading


def is_encrypted(path):
    with open(path, "rb") as file:
        return file.read(len(ENCRYPTED)) == ENCRYPTED


def unpack(path, place_of):
    """Write each part to `place_of(name)`, and return the manifest once all are as it says."""
    found, parts = None, {}
    try:
        with tarfile.open(path, mode="r:") as tar:
            for entry in tar:
                if found is not None or not entry.isreg():
                    raise BackupError(FOREIGN)
                if entry.name == MANIFEST:
                    found = json.loads(tar.extractfile(entry).read(MAX_MANIFEST))
                else:
                    place = place_of(safe(entry.name))
                    parts[entry.name] = keep(tar.extractfile(entry), place)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BackupError(DAMAGED if parts else FOREIGN) from error
    if found is None:
        raise BackupError(DAMAGED if parts else FOREIGN)
    check_seal(found)
    if parts != found["parts"]:
        raise BackupError(DAMAGED)
    return found


def safe(name):
    """The name of a part, which stays in the folder that it is put in."""
    path = PurePosixPath(name)
    if path.is_absolute() or {"", ".", ".."} & set(name.split("/")) or "\0" in name:
        raise BackupError(FOREIGN)
    return name


def keep(file, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    counted = Counted(file)
    with place.open("xb") as target:
        shutil.copyfileobj(counted, target, PIECE)
        size = target.tell()
    return {"sha256": counted.sha256.hexdigest(), "size": size}
