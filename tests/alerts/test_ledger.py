"""Everyone is told once, whatever the mail server and the process do; on a real SMTP conversation.

Without a transaction around the test: what is committed is what a killed process leaves.
"""

import datetime

import pytest

from benchmarks.serving import free_port
from portal.alerts import sending
from portal.alerts.models import Delivery, Notice, Subject, Subscriber
from portal.archive.capture import capture
from portal.publishing.models import ChangeNote
from tests.support.alerts import subscribe
from tests.support.factories import brussels, make_call, make_series
from tests.support.mail_server import mail_server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.every_database,
]
Kind, State = Subject.Kind, Delivery.State
NOON = brussels(2027, 1, 20, 12)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


class Killed(BaseException):
    """As SIGKILL: nothing catches it."""


@pytest.fixture
def server(settings):
    with mail_server(settings) as taken:
        yield taken


@pytest.fixture
def call(time_machine):
    time_machine.move_to(NOON - 10 * DAY, tick=False)
    found = make_call(label="2027", series=make_series(title_nl="Wales"), opens_at=NOON)
    capture(found)
    return found


@pytest.fixture
def followers(call):
    """Five people, who are told of the opening at noon."""
    found = [f"reader{number}@example.org" for number in range(5)]
    for email in found:
        subscribe(email, Kind.CALL, call, since=NOON - DAY)
    return found


@pytest.fixture
def run(time_machine):
    """`run(minutes)` sends what is due so many minutes after noon."""

    def at(minutes):
        time_machine.move_to(NOON + minutes * MINUTE, tick=False)
        return sending.run()["sent"]

    return at


def add_note(call, at):
    ChangeNote.objects.create(record=call, text_nl="Anders", at=at)


def die_instead_of(monkeypatch, name, after=0):
    """Let the process be killed where it calls a method of a delivery, after some calls."""
    called, original = [], getattr(Delivery, name)

    def killed(self, *args, **kwargs):
        called.append(self)
        if len(called) > after:
            raise Killed
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Delivery, name, killed)


def test_each_is_told_once_over_one_connection(followers, run, server):
    assert [run(10), run(11), run(60)] == [5, 0, 0]
    assert sorted(to for to, _id in server.ids) == followers
    assert len({id_ for _to, id_ in server.ids}) == 5
    assert server.connections == 1


def test_killed_between_the_answer_and_the_mark_the_repeat_is_recognisable(
    followers, run, server, monkeypatch
):
    with monkeypatch.context() as patched, pytest.raises(Killed):
        die_instead_of(patched, "finish", after=2)
        run(10)
    assert len(server.mails) == 3
    assert run(10) == 2  # those that nobody had begun
    assert run(12) == 1  # once the claim of the dead is over
    assert len(server.ids) == 6
    assert len({*server.ids}) == 5
    once, again = [
        mail for mail in server.mails if server.ids.count((mail[0], mail[1]["Message-ID"])) == 2
    ]
    assert once[1].get_body().get_content() == again[1].get_body().get_content()
    assert once[1]["Date"] == again[1]["Date"]


def test_killed_before_the_server_has_it_nothing_is_lost_or_repeated(
    followers, run, server, monkeypatch
):
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(sending.Server, "send", lambda *_: (_ for _ in ()).throw(Killed))
        run(10)
    assert server.mails == []
    assert run(10) + run(12) == 5
    assert sorted(to for to, _id in server.ids) == followers


def test_killed_while_the_ledger_is_written_it_is_completed(followers, run, server, monkeypatch):
    monkeypatch.setattr("portal.alerts.audience.CHUNK", 2)
    write, pieces = sending.audience.write_piece, []

    def killed(*args):
        if len(pieces) == 2:
            raise Killed
        pieces.append(args)
        return write(*args)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(sending.audience, "write_piece", killed)
        run(10)
    assert Notice.objects.count() == 4
    assert run(10) == 5
    assert Notice.objects.count() == 5


def test_while_no_server_answers_all_waits_and_is_told_in_one_mail(
    call, followers, run, server, settings
):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert [run(10), run(24 * 60)] == [0, 0]
    add_note(call, NOON + DAY)
    assert run(24 * 60 + 10) == 0
    assert not Delivery.objects.exists()
    settings.EMAIL_PORT = port
    assert [run(48 * 60), run(49 * 60)] == [5, 0]
    assert Notice.objects.filter(delivery__state=State.SENT).count() == 10


def test_a_server_that_takes_it_and_then_hangs_up_gets_the_same_mail_again(followers, run, server):
    server.answers = ["drop"]
    assert run(10) == 4
    assert [run(11), run(13)] == [0, 1]
    assert len({*server.ids}) == 5
    assert len(server.ids) == 6


def test_what_is_put_off_is_taken_later_and_stops_nobody_else(followers, run, server):
    server.answers = ["450 Later", "451 Later"]
    assert run(10) == 3
    assert [run(11), run(13)] == [0, 2]
    assert len({*server.ids}) == len(server.ids) == 5


def test_an_address_that_is_refused_for_good_is_not_tried_again(followers, run, server):
    server.refused = {followers[0]: "550 5.1.1 No such user"}
    assert [run(10), run(60)] == [4, 0]
    assert Delivery.objects.get(state=State.REFUSED).subscriber.email == followers[0]


def test_after_three_refusals_an_address_is_erased(call, followers, run, server):
    server.refused = {followers[0]: "550 5.1.1 No such user"}
    run(10)
    for number in (1, 2):
        add_note(call, NOON + number * DAY)
        run(number * 24 * 60)
        run(number * 24 * 60 + 10)
    assert not Subscriber.objects.filter(email=followers[0]).exists()
    assert Subscriber.objects.count() == 4


def test_what_a_server_says_of_us_is_not_the_fault_of_the_address(followers, run, server):
    server.refused = dict.fromkeys(followers, "550 5.7.1 Your server is on a list")
    run(10)
    assert Delivery.objects.filter(state=State.REFUSED, bounced_at=None).count() == 5


def test_two_processes_never_send_the_same(followers, run, server):
    run(9)
    sending.audience.sort_news()
    sending.audience.write_ledger(NOON + 10 * MINUTE)
    key = Subscriber.objects.first().pk
    first = sending.begin(key, Delivery.Kind.DIGEST, NOON + 10 * MINUTE)
    assert first
    assert sending.begin(key, Delivery.Kind.DIGEST, NOON + 10 * MINUTE) is None
    seen = Delivery.objects.get(pk=first.pk)
    assert Delivery.objects.claim(seen, NOON + 12 * MINUTE)
    assert not Delivery.objects.claim(first, NOON + 12 * MINUTE)


def test_who_unsubscribes_meanwhile_gets_nothing_and_stops_nothing(followers, run, server):
    run(9)
    Subscriber.objects.get(email=followers[2]).delete()
    assert run(10) == 4


def test_old_records_are_erased_and_nothing_is_told_anew(followers, run, server):
    run(10)
    assert run(60 * 24 * 91) <= 5  # reminders of a call that is over: none
    assert not Delivery.objects.filter(done_at__lt=NOON + DAY).exists()
    assert len(server.mails) == 5
