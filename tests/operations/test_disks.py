"""Where nothing can be written, whoever saves is told so; whoever reads sees no difference."""

import errno
import io
import logging
import sqlite3

import psycopg
import pytest
from django.db import InternalError, OperationalError

from portal.archive import views as archive_views
from portal.archive.capture import capture
from portal.operations.disks import cannot_write
from tests.support.factories import make_partner


def of_driver(kind, cause):
    error = kind("something")
    error.__cause__ = cause
    return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("something")
    cause.sqlite_errorcode = code
    return of_driver(OperationalError, cause)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EDQUOT, "quota"),
        of_sqlite(sqlite3.SQLITE_FULL),
        of_sqlite(sqlite3.SQLITE_READONLY_DIRECTORY),
        of_driver(OperationalError, psycopg.errors.DiskFull()),
        of_driver(InternalError, psycopg.errors.ReadOnlySqlTransaction()),
    ],
    ids=repr,
)
def test_these_say_that_nothing_can_be_written(error):
    assert cannot_write(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError(),
        PermissionError(errno.EACCES, "no"),
        OperationalError("gone"),
        of_sqlite(sqlite3.SQLITE_BUSY),
        of_driver(OperationalError, psycopg.errors.TooManyConnections()),
    ],
    ids=repr,
)
def test_these_do_not(error):
    assert not cannot_write(error)


class FullDisk(io.StringIO):
    def write(self, text):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.django_db
def test_a_page_is_answered_when_the_log_cannot_be_written(client):
    handler, logger = logging.StreamHandler(FullDisk()), logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert client.get("/nl/x/y/").status_code == 404  # which is logged
    finally:
        logger.removeHandler(handler)


@pytest.mark.django_db
def test_the_history_of_a_page_can_be_read_when_nothing_new_can_be_kept(client, monkeypatch):
    partner = make_partner()
    capture(partner)

    def full(record):
        raise of_sqlite(sqlite3.SQLITE_FULL)

    monkeypatch.setattr(archive_views, "capture_due", full)
    assert client.get(f"/nl/geschiedenis/partner/{partner.pk}/").status_code == 200
