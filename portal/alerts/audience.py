"""Who is told of an announcement: whoever follows it, and the ledger that says so."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from agreements.models import Agreement, WorkProgramme
from calls.filters import CallFilter
from calls.models import Call, CallSeries
from calls.syndication import followed_calls
from partners.models import Partner
from portal.alerts.models import Announcement, Notice, Reason, Subject, Subscriber, Subscription
from portal.alerts.news import days_of
from portal.i18n.languages import SOURCE
from portal.publishing import clock
from portal.site_search.results import FACETS, narrowed, search

logger = logging.getLogger(__name__)
CHUNK = 500  # subscribers that are read or written at once
Kind = Subject.Kind
BY_THE_CLOCK = (Reason.OPENING, Reason.REMINDER)  # no search finds anything else for these


def sort_news(at=None):
    """Note which subjects each new announcement belongs to; returns how many were sorted.

    A list also tells of what was in it when it was last looked at.
    """
    at = at or timezone.now()
    count = 0
    with transaction.atomic():
        unsorted = [*Announcement.objects.filter(sorted_at=None).order_by("at", "pk")]
        for announcement in unsorted:
            announcement.subjects.add(*named_subjects(announcement))
        for subject in followed_lists(unsorted):
            before, now = {*subject.members}, members(subject, at)
            for announcement in unsorted:
                if member_key(subject, announcement) in before | now:
                    announcement.subjects.add(subject)
            if now != before:
                subject.members = sorted(now)
                subject.save(update_fields=["members"])
        keys = [announcement.pk for announcement in unsorted]
        count = Announcement.objects.filter(pk__in=keys).update(sorted_at=at)
    return count


def followed_lists(announcements):
    """The lists, and the searches when anything was changed, that somebody follows."""
    followed = Exists(Subscription.objects.confirmed().filter(subject=OuterRef("pk")))
    kinds = [Kind.CALLS]
    if any(one.reason not in BY_THE_CLOCK for one in announcements):
        kinds.append(Kind.SEARCH)
    return Subject.objects.filter(followed, kind__in=kinds).order_by("pk").iterator(CHUNK)


def named_subjects(announcement):
    """The subjects that name the record of an announcement, or what it is a part of."""
    record = announcement.record
    if record is None:
        return Subject.objects.none()
    wanted = Q(pk__in=[])
    if announcement.notes.exists():
        wanted |= Q(kind=Kind.CHANGES)
    if isinstance(record, Call):
        wanted |= Q(kind=Kind.CALL, object_id=record.pk)
        wanted |= Q(kind=Kind.SERIES, object_id=record.series_id)
        wanted |= Q(kind=Kind.PARTNER, object_id=record.series.partner_id)
        if announcement.reason == Reason.NEW:  # the next edition, for who follows another one
            others = record.series.calls.exclude(pk=record.pk).values("pk")
            wanted |= Q(kind=Kind.CALL, object_id__in=others)
    elif isinstance(record, CallSeries):
        wanted |= Q(kind=Kind.SERIES, object_id=record.pk)
        wanted |= Q(kind=Kind.PARTNER, object_id=record.partner_id)
    elif isinstance(record, Partner):
        wanted |= Q(kind=Kind.PARTNER, object_id=record.pk)
    elif isinstance(record, Agreement | WorkProgramme):
        agreement = getattr(record, "agreement", record)
        wanted |= Q(kind=Kind.PARTNER, object_id__in=agreement.partners.values("pk"))
    return Subject.objects.filter(wanted)


def members(subject, at):
    """What a list or a search has at an instant: primary keys of calls, or keys of pages."""
    with clock.frozen_at(at), override(subject.language or SOURCE):
        query = QueryDict(subject.query)
        if subject.kind == Kind.CALLS:
            calls = followed_calls(CallFilter(query)).select_related(None).prefetch_related(None)
            return {*calls.values_list("pk", flat=True)}
        if subject.kind == Kind.SEARCH:
            chosen = {name: query[name] for name in FACETS if query.get(name)}
            _query, hits = search(query.get("q", ""))
            return {hit.candidate.key for hit in narrowed(hits, chosen)}
    return set()


def member_key(subject, announcement):
    """What stands for the record of an announcement among the members of a subject."""
    model = announcement.content_type.model_class()
    if subject.kind == Kind.CALLS:
        return announcement.object_id if model is Call else None
    return f"{model._meta.label_lower}:{announcement.object_id}"


def subscriptions_to(announcement, subjects=None):
    """The confirmed subscriptions that an announcement is for."""
    subjects = announcement.subjects.all() if subjects is None else subjects
    found = Subscription.objects.confirmed().filter(
        subject__in=subjects, confirmed_at__lt=announcement.at
    )
    if announcement.reason == Reason.REMINDER:
        found = found.with_reminder(days_of(announcement))
    return found


def audience(announcement, subjects=None):
    """The subscribers who are told, each once."""
    mine = subscriptions_to(announcement, subjects).filter(subscriber=OuterRef("pk"))
    return Subscriber.objects.filter(Exists(mine))


def how_many(announcement, at=None):
    """How many people will be told, or were: for staff, also before it is sorted."""
    if announcement.told_at:
        return announcement.notices.filter(dropped_at=None).count()
    if announcement.sorted_at:
        return audience(announcement).count()
    at = at or timezone.now()
    subjects = {*named_subjects(announcement).values_list("pk", flat=True)}
    for subject in followed_lists([announcement]):
        if member_key(subject, announcement) in {*subject.members} | members(subject, at):
            subjects.add(subject.pk)
    return audience(announcement, subjects).count()


def write_ledger(at=None):
    """Write a notice for everyone who is to be told of what is due; returns how many.

    In pieces, each in a transaction: after a crash the next run writes those that are missing.
    """
    count = 0
    for announcement in [*Announcement.objects.due(at or timezone.now()).exclude(sorted_at=None)]:
        last = 0
        while last is not None:
            last, written = write_piece(announcement, last)
            count += written
        Announcement.objects.filter(pk=announcement.pk).update(told_at=at or timezone.now())
    return count


@transaction.atomic
def write_piece(announcement, after):
    """(The last subscriber of the piece, or None at the end; how many notices were written)."""
    # Locked, so that nobody is erased between the question and the answer.
    found = audience(announcement).filter(pk__gt=after).order_by("pk")
    keys = [*found.select_for_update(of=("self",)).values_list("pk", flat=True)[:CHUNK]]
    Notice.objects.bulk_create(
        [Notice(subscriber_id=key, announcement=announcement) for key in keys],
        ignore_conflicts=True,
    )
    return (keys[-1] if len(keys) == CHUNK else None), len(keys)
