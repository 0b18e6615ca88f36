"""What `manage.py check --deploy` refuses in production, each with what to do about it.

Whoever accepts one names it in ACCEPTED_RISKS, with the reason beside it (docs/deploy.md).
"""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection

SHORTEST_KEY, FEWEST_CHARACTERS = 50, 10


@register(Tags.security, deploy=True)
def production_settings(app_configs, **kwargs):
    if not settings.PRODUCTION:
        return []
    return [
        Error(message, hint=hint, id=f"portal.{code}")
        for code, is_wrong, message, hint in RULES
        if is_wrong()
    ]


def has_weak_key():
    key = settings.SECRET_KEY
    is_short = len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS
    return is_short or key.startswith("django-insecure-")


def answers_any_host():
    return not settings.ALLOWED_HOSTS or any(host in {"*", "."} for host in settings.ALLOWED_HOSTS)


def is_on_sqlite():
    return connection.vendor == "sqlite"


def serves_uploads_as_static():
    media = Path(settings.MEDIA_ROOT).resolve()
    static = [
        Path(folder).resolve() for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)
    ]
    return any(media == one or one in media.parents or media in one.parents for one in static)


def has_plain_issuer():
    return bool(settings.OIDC_ISSUER) and not settings.OIDC_ISSUER.startswith("https://")


RULES = [  # (number, whether it is wrong, what is wrong, what to do)
    (
        "E001",
        has_weak_key,
        "SECRET_KEY can be guessed.",
        "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
    ),
    (
        "E002",
        answers_any_host,
        "ALLOWED_HOSTS accepts any host name, so links in mails could lead anywhere.",
        "Name the hosts of the portal.",
    ),
    (
        "E003",
        is_on_sqlite,
        "The database is an SQLite file, which is for trying out.",
        "Set DATABASE_URL to postgres://…",
    ),
    (
        "E004",
        lambda: not settings.HTTPS_ONLY,
        "HTTPS_ONLY is off: passwords and sessions can be read on the way.",
        "Leave HTTPS_ONLY out, and let the proxy end TLS.",
    ),
    (
        "E005",
        lambda: not settings.EMAIL_URL,
        "No mail can be sent: nobody hears that a draft could not go live.",
        "Set EMAIL_URL and EMAIL_FROM.",
    ),
    (
        "E006",
        serves_uploads_as_static,
        "MEDIA_ROOT and the static files share a folder: uploads would be public at once.",
        "Set MEDIA_ROOT to a folder of its own.",
    ),
    (
        "E007",
        lambda: settings.DEBUG,
        "DEBUG is on: error pages show the code and the settings.",
        "Leave it off.",
    ),
    (
        "E008",
        lambda: not settings.SECOND_FACTOR_REQUIRED,
        "SECOND_FACTOR_REQUIRED is off: one stolen password opens the desk.",
        "Leave SECOND_FACTOR_REQUIRED out.",
    ),
    (
        "E009",
        has_plain_issuer,
        "OIDC_ISSUER is not https: anyone on the way can sign in as anybody.",
        "Give the https:// address of the provider.",
    ),
]
