"""Every query is timed: slow ones are written to the log, failed ones counted."""

import logging
import time

from django.conf import settings
from django.db import Error

from portal.operations import metrics

logger = logging.getLogger("portal.slow_query")


def watch_queries(connection, **_signal):
    """Receiver of `connection_created`."""
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute, sql, params, many, context):
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    except Error as error:
        metrics.database_errors.labels(type(error).__name__).inc()
        raise
    finally:
        ms = (time.perf_counter() - begun) * 1000
        if ms >= settings.SLOW_QUERY_MS:
            metrics.slow_queries.inc()
            # Without its parameters, which may be what a visitor typed.
            logger.warning("a slow query", extra={"ms": round(ms), "sql": str(sql)[:4000]})
