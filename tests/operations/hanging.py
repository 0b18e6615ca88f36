"""A WSGI application for tests of gunicorn: /hang never answers, everything else does at once."""

import os
import threading

from prometheus_client import Counter

counted = Counter("counted", "Answers")


def application(environ, start_response):
    if environ["PATH_INFO"] == "/hang":
        threading.Event().wait()
    counted.inc()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
