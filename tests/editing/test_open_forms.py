"""Who opens a form is told who else has it open, for as long as they have."""

import datetime

import pytest
from django.test import Client
from django.utils.translation import gettext

from portal.revisions.models import EditSession
from tests.support.admin_forms import address, change_page, fields, soup
from tests.support.factories import brussels, make_partner

pytestmark = pytest.mark.django_db
OPENED = brussels(2027, 3, 1, 9)


@pytest.fixture
def partner():
    return make_partner()


def beat_of(record):
    return address(type(record), "open", record.pk)


def warned(client, user, record):
    client.force_login(user)
    said = soup(client.get(change_page(record))).select_one(".messagelist .warning")
    person = {"person": "Editor"}
    return bool(said) and said.text == gettext("%(person)s has this form open too.") % person


@pytest.mark.parametrize(
    ("beats", "after", "is_told"),
    [((), 119, True), ((), 121, False), ((60, 120), 239, True), ((60, 120), 241, False)],
)
def test_a_form_is_open_until_two_minutes_after_its_last_sign_of_life(
    client, editor, publisher, partner, time_machine, beats, after, is_told
):
    editor.first_name = "Editor"
    editor.save()
    time_machine.move_to(OPENED, tick=False)
    client.force_login(editor)
    assert soup(client.get(change_page(partner))).select_one(f"[data-open='{beat_of(partner)}']")
    for second in beats:
        time_machine.move_to(OPENED + datetime.timedelta(seconds=second), tick=False)
        assert client.post(beat_of(partner)).status_code == 204
    time_machine.move_to(OPENED + datetime.timedelta(seconds=after), tick=False)
    assert warned(client, publisher, partner) == is_told


def test_only_who_may_change_a_record_says_that_it_is_open(client, person, partner):
    reader = person("reader", writes=False)
    client.force_login(reader)
    assert client.post(beat_of(partner)).status_code == 403
    assert client.get(beat_of(partner)).status_code == 405
    assert client.post(address(type(partner), "open", 0)).status_code == 404
    assert not EditSession.objects.exists()


def test_a_sign_of_life_needs_the_token_of_the_form(editor, partner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(beat_of(partner)).status_code == 403


def test_it_is_about_nobody_else(client, editor, publisher, partner, time_machine):
    time_machine.move_to(OPENED, tick=False)
    EditSession.objects.create(record=partner, user=editor)
    time_machine.move_to(OPENED + datetime.timedelta(minutes=1), tick=False)
    client.force_login(publisher)
    client.post(beat_of(partner))
    assert EditSession.objects.get(user=editor).at == OPENED


def test_who_saved_no_longer_has_it_open(client, editor, partner):
    client.force_login(editor)
    page = change_page(partner)
    client.post(page, {**fields(client.get(page)), "name_nl": "Nippon", "_draft": "1"})
    assert not EditSession.objects.exists()
