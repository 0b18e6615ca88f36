"""Django settings. What differs between machines comes from environment variables.

All are optional in development; docs/deploy.md describes production.
PORTAL_ENV        "development" (default), "test" or "production"
SECRET_KEY        required in production; otherwise generated once and stored in var/secret-key
ALLOWED_HOSTS     comma-separated; required in production
DATABASE_URL      sqlite:///… or postgres://…; default: var/portal.sqlite3
DESK_PATH         where staff work; default: beheer/
PAGE_CACHE_MB     memory that each process takes for pages kept ready; default: 64
MEDIA_ROOT        directory of uploaded documents; default: var/media
BACKUP_RECIPIENTS file with public keys of age, for which backups are encrypted; default: none
CACHE_URL         redis://host:6379/0: a cache that processes and machines share; default: none
TRANSPARENCY_KEY  signs the transparency log; `manage.py make_log_key` makes it. Default: unsigned
TRANSPARENCY_FORMER_KEYS  comma-separated; public keys by which older checkpoints were signed
TRANSPARENCY_TIMESTAMP_URL  https://… of an authority that says once a day when it saw the log
                  (RFC 3161); needs TRANSPARENCY_TIMESTAMP_CERTIFICATES, a PEM file with its root;
                  default: none
DISK_FREE_MB      with less room for uploads the portal says that it is not ready; default: 100
MEDIA_S3_BUCKET   bucket of an S3-compatible store that takes uploads instead of MEDIA_ROOT; with
                  MEDIA_S3_ENDPOINT (https://…) and MEDIA_S3_REGION; its keys come from
                  AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
PURGE_URLS        comma-separated; a cache in front that is told of each change, and how:
                  PURGE_METHOD (PURGE), PURGE_HEADERS ({"Fastly-Key": "…"}), PURGE_BODY; default:
                  none
DATA_LICENCE_NAME, DATA_LICENCE_URL  the licence of texts and data; default: the Flemish model
                  licence for free re-use, which asks to name the source
WEBSUB_HUB        https://… of a hub that feeds name; default: none
EMAIL_URL         smtp+tls://user:password@host:587 or the like; without it no mail is sent
EMAIL_FROM        who mails are from; required with EMAIL_URL
ALERTS            e-mail alerts for readers; default: yes where EMAIL_URL is set
ALERTS_FROM       who these mails are from; default: EMAIL_FROM
ALERTS_BOUNCES_TO  address to which mails come back, with a +… of its own for each; default: none
ALERTS_MOST_BOUNCES  bounced mails in 90 days after which an address is erased; default: 3
ALERTS_UNDO_MINUTES  how long staff can stop a message after a change; default: 10
ALERTS_HOUR       hour in Brussels before which no digest leaves; default: 7
LOG_FORMAT        "line", or "json", which also has a line for each request; default: json in
                  production
SLOW_QUERY_MS     queries that take longer are written to the log; default: 500
HTTPS_ONLY        redirect to https and send HSTS; default: yes in production
SECOND_FACTOR_REQUIRED  no desk without a second step of sign-in; default: yes in production
SESSION_IDLE_MINUTES, SESSION_HOURS  how long a session lasts unused, and at most; default: 60, 10
OIDC_ISSUER       https://… of an OpenID Connect provider; then also OIDC_CLIENT_ID,
                  OIDC_CLIENT_SECRET and OIDC_NAME, the name on the button
ACCEPTED_RISKS    what `manage.py check --deploy` shall not refuse, such as portal.E005
SECURITY_CONTACT  where to report a vulnerability: mailto:… or https://…, for security.txt
SECURITY_EXPIRES  until when that holds, such as 2027-12-31T00:00:00+01:00; required with it
TRUSTED_PROXY     yes when a proxy in front sets X-Forwarded-Proto, replacing any sent by clients
"""

import contextlib
import datetime
import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import quote

import environ
from cryptography.x509 import load_pem_x509_certificates
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from js_asset import static_lazy

from portal.transparency.notes import BadNote, Signer, Verifier

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
    "django.contrib.humanize",  # pages of django-allauth
    "django_prose_editor",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "portal.accounts",
    "portal.outbox",
    "portal.transparency",
    "portal.publishing",
    "portal.revisions",
    "portal.redirects",
    "portal.archive",
    "portal.search",
    "portal.links",
    "portal.page_cache",
    "portal.keeping",
    "portal.api",
    "portal.editing",
    "portal.operations",
    "partners",
    "policy",
    "agreements",
    "calls",
    "portal.alerts",
    "portal",
]

