"""What must be done now and then, whoever visits: each job alone, and safe to repeat."""

import datetime
import fcntl
import logging
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.accounts import sessions, throttle
from portal.archive.capture import capture_all
from portal.links.checker import check_due, find_links
from portal.page_cache.models import ContentChange
from portal.revisions.going_live import publish_due
from portal.search.models import EmptySearch

logger = logging.getLogger(__name__)
LOCK = 7_316_264  # a number that nothing else locks in the portal's database
LINKS = 50  # checked in one run; at two seconds for each on the same site
DAY = datetime.timedelta(days=1)


def go_live():
    return f"{publish_due()} drafts went live."


def keep_versions():
    return f"{capture_all()} versions were kept."


def forget_sign_ins():
    ended, attempts = sessions.forget_ended(timezone.now()), throttle.forget_old(timezone.now())
    return f"{ended} sessions that are over and {attempts} old attempts to sign in were erased."


def erase_searches():
    return f"{EmptySearch.objects.erase_old(timezone.localdate())} old searches were erased."


def erase_changes():
    erased = ContentChange.objects.erase_before(timezone.now() - DAY)
    return f"{erased} old marks of changes were erased."


def check_links():
    find_links()
    count, _postponed = check_due(LINKS)
    return f"{count} links were looked at."


# The slowest last.
JOBS = {
    "go_live": go_live,
    "keep_versions": keep_versions,
    "forget_sign_ins": forget_sign_ins,
    "erase_searches": erase_searches,
    "erase_changes": erase_changes,
    "check_links": check_links,
}


def run(names):
    """Run jobs; yields (name, what it says, whether it failed)."""
    for name in names:
        try:
            yield name, JOBS[name](), False
        except Exception as error:  # one that fails is no reason to leave out the others
            logger.exception("The job %s failed", name)
            yield name, f"{type(error).__name__}: {error}", True


@contextmanager
def only_one():
    """Yields whether nobody else is inside, on any machine that uses the database."""
    with server_lock() if connection.vendor == "postgresql" else file_lock() as is_mine:
        yield is_mine


@contextmanager
def server_lock():
    """On a connection of its own: jobs may close the other one, and the lock ends with it."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            yield cursor.fetchone()[0]
    finally:
        own.close()


@contextmanager
def file_lock():
    name = str(connection.settings_dict["NAME"])
    path = settings.VAR_DIR / "memory" if connection.is_in_memory_db() else Path(name)
    path.parent.mkdir(exist_ok=True)  # where nothing has been run yet
    with open(f"{path}.periodic-lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
