"""What a process knows of the content's age, and so how long a page of it may be kept.

One lookup a second in each process says whether anything was changed, by anybody. Between two
changes pages turn at the boundaries alone. While the database does not answer, what was known
last holds until its boundary: nothing can have been published.
"""

import datetime
import json
import threading
from typing import NamedTuple

from django.conf import settings
from django.db import Error
from django.db.models import Count, Min, Q
from django.utils import timezone

from portal.alerts import overdue
from portal.operations import metrics
from portal.page_cache.boundaries import next_boundary
from portal.page_cache.models import ContentChange
from portal.page_cache.shared import shared
from portal.postgresql.limits import each_query_within
from portal.revisions.going_live import publish_due
from portal.revisions.models import Draft

SECOND = datetime.timedelta(seconds=1)
# One second because nginx counts in whole seconds: a response stored at 12:00:00.9 for 10 seconds
# is still served at 12:00:10.9. Another second for the transfer from here to the cache.
MARGIN = 2 * SECOND
NO_STORE = "no-store"
PATIENCE = 0.3  # seconds that a visit waits for the lock of a draft that goes live
LOOKUP_INTERVAL = SECOND  # how long a process goes by what it last read from the database
QUERY_LIMIT = 1  # seconds that this lookup waits for the database
SHARED_KEY = "freshness"
RETRY_INTERVAL = 3 * SECOND  # until the database is asked again after it did not answer


class Freshness(NamedTuple):
    """The content as a process knows it.

    `version` is what it was at `checked`; it is the same since `since`, and so are all pages, which
    turn at `until`. `is_late` is whether an approved draft is overdue: then no cache may keep
    anything. `is_offline` is whether the database has not answered since.
    """

    version: tuple
    since: datetime.datetime
    checked: datetime.datetime
    boundary: datetime.datetime
    until: datetime.datetime
    is_late: bool
    is_offline: bool = False

    def as_bytes(self):
        instants = [
            one.isoformat() for one in (self.since, self.checked, self.boundary, self.until)
        ]
        return json.dumps([self.version, *instants, self.is_late]).encode()

    @classmethod
    def from_bytes(cls, content):
        version, *instants, is_late = json.loads(content)
        return cls(tuple(version), *map(datetime.datetime.fromisoformat, instants), is_late)


class Watch:
    """The newest `Freshness` of this process."""

    def __init__(self):
        self.known = None
        self.retry_at = None
        self.lock = threading.Lock()

    def now(self, at):
        """The freshness at an instant, or None when the database does not say."""
        if known := self.still_known(at):
            return known
        # One thread asks; the others go by what is known, as long as nothing turns.
        is_urgent = not (self.known and self.known.checked <= at < self.known.until)
        if not self.lock.acquire(blocking=is_urgent):
            return self.known
        try:
            return self.still_known(at) or self.look(at)
        finally:
            self.lock.release()

    def still_known(self, at):
        known = self.known  # a copy: another thread may replace it meanwhile
        asked = known and known.checked + LOOKUP_INTERVAL
        if asked and self.retry_at:
            asked = max(asked, self.retry_at)
        return known if known and known.checked <= at < min(known.until, asked) else None

    def look(self, at):
        """Ask the database, and let drafts go live whose instant has come."""
        if self.retry_at and self.retry_at - RETRY_INTERVAL <= at < self.retry_at:
            return None
        try:
            with each_query_within(QUERY_LIMIT):
                self.known = self.asked(at)
            self.retry_at = None
            self.tell_others()
        except Error:
            self.retry_at = timezone.now() + RETRY_INTERVAL
            self.ask_others()
            if self.known and not self.known.checked <= at < self.known.until:
                return None
            self.known = self.known and self.known._replace(is_offline=True)
        return self.known

    def tell_others(self):
        """Note what was found just now for a process that begins while the database is away."""
        now = timezone.now()
        if now - self.known.checked < LOOKUP_INTERVAL:
            seconds = (self.known.until - now).total_seconds()
            shared.put(SHARED_KEY, self.known.as_bytes(), seconds)

    def ask_others(self):
        """Go by what another process found, if that is newer."""
        if content := shared.get(SHARED_KEY):
            found = Freshness.from_bytes(content)
            if not self.known or found.checked > self.known.checked:
                self.known = found

    def asked(self, at):
        publish_due(at, patience=PATIENCE)
        version, known = ContentChange.objects.version(), self.known
        drafts = Draft.objects.of_known_kinds().planned()
        due = drafts.aggregate(
            soonest=Min("live_at", filter=Q(live_at__gt=at)),
            waiting=Count("pk", filter=Q(live_at__lte=at)),
        )
        metrics.drafts_overdue.set(due["waiting"])
        overdue.measure(at)
        is_same = known and known.version == version and known.checked <= at < known.boundary
        since, boundary = (known.since, known.boundary) if is_same else (at, next_boundary(at))
        until = min(boundary, due["soonest"] or boundary)
        return Freshness(version, since, at, boundary, until, bool(due["waiting"]))

    def forget(self):
        """Ask again next time: this process has just changed something."""
        if known := self.known:
            self.known = known._replace(checked=known.checked - LOOKUP_INTERVAL)


watch = Watch()


def cache_control(freshness, until):
    """The Cache-Control of a page that turns at `until`; no copy outlives that instant.

    Browsers revalidate each time. A shared cache may keep it for SHARED_CACHE_SECONDS at most,
    counted from the last lookup; so whatever an editor saves replaces every copy soon, even when
    the edit brings a boundary closer. For one second more it may serve the old copy while it asks
    for the new one, and while the portal is down until the boundary.
    """
    if not freshness or freshness.is_late:
        return NO_STORE
    now = timezone.now()
    until_boundary = max(0, (until - MARGIN - now) // SECOND)
    # While the database is gone nothing is saved, so what is known does not age.
    age = (now - freshness.checked) / SECOND if not freshness.is_offline else 0
    shared = min(until_boundary, int(settings.SHARED_CACHE_SECONDS - age))
    if shared <= 0:
        # Not s-maxage=0: after a 304 with that, nginx keeps the old copy for its full time again.
        return NO_STORE
    revalidating = min(1, until_boundary - shared)
    return (
        f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={revalidating}, "
        f"stale-if-error={until_boundary - shared}"
    )


def last_modified(freshness):
    """When pages last turned, as far as this process saw it; None while that is too fresh.

    HTTP counts in seconds: for two of them another process may still answer with the page before.
    """
    return freshness.since if timezone.now() - freshness.since > 2 * LOOKUP_INTERVAL else None
