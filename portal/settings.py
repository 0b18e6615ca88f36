"""Settings. What differs between machines comes from the environment, the rest is written here.

Environment (all optional for a first run, see docs/deploy.md for production):
PORTAL_ENV        "development" (default), "test" or "production"; production refuses unsafe values
SECRET_KEY        required in production; elsewhere made once and kept in var/secret-key
ALLOWED_HOSTS     comma-separated; in production required
DATABASE_URL      sqlite:///… or postgres://…; default: var/portal.sqlite3
MEDIA_ROOT        where uploaded documents are kept; default: var/media
HTTPS_ONLY        redirect to https and send HSTS; default: yes in production
TRUSTED_PROXY     yes when a proxy in front sets X-Forwarded-Proto and replaces what visitors send
"""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import quote

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from js_asset import static_lazy

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

PORTAL_ENV = env.str("PORTAL_ENV", default="development")
if PORTAL_ENV not in {"development", "test", "production"}:
    raise ImproperlyConfigured(
        f"PORTAL_ENV is {PORTAL_ENV!r}; it must be development, test or production."
    )
PRODUCTION = PORTAL_ENV == "production"
DEBUG = (
    False  # Errors are pages in the visitor's language on every machine; the log has the traceback.
)


def kept_secret():
    """The secret key of this checkout, made at the first run so that no key is ever shared."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        made = VAR_DIR / f"secret-key.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(made, path)
        made.unlink()
    return path.read_text().strip()


SECRET_KEY = (
    env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", default="") or kept_secret()
)
if PRODUCTION:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
else:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, as its documentation asks
    "portal.backoffice.site.EditorsAdminConfig",  # the stock admin under our title
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_prose_editor",
    "csp",
    "portal.publishing",
    "portal.revisions",
    "portal.redirects",
    "portal.archive",
    "portal.links",
    "portal.editing",
    "partners",
    "policy",
    "agreements",
    "calls",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.http.ConditionalGetMiddleware",  # outermost: the ETag is of the bytes sent
    "portal.middleware.gzip.PublicGZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.cache.PublicCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.language.UrlLanguageMiddleware",
    "portal.middleware.fallback.ReadOnlyMiddleware",
    "portal.middleware.fallback.RedirectFallbackMiddleware",
    "portal.middleware.admin_only.AdminSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.admin_only.AdminCsrfMiddleware",
    "portal.middleware.admin_only.AdminAuthenticationMiddleware",
    "portal.middleware.admin_only.AdminMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site_context",
            ],
        },
    }
]

# Database

database_url = (
    env.str("DATABASE_URL", default="") or f"sqlite:///{quote(str(VAR_DIR / 'portal.sqlite3'))}"
)
DATABASES = {"default": env.db_url_config(database_url)}
if not DATABASES["default"].get("ENGINE"):
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without these, transactions that read before they write fail as "locked" (347 of 600).
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA busy_timeout=5000;",
    )
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages and time

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"  # deadlines are Brussels time, everywhere
MODELTRANSLATION_DEFAULT_LANGUAGE = "nl"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("nl",)

# The prose editor

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {  # The menu of our own script replaces the package's; it leaves no mark in the text.
        "js": [static_lazy("desk/prose.js")],
        "extensions": {"Menu": lambda config, allowed: None},
    }
]

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
# The largest form is that of a call with its rows and 50 projects: some 1,500 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PORTAL_ENV == "test"  # tests need no collectstatic
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Security

HTTPS_ONLY = env.bool("HTTPS_ONLY", default=PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31536000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_HTTPONLY = True
# The check looks for a class of Django by name; AdminCsrfMiddleware is that class for /beheer/.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
CSRF_FAILURE_VIEW = "portal.views.form_expired"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/beheer/"  # no public page ever receives a cookie
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("TRUSTED_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the icons inside the stylesheets
        "script-src": [SELF, NONCE],  # a nonce is made only where asked for: the admin's import map
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Log to standard error, where systemd, Docker and a terminal all look.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}

# The site's own settings

CLOSING_SOON_DAYS = 14  # a call that closes within so many days says so
SHARED_CACHE_SECONDS = 60  # how long the cache in front may keep a page: an edit is seen by then
