"""Unsafe settings are refused in production, in words that say what to do."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal import deploy_checks
from portal.deploy_checks import production_settings

HOUSE = Path(__file__).resolve().parents[2]
SAFE = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "kJ8-fT2vQ9xLm4Zr7Wb1Nc6Hd3Ps5Yg0Ua_EoRiKtVwXzBqMhGf",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal:word@127.0.0.1/portal",
    "EMAIL_URL": "smtp+tls://portal:word@mail.example:587",
    "EMAIL_FROM": "portal@portal.example",
    "MEDIA_ROOT": "/srv/portal/media",
    "TRUSTED_PROXY": "yes",
}


@pytest.fixture
def safe(settings, monkeypatch):
    settings.PRODUCTION = settings.HTTPS_ONLY = settings.SECOND_FACTOR_REQUIRED = True
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = SAFE["SECRET_KEY"], ["portal.example"]
    monkeypatch.setattr(deploy_checks, "connection", SimpleNamespace(vendor="postgresql"))
    settings.EMAIL_URL, settings.MEDIA_ROOT = SAFE["EMAIL_URL"], SAFE["MEDIA_ROOT"]
    return settings


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SECRET_KEY", "kort", "E001"),
        ("SECRET_KEY", "a" * 60, "E001"),
        ("SECRET_KEY", "django-insecure-" + SAFE["SECRET_KEY"], "E001"),
        ("ALLOWED_HOSTS", ["portal.example", "*"], "E002"),
        ("HTTPS_ONLY", False, "E004"),
        ("EMAIL_URL", "", "E005"),
        ("MEDIA_ROOT", str(HOUSE / "static" / "media"), "E006"),
        ("MEDIA_ROOT", str(HOUSE), "E006"),
        ("DEBUG", True, "E007"),
        ("SECOND_FACTOR_REQUIRED", False, "E008"),
        ("OIDC_ISSUER", "http://sign-in.example", "E009"),
    ],
)
def test_one_unsafe_setting_is_refused_and_named(safe, name, value, code):
    assert production_settings(None) == []
    setattr(safe, name, value)
    (error,) = production_settings(None)
    assert error.id == f"portal.{code}"
    assert error.hint


def test_sqlite_is_refused(safe):
    deploy_checks.connection.vendor = "sqlite"
    assert [error.id for error in production_settings(None)] == ["portal.E003"]


def test_development_is_left_alone(settings):
    settings.SECRET_KEY = "kort"
    assert production_settings(None) == []


def check_deploy(**changed):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], **SAFE, **changed}
    return subprocess.run(  # noqa: S603 (our own program)
        command, cwd=HOUSE, env=environment, capture_output=True, text=True
    )


@pytest.mark.slow
def test_safe_settings_pass_and_an_accepted_risk_is_silent():
    assert check_deploy().returncode == 0
    refused = check_deploy(SECRET_KEY="kort", EMAIL_URL="")
    assert refused.returncode
    assert "portal.E001" in refused.stderr
    assert "portal.E005" in refused.stderr
    assert check_deploy(EMAIL_URL="", ACCEPTED_RISKS="portal.E005").returncode == 0
