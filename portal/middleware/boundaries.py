"""When public pages change without an edit, and so how long a cache may keep a response.

Models list the instants at which their records change (`scheduled_transitions`); this module takes
the next of them all. Whatever follows the calendar (days left, the ends of frameworks, agreements,
programmes and jurisdictions, yearly deadlines) changes at midnight in Brussels, so every midnight
is a boundary.
"""

import datetime
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import Error
from django.db.models import CharField, Count, Min, Q, QuerySet, Value
from django.utils import timezone

from portal.revisions.going_live import publish_due
from portal.revisions.models import Draft

SECOND = datetime.timedelta(seconds=1)
# One second because nginx counts in whole seconds: a response stored at 12:00:00.9 for 10 seconds
# is still served at 12:00:10.9. Another second for the transfer from here to the cache.
MARGIN = 2 * SECOND
NO_STORE = "no-store"
PATIENCE = 0.3  # seconds
LOOKUP_INTERVAL = SECOND  # how long a process reuses what it last read from the database


def next_boundary(at):
    """The first instant after `at` at which anything public changes by itself, in one query."""
    transitions = [
        (model, column, before)
        for model in apps.get_models()
        if hasattr(model, "scheduled_transitions")
        for column, before in model.scheduled_transitions()
    ]
    first, *others = [
        _first_instant_after(model, column, at + before, index)
        for index, (model, column, before) in enumerate(transitions)
    ]
    soonest = first.union(*others, all=True)
    instants = [instant - transitions[int(index)][2] for index, instant in soonest if instant]
    return min([next_midnight(at), *instants])


def _first_instant_after(model, column, at, index):
    # A plain QuerySet: modeltranslation's own puts the columns of a union in another order.
    later = QuerySet(model).filter(**{f"{column}__gt": at}).order_by()
    indexed = later.annotate(index=Value(str(index), output_field=CharField()))
    return indexed.values("index").annotate(soonest=Min(column)).values_list("index", "soonest")


def next_midnight(at):
    """The end of the Brussels day of an instant, in UTC; also right on days of 23 and 25 hours."""
    tomorrow = timezone.localdate(at) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time.min)
    return timezone.make_aware(midnight).astimezone(datetime.UTC)


class CacheWindow(NamedTuple):
    """A span in which nothing changes by itself, given the data stored at `since` or later."""

    since: datetime.datetime
    until: datetime.datetime


_cache_window = None


def cache_window(at):
    """The window around an instant, reused for LOOKUP_INTERVAL so that most pages need no query."""
    global _cache_window
    window = _cache_window  # a local copy: another thread may replace the global meanwhile
    if not (window and window.since <= at < min(window.until, window.since + LOOKUP_INTERVAL)):
        window = _cache_window = CacheWindow(at, next_boundary(at))
    return window


def cache_control(frozen):
    """The Cache-Control of a response made under a `FrozenClock`; no copy outlives the boundary.

    Browsers revalidate each time. A shared cache may keep the response for SHARED_CACHE_SECONDS at
    most, counted from the instant for which it was made, or from the last lookup of the boundary
    if that is longer ago. So whatever an editor saves replaces every copy within that time, even
    when the edit brings a boundary closer. While the portal is down, nginx may serve an old copy
    (stale-if-error), but not past the boundary either; caches that follow RFC 9111 strictly then
    serve none, because of must-revalidate.
    """
    # A response that never read the clock cannot change by itself: midnight is a safe limit, and
    # costs no query.
    window = CacheWindow(frozen.at, next_midnight(frozen.at))
    if frozen.was_read:
        try:
            window = cache_window(frozen.at)
        except Error:  # the next boundary is unknown, so nothing may keep this response
            window = CacheWindow(frozen.at, frozen.at)
    now = timezone.now()
    until_boundary = max(0, (window.until - MARGIN - now) // SECOND)
    fresh = max(0, (window.since - now) // SECOND + settings.SHARED_CACHE_SECONDS)
    if not (shared := min(until_boundary, fresh)):
        # Not s-maxage=0: after a 304 with that, nginx keeps the old copy for its full time again.
        return NO_STORE
    stale = until_boundary - shared
    return f"public, max-age=0, s-maxage={shared}, must-revalidate, stale-if-error={stale}"


class DueDrafts(NamedTuple):
    """Whether approved drafts were overdue at `since`, and the next instant at which one is due."""

    since: datetime.datetime
    until: datetime.datetime
    are_waiting: bool


_due_drafts = None


def publish_due_drafts(at):
    """Publish approved drafts on the first request at or after their instant, in any process.

    Queries the database at most once per LOOKUP_INTERVAL, and again at the next known instant. No
    request waits for a lock longer than PATIENCE. Returns whether a draft is overdue: then the
    response may be out of date, and no cache may keep it.
    """
    global _due_drafts
    known = _due_drafts
    if known and known.since <= at < min(known.until, known.since + LOOKUP_INTERVAL):
        return known.are_waiting
    try:
        publish_due(at, patience=PATIENCE)
        found = (
            Draft.objects.of_known_kinds()
            .planned()
            .aggregate(
                soonest=Min("live_at", filter=Q(live_at__gt=at)),
                waiting=Count("pk", filter=Q(live_at__lte=at)),
            )
        )
    except Error:  # without a database nothing can go live; the view reports the failure
        return False
    until = found["soonest"] or next_midnight(at)
    _due_drafts = DueDrafts(at, until, bool(found["waiting"]))
    return _due_drafts.are_waiting
