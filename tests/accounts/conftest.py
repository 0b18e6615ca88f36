import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user(
        "redacteur", email="redacteur@portal.example", password="password", is_staff=True
    )


@pytest.fixture
def app_of(db):
    """`app_of(user)` gives an account an authenticator app; returns what the app shows now."""

    def activate(user):
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        return lambda: format_hotp_value(
            hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
        )

    return activate


@pytest.fixture
def sign_in(client):
    def post(username="redacteur", address="/beheer/login/", **changed):
        return client.post(address, {"username": username, "password": "password", **changed})

    return post
