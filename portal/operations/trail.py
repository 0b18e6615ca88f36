"""Whether all that was kept is still what it was: the logbook, the log of it, files and versions.

`manage.py check_trail` says it, and the worklist once a day (periodic.py).
"""

import datetime
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from portal.publishing.models import Document, FormerFile
from portal.revisions.files import sha256_of
from portal.revisions.models import Revision, altered_entries
from portal.transparency.check import Finding, check_log, finding
from portal.transparency.models import Leaf, TrailCheck

ENTRY = gettext_noop("Entry %(where)s of the logbook was altered, or what stood before it is gone.")
FILE_ALTERED = gettext_noop("The file %(where)s is not the one that was uploaded.")
FILE_GONE = gettext_noop("The file %(where)s is gone.")
DAY, KEPT = datetime.timedelta(days=1), datetime.timedelta(days=400)
MOST = 200  # findings that are stored


def check_trail(known=()):
    """All that is not as it was kept; `known` are checkpoints from outside (check.Known)."""
    with one_snapshot():
        return [*check_logbook(), *check_log(known), *check_files()]


@contextmanager
def one_snapshot():
    """Inside, PostgreSQL shows what there is now, whatever others write meanwhile."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def check_logbook():
    for entry in altered_entries():
        yield finding(ENTRY, where=str(entry.pk))


def check_files():
    """Uploaded files that are not what was stored with them, or in the logbook."""
    in_logbook = {}
    for files in Revision.objects.exclude(files={}).order_by("pk").values_list("files", flat=True):
        in_logbook |= files
    for model in (Document, FormerFile):
        for stored in model._base_manager.exclude(file="").order_by("pk").iterator():
            name = stored.file.name
            expected = {stored.sha256, in_logbook.get(name, "")} - {""}
            if not expected:
                continue
            found = sha256_of(name)
            if found is None:
                yield finding(FILE_GONE, where=name)
            elif expected != {found}:
                yield finding(FILE_ALTERED, where=name)


# Once a day


def check_daily(now=None):
    """Check unless that was done within a day, and keep what was found; None if it was done."""
    now = now or timezone.now()
    newest = TrailCheck.objects.newest()
    if newest and newest.at > now - DAY:
        return None
    findings = check_trail()
    TrailCheck.objects.filter(at__lt=now - KEPT).delete()
    return TrailCheck.objects.create(
        at=now, leaves=Leaf.objects.size(), findings=[[*one] for one in findings[:MOST]]
    )


def last_findings():
    """What the last daily check found."""
    newest = TrailCheck.objects.newest()
    return [Finding.from_data(data) for data in newest.findings] if newest else []


def right_until(found):
    """The last instant at which something that is wrong now is known to have been right; or None.

    That is when it was written into the log, or a later daily check that did not find it.
    """
    instants = [datetime.datetime.fromisoformat(found.after)] if found.after else []
    for check in TrailCheck.objects.order_by("-pk").iterator(chunk_size=20):
        if not any(found.is_same(Finding.from_data(data)) for data in check.findings):
            instants.append(check.at)
            break
    return max(instants, default=None)
