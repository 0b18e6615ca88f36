"""Mails leave, each once: claimed before, marked after the server took it (models/ledger.py).

One connection carries many mails. While there is none, nothing is claimed, so that everything
waits and is told in one mail later. A few hundred subscribers are read at a time, whatever their
number.

The mails to staff (`portal.outbox`) are stored as text and erased once they were taken; for ten
thousand subscribers that would be ten thousand texts, and no record of what was told. From there
come the pauses between attempts, and what counts as refused for good.
"""

import logging
import time
from contextlib import suppress
from smtplib import SMTPException, SMTPRecipientsRefused
from threading import Thread

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.alerts import audience, news, signups
from portal.alerts.bounces import end_if_bounced, is_hard
from portal.alerts.contents import Kept
from portal.alerts.mails import mail_of
from portal.alerts.models import Delivery, Notice, Subscriber
from portal.alerts.models.ledger import erase_old, ready
from portal.alerts.models.news import KEPT_FOR
from portal.outbox.models import ATTEMPT
from portal.outbox.models import KEPT_FOR as TRIED_FOR
from portal.outbox.sending import is_final

logger = logging.getLogger(__name__)
Kind, State = Delivery.Kind, Delivery.State
CHUNK = 200  # subscribers read at once
PER_CONNECTION = 100  # mails, after which servers may want a new connection
NEWS = (Kind.URGENT, Kind.DIGEST)
ON_REQUEST = (Kind.CONFIRM, Kind.KNOWN, Kind.MANAGE)


class ServerAway(Exception):
    """No mail server answers: the rest waits for the next run."""


class Server:
    """The mail server, connected to once there is something to send, for one run."""

    def __init__(self):
        self.connection, self.count, self.kept = get_connection(), 0, Kept()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def open(self):
        if self.count >= PER_CONNECTION:
            self.close()
        try:
            self.connection.open()
        except (OSError, SMTPException) as error:
            self.close()
            raise ServerAway(type(error).__name__) from error

    def send(self, message):
        self.count += 1
        self.connection.send_messages([message])

    def close(self):
        self.count = 0
        with suppress(OSError, SMTPException):
            self.connection.close()


def run(until=None):
    """All that is to be done now; `until` is when to stop, by `time.monotonic()`.

    Returns {what: how many}.
    """
    at = timezone.now()
    done = {
        "found": news.find_news(at),
        "sorted": audience.sort_news(at),
        "noted": audience.write_ledger(at),
        "asked": signups.handle(),
    }
    done |= {"sent": send_all(until), "erased": erase()}
    return done


def send_all(until=None):
    """Send what waits; returns how many mails a server took."""
    count = 0
    with Server() as server:
        try:
            for is_sent in attempts(server):
                count += is_sent
                if until and time.monotonic() > until:
                    break
        except ServerAway as away:
            logger.warning("Mails to subscribers wait: no server answers (%s)", away)
    return count


def attempts(server):
    """Yields of each mail whether the server took it: first what was left unfinished."""
    yield from send_unfinished(server)
    yield from send_news(server, Kind.URGENT)
    if timezone.localtime().hour >= settings.ALERTS_HOUR:
        yield from send_news(server, Kind.DIGEST)


def send_unfinished(server, kinds=Kind.values):
    """Those that are due again, and those that somebody asked for on the site."""
    while True:
        due = Delivery.objects.due(timezone.now()).filter(kind__in=kinds)
        some = [*due.select_related("subscriber", "subscription__subject")[:CHUNK]]
        if not some:
            return
        for delivery in some:
            server.open()
            if Delivery.objects.claim(delivery, timezone.now()):
                yield attempt(server, delivery)


def send_news(server, kind):
    """One mail of a kind to everyone for whom something waits."""
    last = 0
    while keys := [*ready(kind, timezone.now(), last).values_list("pk", flat=True)[:CHUNK]]:
        for key in keys:
            server.open()
            if delivery := begin(key, kind, timezone.now()):
                yield attempt(server, delivery)
        last = keys[-1]


