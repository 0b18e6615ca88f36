"""When what the public sees turns by itself, and so how long a cache may keep an answer.

Models say at which instants their records turn (`scheduled_transitions`); here these come together.
Everything that turns with the calendar (days left, the ends of frameworks, agreements, programmes
and jurisdictions, yearly deadlines) does so at midnight in Brussels: every midnight is a boundary.
"""

import datetime
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import Error
from django.db.models import CharField, Count, Min, Q, QuerySet, Value
from django.utils import timezone

from portal.revisions.models import Draft
from portal.revisions.workflow import publish_due

SECOND = datetime.timedelta(seconds=1)
# One second because nginx counts whole ones: what it takes at 12:00:00.9 for 10 seconds it still
# serves at 12:00:10.9. One for the way of the answer from here to the cache.
MARGIN = 2 * SECOND
NOT_KEPT = "no-store"
PATIENCE = 0.3  # seconds
FRESH_FOR = SECOND  # how long a process goes without asking the database again


def next_boundary(at):
    """The first instant after `at` at which anything public turns by itself, in one query."""
    points = [
        (model, column, before)
        for model in apps.get_models()
        if hasattr(model, "scheduled_transitions")
        for column, before in model.scheduled_transitions()
    ]
    first, *others = [
        _first_after(model, column, at + before, number)
        for number, (model, column, before) in enumerate(points)
    ]
    soonest = first.union(*others, all=True)
    found = [instant - points[int(number)][2] for number, instant in soonest if instant]
    return min([next_midnight(at), *found])


def _first_after(model, column, at, number):
    # A plain queryset: those of modeltranslation put the columns of a union in another order.
    later = QuerySet(model).filter(**{f"{column}__gt": at}).order_by()
    numbered = later.annotate(number=Value(str(number), output_field=CharField()))
    return numbered.values("number").annotate(soonest=Min(column)).values_list("number", "soonest")


def next_midnight(at):
    """The midnight that ends the Brussels day of an instant, on days of 23 and 25 hours too."""
    tomorrow = timezone.localdate(at) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time.min)
    return timezone.make_aware(midnight).astimezone(datetime.UTC)


class CacheWindow(NamedTuple):
    """A span in which nothing turns by itself, by what was stored at its beginning (or later)."""

    since: datetime.datetime
    until: datetime.datetime


_cache_window = None


def cache_window(at):
    """The span around an instant. It is kept for a moment, so that most pages need no query."""
    global _cache_window
    quiet = _cache_window  # another thread may set it meanwhile
    if not (quiet and quiet.since <= at < min(quiet.until, quiet.since + FRESH_FOR)):
        quiet = _cache_window = CacheWindow(at, next_boundary(at))
    return quiet


def cache_control(shown):
    """The Cache-Control of an answer made for an instant: no copy outlives the next boundary.

    Browsers ask each time. A shared cache may keep the answer for SHARED_CACHE_SECONDS at most,
    counted from the instant for which it was made, or from when the boundary was last looked up if
    that is longer ago: so whatever an editor saves has replaced every copy within that time, also
    a boundary that nobody could know before. While the portal cannot answer, nginx may go on with
    an old copy (stale-if-error), but not past the boundary either; caches that follow RFC 9111 to
    the letter then have none, because of must-revalidate.
    """
    # What never asked for the time cannot turn: it needs no database. Midnight is a fair limit.
    quiet = CacheWindow(shown.at, next_midnight(shown.at))
    if shown.was_read:
        try:
            quiet = cache_window(shown.at)
        except Error:  # the answer is there, what comes next is not known: keep nothing
            quiet = CacheWindow(shown.at, shown.at)
    now = timezone.now()
    left = max(0, (quiet.until - MARGIN - now) // SECOND)
    fresh = max(0, (quiet.since - now) // SECOND + settings.SHARED_CACHE_SECONDS)
    if not (shared := min(left, fresh)):
        # Not s-maxage=0: to a 304 with that, nginx gives the old copy its whole life once more.
        return NOT_KEPT
    return f"public, max-age=0, s-maxage={shared}, must-revalidate, stale-if-error={left - shared}"


class DueDrafts(NamedTuple):
    """What was found of drafts that are to go live, and until when that holds."""

    since: datetime.datetime
    until: datetime.datetime
    are_waiting: bool


_due_drafts = None


def publish_due_drafts(at):
    """Approved drafts go live with the first request at or after their instant, in any process.

    The database is asked once a second at most, and again at the next instant that is known. No
    visitor waits for a lock longer than PATIENCE. Returns whether something still has to go live:
    then the answer is an old one, which no cache may keep.
    """
    global _due_drafts
    known = _due_drafts
    if known and known.since <= at < min(known.until, known.since + FRESH_FOR):
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
    except Error:  # without a database nothing can go live; the answer says the rest
        return False
    until = found["soonest"] or next_midnight(at)
    _due_drafts = DueDrafts(at, until, bool(found["waiting"]))
    return _due_drafts.are_waiting
