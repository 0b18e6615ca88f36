"""Signing in through an OpenID Connect provider: a real one, on loopback.

Skipped without node, or before `npm ci --prefix tests/accounts/provider --ignore-scripts`.
"""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from tests.support.admin_forms import soup

HERE = Path(__file__).resolve().parent / "provider"
NODE = shutil.which("node")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (NODE and (HERE / "node_modules").is_dir()), reason="node or oidc-provider is missing"
    ),
]
CALLBACK = "http://testserver/beheer/aanmelden/via/oidc/login/callback/"


@pytest.fixture(scope="module")
def issuer():
    command = [NODE, str(HERE / "provider.mjs"), CALLBACK]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:  # noqa: S603 (our own program)
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.terminate()


@pytest.fixture(autouse=True)
def configured(issuer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    app = {
        "provider_id": "oidc",
        "name": "Aanmeldingsdienst",
        "client_id": "portal",
        "secret": "a-secret-of-the-test",
        "settings": {"server_url": issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }


def sign_in_as(client, issuer, who):
    """The answer of the desk after the provider has sent somebody back to it."""
    start = client.post("/beheer/aanmelden/via/oidc/login/")
    assert "code_challenge=" in start.url
    with requests.Session() as browser:
        browser.get(f"{issuer}/as/{who}", timeout=10)
        address = start.url
        while address.startswith(issuer):
            answer = browser.get(address, allow_redirects=False, timeout=10)
            assert answer.is_redirect, answer.text
            address = requests.compat.urljoin(address, answer.headers["Location"])
    assert address.startswith(CALLBACK)
    return client.get(urlsplit(address)._replace(scheme="", netloc="").geturl())


def test_the_page_to_sign_in_leads_to_the_provider(client, issuer):
    response = client.get("/beheer/login/")
    assert "Aanmeldingsdienst" in soup(response).select_one(".other-ways").text
    policy = response.headers["Content-Security-Policy"]
    assert f"form-action 'self' {issuer};" in f"{policy};"


def test_who_has_an_account_signs_in_without_another_second_step(client, issuer, editor):
    assert sign_in_as(client, issuer, "redacteur").url == "/beheer/"
    assert client.get("/beheer/").status_code == 200
    client.post("/beheer/logout/")
    editor.email = "een-ander@portal.example"
    editor.save()
    assert sign_in_as(client, issuer, "redacteur").url == "/beheer/", "known by now"


@pytest.mark.parametrize("who", ["vreemde", "unverified-redacteur"])
def test_nobody_else_signs_in(client, issuer, editor, who, django_user_model):
    assert sign_in_as(client, issuer, who).url == "/beheer/login/"
    assert "_auth_user_id" not in client.session
    assert django_user_model.objects.count() == 1
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("lost", ["is_staff", "is_active"])
def test_who_left_does_not_sign_in_any_more(client, issuer, editor, lost):
    sign_in_as(client, issuer, "redacteur")
    client.post("/beheer/logout/")
    setattr(editor, lost, False)
    editor.save()
    sign_in_as(client, issuer, "redacteur")
    assert "_auth_user_id" not in client.session


def test_two_accounts_with_one_address_are_told_apart_by_nobody(
    client, issuer, editor, django_user_model
):
    django_user_model.objects.create_user("tweede", email="Redacteur@portal.example", is_staff=True)
    assert sign_in_as(client, issuer, "redacteur").url == "/beheer/login/"