MIDDLEWARE = [
    # Outermost: names and counts each request, and answers whether the portal is well.
    "portal.operations.middleware.RequestMiddleware",
    # What every answer has, also a redirect to https, a static file and 304.
    "portal.middleware.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Hashes the bytes that are sent.
    "portal.middleware.conditional.SafeConditionalMiddleware",
    "portal.api.middleware.AcceptMiddleware",
    # Then all that a page needs which is kept.
    "portal.page_cache.middleware.PageCacheMiddleware",
    "portal.middleware.gzip.PublicGZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.cache.PublicCacheMiddleware",
    "portal.middleware.sharing.SharingMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.language.UrlLanguageMiddleware",
    "portal.keeping.reading.KeepingMiddleware",
    "portal.archive.middleware.MementoMiddleware",
    "portal.middleware.fallback.ReadOnlyMiddleware",
    "portal.middleware.fallback.RedirectFallbackMiddleware",
    "portal.middleware.admin_only.AdminSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.admin_only.AdminCsrfMiddleware",
    "portal.middleware.admin_only.AdminAuthenticationMiddleware",
    "portal.middleware.admin_only.AdminMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.admin_only.AdminSessionLimitsMiddleware",
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
FORM_RENDERER = "portal.publishing.form_renderer.FormRenderer"

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
    DATABASES["default"].update(
        ENGINE="portal.postgresql", CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True
    )
    # The server stops a query when nobody waits for it any more (portal/postgresql).
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options.setdefault("connect_timeout", 2)
    options["options"] = f"{options.get('options', '')} -c client_connection_check_interval=1s"
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
    {  # Our own scripts define the menu instead of the package, and clean what is pasted.
        "js": [static_lazy("desk/prose.js"), static_lazy("desk/paste.js")],
        # Neither adds anything to the HTML.
        "extensions": dict.fromkeys(["Menu", "Paste"], lambda config, allowed: None),
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
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

WHITENOISE_ALLOW_ALL_ORIGINS = False  # style sheets and scripts are for this site alone
MEDIA_URL = "/media/"
MAX_UPLOAD_SIZE = 20_000_000  # bytes of a document; the server in front lets a little more through
# The largest form is that of a call with its rows and 50 projects: some 1,500 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_STORAGE = {"BACKEND": "portal.publishing.storage.WholeFileStorage"}
if MEDIA_S3_BUCKET := env.str("MEDIA_S3_BUCKET", default=""):
    MEDIA_STORAGE = {
        "BACKEND": "portal.operations.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket_name": MEDIA_S3_BUCKET,
            "endpoint_url": env.str("MEDIA_S3_ENDPOINT", default="") or None,
            "region_name": env.str("MEDIA_S3_REGION", default="") or None,
            "file_overwrite": False,
            "default_acl": None,  # private, as the bucket is
        },
    }
STORAGES = {
    "default": MEDIA_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PORTAL_ENV == "test"  # tests need no collectstatic
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# The shared cache of pages (portal/page_cache/shared.py)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if CACHE_URL := env.str("CACHE_URL", default=""):
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {
            "serializer": "portal.page_cache.shared.Bytes",
            "socket_connect_timeout": 0.2,  # seconds; making a page takes less than waiting
            "socket_timeout": 0.2,
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
SILENCED_SYSTEM_CHECKS = ["security.W003", *env.list("ACCEPTED_RISKS", default=[])]
CSRF_FAILURE_VIEW = "portal.views.form_expired"
DESK_PATH = env.str("DESK_PATH", default="beheer/")
if not re.fullmatch(r"[a-z0-9-]+/", DESK_PATH) or DESK_PATH[:-1] in dict(LANGUAGES):
    raise ImproperlyConfigured("DESK_PATH must be one word of a-z, 0-9 and -, and end with /.")
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"/{DESK_PATH}"  # no public page receives a cookie
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXY = env.bool("TRUSTED_PROXY", default=False)
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
SECURITY_EXPIRES = None  # a date with its hour and offset (RFC 9116)
if SECURITY_CONTACT:
    if not SECURITY_CONTACT.startswith(("mailto:", "https://")):
        raise ImproperlyConfigured("SECURITY_CONTACT must begin with mailto: or https://.")
    try:
        SECURITY_EXPIRES = datetime.datetime.fromisoformat(env.str("SECURITY_EXPIRES"))
    except ValueError as error:
        raise ImproperlyConfigured("SECURITY_EXPIRES is no date and hour.") from error
    if not SECURITY_EXPIRES.tzinfo:
        raise ImproperlyConfigured("SECURITY_EXPIRES must end with an offset, such as +01:00.")

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

# Sign-in of staff (portal/accounts)

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "admin:index"
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
SESSION_IDLE = 60 * env.int("SESSION_IDLE_MINUTES", default=60)  # seconds without a request
SESSION_LONGEST = 60 * 60 * env.int("SESSION_HOURS", default=10)  # seconds since signing in
SESSION_COOKIE_AGE = SESSION_LONGEST
SESSION_COOKIE_SAMESITE = "Lax"  # a provider of identities sends people back with a link
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever makes an account gives its address
ACCOUNT_FORMS = {"reauthenticate": "portal.accounts.forms.PasswordAgainForm"}
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = (
    False  # portal/accounts/throttle.py counts, for all processes
)
MFA_ADAPTER = "portal.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # then a passkey is two factors by itself
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_RECOVERY_CODES_SHOW_ONCE = True
SOCIALACCOUNT_ADAPTER = "portal.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": env.str("OIDC_NAME", default="OpenID Connect"),
            "client_id": env.str("OIDC_CLIENT_ID"),
            "secret": env.str("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_ISSUER},
        }
    ]

# Mails about drafts (portal/revisions/mails.py)

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
    DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM")
EMAIL_TIMEOUT = 10  # seconds

# Mails to readers who asked for them (portal/alerts)

ALERTS = env.bool("ALERTS", default=bool(EMAIL_URL))
ALERTS_FROM = env.str("ALERTS_FROM", default="") or vars().get("DEFAULT_FROM_EMAIL", "")
ALERTS_BOUNCES_TO = env.str("ALERTS_BOUNCES_TO", default="")
ALERTS_MOST_BOUNCES = env.int("ALERTS_MOST_BOUNCES", default=3)
ALERTS_UNDO_MINUTES = env.int("ALERTS_UNDO_MINUTES", default=10)
ALERTS_HOUR = env.int("ALERTS_HOUR", default=7)
MAIL_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
if ALERTS and not EMAIL_URL:
    raise ImproperlyConfigured("ALERTS needs a mail server: set EMAIL_URL, or leave ALERTS out.")
if ALERTS and not MAIL_ADDRESS.fullmatch(parseaddr(ALERTS_FROM)[1]):
    raise ImproperlyConfigured("ALERTS_FROM, or else EMAIL_FROM, must be a mail address.")
if ALERTS_BOUNCES_TO and not MAIL_ADDRESS.fullmatch(ALERTS_BOUNCES_TO):
    raise ImproperlyConfigured("ALERTS_BOUNCES_TO must be one mail address, without a name.")
if len(ALERTS_BOUNCES_TO.partition("@")[0]) > 30:  # with +… it must stay under 64 characters
    raise ImproperlyConfigured("Before the @ of ALERTS_BOUNCES_TO there is room for 30 characters.")
if ALERTS_MOST_BOUNCES < 1 or ALERTS_UNDO_MINUTES < 0 or not 0 <= ALERTS_HOUR <= 23:
    raise ImproperlyConfigured(
        "ALERTS_MOST_BOUNCES is at least 1, ALERTS_UNDO_MINUTES at least 0, ALERTS_HOUR 0 to 23."
    )

# Log to standard error, for systemd, Docker or a terminal.

LOG_FORMAT = env.str("LOG_FORMAT", default="") or ("json" if PRODUCTION else "line")
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; it must be line or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.logs.MaskingFormatter",
            "format": "{asctime} {levelname} {name} {request_id} {message}",
            "style": "{",
        },
        "json": {"()": "portal.operations.logs.JsonFormatter"},
    },
    "filters": {"request_id": {"()": "portal.operations.logs.RequestIdFilter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["request_id"],
        },
        "count": {"class": "portal.operations.metrics.CountErrors", "level": "ERROR"},
    },
    "root": {"handlers": ["stderr", "count"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr", "count"], "level": "WARNING", "propagate": False},
        "portal.request": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=500)

# The site's own settings

BACKUP_RECIPIENTS = env.str("BACKUP_RECIPIENTS", default="")
DISK_FREE_MB = env.int("DISK_FREE_MB", default=100)


def log_key(name, kind, text):
    try:
        return kind.parse(text)
    except BadNote as error:  # not its cause, which has the key
        raise ImproperlyConfigured(f"{name}: {error} `make_log_key` makes one.") from None


TRANSPARENCY_KEY = env.str("TRANSPARENCY_KEY", default="")
TRANSPARENCY_KEY = TRANSPARENCY_KEY and log_key("TRANSPARENCY_KEY", Signer, TRANSPARENCY_KEY)
TRANSPARENCY_FORMER_KEYS = [
    log_key("TRANSPARENCY_FORMER_KEYS", Verifier, text)
    for text in env.list("TRANSPARENCY_FORMER_KEYS", default=[])
]
TRANSPARENCY_TIMESTAMP_URL = env.str("TRANSPARENCY_TIMESTAMP_URL", default="")
TRANSPARENCY_TIMESTAMP_CERTIFICATES = []
if path := env.str("TRANSPARENCY_TIMESTAMP_CERTIFICATES", default=""):
    try:
        TRANSPARENCY_TIMESTAMP_CERTIFICATES = load_pem_x509_certificates(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"TRANSPARENCY_TIMESTAMP_CERTIFICATES: {error}") from None
if TRANSPARENCY_TIMESTAMP_URL:
    if not re.fullmatch(r"https?://[^/@\s]+(/\S*)?", TRANSPARENCY_TIMESTAMP_URL):
        raise ImproperlyConfigured("TRANSPARENCY_TIMESTAMP_URL must be https://… or http://….")
    if not TRANSPARENCY_TIMESTAMP_CERTIFICATES:
        raise ImproperlyConfigured(
            "TRANSPARENCY_TIMESTAMP_CERTIFICATES must name a PEM file with the authority’s root."
        )
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_MB", default=64) * 2**20

# How a cache in front is told of a change, if it keeps pages longer than their headers say.
PURGE_URLS = env.list("PURGE_URLS", default=[])
PURGE_METHOD = env.str("PURGE_METHOD", default="PURGE")
try:
    PURGE_HEADERS = env.json("PURGE_HEADERS", default={})
except ValueError:
    PURGE_HEADERS = None
PURGE_BODY = env.str("PURGE_BODY", default="")
if not all(re.match(r"https?://[^/]", address) for address in PURGE_URLS):
    raise ImproperlyConfigured("PURGE_URLS must be addresses that begin with http:// or https://.")
if not re.fullmatch("[A-Z]+", PURGE_METHOD):
    raise ImproperlyConfigured("PURGE_METHOD must be a method of HTTP, such as PURGE, BAN or POST.")
is_texts = isinstance(PURGE_HEADERS, dict) and all(
    isinstance(value, str) and value.isascii() and value.isprintable()
    for value in (*PURGE_HEADERS, *PURGE_HEADERS.values())
)
if not is_texts:
    raise ImproperlyConfigured('PURGE_HEADERS must be JSON such as {"Fastly-Key": "…"}.')

# Under which texts and data may be used again: stated in pages, feeds and data.
DATA_LICENCE_NAME = env.str("DATA_LICENCE_NAME", default="Modellicentie gratis hergebruik")
DATA_LICENCE_URL = env.str(
    "DATA_LICENCE_URL",
    default="https://overheid.vlaanderen.be/sites/default/files/documenten/ict-egov/licenties"
    "/hergebruik/modellicentie_gratis_hergebruik_v1_0.html",
)
# A hub that tells subscribers of feeds at once (WebSub); named in the feeds.
WEBSUB_HUB = env.str("WEBSUB_HUB", default="")
for name in ("DATA_LICENCE_URL", "WEBSUB_HUB"):
    if vars()[name] and not re.match(r"https?://[^/]", vars()[name]):
        raise ImproperlyConfigured(f"{name} must begin with http:// or https://.")

CLOSING_SOON_DAYS = 14  # a call whose deadline is within so many days is marked "closing soon"
SHARED_CACHE_SECONDS = 3  # s-maxage at most: an edit is visible within this time and a second
