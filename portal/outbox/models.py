"""Mails that wait until a mail server takes them."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

ATTEMPT = datetime.timedelta(minutes=1)  # longer than a mail server may take to answer
LONGEST_PAUSE = datetime.timedelta(hours=6)
KEPT_FOR = datetime.timedelta(days=3)


def pause_after(attempts):
    """How long to wait after so many attempts; it doubles each time."""
    return min(ATTEMPT * 2 ** min(attempts, 10), LONGEST_PAUSE)


class WaitingMailQuerySet(models.QuerySet):
    def due(self, at):
        """Those to send now; also what a clock that was wrong put off too far."""
        is_due = Q(next_attempt_at__lte=at) | Q(next_attempt_at__gt=at + LONGEST_PAUSE)
        return self.filter(is_due).order_by("next_attempt_at", "pk")

    def claim(self, mail, at):
        """Whether this process may send a mail now: no other one does before `ATTEMPT` is over."""
        mine = self.filter(pk=mail.pk, next_attempt_at=mail.next_attempt_at)
        return bool(mine.update(next_attempt_at=at + ATTEMPT, attempts=mail.attempts + 1))

    def too_old(self, at):
        return self.filter(added_at__lt=at - KEPT_FOR)


class WaitingMail(models.Model):
    """A mail to one address. The row goes when a server took it or refused it for good."""

    to = models.EmailField(max_length=254, editable=False)
    subject = models.TextField(editable=False)
    body = models.TextField(editable=False)
    added_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = WaitingMailQuerySet.as_manager()

    def __str__(self):
        return self.subject

    def postpone(self, at):
        """Try again later, after a pause that doubles each time."""
        later = at + pause_after(self.attempts)
        type(self).objects.filter(pk=self.pk).update(next_attempt_at=later)
