"""A backup has the checkpoint of its log beside it, and no restoring makes the log a fork."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from portal.archive.capture import capture
from portal.operations import trail
from portal.operations.backup import BackupError, restoring
from portal.transparency import log
from portal.transparency.check import Known
from portal.transparency.models import Checkpoint, Leaf, Log
from portal.transparency.notes import Head, Signer
from tests.operations.conftest import drop_databases
from tests.support.factories import make_partner

pytestmark = [pytest.mark.slow, pytest.mark.every_database]


@pytest.fixture
def signer(settings):
    settings.TRANSPARENCY_KEY = Signer("portal.example/log", b"1" * 32)
    return settings.TRANSPARENCY_KEY


@pytest.fixture
def backup(transactional_db, settings, tmp_path, signer):
    """The path of a backup of a site with one page."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    capture(make_partner())
    (tmp_path / "backups").mkdir()
    yield restoring.make_backup(tmp_path / "backups")[0]
    drop_databases(f"{connection.settings_dict['NAME']}_before_")


def newest():
    return Checkpoint.objects.newest().signed_note


def go_on():
    """The log goes on; returns its checkpoint then."""
    capture(make_partner())
    return newest()


def test_the_checkpoint_of_a_backup_lies_beside_it(backup):
    assert backup.with_name(f"{backup.name}.checkpoint").read_text() == newest()


def test_the_newest_backup_is_restored_and_the_log_goes_on(backup, signer):
    before = newest()
    call_command("restore", str(backup), verbosity=0)
    assert newest() == before
    assert Head.parse(go_on()).origin == "portal.example/log"
    assert trail.check_trail([Known("kept", before)]) == []


def test_an_older_backup_is_refused_while_the_database_knows_more(backup):
    later = go_on()
    with pytest.raises(CommandError, match=r"from the database; this backup has 5\..*--new-log"):
        call_command("restore", str(backup), verbosity=0)
    assert newest() == later


def empty():
    """What is restored later is restored over a database that knows nothing of the log."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in apps.get_app_config("transparency").get_models():
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 our own tables


def test_an_older_backup_is_refused_while_a_newer_one_lies_beside_it(backup):
    go_on()
    newer, _manifest = restoring.make_backup(backup.with_name("newer.tar"))
    empty()
    with pytest.raises(BackupError, match=r"newer\.tar\.checkpoint"):
        restoring.restore_backup(backup)
    restoring.restore_backup(newer)


def test_an_older_backup_is_refused_when_somebody_knows_a_later_checkpoint(backup, tmp_path):
    known = tmp_path / "mailbox"
    known.write_text(go_on())
    empty()
    with pytest.raises(CommandError, match="from mailbox"):
        call_command("restore", str(backup), known=[str(known)], verbosity=0)
    known.write_text(Signer.make("other.example/log").sign("other.example/log\n9\nAAAA\n"))
    with pytest.raises(CommandError, match="no checkpoint of this portal"):
        call_command("restore", str(backup), known=[str(known)], verbosity=0)


def test_files_beside_it_that_anybody_may_have_put_there_count_for_nothing(backup):
    empty()
    forged = Signer.make("portal.example/log").sign(newest_like(99))
    backup.with_name("forged.checkpoint").write_text(forged)
    backup.with_name("empty.checkpoint").write_bytes(b"\xff")
    restoring.restore_backup(backup)


def newest_like(size):
    return str(Head("portal.example/log", size, b"r" * 32))


def test_with_another_name_the_log_goes_on_and_says_what_was_lost(backup, signer):
    lost = go_on()
    call_command("restore", str(backup), new_log=True, verbosity=0)
    size = Leaf.objects.size()
    log.keep()
    assert (Log.objects.current().number, Log.objects.current().lost) == (2, lost)
    assert (Leaf.objects.get(index=size).kind, Leaf.objects.get(index=size).subject) == ("log", "2")
    assert Head.parse(newest()).origin == "portal.example/log/2"
    assert trail.check_trail([Known("now", newest())]) == []
    (found,) = trail.check_trail([Known("mailbox", lost)])
    assert str(found) == "What mailbox says was given up when log 2 began."


def test_each_restoring_of_an_older_backup_has_a_number_of_its_own(backup, tmp_path):
    go_on()
    for number in (2, 3):
        call_command("restore", str(backup), new_log=True, verbosity=0)
        log.keep()
        assert Log.objects.current().number == number


def test_a_log_without_a_key_does_not_fork_either(backup, settings):
    settings.TRANSPARENCY_KEY = ""
    capture(make_partner())
    newer, _manifest = restoring.make_backup(backup.with_name("newer.tar"))
    assert newer.with_name("newer.tar.checkpoint").read_text().startswith("unsigned\n9\n")
    empty()
    with pytest.raises(BackupError, match=r"newer\.tar\.checkpoint"):
        restoring.restore_backup(backup)
