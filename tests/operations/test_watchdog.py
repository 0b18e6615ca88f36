"""A real gunicorn whose view hangs goes on answering, and gets a new worker."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings

from portal.operations.watchdog import Watchdog

PATIENCE = 60  # seconds; a machine may be busy


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, path="/", timeout=10):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if found := condition():
                return found
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


@pytest.fixture
def gunicorn(tmp_path):
    """The port, the file of the log and the port of the metrics of a gunicorn with one worker."""
    port, log = free_port(), tmp_path / "log"
    environ = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1", "STUCK_AFTER": "1"}
    environ |= {"METRICS_ADDRESS": f"127.0.0.1:{free_port()}", "LOG_FORMAT": "json"}
    environ.pop("MAKELEVEL", None)
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603  our own words
            [*command, "--pythonpath", "tests/operations", "hanging"],
            cwd=settings.BASE_DIR,
            env=environ,
            stderr=file,
        )
    try:
        wait_for(lambda: ask(port))
        yield port, log, int(environ["METRICS_ADDRESS"].partition(":")[2])
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.mark.slow
def test_a_worker_in_which_a_request_hangs_is_replaced(gunicorn):
    port, log, _metrics = gunicorn
    worker = ask(port)
    with pytest.raises((OSError, http.client.HTTPException)):  # its connection ends unanswered
        ask(port, "/hang?q=secret", timeout=PATIENCE)
    assert wait_for(lambda: ask(port)) != worker
    said = log.read_text()
    assert "GET /hang hangs since" in said
    assert "hanging.py" in said  # where it hung
    assert "secret" not in said


@pytest.mark.slow
def test_metrics_have_an_address_of_their_own_and_outlive_a_worker(gunicorn):
    port, _log, metrics = gunicorn
    ask(port)
    with pytest.raises((OSError, http.client.HTTPException)):
        ask(port, "/hang", timeout=PATIENCE)
    assert wait_for(lambda: ask(port))
    text = ask(metrics, "/metrics")
    [count] = re.findall(r"^counted_total (\d+)", text, re.MULTILINE)
    assert int(count) >= 3  # the start of the fixture, and both workers


def test_only_what_takes_too_long_is_stuck():
    watchdog = Watchdog(limit=10, grace=1, frozen_after=25)
    watchdog.begin("GET /slow")
    now = time.monotonic()
    assert not watchdog.stuck(now + 9)
    [(seconds, what)] = watchdog.stuck(now + 11)
    assert (round(seconds), what) == (11, "GET /slow")
    watchdog.end()
    assert not watchdog.stuck(now + 11)


def test_requests_of_other_threads_are_kept_apart():
    watchdog = Watchdog(limit=10, grace=1, frozen_after=25)
    watchdog.begin("GET /here")
    other = threading.Thread(target=lambda: (watchdog.begin("GET /there"), watchdog.end()))
    other.start()
    other.join()
    assert [what for _since, what in watchdog.running.values()] == ["GET /here"]
