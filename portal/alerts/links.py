"""Signed links: who has one may do what it says, and nothing else.

No public page has a cookie or a session, so a request from another site brings no authority along:
what a form may do stands in its address alone. Whoever could forge such an address would have the
secret key; whoever has one was sent it. Pages with such an address are stored by no cache (views),
written to no log (`portal.operations.middleware`, deploy/nginx.conf) and, as all pages here, told
to no other site (Referrer-Policy).
"""

import datetime
import uuid

from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portal.alerts.models import Subscriber, Subscription
from portal.i18n.addresses import absolute

CONFIRM_WITHIN = datetime.timedelta(hours=48)
MANAGE_WITHIN = datetime.timedelta(days=30)


class Expired(Exception):
    """A link that was right, too long ago."""


class Signer(signing.TimestampSigner):
    """Signs as of an instant: a mail that is sent again has the same links."""

    at = None

    def timestamp(self):
        return signing.b62_encode(int((self.at or timezone.now()).timestamp()))


def sign(purpose, text, at):
    found = signer(purpose)
    found.at = at
    return found.sign(text)


def signer(purpose):
    return Signer(salt=f"portal.alerts.{purpose}", sep=".")


def read(purpose, token, within=None):
    """What was signed; Http404 for what we did not sign, `Expired` after its time."""
    try:
        return signer(purpose).unsign(token, max_age=within)
    except signing.SignatureExpired as error:
        raise Expired(signer(purpose).unsign(token)) from error
    except signing.BadSignature as error:
        raise Http404("no link of ours") from error


def confirm_url(subscription, at=None):
    text = f"{subscription.subscriber.key.hex}-{subscription.pk}"
    return absolute(reverse("alerts:confirm", args=[sign("confirm", text, at)]))


def confirmed_by(token):
    """The subscription that a link confirms; None when it is not there any more."""
    return subscription_of(read("confirm", token, CONFIRM_WITHIN))


def subscription_of(text):
    key, _hyphen, pk = text.partition("-")
    found = Subscription.objects.filter(subscriber__key=uuid.UUID(key), pk=pk)
    return found.select_related("subscriber", "subject").first()


def manage_url(subscriber, at=None):
    return absolute(reverse("alerts:manage", args=[sign("manage", subscriber.key.hex, at)]))


def managed_by(token):
    return subscriber_of(read("manage", token, MANAGE_WITHIN))


def unsubscribe_url(subscriber, at=None):
    """This one holds for ever: nobody must be kept from getting no mail."""
    token = sign("unsubscribe", subscriber.key.hex, at)
    return absolute(reverse("alerts:unsubscribe", args=[token]))


def unsubscribed_by(token):
    return subscriber_of(read("unsubscribe", token))


def subscriber_of(text):
    return Subscriber.objects.filter(key=uuid.UUID(text)).first()
