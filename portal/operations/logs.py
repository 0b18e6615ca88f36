"""Log lines that carry the id of their request, and nothing about who asked.

Imports nothing of Django: gunicorn writes its own lines with this too (deploy/gunicorn.conf.py).
"""

import datetime
import json
import logging
import re
from contextlib import contextmanager
from contextvars import ContextVar

from portal.logs import without_token

_request_id = ContextVar("request_id", default="")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What a record may have beside its message (`extra`).
EXTRA = ("method", "view", "path", "status", "ms", "sql")


@contextmanager
def request_id(value):
    """Inside, each line of this thread carries the id."""
    token = _request_id.set(value)
    try:
        yield
    finally:
        _request_id.reset(token)


class RequestIdFilter(logging.Filter):
    """Gives every record `request_id`; a hyphen outside requests."""

    def filter(self, record):
        record.request_id = id_of(record) or "-"
        return True


class JsonFormatter(logging.Formatter):
    """One object a line; times in UTC, `ms` in milliseconds."""

    def format(self, record):
        found = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": without_person(message_of(record)),
        }
        if id_ := id_of(record):
            found["request_id"] = id_
        found |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info:
            found["traceback"] = without_person(self.formatException(record.exc_info))
        return json.dumps(found, ensure_ascii=False, default=str)


def id_of(record):
    """The id of the request that a record belongs to; Django writes some after all middleware."""
    return _request_id.get() or getattr(getattr(record, "request", None), "request_id", "")


def message_of(record):
    """Of a request that was refused, Django writes the whole path, which may hold anything."""
    status = getattr(record, "status_code", None)
    if record.name == "django.request" and status and status < 500:
        return f"answered with {status}"
    if record.name.startswith("django.security"):
        return "a suspicious request was refused"
    return record.getMessage()


def without_person(text):
    return MAIL_ADDRESS.sub("…@…", without_token(text))
