"""How many messages to subscribers are late, for alarms: then `portal_periodic` does not run."""

import datetime

from django.conf import settings

from portal.alerts.models import Announcement, Delivery
from portal.operations import metrics

LATE = datetime.timedelta(minutes=30)
INTERVAL = datetime.timedelta(minutes=1)  # each process counts no more often

_counted_at = None


def measure(at):
    """Count them, where there are alerts, once in INTERVAL."""
    global _counted_at
    if settings.ALERTS and not (_counted_at and _counted_at <= at < _counted_at + INTERVAL):
        _counted_at = at
        metrics.alerts_overdue.set(count(at))


def count(at):
    due = Announcement.objects.due(at - LATE).count()
    return due + Delivery.objects.unfinished().filter(created_at__lt=at - LATE).count()
