"""Serves the numbers of all workers of gunicorn at METRICS_ADDRESS, from its master.

Nothing of prometheus_client may be imported before `prepare`; see deploy/gunicorn.conf.py.
"""

import os
import shutil
import tempfile

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where each process keeps its numbers


def prepare():
    """Before there are workers; again, when gunicorn reads its configuration anew."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="portal-metrics-")


def serve(address, log):
    """In a thread of the master. The portal runs on without it when the address is taken."""
    from prometheus_client import CollectorRegistry, multiprocess, start_http_server

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    host, _colon, port = address.rpartition(":")
    try:
        start_http_server(int(port), host.strip("[]"), registry)
    except (OSError, ValueError) as error:
        log.error("No metrics at METRICS_ADDRESS %s: %s", address, error)


def forget(pid):
    """A worker ended; what it counted still counts."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(pid)


def clean_up():
    if folder := os.environ.get(FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
