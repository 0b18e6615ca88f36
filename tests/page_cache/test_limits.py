"""Every wait for PostgreSQL ends, also when it does not answer at all."""

import time

import pytest
from django.db import OperationalError, connection

from portal.postgresql import driver, schema
from portal.postgresql.limits import each_query_within, limit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file"),
]


@pytest.fixture(autouse=True)
def connected():
    """Each test begins with a connection and without a memory of a failure."""
    driver._failure.clear()
    connection.ensure_connection()
    yield
    driver._failure.clear()
    connection.close()


def sleep(seconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def test_a_query_that_takes_too_long_fails_in_time():
    begun = time.monotonic()
    with pytest.raises(OperationalError, match="did not answer in time"), each_query_within(0.3):
        sleep(20)
    assert time.monotonic() - begun < 5


def test_the_next_one_does_not_wait_again_and_a_second_later_all_is_well(monkeypatch):
    with each_query_within(0.2):
        with pytest.raises(OperationalError):
            sleep(20)
        connection.close()  # as after each request
        with pytest.raises(OperationalError, match="a moment ago"):
            sleep(0)
        monkeypatch.setattr(driver, "PAUSE", 0)
        sleep(0)


def test_commands_may_take_their_time():
    assert limit() is None
    sleep(0.4)


def test_the_shorter_limit_counts():
    with each_query_within(3):
        with each_query_within(25):
            assert limit() == 3
        with each_query_within(1):
            assert limit() == 1
    assert limit() is None


def test_a_migration_gives_up_when_something_holds_the_table(monkeypatch):
    """Else all who come after it would wait for whatever it waits for, such as a backup."""
    monkeypatch.setattr(schema, "PATIENCE", "100ms")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        other.cursor().execute("SELECT count(*) FROM partners_partner")
        with (
            pytest.raises(OperationalError, match="lock timeout"),
            connection.schema_editor() as editor,
        ):
            editor.execute("ALTER TABLE partners_partner ADD COLUMN proef integer")
    finally:
        other.close()
