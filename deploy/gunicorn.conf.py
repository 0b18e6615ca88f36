"""gunicorn, for `make run` and for production alike.

Environment: PORT (8000), WEB_CONCURRENCY (2 workers), STUCK_AFTER (60 seconds after which a request
counts as stuck), METRICS_ADDRESS (host:port for Prometheus; none), LOG_FORMAT as for the portal,
GUNICORN_CMD_ARGS for anything else.
"""

import os
import signal
import socket

from gunicorn.glogging import Logger

from portal.logs import MaskingFormatter
from portal.operations import metrics_server
from portal.operations.watchdog import Watchdog


def loopback_addresses():
    """Both loopback addresses, or IPv4 alone on a machine without IPv6."""
    port = os.environ.get("PORT") or "8000"
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return [f"127.0.0.1:{port}"]
    return [f"127.0.0.1:{port}", f"[::1]:{port}"]


class MaskingLogger(Logger):
    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(MaskingFormatter(self.error_fmt, self.datefmt))


bind = loopback_addresses()  # the outside world comes in through the proxy
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 30
keepalive = 75  # seconds: longer than nginx does, so that no connection is reset in use
graceful_timeout = 10  # a page takes milliseconds, an upload seconds
control_socket_disable = True  # it would be made in the home directory, which may be read-only
loglevel = "warning"
logger_class = MaskingLogger
accesslog = None  # the proxy keeps one
stuck_after = float(os.environ.get("STUCK_AFTER") or 60)  # more than any query may take

is_production = os.environ.get("PORTAL_ENV") == "production"
if (os.environ.get("LOG_FORMAT") or ("json" if is_production else "line")) == "json":
    own = {"level": "WARNING", "handlers": ["stderr"], "propagate": False}
    logconfig_dict = {
        "version": 1,
        "disable_existing_loggers": False,
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"gunicorn.error": own, "gunicorn.access": own},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "formatters": {"json": {"()": "portal.operations.logs.JsonFormatter"}},
    }

# A thread that hangs, which gunicorn does not notice


def post_fork(server, worker):
    worker.watchdog = Watchdog(stuck_after, grace=graceful_timeout, frozen_after=timeout - 5)
    worker.watchdog.start()


def pre_request(worker, request):
    worker.watchdog.begin(f"{request.method} {request.path}")  # without what was asked for


def post_request(worker, request, environ, response):
    worker.watchdog.end()


# Metrics

metrics_address = os.environ.get("METRICS_ADDRESS")
if metrics_address:
    metrics_server.prepare()


def child_exit(server, worker):
    if metrics_address:
        metrics_server.forget(worker.pid)


def on_exit(server):
    if metrics_address:
        metrics_server.clean_up()


# Started by `make run`

is_by_make = "MAKELEVEL" in os.environ


def when_ready(server):
    if metrics_address:
        metrics_server.serve(metrics_address, server.log)
    if is_by_make:
        # Closing the terminal stops the portal; elsewhere SIGHUP asks gunicorn to start afresh.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(server.pid, signal.SIGTERM))
        addresses = " and ".join(f"http://{address}/" for address in bind)
        print(f"The portal answers on {addresses} (Ctrl+C stops it).", flush=True)


def post_worker_init(worker):
    if os.environ.get("PURGE_URLS"):
        from portal.page_cache import purge  # Django is set up only now

        purge.start()
    if is_by_make:
        # Ctrl+C reaches every process; told twice (by us as well), one worker in twenty got stuck.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
