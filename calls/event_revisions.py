"""Keeps what calendars were sent: for each event, the instants from which on it reads differently.

A client takes another text of an event only with a higher SEQUENCE. That cannot be counted from
what is stored: a change can be taken back, and what was sent before stays sent. So the transaction
of a publication also writes the revisions of its events, those of planned instants ahead: when one
comes, nobody needs to be there. A later publication replaces what was not yet sent.
"""

import datetime
from collections import defaultdict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from calls.ical import calendar_events, event_component, first_revision
from calls.models import Call, CallSeries, EventRevision
from partners.models import Partner
from portal.i18n.languages import CODES
from portal.publishing import clock
from portal.publishing.canonical import hash_of

SECOND = datetime.timedelta(seconds=1)  # calendars know no smaller unit
# Where the facts of a call stand, as a path to the record that changed.
PATHS = {Call: "pk", CallSeries: "series", Partner: "series__partner"}


def keep_changed_events(record, **kwargs):
    """Receiver of `page_changed`: the calls of a series and of a partner have their names."""
    if path := PATHS.get(type(record)):
        keep_revisions(Q((path, record.pk)))


@transaction.atomic
def keep_revisions(condition=None, at=None):
    """Write the revisions, from `at` on, of the events of all calls or those of a condition."""
    at = at or timezone.now()
    calls = Call.objects.real().filter(condition or Q()).order_by("pk")
    locked = calls.select_for_update(of=("self",)).select_related("series__partner")
    for call in locked.prefetch_related("amounts", "sessions", "deadline_changes", "changes"):
        EventRevision.objects.filter(call=call, since__gt=at).delete()
        last = EventRevision.objects.last_sent([call], at)
        written = list(new_revisions(call, last, [at, *planned_instants(call, at)]))
        EventRevision.objects.bulk_create(written)


def planned_instants(call, at):
    """The instants after `at` at which the dates of a call, or of what it names, change it."""
    owners = [call, call.series, call.series.partner, *call.changes.all()]
    instants = {
        value - before
        for owner in owners
        for column, before in owner.scheduled_transitions()
        if (value := getattr(owner, column))
    }
    return sorted(instant for instant in instants if instant > at)


def new_revisions(call, last, instants):
    """The revisions that are to follow on the last ones, {UID: revision}, at some instants."""
    is_first, last = not last, dict(last)
    for instant in instants:
        digests = digests_of(call, instant)
        for uid in {**last, **digests}:
            previous, digest = last.get(uid), digests.get(uid, "")
            if not previous or previous.digest != digest:
                last[uid] = next_revision(call, uid, previous, instant, is_first)
                last[uid].digest = digest
                yield last[uid]


def next_revision(call, uid, previous, at, is_first):
    """The one after `previous`; of a call that was never kept, as it was sent until then."""
    sequence, modified = 0, at
    if previous:
        sequence = previous.sequence + 1
        modified = max(at, previous.last_modified + SECOND)
    elif is_first:
        sequence, modified = max(first_in_each_language(call, at))
    return EventRevision(call=call, uid=uid, since=at, sequence=sequence, last_modified=modified)


def first_in_each_language(call, at):
    for code in CODES:
        with override(code):
            yield first_revision(call, at)


def digests_of(call, at):
    """{UID: hash of all that subscribers see of an event, in any language} at an instant."""
    texts = defaultdict(bytes)
    for code in CODES if call.is_published(at) else ():
        with override(code), clock.frozen_at(at):
            for event in calendar_events(call, at):
                component = event_component(call, event, call.get_absolute_url(), at)
                texts[event.uid] += component.to_ical()
    return {uid: hash_of(text.decode()) for uid, text in texts.items()}
