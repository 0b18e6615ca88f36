"""Who follows what: no more of anybody than an address, a language and what it follows."""

import datetime
import uuid

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.i18n.languages import CODES

LANGUAGES = [(code, code) for code in CODES]
REMINDERS = (30, 14, 7, 3, 1)  # days before a deadline that can be chosen
USUAL_REMINDERS = (14, 3)
UNCONFIRMED_FOR = datetime.timedelta(days=7)


def usual_reminders():
    return as_stored(USUAL_REMINDERS)


def as_stored(days):
    """Numbers of days as texts, so that one can be looked for in the stored list."""
    return [str(number) for number in sorted(days, reverse=True)]


class SubscriberQuerySet(models.QuerySet):
    def erase_unconfirmed(self, at):
        """Erase what nobody confirmed in time, and whoever follows nothing; returns how many."""
        Subscription.objects.filter(confirmed_at=None, asked_at__lt=at - UNCONFIRMED_FOR).delete()
        follows = Subscription.objects.filter(subscriber=OuterRef("pk"))
        # Not one that was made just now, for a subscription that comes in the same transaction.
        idle = self.filter(~Exists(follows), created_at__lt=at - datetime.timedelta(minutes=5))
        count = idle.count()
        idle.delete()
        return count


class Subscriber(models.Model):
    """One e-mail address, in small letters. Erasing it erases all that is known of it.

    `key` stands in links and in the hashes of mails: primary keys may come again after a restore.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True, editable=False)
    language = models.CharField(max_length=2, choices=LANGUAGES, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubscriberQuerySet.as_manager()

    def __str__(self):
        return f"subscriber {self.pk}"  # never the address: this may end in a log


class Subject(models.Model):
    """What can be followed, once for all who follow it.

    `object_id` is the call, series or partner; `query` the filters of a list or a search, always in
    the same order; `language` that of a search, whose words are looked for in one language.
    `members` are the calls of a list, or the keys of what a search finds, as they were last: who
    follows it is also told of a call that has just left the list, such as a cancelled one.
    """

    class Kind(models.TextChoices):
        CALL = "call"
        SERIES = "series"
        PARTNER = "partner"
        CALLS = "calls"
        SEARCH = "search"
        CHANGES = "changes"

    kind = models.CharField(max_length=7, choices=Kind.choices, editable=False)
    object_id = models.PositiveBigIntegerField(default=0, editable=False)
    query = models.CharField(max_length=1000, default="", editable=False)
    language = models.CharField(max_length=2, default="", editable=False)
    members = models.JSONField(default=list, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "query", "language"],
                name="alerts_subject_is_there_once",
            )
        ]

    def __str__(self):
        return " ".join(filter(None, [self.kind, str(self.object_id or ""), self.query]))


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def with_reminder(self, days):
        """Those of whoever wants to be reminded so many days before a deadline."""
        return self.filter(reminders__icontains=f'"{days}"')  # quoted: whole numbers only


class Subscription(models.Model):
    """A subscriber follows a subject, once confirmed: from then on they are told what is new."""

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="subscriptions")
    reminders = models.JSONField(default=usual_reminders, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "subject"], name="alerts_subscription_follows_once"
            )
        ]
        indexes = [models.Index(fields=["subject", "confirmed_at"], name="alerts_by_subject")]

    def __str__(self):
        return f"{self.subscriber}: {self.subject}"


class SignUp(models.Model):
    """What somebody asked for on a page, until it is handled; then only that it was, for a day.

    The address goes when it is handled. `address` and `network` are keyed hashes, of which the key
    changes each day: they serve to count and tell nothing afterwards.
    """

    class Kind(models.TextChoices):
        FOLLOW = "follow"  # a subject
        MANAGE = "manage"  # a new link to the page where everything can be changed

    kind = models.CharField(max_length=6, choices=Kind.choices, editable=False)
    email = models.CharField(max_length=320, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES, editable=False)
    address = models.CharField(max_length=64, editable=False)
    network = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    handled = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["network", "at"], name="alerts_signups_from_a_network"),
            models.Index(fields=["address", "at"], name="alerts_signups_of_an_address"),
        ]

    def __str__(self):
        return f"{self.kind}, {self.at:%Y-%m-%d %H:%M:%S}"
