"""Mails that come back end an address, whoever reports them and however often they are read."""

import datetime
import io
import mailbox

import pytest
from django.core.management import CommandError, call_command

from portal.alerts.models import Delivery, Subject, Subscriber
from tests.support.alerts import subscribe
from tests.support.factories import brussels, make_call

pytestmark = pytest.mark.django_db
NOON = brussels(2027, 1, 20, 12)
DAY = datetime.timedelta(days=1)
# As Postfix writes it.
REPORT = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Wed, 20 Jan 2027 12:00:00 +0100

Final-Recipient: rfc822; a@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no

--b
Content-Type: text/rfc822-headers

From: portal@example.org
To: a@example.org
Message-ID: <{id}@127.0.0.1>

--b--
"""


@pytest.fixture
def subscriber(time_machine):
    time_machine.move_to(NOON, tick=False)
    return subscribe("a@example.org", Subject.Kind.CALL, make_call(), since=NOON - DAY).subscriber


@pytest.fixture
def sent(subscriber):
    """`sent()` is a mail that left, with a token of its own."""
    tokens = iter("abcdef")

    def one():
        token, state = next(tokens) * 32, Delivery.State.SENT
        return Delivery.objects.create(
            subscriber=subscriber, kind="digest", token=token, state=state, done_at=NOON
        )

    return one


def report(delivery, by="address", action="failed", status="5.1.1"):
    to = f"bounces+{delivery.token}@example.org" if by == "address" else "bounces@example.org"
    id_ = delivery.token if by == "id" else "0" * 32
    return REPORT.format(to=to, id=id_, action=action, status=status)


def read(monkeypatch, capsys, text):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    call_command("read_bounces")
    return capsys.readouterr().out


@pytest.mark.parametrize("by", ["address", "id"])
def test_three_of_them_erase_an_address(sent, monkeypatch, capsys, by):
    for number in (1, 2, 3):
        assert Subscriber.objects.exists(), number
        said = read(monkeypatch, capsys, report(sent(), by))
    assert "1 addresses were erased" in said
    assert not Subscriber.objects.exists()


def test_a_report_that_is_read_again_counts_once(sent, monkeypatch, capsys):
    one = sent()
    for _time in range(5):
        read(monkeypatch, capsys, report(one))
    assert Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("failed", "5.2.2"), ("failed", "5.7.1"), ("failed", "4.4.7")],
)
def test_what_may_pass_or_is_our_own_fault_does_not_count(
    sent, monkeypatch, capsys, action, status
):
    for _time in range(3):
        one = sent()
        read(monkeypatch, capsys, report(one, action=action, status=status))
    assert Subscriber.objects.exists()
    assert not Delivery.objects.filter(bounced_at__isnull=False).exists()


def test_what_came_back_long_ago_does_not_count(sent, monkeypatch, capsys, time_machine):
    for number in range(3):
        time_machine.move_to(NOON + number * 60 * DAY, tick=False)
        read(monkeypatch, capsys, report(sent()))
    assert Subscriber.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["", "Subject: hello\n\nHi", "To: bounces+" + "a" * 32 + "@example.org\n\nYou lose", "\x00"],
)
def test_what_is_no_report_changes_nothing(sent, monkeypatch, capsys, text):
    sent()
    assert "0 mails came back" in read(monkeypatch, capsys, text)


def test_nobody_can_guess_a_mail_of_somebody_else(sent, monkeypatch, capsys):
    sent()
    forged = report(Delivery(token="9" * 32))
    assert "0 mails came back" in read(monkeypatch, capsys, forged)


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_a_mailbox_is_read_and_emptied(sent, tmp_path, capsys, kind):
    path = tmp_path / "box"
    box = mailbox.Maildir(path) if kind == "maildir" else mailbox.mbox(path)
    for text in (report(sent()), "Subject: hello\n\nHi"):
        box.add(text)
    box.close()
    call_command("read_bounces", **{kind: str(path)})
    assert "1 mails came back, 0 addresses were erased, 1 messages" in capsys.readouterr().out
    call_command("read_bounces", **{kind: str(path)})
    assert "0 mails came back, 0 addresses were erased, 0 messages" in capsys.readouterr().out


def test_a_mailbox_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError):
        call_command("read_bounces", maildir=str(tmp_path / "none"))
