"""A backup is whole, holds no keys, and is refused in words when anything is wrong with it."""

import io
import json
import os
import shutil
import tarfile

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from partners.models import Partner
from portal.operations.backup import BackupError, archive, manifest, restoring
from portal.page_cache.models import ContentChange
from tests.operations.conftest import drop_databases
from tests.support.factories import make_draft, make_partner

pytestmark = [pytest.mark.slow, pytest.mark.every_database]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def live(transactional_db, media):
    """A site with one partner and one file; `is_untouched()` tells whether both are there."""
    make_partner(slug_nl="japan")
    default_storage.save("documents/a.csv", ContentFile(b"a;b"))

    def is_untouched():
        with default_storage.open("documents/a.csv") as file:
            return file.read() == b"a;b" and Partner.objects.get().slug_nl == "japan"

    yield is_untouched
    drop_databases(f"{connection.settings_dict['NAME']}_before_")


@pytest.fixture
def copy(live, tmp_path):
    return restoring.make_backup(tmp_path / "copy.tar")[0]


@pytest.fixture
def keys(tmp_path):
    """(file with a public key, file with its secret key), as `age-keygen` writes them."""
    identity = pyrage.x25519.Identity.generate()
    public, secret = tmp_path / "public", tmp_path / "secret"
    public.write_text(f"# the portal's\n{identity.to_public()}\n")
    secret.write_text(f"{identity}\n")
    return public, secret


def leftovers(folder):
    """What a backup or a restoring left behind."""
    return [
        path.name for path in folder.iterdir() if "restoring" in path.name or "part" in path.name
    ]


def rewritten(path, change):
    """A copy of a backup with another manifest, sealed as if it had been made so."""
    target = path.with_name("other.tar")
    with tarfile.open(path) as old, tarfile.open(target, "w") as new:
        for entry in old:
            content = old.extractfile(entry).read()
            if entry.name == archive.MANIFEST:
                found = json.loads(content)
                change(found)
                del found["seal"]
                sealed = manifest.hash_of(manifest.canonical_json(found))
                content = json.dumps({**found, "seal": sealed}).encode()
                entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return target


def test_a_cut_backup_is_refused_wherever_it_was_cut(copy, live, tmp_path):
    whole, cut = copy.read_bytes(), tmp_path / "cut.tar"
    for length in [0, 1, 512, 5000, len(whole) // 2, len(whole) * 9 // 10]:
        cut.write_bytes(whole[:length])
        with pytest.raises(BackupError, match=r"cut off or damaged|no backup"):
            restoring.restore_backup(cut)
    assert live()
    assert not leftovers(tmp_path)


def test_a_backup_with_one_changed_byte_is_refused_or_says_the_same(copy, tmp_path):
    whole, other = copy.read_bytes(), tmp_path / "other.tar"
    unpack = lambda path, name: archive.unpack(path, lambda part: tmp_path / name / part)  # noqa: E731
    said = unpack(copy, "whole")
    for number, at in enumerate(range(100, len(whole), len(whole) // 40)):
        other.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            assert unpack(other, str(number)) == said
        except BackupError:
            continue


@pytest.mark.parametrize("content", [b"", b"no archive", b"age-encryption.org/v1\nno", None])
def test_a_foreign_file_is_refused(live, tmp_path, keys, content):
    path = tmp_path / "foreign.tar"
    if content is None:
        with tarfile.open(path, "w") as tar:
            tar.addfile(tarfile.TarInfo("readme"), io.BytesIO())
    else:
        path.write_bytes(content)
    with pytest.raises(BackupError, match=r"no backup|damaged"):
        restoring.restore_backup(path, keys[1])
    assert live()


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "media/../../escaped", "media//a"])
def test_an_archive_that_writes_elsewhere_is_refused(live, tmp_path, name):
    path = tmp_path / "hostile.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(BackupError, match="no backup"):
        restoring.restore_backup(path)
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda found: found["migrations"].remove("calls.0001_initial"), "older schema"),
        (lambda found: found["migrations"].append("calls.0099_later"), "newer schema"),
        (lambda found: found.update(schema="0"), "other columns"),
        (lambda found: found.update(vendor="oracle"), "of oracle"),
        (lambda found: found.update(format="portal-backup 9"), "has the format"),
        (lambda found: found["tables"].update(partners_partner=2), "did not arrive"),
    ],
)
def test_a_backup_of_something_else_is_refused_and_nothing_is_touched(
    copy, live, tmp_path, change, words
):
    with pytest.raises(BackupError, match=words):
        restoring.restore_backup(rewritten(copy, change))
    assert live()
    assert not leftovers(tmp_path)


