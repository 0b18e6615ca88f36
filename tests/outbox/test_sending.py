"""A mail leaves when a server takes it: not before the change is stored, not twice, never lost."""

import datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from portal.outbox import sending
from portal.outbox.models import WaitingMail

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = datetime.timedelta(minutes=1)
NEVER = [
    SMTPRecipientsRefused({"a@example.org": (550, b"No such user")}),
    SMTPDataError(554, b"Spam"),
]
LATER = [
    SMTPRecipientsRefused({"a@example.org": (451, b"Busy")}),
    SMTPDataError(452, b"Full"),
    SMTPServerDisconnected(),
    SMTPAuthenticationError(535, b"Bad password"),
    SMTPConnectError(554, b"Not now"),
    SMTPSenderRefused(550, b"Who are you?", "portal@example.org"),
    ConnectionRefusedError(),
    TimeoutError(),
]


@pytest.fixture
def mail():
    return WaitingMail.objects.create(to="a@example.org", subject="Subject", body="Body")


@pytest.fixture
def answer(monkeypatch, mailoutbox):
    """Let the mail server answer with an error; the last `answer(None)` takes mails again."""

    def begin(error):
        def send_messages(self, messages):
            if error:
                raise error
            mailoutbox.extend(messages)
            return len(messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    return begin


def test_what_is_rolled_back_is_told_to_nobody(mailoutbox):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sending.post([("a@example.org", "Subject", "Body")])
        raise ZeroDivisionError
    assert (sending.send_due(), mailoutbox) == (0, [])


@pytest.mark.parametrize("error", LATER, ids=repr)
def test_a_server_that_is_away_gets_it_later(mail, answer, mailoutbox, time_machine, error):
    answer(error)
    assert sending.send_due() == 0
    answer(None)
    assert sending.send_due() == 0  # not at once
    time_machine.move_to(timezone.now() + 2 * MINUTE)
    assert [sending.send_due(), sending.send_due()] == [1, 0]
    assert [one.to for one in mailoutbox] == [["a@example.org"]]


@pytest.mark.parametrize("error", NEVER, ids=repr)
def test_what_is_refused_for_good_is_not_tried_again(mail, answer, caplog, error):
    answer(error)
    assert sending.send_due() == 0
    assert not WaitingMail.objects.exists()
    assert "A mail was refused" in caplog.text


def test_the_pauses_grow_and_end_after_three_days(mail, answer, time_machine, caplog):
    answer(ConnectionRefusedError())
    begun, attempts = timezone.now(), 0
    for hour in range(80):
        time_machine.move_to(begun + datetime.timedelta(hours=hour), tick=False)
        attempts += WaitingMail.objects.due(timezone.now()).exists()
        sending.send_due()
    assert attempts < 25
    assert not WaitingMail.objects.exists()
    assert "Nobody took a mail for three days" in caplog.text


def test_of_two_processes_one_sends_it(mail, mailoutbox):
    at = timezone.now()
    assert WaitingMail.objects.claim(mail, at)
    assert not WaitingMail.objects.claim(mail, at)


def test_one_that_fails_keeps_no_other_from_leaving(mail, monkeypatch, mailoutbox):
    WaitingMail.objects.create(to="b@example.org", subject="Subject", body="Body")
    send = EmailBackend.send_messages
    refuse_a = lambda self, mails: 1 / (mails[0].to != ["a@example.org"]) and send(self, mails)  # noqa: E731
    monkeypatch.setattr(EmailBackend, "send_messages", refuse_a)
    assert sending.send_due() == 1


def test_the_periodic_command_sends_what_was_left(mail, capsys, mailoutbox):
    call_command("portal_periodic", only=["send_mails"])
    assert "1 mails that waited were sent" in capsys.readouterr().out
    assert len(mailoutbox) == 1
