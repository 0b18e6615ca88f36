"""Django settings. What differs between machines comes from environment variables.

All are optional in development; docs/deploy.md describes production.
PORTAL_ENV        "development" (default), "test" or "production"
SECRET_KEY        required in production; otherwise generated once and stored in var/secret-key
ALLOWED_HOSTS     comma-separated; required in production
DATABASE_URL      sqlite:///… or postgres://…; default: var/portal.sqlite3
MEDIA_ROOT        directory of uploaded documents; default: var/media
HTTPS_ONLY        redirect to https and send HSTS; default: yes in production
TRUSTED_PROXY     yes when a proxy in front sets X-Forwarded-Proto, replacing any sent by clients
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
# Off on every machine: errors are pages in the visitor's language, with the traceback in the log.
DEBUG = False


def local_secret_key():
    """The secret key of this checkout, generated at the first run so that no two share one."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        new = VAR_DIR / f"secret-key.{os.getpid()}"
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first: use its key
            os.link(new, path)
        new.unlink()
    return path.read_text().strip()


SECRET_KEY = (
    env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", default="") or local_secret_key()
)
if PRODUCTION:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
else:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "modeltranslation",  # must come before the admin
    "portal.backoffice.site.EditorsAdminConfig",  # Django's admin with our AdminSite
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
    "django.middleware.http.ConditionalGetMiddleware",  # outermost: hashes the bytes that are sent
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
    # Without these, transactions that read before they write fail with "database is locked" under
    # concurrent writes (347 of 600 in a trial).
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
TIME_ZONE = "Europe/Brussels"  # all deadlines are in Brussels time
MODELTRANSLATION_DEFAULT_LANGUAGE = "nl"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("nl",)

# The prose editor

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {  # Our own script defines the menu instead of the package; it adds nothing to the HTML.
        "js": [static_lazy("desk/prose.js")],
        "extensions": {"Menu": lambda config, allowed: None},
    }
]

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "portal.backoffice.passwords.LengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

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
# The check looks for Django's class by name; AdminCsrfMiddleware subclasses it for /beheer/.
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
        "script-src": [SELF, NONCE],  # added only where a template uses it: the admin's import map
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Log to standard error, for systemd, Docker or a terminal.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}

# The site's own settings

CLOSING_SOON_DAYS = 14  # a call whose deadline is within so many days is marked "closing soon"
SHARED_CACHE_SECONDS = 60  # s-maxage at most: an edit is visible within this time
