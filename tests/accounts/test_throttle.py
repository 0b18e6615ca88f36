"""A secret can be tried a few times; counted before it is looked at, and for all processes."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory, override_settings

from portal.accounts import throttle
from portal.accounts.models import SignInAttempt
from tests.support.admin_forms import change_page, fields, soup
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = "Te veel pogingen"


def request_from(address):
    return RequestFactory().get("/beheer/login/", REMOTE_ADDR=address)


def fail(account, address, times=1):
    for _time in range(times):
        throttle.begin(request_from(address), "password", account)


def is_refused(account, address):
    try:
        fail(account, address)
    except ValidationError:
        return True
    return False


@pytest.fixture
def hashed_passwords(monkeypatch):
    """The passwords that were compared with a hash."""
    seen = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.verify",
        lambda self, password, encoded: seen.append(password) and False,
    )
    return seen


def test_after_five_failures_no_password_is_hashed(editor, sign_in, hashed_passwords):
    for number in range(5):
        sign_in(password=f"fout-{number}")
    count = len(hashed_passwords)
    assert soup(sign_in(password="password")).select_one(".errornote")
    assert (count, len(hashed_passwords)) == (5, 5)


def test_the_wait_ends_after_a_quarter_of_an_hour(client, editor, sign_in, time_machine):
    time_machine.move_to("2027-01-01T10:00+01:00", tick=False)
    for _number in range(7):
        sign_in(password="fout")
    assert sign_in().status_code == 200
    time_machine.shift(timedelta(minutes=15))
    assert sign_in().status_code == 302


def test_the_right_password_forgets_the_failures_before_it(editor, sign_in):
    for _round in range(3):
        for _number in range(4):
            sign_in(password="fout")
        assert sign_in().status_code == 302


def test_two_who_sign_in_at_the_same_time_with_one_account_both_do():
    first, second = (
        throttle.begin(request_from("192.0.2.1"), "password", "an") for _number in range(2)
    )
    throttle.succeed(first)
    throttle.succeed(second)
    assert SignInAttempt.objects.filter(succeeded=True).exists()


def test_a_network_that_tries_many_accounts_is_stopped():
    for number in range(30):
        fail(f"naam-{number}", "192.0.2.1")
    assert is_refused("een-ander", "192.0.2.1")
    assert not is_refused("een-ander", "192.0.2.2")


def test_a_stranger_does_not_lock_somebody_out():
    request = request_from("198.51.100.7")
    throttle.succeed(throttle.begin(request, "password", "redacteur"))
    for number in range(40):
        is_refused("redacteur", f"203.0.113.{number}")
    assert is_refused("redacteur", "203.0.113.99")
    assert not is_refused("redacteur", "198.51.100.7"), "where the person signed in before"


def test_the_addresses_of_one_ipv6_network_count_together():
    for number in range(5):
        fail("redacteur", f"2001:db8::{number}")
    assert is_refused("REDACTEUR", "2001:db8::ffff")
    assert not is_refused("redacteur", "2001:db8:0:1::1")


def test_behind_a_proxy_the_address_that_it_saw_counts():
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 192.0.2.9")
    assert throttle.client_address(request) == "127.0.0.1"
    with override_settings(TRUSTED_PROXY=True):
        assert throttle.client_address(request) == "192.0.2.9"


def test_what_is_stored_names_nobody_and_is_erased(time_machine):
    time_machine.move_to("2027-01-01T10:00+01:00", tick=False)
    fail("redacteur", "192.0.2.1")
    row = SignInAttempt.objects.values().get()
    assert not [text for text in ("redacteur", "192.0.2") if text in str(row)]
    time_machine.shift(timedelta(days=2))
    throttle.succeed(throttle.begin(request_from("192.0.2.2"), "password", "ander"))
    assert SignInAttempt.objects.count() == 1
    time_machine.shift(timedelta(days=91))
    throttle.succeed(throttle.begin(request_from("192.0.2.2"), "password", "derde"))
    assert SignInAttempt.objects.count() == 1


def test_the_second_step_is_counted(client, editor, sign_in, app_of):
    code = app_of(editor)
    sign_in()
    address = "/beheer/tweede-stap/authenticate/"
    for _number in range(5):
        client.post(address, {"code": "000000"})
    refused = client.post(address, {"code": code()})
    assert refused.status_code == 200
    assert "_auth_user_id" not in client.session


def test_changing_a_password_is_counted(client, editor, hashed_passwords):
    client.force_login(editor)
    data = {"old_password": "fout", "new_password1": "een-lang-woord", "new_password2": ""}
    for _number in range(7):
        response = client.post("/beheer/password_change/", data)
    assert soup(response).select_one(".errorlist")
    assert len(hashed_passwords) == 5


def test_signing_in_again_over_a_form_is_counted(client, admin_user, hashed_passwords):
    client.force_login(admin_user)
    address = change_page(make_partner())
    form = fields(client.get(address))
    client.logout()
    again = {"sign-in-again": "1", "sign-in-again-username": "admin"}
    for _number in range(7):
        response = client.post(address, {**form, **again, "sign-in-again-password": "fout"})
    assert response.status_code == 403
    assert len(hashed_passwords) == 5


def test_asking_for_the_password_again_is_counted(client, editor, hashed_passwords):
    client.force_login(editor)
    for _number in range(7):
        client.post("/beheer/aanmelden/opnieuw/", {"password": "fout"})
    assert len(hashed_passwords) == 5


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_attempts_at_the_same_time_count_one_another():
    begun, start = [], threading.Barrier(12)

    def attempt():
        start.wait()
        begun.append(not is_refused("redacteur", "192.0.2.1"))
        connection.close()

    threads = [threading.Thread(target=attempt) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 12
    assert sum(begun) <= throttle.PER_ACCOUNT_AND_NETWORK
