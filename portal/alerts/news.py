"""Finds what there is to tell: whatever became news since the first subscription, once.

Everything is found again from what is stored (change notes, public versions, dates of calls), and
an announcement is made only where there is none. So it does not matter how often or how late this
runs, or whether the process was killed in it. It is asked in the transaction of a publication, so
that staff see at once what will go out, and by `send_alerts`, for what the clock brings.
"""

import datetime
import logging
from itertools import groupby

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from calls.models import Call, DeadlineChange
from calls.status import utc
from portal.alerts.differences import differences
from portal.alerts.models import REMINDERS, Announcement, Reason, Subscription
from portal.alerts.models.news import LOOKED_FOR
from portal.archive.models import PublicVersion
from portal.i18n.instants import begin_of_day
from portal.i18n.languages import SOURCE
from portal.publishing.models import ChangeNote
from portal.registry import PAGE_MODELS

logger = logging.getLogger(__name__)
DAY = datetime.timedelta(days=1)
Kind = DeadlineChange.Kind


def follow_change(record, **kwargs):
    """Receiver of `page_changed`; what goes wrong does not prevent the change.

    `send_alerts` then finds the same.
    """
    if not settings.ALERTS or type(record) not in PAGE_MODELS:
        return
    try:
        with transaction.atomic():
            find_changes(timezone.now(), record)
    except Exception:
        logger.exception("What is new on the page of %r could not be noted", record)


def find_news(at=None):
    """Make an announcement of whatever is new; returns how many there are."""
    at = at or timezone.now()
    since = first_interest(at)
    if since is None:
        return 0
    with transaction.atomic():
        return find_changes(at) + sum(
            announce(record, reason, key, instant, at)
            for find in (results, cancellations, openings, reminders)
            for record, reason, key, instant in find(since, at)
        )


def find_changes(at, record=None):
    """Announce new pages and change notes, of one record or of all; returns how many."""
    since = first_interest(at)
    if since is None:
        return 0
    count = sum(announce(*found, at) for found in new_pages(since, at, record))
    for one, notes in new_notes(since, at, record):
        for group, before, after in by_publication(one, notes):
            count += announce_notes(one, group, before, after, at)
    return count


def first_interest(at):
    """From when on anything new is to be told to anybody; None while nobody follows anything."""
    first = Subscription.objects.confirmed().aggregate(first=Min("confirmed_at"))["first"]
    return first and max(first, at - LOOKED_FOR)


def announce(record, reason, key, instant, at, notes=(), changes=()):
    """Make an announcement that is not there yet; returns whether it was not.

    Staff have some minutes to stop it: after they published, or after an instant that they set.
    """
    wait = datetime.timedelta(minutes=settings.ALERTS_UNDO_MINUTES)
    seen_at = max(instant, at) if notes or reason == Reason.NEW else instant
    announcement, is_new = Announcement.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(type(record)),
        object_id=record.pk,
        reason=reason,
        key=key,
        defaults={
            "at": instant,
            "found_at": at,
            "due_at": seen_at + wait,
            "changes": list(changes),
        },
    )
    if is_new:
        announcement.notes.set(notes)
    return is_new


def is_told(record, at):
    """Whether subscribers hear of a record: examples and what readers do not find are no news."""
    return bool(record) and not record.is_example and record.is_published(at)


# Of any page


def new_pages(since, at, record=None):
    """(record, reason, key, instant) of pages that became public; of calls, those still to close.

    What was loaded, and no editor touched since, was not published then.
    """
    versions = PublicVersion.objects.of_public_pages().filter(language=SOURCE)
    if record:
        versions = versions.for_object(record, record.pk)
    firsts = versions.order_by().values("content_type", "object_id").annotate(at=Min("public_from"))
    known = {ContentType.objects.get_for_model(model).pk: model for model in PAGE_MODELS}
    told = {
        *Announcement.objects.filter(reason=Reason.NEW, at__gt=since).values_list(
            "content_type", "object_id"
        )
    }
    for first in firsts.filter(at__gt=since, at__lte=at):
        place = first["content_type"], first["object_id"]
        if place[0] not in known or place in told:
            continue
        page = known[place[0]].objects.filter(pk=place[1]).with_parent().first()
        is_over = isinstance(page, Call) and not page.is_current(at)
        if is_told(page, at) and page.edits and not is_over:
            yield page, Reason.NEW, "new", first["at"]


