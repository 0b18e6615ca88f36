"""psycopg, with connections that stop waiting; `DatabaseWrapper.Database` is this module."""

import time

import psycopg
from psycopg import *  # noqa: F403 - a driver has every name that Django's backend asks of psycopg
from psycopg.errors import _WaitTimeout

from portal.postgresql.limits import limit

PAUSE = 1  # seconds in which nobody tries to connect again after it failed
_failure = {}  # when the last one was, by the clock that only goes forward


class Connection(psycopg.Connection):
    def wait(self, gen, interval=0.1, timeout=None):
        limits = [seconds for seconds in (timeout, limit()) if seconds is not None]
        try:
            return super().wait(gen, interval, min(limits, default=None))
        except _WaitTimeout as error:
            self.close()  # the answer may come yet, and nobody would know to which question
            _failure["at"] = time.monotonic()
            raise psycopg.OperationalError("The database did not answer in time.") from error


def connect(*args, **kwargs):
    """A new connection; nobody whose time is limited waits for one that just failed."""
    if limit() and time.monotonic() < _failure.get("at", float("-inf")) + PAUSE:
        raise psycopg.OperationalError("The database did not answer a moment ago.")
    try:
        return Connection.connect(*args, **kwargs)
    except psycopg.OperationalError:
        _failure["at"] = time.monotonic()
        raise
