"""Mails that came back: reports of delivery (RFC 3464), and when an address is given up.

Which mail it was stands in the address that the report was sent to (ALERTS_BOUNCES_TO, with a +… of
its own for each mail) or else in the Message-ID of the mail that it quotes. Both are keyed hashes,
so nobody can send a report about somebody else's mail.
"""

import datetime
import re
from email.utils import getaddresses

from django.conf import settings

from portal.alerts.models import Delivery

COUNTED_FOR = datetime.timedelta(days=90)
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Failures that are not the address's: a full mailbox, a mail that is too large, and what is said of
# us, such as that we are on a list of senders of spam.
NOT_THE_ADDRESS = {("2", "2"), ("2", "3"), ("3", "4")}
TOKEN = re.compile(r"\+([0-9a-f]{32})@")
MESSAGE_ID = re.compile(r"^Message-ID:\s*<([0-9a-f]{32})@", re.IGNORECASE | re.MULTILINE)
SENT_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Resent-To")


def is_hard(said):
    """Whether the status in an answer of a server (5.1.1 …) says that an address takes no mail."""
    found = STATUS.search(said)
    if not found:
        return True  # a refusal of an address, without a reason
    kind, area, detail = found.groups()
    return kind == "5" and area != "7" and (area, detail) not in NOT_THE_ADDRESS


def read_report(message, at):
    """Note what a message reports; returns "bounced", "ended" (the address is erased) or ""."""
    if not reports_failure(message):
        return ""
    delivery = Delivery.objects.filter(token__in=tokens_of(message)).first()
    if not delivery or delivery.bounced_at:  # not ours, or read before
        return ""
    Delivery.objects.filter(pk=delivery.pk).update(bounced_at=at)
    return "ended" if end_if_bounced(delivery.subscriber, at) else "bounced"


def reports_failure(message):
    """Whether it is a report that a mail could not be delivered, for good, to this address."""
    if message.get_content_type() != "multipart/report":
        return False
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for group in part.get_payload():
                action, status = group.get("Action", ""), group.get("Status", "")
                if action.strip().lower() == "failed" and is_hard(status) and STATUS.search(status):
                    return True
    return False


def tokens_of(message):
    """What may name the mail that came back, from the address of the report and what it quotes."""
    headers = [str(value) for name in SENT_TO for value in message.get_all(name, [])]
    found = [address for _name, address in getaddresses(headers)]
    tokens = {match[1] for address in found if (match := TOKEN.search(address))}
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            quoted = part.as_string()
            tokens |= {*MESSAGE_ID.findall(quoted)}
    return tokens


def end_if_bounced(subscriber, at):
    """Erase an address to which too many mails could not be delivered; returns whether it was."""
    bounced = subscriber.deliveries.filter(bounced_at__gt=at - COUNTED_FOR).count()
    if bounced < settings.ALERTS_MOST_BOUNCES:
        return False
    subscriber.delete()
    return True
