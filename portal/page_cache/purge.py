"""Tells caches in front (PURGE_URLS) to drop their pages when those change.

None needs it that obeys our headers: these let a copy live for some seconds, and never past a
boundary. It is for one that keeps pages longer, and then has to be told of every change, and of
every boundary. All pages go at once: which ones an edit shows on is not worth a wrong guess.

One thread in each process looks every second; of all processes one tells, until it is heard.
"""

import hashlib
import logging
import threading
import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone

from portal.operations import metrics
from portal.operations.locks import only_one
from portal.page_cache.freshness import LOOKUP_INTERVAL, watch
from portal.page_cache.models import ToldCache

logger = logging.getLogger(__name__)
PATIENCE = 2  # seconds that a cache may take to answer
PAUSES = (1, 2, 4, 8, 16, 30)  # seconds until one that did not hear is told again


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        """Keys in PURGE_HEADERS are for the address that an operator gave, and for no other."""
        return None


opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))


def current_state():
    """What differs after each change and each boundary; None when the database does not say."""
    known = watch.now(timezone.now())
    is_certain = known and not (known.is_late or known.is_offline)
    return f"{known.version} {known.until.isoformat()}" if is_certain else None


def tell_changes():
    """Tell each cache that was not told yet; returns how many heard.

    Raises OSError when one did not, after the others were told.
    """
    state = current_state() if settings.PURGE_URLS else None
    if not state or not untold(state):
        return 0
    with only_one("purge") as is_mine:
        if not is_mine:
            return 0
        watch.forget()  # another process may have told a newer state meanwhile
        state = current_state()
        addresses = untold(state) if state else []
        failed = [address for address in addresses if not tell(address, state)]
    if failed:
        raise OSError(f"{len(failed)} of {len(settings.PURGE_URLS)} caches were not told.")
    return len(addresses)


def untold(state):
    told = {*ToldCache.objects.filter(state=state).values_list("cache", flat=True)}
    return [address for address in settings.PURGE_URLS if key_of(address) not in told]


def key_of(address):
    return hashlib.sha256(address.encode()).hexdigest()


def tell(address, state):
    request = urllib.request.Request(  # noqa: S310 (settings allow http and https alone)
        address,
        method=settings.PURGE_METHOD,
        headers=settings.PURGE_HEADERS,
        data=settings.PURGE_BODY.encode() or None,
    )
    try:
        opener.open(request, timeout=PATIENCE).close()
    except (OSError, HTTPException) as error:
        # Without the address, which may have a key in it.
        logger.warning("A cache in front was not told of a change: %s", reason_of(error))
        metrics.purges.labels("failed").inc()
        return False
    ToldCache.objects.update_or_create({"state": state}, cache=key_of(address))
    metrics.purges.labels("heard").inc()
    return True


def reason_of(error):
    return f"it answers {error.code}" if isinstance(error, HTTPError) else type(error).__name__


def start():
    """Begin to look, in a thread of this process."""
    threading.Thread(target=look, name="purge", daemon=True).start()


def look():
    wait, failures = threading.Event().wait, 0
    while True:
        try:
            tell_changes()
            failures = 0
        except (OSError, Error) as error:
            failures += 1
            logger.debug("Caches are told again soon: %s", error)
        finally:
            close_old_connections()
        pauses = [LOOKUP_INTERVAL.total_seconds(), *PAUSES]
        wait(pauses[min(failures, len(PAUSES))])
