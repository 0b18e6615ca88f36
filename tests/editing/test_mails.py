"""Who worked on a draft gets a mail about what became of it; no act fails or waits for it."""

import threading

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils.translation import gettext

from partners.models import Partner
from portal.outbox import sending
from portal.outbox.models import WaitingMail
from portal.revisions import current, going_live, workflow
from tests.support.factories import brussels, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>Nog geheim.</p>"


@pytest.fixture(autouse=True)
def configured(settings, monkeypatch):
    """In memory SQLite lets no two connections write: the log does not grow beside the mails."""
    monkeypatch.setattr("portal.transparency.log.grow", lambda: 0)
    settings.EMAIL_URL, settings.ALLOWED_HOSTS = "smtp://localhost", ["portal.example"]


@pytest.fixture
def partner():
    return make_partner(name_nl="Japan")


@pytest.fixture
def people(editor, publisher):
    for one in (editor, publisher):
        one.email = f"{one.username}@example.org"
        one.save()
    return editor, publisher


@pytest.fixture
def after_commit(mailoutbox):
    """What is done inside is done for good: mails of it have left afterwards."""

    def do(act, *args):
        result = act(*args)
        for thread in threading.enumerate():
            if thread.name == sending.THREAD:
                thread.join()
        return result

    return do


def drafted(record, author, **changes):
    base = current.newest(record)
    data = {**base.data, "fields": {**base.data["fields"], "body_nl": BODY, **changes}}
    workflow.save(record, author, base, data, {"minor": True})
    draft = current.draft_of(record)
    workflow.ask_review(draft, author)
    return draft


def approve(record, by, at=None):
    return workflow.approve(record, by, current.newest(record).pk, "", at)


def test_the_author_is_told_that_a_draft_is_published_and_who_did_it_is_not(
    partner, people, after_commit, mailoutbox
):
    editor, publisher = people
    drafted(partner, editor)
    after_commit(approve, partner, publisher)
    (mail,) = mailoutbox
    assert mail.to == ["editor@example.org"]
    assert mail.subject == gettext("Published: %(title)s") % {"title": "Japan"}
    assert f"http://portal.example/beheer/partners/partner/{partner.pk}/change/" in mail.body
    assert "geheim" not in mail.body


def test_a_draft_that_is_sent_back_comes_with_the_remark(partner, people, after_commit, mailoutbox):
    editor, publisher = people
    draft = drafted(partner, editor)
    after_commit(workflow.send_back, draft, publisher, "Schrijf korter.")
    assert "Schrijf korter." in mailoutbox[0].body


def test_a_withdrawal_is_called_so(partner, people, after_commit, mailoutbox):
    editor, publisher = people
    gone = {"state": "withdrawn", "withdrawn_as": "gone", "withdrawal_reason_nl": "Dubbel."}
    drafted(partner, editor, **gone)
    after_commit(approve, partner, publisher)
    assert mailoutbox[0].subject == gettext("Withdrawn: %(title)s") % {"title": "Japan"}


def test_author_and_approver_are_told_when_it_went_live_at_its_moment(
    partner, people, after_commit, mailoutbox, time_machine
):
    editor, publisher = people
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    drafted(partner, editor)
    after_commit(approve, partner, publisher, brussels(2027, 3, 2, 9))
    assert mailoutbox == []
    time_machine.move_to(brussels(2027, 3, 2, 9), tick=False)
    assert after_commit(going_live.publish_due) == 1
    assert {mail.to[0] for mail in mailoutbox} == {"editor@example.org", "publisher@example.org"}


def test_both_are_told_when_it_could_not_go_live(
    partner, people, after_commit, mailoutbox, time_machine, monkeypatch
):
    editor, publisher = people
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    drafted(partner, editor)
    approve(partner, publisher, brussels(2027, 3, 2, 9))
    monkeypatch.setattr(Partner, "tell_events", lambda *args: 1 / 0)
    time_machine.move_to(brussels(2027, 3, 2, 9), tick=False)
    after_commit(going_live.publish_due)
    subject = gettext("Could not go live: %(title)s") % {"title": "Japan"}
    assert [mail.subject for mail in mailoutbox] == [subject, subject]


def test_without_configuration_or_address_nothing_is_sent(
    partner, people, after_commit, mailoutbox, settings
):
    editor, publisher = people
    drafted(partner, editor)
    settings.EMAIL_URL = ""
    after_commit(approve, partner, publisher)
    settings.EMAIL_URL, editor.email = "smtp://localhost", ""
    editor.save()
    partner.refresh_from_db()
    drafted(partner, editor, name_nl="Nippon")
    after_commit(approve, partner, publisher)
    assert mailoutbox == []


def test_a_mail_server_that_is_away_fails_no_act(
    partner, people, after_commit, monkeypatch, caplog
):
    editor, publisher = people
    drafted(partner, editor)
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *args: 1 / 0)
    assert after_commit(approve, partner, publisher)
    assert "A mail waits" in caplog.text
    assert Partner.objects.get().body_nl == BODY
    assert WaitingMail.objects.count() == 1