def test_an_encrypted_backup_opens_with_its_key_only(live, tmp_path, keys):
    public, secret = keys
    path, _manifest = restoring.make_backup(tmp_path, public)
    assert path.name.endswith(".tar.age")
    assert b"japan" not in path.read_bytes()
    with pytest.raises(BackupError, match="--identity"):
        restoring.restore_backup(path)
    secret.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(BackupError, match="another key"):
        restoring.restore_backup(path, secret)
    assert live()


def test_what_an_encrypted_backup_holds_comes_back(live, tmp_path, keys, media):
    path, _manifest = restoring.make_backup(tmp_path, keys[0])
    Partner.objects.update(slug_nl="china")
    shutil.rmtree(media)
    restoring.restore_backup(path, keys[1])
    assert live()


def test_a_backup_is_for_its_owner_alone_and_overwrites_nothing(copy):
    assert os.stat(copy).st_mode & 0o077 == 0
    before = copy.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(copy))
    assert copy.read_bytes() == before


def test_a_backup_that_fails_leaves_nothing(live, tmp_path, monkeypatch):
    monkeypatch.setattr(archive.Writer, "finish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        restoring.make_backup(tmp_path / "half.tar")
    assert not [path for path in tmp_path.iterdir() if "half" in path.name]


def test_keys_that_let_somebody_in_are_not_in_it(live, tmp_path, admin_client, admin_user):
    token = make_draft(Partner.objects.get(), admin_user).links.create(made_by=admin_user).token
    path, _manifest = restoring.make_backup(tmp_path / "copy.tar")
    unpacked = tmp_path / "unpacked"
    archive.unpack(path, lambda name: unpacked / name)
    dump = next(unpacked.glob("database.*")).read_bytes()
    if connection.vendor == "sqlite":  # the other one is compressed
        assert token.encode() not in dump
        assert admin_client.session.session_key.encode() not in dump
    restoring.restore_backup(path)
    with connection.cursor() as cursor:
        for table in ["django_session", "revisions_previewlink"]:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  two names
            assert cursor.fetchone() == (0,)


def test_a_database_that_cannot_be_swapped_leaves_the_files_of_before(
    copy, live, media, monkeypatch
):
    database = restoring.database_of(connection)
    new = type(database.new(None, ""))

    def fail(self):
        raise BackupError("busy")

    monkeypatch.setattr(new, "swap", fail)
    (media / "documents" / "a.csv").write_bytes(b"a;b")
    (media / "new.csv").write_bytes(b"later")
    with pytest.raises(BackupError, match="busy"):
        restoring.restore_backup(copy)
    assert live()
    assert (media / "new.csv").exists()


def test_a_database_that_is_away_is_told_in_words(live, tmp_path, monkeypatch):
    def fail(_connection):
        raise OperationalError("the server is gone")

    monkeypatch.setattr(restoring, "count_rows", fail)
    with pytest.raises(CommandError, match="the server is gone"):
        call_command("backup", str(tmp_path / "copy.tar"))
    assert not (tmp_path / "copy.tar").exists()


def test_no_page_that_was_kept_before_counts_as_one_of_the_restored_content(copy):
    for _ in range(3):
        make_partner()
    kept = ContentChange.objects.version()
    restoring.restore_backup(copy)
    assert ContentChange.objects.version() > kept
    restored = ContentChange.objects.version()
    ContentChange.objects.create(at=timezone.now(), backend=10_000)
    assert ContentChange.objects.version() > restored


def test_a_restoring_that_is_refused_leaves_no_mark_either(copy):
    before = ContentChange.objects.version()
    with pytest.raises(BackupError):
        restoring.restore_backup(rewritten(copy, lambda found: found["tables"].clear()))
    assert ContentChange.objects.version() == before


def test_what_was_there_before_is_kept(copy, media, capsys):
    call_command("restore", str(copy))
    said = capsys.readouterr().out
    assert "What was there is kept" in said
    assert [path for path in media.parent.iterdir() if path.name.startswith("media.before-")]
