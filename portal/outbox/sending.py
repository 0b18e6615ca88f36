"""Mails leave after the transaction that they tell about; a server that is away gets them later.

They are stored in that transaction, so that none is lost and none tells of what was rolled back.
A thread of the process sends them at once, and the job `send_mails` of `portal_periodic` those that
were left. One that a server took just before the process was killed is sent twice.
"""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused
from threading import Thread

from django.core.mail import EmailMessage
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from portal.outbox.models import WaitingMail

logger = logging.getLogger(__name__)
THREAD = "outgoing mail"


def post(mails):
    """Store [(address, subject, body)] in this transaction, and send them after it."""
    WaitingMail.objects.bulk_create(
        WaitingMail(to=to, subject=subject, body=body) for to, subject, body in mails
    )
    thread = Thread(target=send_in_thread, name=THREAD)
    transaction.on_commit(thread.start, robust=True)


def send_in_thread():
    try:
        send_due()
    except DatabaseError:
        logger.exception("Mails wait for the next run of portal_periodic")
    finally:
        connections.close_all()


def send_due():
    """Send what waits; returns how many mails a server took."""
    waiting, at = WaitingMail.objects, timezone.now()
    for mail in waiting.too_old(at):
        logger.error("Nobody took a mail for three days: %s", mail.subject)
        mail.delete()
    mine = (mail for mail in waiting.due(at) if waiting.claim(mail, timezone.now()))
    return sum(is_sent(mail) for mail in mine)


def is_sent(mail):
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except Exception as error:  # whatever is wrong with one is no reason to leave out the others
        if is_final(error):
            logger.error("A mail was refused: %s (%s)", mail.subject, type(error).__name__)
            mail.delete()
        else:
            logger.warning("A mail waits: %s (%s)", mail.subject, type(error).__name__)
            mail.postpone(timezone.now())
        return False
    mail.delete()
    return True


def is_final(error):
    """Whether a server said that it will never take this mail.

    What it says of us, such as that our password is wrong, is no fault of the mail.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500
