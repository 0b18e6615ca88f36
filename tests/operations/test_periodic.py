"""One command does what must be done now and then; a job that fails stops no other."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.operations import periodic
from portal.operations.locks import file_lock, only_one
from portal.page_cache.models import ContentChange
from portal.search.models import EmptySearch

pytestmark = pytest.mark.django_db(transaction=True)
OFFLINE = {"without": ["check_links"]}


def two_days_ago():
    return timezone.now() - datetime.timedelta(days=2)


def test_every_job_runs_and_says_what_it_did(capsys, few_lists):
    call_command("portal_periodic", **OFFLINE)
    said = capsys.readouterr().out
    assert [line.partition(":")[0] for line in said.splitlines()] == list(periodic.JOBS)[:-1]


def test_one_that_fails_is_told_and_the_others_are_done(monkeypatch, capsys, few_lists):
    monkeypatch.setitem(periodic.JOBS, "go_live", lambda: 1 / 0)
    with pytest.raises(CommandError, match="Failed: go_live; the others were done"):
        call_command("portal_periodic", **OFFLINE)
    said = capsys.readouterr().out
    assert "go_live: ZeroDivisionError" in said
    assert "erase_searches: 0 old searches" in said


@pytest.mark.every_database
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_never_run_at_once(capsys):
    if connection.vendor == "postgresql":
        with only_one("periodic") as is_mine:
            assert is_mine
            call_command("portal_periodic", **OFFLINE)
    else:
        with file_lock("periodic") as is_mine:
            assert is_mine
            call_command("portal_periodic", **OFFLINE)
    assert "Another run has not ended yet" in capsys.readouterr().out
    with only_one("periodic") as is_mine:
        assert is_mine


@pytest.mark.every_database
def test_who_comes_after_one_that_is_done_finds_the_lock_free():
    found = []
    for _time in range(100):
        with only_one("periodic") as is_mine:
            found.append(is_mine)
    assert all(found)


def test_old_searches_are_erased():
    for days, words in [(91, "old"), (10, "new")]:
        on = timezone.localdate() - datetime.timedelta(days=days)
        EmptySearch.objects.create(language="nl", words=words, last_on=on)
    call_command("portal_periodic", only=["erase_searches"], verbosity=0)
    assert EmptySearch.objects.get().words == "new"


def test_old_marks_of_changes_go_and_the_version_is_one_that_never_was():
    for backend in range(3):
        ContentChange.objects.create(at=two_days_ago(), backend=backend + 10_000)
    before = ContentChange.objects.version()
    call_command("portal_periodic", only=["erase_changes"], verbosity=0)
    assert ContentChange.objects.version() > before
    assert not ContentChange.objects.filter(at__lt=two_days_ago() + datetime.timedelta(days=1))


def test_where_there_are_no_old_marks_the_version_stays():
    ContentChange.objects.create(at=timezone.now(), backend=10_000)
    before = ContentChange.objects.version()
    assert ContentChange.objects.erase_before(two_days_ago()) == 0
    assert ContentChange.objects.version() == before
