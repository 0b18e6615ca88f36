"""What is counted and measured for Prometheus; deploy/gunicorn.conf.py serves it.

With PROMETHEUS_MULTIPROC_DIR in the environment the numbers of all processes are added up.
"""

import logging

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

requests = Counter("portal_requests", "Requests answered", ["view", "method", "status"])
durations = Histogram("portal_request_seconds", "Time to make an answer", ["view"], buckets=SECONDS)
page_cache = Counter("portal_page_cache", "Pages asked of the page cache", ["result"])
purges = Counter("portal_purges", "Times that a cache in front was told of a change", ["result"])
database_errors = Counter("portal_database_errors", "Queries that failed", ["kind"])
slow_queries = Counter("portal_slow_queries", "Queries over SLOW_QUERY_MS")
drafts_overdue = Gauge(
    "portal_drafts_overdue",
    "Approved drafts whose instant has passed and that are not live",
    multiprocess_mode="mostrecent",
)
alerts_overdue = Gauge(
    "portal_alerts_overdue",
    "Messages to subscribers that should have gone out half an hour ago",
    multiprocess_mode="mostrecent",
)
# A mail that could not be sent is one of logger="portal.outbox.sending".
errors = Counter("portal_errors", "Errors written to the log", ["logger"])


class CountErrors(logging.Handler):
    def emit(self, record):
        errors.labels(record.name).inc()
