"""gunicorn, for `make run` and for production alike.

Environment: PORT (8000), WEB_CONCURRENCY (2 workers), GUNICORN_CMD_ARGS for anything else.
"""

import os
import signal
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


if "MAKELEVEL" in os.environ:  # started by `make run`

    def when_ready(server):
        # Closing the terminal stops the portal; elsewhere SIGHUP asks gunicorn to start afresh.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(server.pid, signal.SIGTERM))
        addresses = " and ".join(f"http://{address}/" for address in bind)
        print(f"The portal answers on {addresses} (Ctrl+C stops it).", flush=True)

    def post_worker_init(worker):
        # Ctrl+C reaches every process; told twice (by us as well), one worker in twenty got stuck.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
