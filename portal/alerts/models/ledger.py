"""The ledger: who is to be told of which announcement, and in which mail it went.

A `Notice` is there once for each subscriber and announcement, that is for each item and reason. A
mail is claimed by a `Delivery` before it is handed to the server, and marked after the server took
it; both are committed at once. So a process that is killed leaves one of these:

- no delivery: nothing was handed over, and the notices still wait;
- a delivery that is marked: the server has the mail, and nobody sends it again;
- a delivery that is not marked: the server may have it or not, and nobody can ask. It is sent
  again, with the same Message-ID, by which servers and clients know a repeat. The other choice,
  not to send it, would now and then lose the news that a deadline moved, and nobody would notice.

The last one can only be the mail that was under way: between its last byte and the mark.
"""

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.alerts.models.news import URGENT, Announcement
from portal.alerts.models.subscribers import Subscriber, Subscription
from portal.outbox.models import ATTEMPT, LONGEST_PAUSE, pause_after


class DeliveryQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(state=Delivery.State.WAITING)

    def due(self, at):
        """Those to send now; also what a clock that was wrong put off too far."""
        is_due = Q(next_attempt_at__lte=at) | Q(next_attempt_at__gt=at + LONGEST_PAUSE)
        return self.unfinished().filter(is_due).order_by("next_attempt_at", "pk")

    def claim(self, delivery, at):
        """Whether this process may send it now: no other one does before `ATTEMPT` is over."""
        mine = self.unfinished().filter(pk=delivery.pk, next_attempt_at=delivery.next_attempt_at)
        attempts = delivery.attempts + 1
        values = {"next_attempt_at": at + ATTEMPT, "attempts": attempts}
        if delivery.kind == Delivery.Kind.DIGEST:
            values["day"] = timezone.localdate(at)  # one a day counts from when it leaves
        if not mine.update(**values):
            return False
        delivery.next_attempt_at, delivery.attempts = values["next_attempt_at"], attempts
        return True


class Delivery(models.Model):
    """One mail to one subscriber. Its text is made when it leaves, of what holds then.

    `token` is a keyed hash of what it is about: part of its Message-ID and of the address to which
    it bounces. `day` is the day in Brussels of a digest, of which there is one a day.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest"
        URGENT = "urgent"
        CONFIRM = "confirm"
        KNOWN = "known"
        MANAGE = "manage"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        REFUSED = "refused"
        EMPTY = "empty"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, null=True, related_name="+", editable=False
    )
    kind = models.CharField(max_length=7, choices=Kind.choices, editable=False)
    day = models.DateField(null=True, editable=False)
    token = models.CharField(max_length=40, unique=True, editable=False)
    state = models.CharField(
        max_length=7, choices=State.choices, default=State.WAITING, editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_attempt_at = models.DateTimeField(default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    bounced_at = models.DateTimeField(null=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "day"],
                condition=Q(kind="digest") & ~Q(state="empty"),
                name="alerts_delivery_is_the_only_digest_of_its_day",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state="waiting"),
                name="alerts_delivery_unfinished",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.token}"

    def finish(self, state, at, **values):
        type(self).objects.filter(pk=self.pk).update(state=state, done_at=at, **values)

    def postpone(self, at):
        """Try again later, after a pause that doubles each time."""
        later = at + pause_after(self.attempts)
        type(self).objects.filter(pk=self.pk).update(next_attempt_at=later)


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        """Those that no mail has told yet, and that staff did not stop."""
        return self.filter(delivery=None, dropped_at=None, announcement__stopped_at=None)

    def of_kind(self, kind):
        """Those that go into a mail of this kind: what is urgent into one of its own."""
        urgent = Q(announcement__reason__in=URGENT)
        return self.filter(urgent if kind == Delivery.Kind.URGENT else ~urgent)


class Notice(models.Model):
    """A subscriber is to be told, or was told, of an announcement; there is one for both.

    `dropped_at` is when it turned out that there is nothing to tell any more, such as a reminder of
    a call that was cancelled.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="notices")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="notices")
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, null=True, related_name="notices", editable=False
    )
    dropped_at = models.DateTimeField(null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "announcement"], name="alerts_notice_is_told_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["subscriber"],
                condition=Q(delivery__isnull=True, dropped_at__isnull=True),
                name="alerts_notice_waiting",
            )
        ]

    def __str__(self):
        return f"{self.subscriber}: {self.announcement_id}"


def ready(kind, at, after=0):
    """The subscribers to whom a mail of a kind can go now, by primary key after one.

    Not while an earlier one of that kind is unfinished; a digest only once a day in Brussels.
    """
    kinds = Delivery.objects.filter(subscriber=OuterRef("pk"), kind=kind)
    blocks = Q(state=Delivery.State.WAITING)
    if kind == Delivery.Kind.DIGEST:
        blocks |= Q(day=timezone.localdate(at)) & ~Q(state=Delivery.State.EMPTY)
    waiting = Notice.objects.waiting().of_kind(kind).filter(subscriber=OuterRef("pk"))
    found = Subscriber.objects.filter(Exists(waiting), ~Exists(kinds.filter(blocks)), pk__gt=after)
    return found.order_by("pk")


def erase_old(at, kept_for: datetime.timedelta):
    """Erase what is older than `kept_for`; returns how many announcements and mails that were."""
    announcements = Announcement.objects.filter(at__lt=at - kept_for, found_at__lt=at - kept_for)
    mails = Delivery.objects.filter(done_at__lt=at - kept_for)
    count = announcements.count() + mails.count()
    announcements.delete()
    mails.delete()
    return count
