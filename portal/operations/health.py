"""Whether this process lives, and whether it can serve: for load balancers and alarms."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.utils import timezone

from portal.operations.trail import DAY
from portal.postgresql.limits import each_query_within
from portal.transparency.models import TrailCheck

DATABASE_LIMIT = 1  # seconds that the database may take for an answer
OK = "ok"


def live():
    """The process answers: nothing else is asked."""
    return answer({"live": True})


def ready():
    checks = {"database": database(), "media": media(), "disk": disk()}
    is_ready = set(checks.values()) == {OK}
    # Visitors can be served all the same.
    log = transparency_log() if checks["database"] == OK else "not known"
    content = {"ready": is_ready, "checks": checks, "log": log}
    return answer(content, 200 if is_ready else 503)


PATHS = {"/health/live": live, "/health/ready": ready}


def answer(content, status=200):
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})


def database():
    try:
        with each_query_within(DATABASE_LIMIT):
            applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return "does not answer"
    missing = sorted(".".join(key) for key in known_migrations() - set(applied))
    return f"migrations are missing: {', '.join(missing)}" if missing else OK


def transparency_log():
    """Whether the log is signed, and what the last daily check of all that was kept says."""
    if not settings.TRANSPARENCY_KEY:
        return "not signed: TRANSPARENCY_KEY is not set"
    try:
        with each_query_within(DATABASE_LIMIT):
            check = TrailCheck.objects.newest()
    except Error:
        return "not known"
    if not check or check.at < timezone.now() - 2 * DAY:
        return "not checked for two days: does portal_periodic run?"
    return f"{len(check.findings)} things are wrong: run check_trail" if check.findings else OK


@cache
def known_migrations():
    return frozenset(MigrationLoader(None).disk_migrations)


def media():
    if not isinstance(default_storage, FileSystemStorage):
        return OK  # a service of its own, which has its own alarms
    try:
        with tempfile.TemporaryFile(dir=media_folder()) as file:
            file.write(b"\0")
    except OSError:
        return "not writable"
    return OK


def disk():
    free = shutil.disk_usage(media_folder()).free // 2**20
    return OK if free >= settings.DISK_FREE_MB else f"{free} MB free"


def media_folder():
    """The folder of uploads, or the one in which the first upload will make it."""
    folder = Path(settings.MEDIA_ROOT).absolute()
    return next(place for place in (folder, *folder.parents) if place.is_dir())
