"""Files are read in few processes at once, each with an end to its time and memory."""

import signal
from threading import Event, Thread

import pytest
from django.core.exceptions import ValidationError

from portal.exchange.tables import read_csv
from portal.publishing import bounded
from portal.publishing.bounded import AT_ONCE, BUSY, IN_LINE, TOO_MUCH, Refused, read_bounded


@pytest.fixture
def all_places_taken():
    """As many files being read, and waiting, as there may be."""
    for _place in range(IN_LINE):
        bounded.line.acquire()
    yield
    bounded.line.release(IN_LINE)


def test_a_file_too_many_is_refused_at_once_with_a_sentence(all_places_taken):
    with pytest.raises(Refused, match=BUSY):
        read_bounded("portal.publishing.pdf:count_pages", b"%PDF-")
    with pytest.raises(ValidationError, match=r"probeer|[Tt]ry again|nog eens|opnieuw"):
        read_csv("a;b\n1;2\n")


@pytest.mark.slow
def test_of_nine_files_at_once_two_are_read_and_no_thread_waits_long(monkeypatch):
    monkeypatch.setattr(bounded, "TURN", 0.1)
    inside, go_on, outcomes = [], Event(), []

    def read():
        try:
            with bounded.turn():
                inside.append(1)
                go_on.wait(60)
            outcomes.append("read")
        except Refused as refusal:
            outcomes.append(refusal.reason)

    threads = [Thread(target=read) for _file in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(1)
        if len(outcomes) == 9 - AT_ONCE:
            break
    assert (len(inside), outcomes) == (AT_ONCE, [BUSY] * (9 - AT_ONCE))
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert outcomes.count("read") == AT_ONCE
    with bounded.turn():  # every place is free again
        pass


def test_a_reader_that_fails_gives_its_place_back():
    for _file in range(IN_LINE + 1):
        with pytest.raises(Refused, match=bounded.UNREADABLE):
            read_bounded("portal.publishing.pdf:count_pages", b"no pdf")


def burn(data):
    while True:
        pass


def swallow(data):
    return len(bytearray(10 * bounded.MEMORY))


def tell_much(data):
    return "x" * (bounded.ANSWER + 1)


@pytest.mark.parametrize("reader", ["burn", "swallow", "tell_much"])
def test_time_memory_and_the_answer_have_an_end(reader):
    with pytest.raises(Refused, match=TOO_MUCH):
        read_bounded(f"tests.publishing.test_bounded:{reader}", b"")


def test_a_reader_has_its_time_of_the_processor_and_no_more(monkeypatch):
    set_timers = []
    monkeypatch.setattr(signal, "setitimer", lambda *timer: set_timers.append(timer))
    monkeypatch.setattr(bounded.resource, "setrlimit", lambda *limit: set_timers.append(limit))
    bounded.limit_this_process()
    assert (signal.ITIMER_PROF, bounded.SECONDS) in set_timers
    assert (bounded.resource.RLIMIT_CPU, (2, 2)) in set_timers
    assert bounded.SECONDS < 2