@transaction.atomic
def begin(key, kind, at):
    """The claimed delivery of all that waits for a subscriber; None if somebody else was first."""
    subscriber = Subscriber.objects.select_for_update(skip_locked=True).filter(pk=key).first()
    if not (subscriber and ready(kind, at, key - 1).filter(pk=key).exists()):
        return None
    notices = Notice.objects.waiting().of_kind(kind).filter(subscriber=subscriber)
    notices = [*notices.select_related("announcement")]
    day = timezone.localdate(at) if kind == Kind.DIGEST else None
    keys = [one.announcement.lasting_key for one in notices]
    delivery = Delivery.objects.create(
        subscriber=subscriber,
        kind=kind,
        day=day,
        token=token_of(subscriber, kind, day or "", *sorted(keys)),
        next_attempt_at=at + ATTEMPT,
        attempts=1,
    )
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(delivery=delivery)
    return delivery


def token_of(subscriber, kind, *about):
    """The same for the same news to the same person, also after a restore; nobody can guess it."""
    text = " ".join(map(str, (subscriber.key, kind, *about)))
    return salted_hmac("portal.alerts.mail", text, algorithm="sha256").hexdigest()[:32]


def attempt(server, delivery):
    """Send a claimed mail and mark it; returns whether the server took it."""
    at = timezone.now()
    try:
        message = mail_of(delivery, at, server.kept)
    except DatabaseError:
        raise
    except Exception:  # whatever is wrong with one is no reason to leave out the others
        logger.exception("A mail to a subscriber could not be made")
        try_later(delivery, at)
        return False
    if message is None:
        drop(delivery, at)
        return False
    try:
        server.send(message)
    except (OSError, SMTPException) as error:
        not_sent(server, delivery, error)
        return False
    delivery.finish(State.SENT, timezone.now())
    return True


@transaction.atomic
def drop(delivery, at):
    """There is nothing to tell any more; this was no digest of the day."""
    delivery.notices.update(dropped_at=at)
    delivery.finish(State.EMPTY, at)


def not_sent(server, delivery, error):
    """What a server refuses for good is over; anything else is tried again.

    After anything but a clear answer the mail may have arrived: the next attempt has the same
    Message-ID.
    """
    at, name = timezone.now(), type(error).__name__
    if not is_final(error):
        logger.warning("A mail to a subscriber waits (%s)", name)
        try_later(delivery, at)
        server.close()
        return
    logger.warning("A mail to a subscriber was refused (%s)", name)
    is_bounce = isinstance(error, SMTPRecipientsRefused) and all(
        is_hard(said.decode(errors="replace")) for _code, said in error.recipients.values()
    )
    delivery.finish(State.REFUSED, at, bounced_at=at if is_bounce else None)
    if is_bounce:
        end_if_bounced(delivery.subscriber, at)


def try_later(delivery, at):
    """Later again, for three days."""
    if delivery.created_at < at - TRIED_FOR:
        logger.error("Nobody took a mail to a subscriber for three days")
        delivery.finish(State.REFUSED, at)
    else:
        delivery.postpone(at)


def erase():
    """Erase what is not needed any more; returns how many records of people and mails that were."""
    at = timezone.now()
    return signups.erase_old(at) + erase_old(at, KEPT_FOR)


# Right after somebody asked on the site


def send_soon():
    """Handle what was asked on the site, in a thread of its own, after the transaction."""
    thread = Thread(target=send_in_thread, name="mail to a subscriber")
    transaction.on_commit(thread.start, robust=True)


def send_in_thread():
    try:
        signups.handle()
        with Server() as server:
            for _is_sent in send_unfinished(server, ON_REQUEST):
                pass
    except ServerAway as away:
        logger.warning("Mails to subscribers wait: no server answers (%s)", away)
    except DatabaseError:
        logger.exception("Mails to subscribers wait for the next run of portal_periodic")
    finally:
        connections.close_all()
