"""Two that write the index at once, on two connections: neither waits for what waits for it."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from portal.search.models import SearchEntry, SearchWord
from portal.search.query import alike
from portal.site_search.index import index, note_words, rebuild
from tests.support.factories import make_partner

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
]
SECONDS = 20  # before a thread gives up: a failure, not a wait for ever


def at_once(*tasks):
    """Do tasks, each in a transaction and on a connection of its own; the errors that they had."""
    errors = []

    def run(task):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS}s'")
                task()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[task], daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    return errors


def wait_for_a_waiter():
    """Return when a connection waits for another's lock."""
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")


def test_the_same_new_words_in_opposite_orders():
    both_began = threading.Barrier(2, timeout=SECONDS)

    def note(first, second):
        note_words("nl", {first})
        both_began.wait()
        note_words("nl", {second})

    assert at_once(lambda: note("een", "twee"), lambda: note("twee", "een")) == []
    assert {*SearchWord.objects.values_list("word", flat=True)} == {"een", "twee"}


def test_a_word_that_is_kept_twice_is_found_once():
    both_noted = threading.Barrier(2, timeout=SECONDS)

    def note():
        note_words("nl", {"residentie"})
        both_noted.wait()

    assert at_once(note, note) == []
    assert SearchWord.objects.filter(word="residentie").count() == 2
    assert [*alike(["residentie"], "nl")["residentie"]] == [("residentie",)]


def test_a_publication_while_the_index_is_rebuilt():
    first, second = make_partner(name_nl="Atlantis"), make_partner(name_nl="Avalon", slug_nl="b")
    index([first, second])
    has_written = threading.Event()

    def publish():
        index([second])
        has_written.set()
        wait_for_a_waiter()
        index([first])

    def rebuild_meanwhile():
        assert has_written.wait(SECONDS)
        rebuild()

    assert at_once(publish, rebuild_meanwhile) == []
    assert SearchEntry.objects.filter(title__in=["Atlantis", "Avalon"]).count() == 8
