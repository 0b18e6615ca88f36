"""What people ask for on the site is written down, and handled afterwards by another thread.

So the answer is the same, and as quick, for an address that is new, known, wrong or asked for too
often: the request does nothing but write one row.
"""

import datetime
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.accounts.throttle import network_of
from portal.alerts.models import Delivery, SignUp, Subject, Subscriber, Subscription
from portal.i18n.languages import active

DAY = datetime.timedelta(days=1)
NETWORKS = {4: 24, 6: 48}  # the length of the prefix of what counts as one
PER_NETWORK = 30  # asked in an hour from one network; more is answered with 429
PER_ADDRESS = 5  # mails a day to an address that confirmed nothing yet
PER_KNOWN_ADDRESS = 20
Kind = Delivery.Kind


def hashed(kind, text, at):
    """A keyed hash that cannot be compared with one of another day."""
    day = timezone.localdate(at).isoformat()
    return salted_hmac(f"portal.alerts.{kind}.{day}", text, algorithm="sha256").hexdigest()


def is_too_many(request, at):
    """Whether a network asked for more than its share in the last hour."""
    network = hashed("network", network_of(request, NETWORKS), at)
    hour = at - datetime.timedelta(hours=1)
    return SignUp.objects.filter(network=network, at__gt=hour).count() >= PER_NETWORK


def note(request, kind, email, subject=None, language=None):
    """Write down what somebody asked for."""
    at, email = timezone.now(), email.strip().lower()
    return SignUp.objects.create(
        kind=kind,
        email=email[:320],
        subject=subject,
        language=language or active(),
        address=hashed("address", email, at),
        network=hashed("network", network_of(request, NETWORKS), at),
        at=at,
    )


def handle():
    """Handle all that was asked; returns how many. The mails are sent by `sending`."""
    count = 0
    for key in [*SignUp.objects.filter(handled=False).order_by("pk").values_list("pk", flat=True)]:
        with transaction.atomic():
            waiting = SignUp.objects.filter(pk=key, handled=False).select_related("subject")
            found = waiting.select_for_update(skip_locked=True, of=("self",))
            if sign_up := found.first():
                answer(sign_up)
                sign_up.email, sign_up.handled = "", True
                sign_up.save()
                count += 1
    return count


def answer(sign_up):
    """Make the mail that is to be sent for what somebody asked, if any."""
    known = Subscriber.objects.filter(email=sign_up.email).first()
    if is_asked_too_often(sign_up, known) or not is_mail_address(sign_up.email):
        return
    if sign_up.kind == SignUp.Kind.MANAGE:
        if known and known.subscriptions.confirmed().exists():
            make_delivery(known, Kind.MANAGE)
        return
    if not sign_up.subject:
        return
    subscriber = known or Subscriber.objects.create(email=sign_up.email, language=sign_up.language)
    if not subscriber.subscriptions.confirmed().exists():
        Subscriber.objects.filter(pk=subscriber.pk).update(language=sign_up.language)
    subscription, _is_new = Subscription.objects.get_or_create(
        subscriber=subscriber, subject=sign_up.subject
    )
    if subscription.confirmed_at:
        make_delivery(subscriber, Kind.KNOWN, subscription)
    else:
        Subscription.objects.filter(pk=subscription.pk).update(asked_at=sign_up.at)
        make_delivery(subscriber, Kind.CONFIRM, subscription)


def confirm(subscription):
    """From now on it is followed, in the language of the page; a second time changes nothing."""
    unconfirmed = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None)
    if unconfirmed.update(confirmed_at=timezone.now()):
        Subscriber.objects.filter(pk=subscription.subscriber_id).update(language=active())
    subscription.refresh_from_db()


def make_delivery(subscriber, kind, subscription=None):
    token = secrets.token_hex(16)  # asked for again, it is another mail
    Delivery.objects.create(
        subscriber=subscriber, kind=kind, subscription=subscription, token=token
    )


def is_asked_too_often(sign_up, known):
    asked = SignUp.objects.filter(
        address=sign_up.address, at__gt=sign_up.at - DAY, pk__lte=sign_up.pk
    )
    is_confirmed = known and known.subscriptions.confirmed().exists()
    return asked.count() > (PER_KNOWN_ADDRESS if is_confirmed else PER_ADDRESS)


def is_mail_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= Subscriber._meta.get_field("email").max_length


def erase_old(at):
    """Erase what nobody confirmed, what was asked before today, and subjects nobody follows."""
    count = Subscriber.objects.erase_unconfirmed(at)
    asked = SignUp.objects.filter(at__lt=at - DAY)
    count += asked.count()
    asked.delete()
    asked_for = SignUp.objects.exclude(subject=None).values("subject")
    idle = Subject.objects.filter(subscriptions=None).exclude(pk__in=asked_for)
    idle.delete()
    return count
