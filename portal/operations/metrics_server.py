"""Serves the numbers of all workers of gunicorn at METRICS_ADDRESS, from its master.

Nothing of prometheus_client may be imported before `prepare`; see deploy/gunicorn.conf.py.
"""

import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where each process keeps its numbers
WAIT = 5  # seconds until the next attempt at an address that is taken


def prepare():
    """Before there are workers; again, when gunicorn reads its configuration anew.

    Its files are mapped into memory: where their disk is full, the system kills whoever counts. So
    it is the service's own folder in /run, where there is one.
    """
    if FOLDER not in os.environ:
        own = os.environ.get("RUNTIME_DIRECTORY")
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="portal-metrics-", dir=own)


def serve(address, log):
    """In a thread of the master. The portal runs on without it while the address is taken.

    So the new version waits until the old one leaves it, in an upgrade.
    """
    # Imported here, not in a thread: a worker that is forked meanwhile would wait for ever.
    from prometheus_client import CollectorRegistry, multiprocess, start_http_server

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    host, _colon, port = address.rpartition(":")

    def start():
        start_http_server(int(port), host.strip("[]"), registry)

    try:
        start()
    except (OSError, ValueError) as error:
        log.error("No metrics yet at METRICS_ADDRESS %s: %s", address, error)
        if isinstance(error, OSError):
            threading.Thread(target=start_once_free, args=[start], daemon=True).start()


def start_once_free(start):
    while True:
        time.sleep(WAIT)
        with suppress(OSError):
            return start()


def forget(pid):
    """A worker ended; what it counted still counts."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(pid)


def clean_up():
    if folder := os.environ.get(FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