def new_notes(since, at, record=None):
    """(record, its public change notes that no announcement has), in their order."""
    told = Announcement.notes.through.objects.values("changenote_id")
    notes = ChangeNote.objects.filter(at__gt=since, at__lte=at).exclude(pk__in=told)
    kinds = ContentType.objects.get_for_models(*PAGE_MODELS).values()
    notes = notes.filter(content_type__in=[kind.pk for kind in kinds])
    if record:
        kind = ContentType.objects.get_for_model(type(record))
        notes = notes.filter(content_type=kind, object_id=record.pk)
    in_order = notes.order_by("content_type", "object_id", "at", "pk")
    for place, some in groupby(in_order, key=lambda note: (note.content_type_id, note.object_id)):
        model = ContentType.objects.get_for_id(place[0]).model_class()
        found = model.objects.filter(pk=place[1]).with_parent().first()
        if is_told(found, at):
            yield found, [*some]


def by_publication(record, notes):
    """([notes], the facts before, the facts after) of each publication that brought notes.

    The version of a publication is written after its notes, in the same transaction. What has no
    version of its own, such as a note for a planned instant, has no facts either.
    """
    versions = PublicVersion.objects.for_object(record, record.pk).of_public_pages()
    versions = versions.filter(language=SOURCE)
    in_order = [*versions.order_by("public_from").values_list("public_from", "facts")]

    def place(note):
        return next((i for i, (begin, _facts) in enumerate(in_order) if begin >= note.at), None)

    for index, some in groupby(notes, key=place):
        group = [*some]
        if not index:  # the first version, or none
            for note in group:
                yield [note], {}, {}
        else:
            yield group, in_order[index - 1][1], in_order[index][1]


def announce_notes(record, notes, before, after, at):
    """One announcement of what a publication told; returns 1, or 0 where it was there already."""
    reason, key = reason_of(record, notes, before, after)
    changes = differences(record, before, after, at)
    instant = max(note.at for note in notes)
    made = announce(record, reason, key, instant, at, notes, changes)
    if not made:  # such as results that are published a second time
        made = announce(record, Reason.CHANGE, str(notes[0].pk), instant, at, notes, changes)
    return int(made)


def reason_of(record, notes, before, after):
    """(reason, key) of what a publication told: what matters most to readers."""
    instants = {note.at for note in notes}
    by_note = str(notes[0].pk)
    if not isinstance(record, Call):
        return Reason.CHANGE, by_note
    last = max(instants)
    is_new = {
        name for name in ("cancelled_at", "results_at") if before.get(name) != after.get(name)
    }
    if record.cancelled_at and record.cancelled_at <= last:
        if record.cancelled_at in instants or "cancelled_at" in is_new:
            return Reason.CANCELLED, record.cancelled_at.isoformat()
    elif before.get("cancelled_at") and "cancelled_at" in is_new and not record.cancelled_at:
        return Reason.REVIVED, by_note
    moved = {
        change.kind for change in record.deadline_changes.all() if change.changed_at in instants
    }
    if moved & {Kind.CLOSING, Kind.PARTNER}:
        return Reason.MOVED, by_note
    if "results_at" in is_new and record.results_at and record.results_at <= last:
        return Reason.RESULTS, "results"
    return Reason.CHANGE, by_note


# What the clock brings to calls


def public_calls(at):
    return Call.objects.published(at).real().select_related("series")


def results(since, at):
    for call in public_calls(at).filter(results_at__gt=since, results_at__lte=at):
        yield call, Reason.RESULTS, "results", call.results_at


def cancellations(since, at):
    for call in public_calls(at).filter(cancelled_at__gt=since, cancelled_at__lte=at):
        yield call, Reason.CANCELLED, call.cancelled_at.isoformat(), call.cancelled_at


def openings(since, at):
    for call in public_calls(at).open(at).filter(opens_at__gt=since, opens_at__lte=at):
        if not became_known_after(call, call.opens_at):
            yield call, Reason.OPENING, call.opens_at.isoformat(), call.opens_at


def reminders(since, at):
    """From the beginning of the day that is so many days before the last one to apply on."""
    chosen = Subscription.objects.confirmed()
    wanted = [days for days in REMINDERS if chosen.with_reminder(days).exists()]
    if not wanted:
        return
    for call in public_calls(at).open(at).filter(closing_instant__gt=at):
        for days in wanted:
            instant = begin_of_day(call.last_day - days * DAY)
            opened = utc(call.opens_at) is None or utc(call.opens_at) < utc(instant)
            if since < instant <= at and opened and not became_known_after(call, instant):
                yield call, Reason.REMINDER, reminder_key(days, call), instant


def reminder_key(days, call):
    return f"{days}:{call.closing.isoformat()}"


def days_of(announcement):
    """The days before a deadline that a reminder is for."""
    return int(announcement.key.partition(":")[0])


def became_known_after(call, instant):
    """Whether the announcement of a new call says what would have been told at an instant."""
    return Announcement.objects.about(call).filter(reason=Reason.NEW, at__gte=instant).exists()
