"""Sessions end: unused, after some hours, by hand, and with another password."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts import sessions
from tests.support.admin_forms import change_page, fields, soup
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN = {"username": "redacteur", "password": "password"}


@pytest.fixture
def now(time_machine, settings):
    settings.SESSION_IDLE, settings.SESSION_LONGEST = 60 * 60, 10 * 60 * 60
    time_machine.move_to("2027-01-01T08:00+01:00", tick=False)
    return time_machine


def is_signed_in(client):
    return client.get("/beheer/").status_code == 200


def test_an_unused_session_ends(client, editor, now):
    client.force_login(editor)
    now.shift(timedelta(minutes=59))
    assert is_signed_in(client)
    now.shift(timedelta(minutes=59))
    assert is_signed_in(client), "it was used meanwhile"
    now.shift(timedelta(minutes=61))
    assert not is_signed_in(client)


def test_a_session_ends_however_much_it_is_used(client, editor, now):
    client.force_login(editor)
    for _half_hour in range(20):
        now.shift(timedelta(minutes=30))
        assert is_signed_in(client)
    now.shift(timedelta(minutes=1))
    assert not is_signed_in(client)


def test_a_session_begun_while_the_clock_was_ahead_lasts_no_longer(client, editor, now):
    now.shift(timedelta(days=1))
    client.force_login(editor)
    now.shift(timedelta(days=-1))
    assert is_signed_in(client)
    now.shift(timedelta(minutes=61))
    assert not is_signed_in(client)


def test_a_session_goes_on_when_the_clock_goes_back(client, editor, now):
    client.force_login(editor)
    now.shift(timedelta(hours=-1))
    assert is_signed_in(client)


def test_a_person_sees_and_ends_their_other_sessions(client, editor, sign_in):
    other = Client()
    sign_in()
    other.post("/beheer/login/", SIGN_IN, headers={"User-Agent": "Een andere browser"})
    assert "Een andere browser" in client.get("/beheer/sessies/").content.decode()
    client.post("/beheer/sessies/")
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)


def test_another_password_signs_out_elsewhere(client, editor, sign_in):
    other = Client()
    other.post("/beheer/login/", SIGN_IN)
    sign_in()
    new = {"new_password1": "een-heel-ander-woord", "new_password2": "een-heel-ander-woord"}
    assert client.post("/beheer/password_change/", {"old_password": "password", **new}).url
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)
    assert len(soup(client.get("/beheer/sessies/")).select("tbody tr")) == 1


def test_an_administrator_ends_the_sessions_of_somebody(client, admin_client, editor, sign_in):
    sign_in()
    done = admin_client.post(
        "/beheer/auth/user/", {"action": "end_sessions", "_selected_action": [editor.pk]}
    )
    assert done.status_code == 302
    assert not is_signed_in(client)
    assert not UserSession.objects.filter(user=editor).exists()


def test_nobody_ends_the_sessions_of_who_may_do_more(client, admin_client, editor, admin_user):
    editor.user_permissions.add(Permission.objects.get(codename="change_user"))
    editor.user_permissions.add(Permission.objects.get(codename="view_user"))
    client.force_login(editor)
    Client().post("/beheer/login/", {"username": "admin", "password": "password"})
    data = {"action": "end_sessions", "_selected_action": [admin_user.pk]}
    assert client.post("/beheer/auth/user/", data).status_code == 403
    assert UserSession.objects.filter(user=admin_user).exists()


def test_an_administrator_removes_the_second_step_of_a_lost_phone(admin_client, editor, app_of):
    app_of(editor)
    data = {"action": "remove_second_step", "_selected_action": [editor.pk]}
    assert admin_client.post("/beheer/auth/user/", data).status_code == 302
    assert not editor.authenticator_set.exists()


def test_signing_in_again_over_a_form_asks_for_the_second_step(
    client, admin_user, app_of, settings
):
    settings.SECOND_FACTOR_REQUIRED = True
    code = app_of(admin_user)
    client.post("/beheer/login/", {"username": "admin", "password": "password"})
    client.post("/beheer/tweede-stap/authenticate/", {"code": code()})
    address = change_page(make_partner())
    form = fields(client.get(address))
    client.post("/beheer/logout/")
    again = {
        "sign-in-again": "1",
        "sign-in-again-username": "admin",
        "sign-in-again-password": "password",
    }
    without = client.post(address, {**form, **again})
    assert without.status_code == 403
    assert "_auth_user_id" not in client.session
    recovery = admin_user.authenticator_set.get(type="recovery_codes").wrap()
    again["sign-in-again-code"] = recovery.get_unused_codes()[0]
    assert client.post(address, {**form, **again}).status_code == 302
    assert client.get("/beheer/").status_code == 200


def test_sessions_that_are_over_are_erased_with_their_addresses(client, editor, sign_in, now):
    sign_in()
    now.shift(timedelta(minutes=30))
    kept = Client()
    kept.post("/beheer/login/", SIGN_IN)
    now.shift(timedelta(minutes=45))
    sessions.forget_ended(timezone.now())
    assert UserSession.objects.count() == Session.objects.count() == 1
    assert is_signed_in(kept)
