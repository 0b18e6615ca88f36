"""What must be done now and then, whoever visits: each job alone, and safe to repeat."""

import datetime
import logging
import time

from django.conf import settings
from django.utils import timezone

from portal.accounts import sessions, throttle
from portal.alerts import sending as alerts
from portal.api import changes
from portal.keeping.sweep import sweep
from portal.links.checker import check_due, find_links
from portal.operations import timestamps, trail
from portal.operations.locks import only_one
from portal.outbox.sending import send_due
from portal.page_cache import purge
from portal.page_cache.models import ContentChange
from portal.revisions.going_live import publish_due
from portal.search.models import EmptySearch
from portal.transparency import log

logger = logging.getLogger(__name__)
KEEPING_FOR = 180  # seconds in which one run walks past pages; the next one goes on
ALERTS_FOR = 180  # seconds in which one run sends mails to subscribers; the next one goes on
LINKS = 50  # checked in one run; at two seconds for each on the same site
DAY = datetime.timedelta(days=1)


def go_live():
    return f"{publish_due()} drafts went live."


def keep_versions():
    return f"{sweep(within=KEEPING_FOR)} versions were kept."


def keep_log():
    return f"{log.keep()} leaves got their place in the log."


def keep_timestamp():
    if not settings.TRANSPARENCY_TIMESTAMP_URL:
        return "No authority is asked."
    kept = timestamps.stamp_daily()
    return f"A {kept} was kept." if kept else "There is one of the last day."


def check_trail():
    """An error in the log of the system, too: nothing of what was kept may ever change."""
    check = trail.check_daily()
    if check is None:
        return "What was kept was checked less than a day ago."
    if check.findings:
        logger.error("%s things that were kept are wrong: run check_trail", len(check.findings))
    return f"{len(check.findings)} things that were kept are wrong."


def tell_changes():
    told = changes.tell(timezone.now())
    return "Another process tells them." if told is None else f"{told} changes were told."


def forget_sign_ins():
    ended, attempts = sessions.forget_ended(timezone.now()), throttle.forget_old(timezone.now())
    return f"{ended} sessions that are over and {attempts} old attempts to sign in were erased."


def send_mails():
    return f"{send_due()} mails that waited were sent."


def erase_searches():
    return f"{EmptySearch.objects.erase_old(timezone.localdate())} old searches were erased."


def erase_changes():
    erased = ContentChange.objects.erase_before(timezone.now() - DAY)
    return f"{erased} old marks of changes were erased."


def check_links():
    find_links()
    count, _postponed = check_due(LINKS)
    return f"{count} links were looked at."


def send_alerts():
    if not settings.ALERTS:
        return "E-mail alerts are off."
    with only_one("alerts") as is_mine:
        done = alerts.run(until=time.monotonic() + ALERTS_FOR) if is_mine else {"sent": 0}
    return f"{done['sent']} mails to subscribers were sent."


def purge_caches():
    return f"{purge.tell_changes()} caches in front were told to drop their pages."


# The slowest last.
JOBS = {
    "go_live": go_live,
    "purge_caches": purge_caches,
    "send_mails": send_mails,
    "keep_versions": keep_versions,
    "keep_log": keep_log,
    "tell_changes": tell_changes,
    "forget_sign_ins": forget_sign_ins,
    "erase_searches": erase_searches,
    "erase_changes": erase_changes,
    "keep_timestamp": keep_timestamp,
    "check_trail": check_trail,
    "send_alerts": send_alerts,
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
