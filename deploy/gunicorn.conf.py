"""gunicorn for `make run` and for production; every setting is explained in gunicorn's own documentation.

Environment: PORT (8000), WEB_CONCURRENCY (2 workers), GUNICORN_CMD_ARGS for anything else.
"""

import os
import socket


def loopback_addresses():
    """Both loopback addresses, or IPv4 alone on a machine without IPv6."""
    port = os.environ.get("PORT") or "8000"
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return [f"127.0.0.1:{port}"]
    return [f"127.0.0.1:{port}", f"[::1]:{port}"]


bind = loopback_addresses()  # the outside world comes in through the proxy
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 30
graceful_timeout = 10  # a page takes milliseconds, an upload seconds
control_socket_disable = True  # it would be made in the home directory, which may be read-only
loglevel = "warning"
accesslog = None  # the proxy keeps one
if os.access("/dev/shm", os.W_OK):
    worker_tmp_dir = "/dev/shm"  # a worker's sign of life must not wait for a slow disk


def when_ready(server):
    addresses = " and ".join(f"http://{address}/" for address in bind)
    print(f"The portal answers on {addresses} (Ctrl+C stops it).", flush=True)
