"""A cache that processes and machines share (CACHE_URL): what one made, the others need not make.

It only ever saves work. Keys say of which content and of which code a value is made, values are
signed bytes, and while the server of the cache is gone everything is as if there were none.
"""

import hashlib
import hmac
import logging
import time
from functools import cache

from django.conf import settings
from django.core.cache import caches
from django.db import connection

logger = logging.getLogger(__name__)
ALIAS = "pages"
PAUSE = 5  # seconds in which nobody asks the cache again after it failed
SIGNATURE = 32  # bytes
SOURCES = ["agreements", "calls", "partners", "policy", "portal", "templates", "locale"]
SUFFIXES = {".py", ".html", ".txt", ".xml", ".mo", ".yaml"}
# Settings that pages show, or that decide what they show.
SHOWN = [
    "ALERTS",
    "ALLOWED_HOSTS",
    "CLOSING_SOON_DAYS",
    "DATA_LICENCE_NAME",
    "DATA_LICENCE_URL",
    "PORTAL_ENV",
    "SECURITY_CONTACT",
    "SECURITY_EXPIRES",
    "WEBSUB_HUB",
]


class Bytes:
    """How values are written for Redis: as they are. Nothing that is read is ever run."""

    def dumps(self, value):
        return value

    def loads(self, value):
        return value


class SharedCache:
    def __init__(self):
        self.failed_at = float("-inf")

    @property
    def is_there(self):
        return ALIAS in settings.CACHES and time.monotonic() > self.failed_at + PAUSE

    def get(self, key):
        """The bytes under a key, or None when there are none, or nobody of us wrote them."""
        value = self.attempt("get", self.address(key)) if self.is_there else None
        if not value:
            return None
        signature, content = value[:SIGNATURE], value[SIGNATURE:]
        return content if hmac.compare_digest(signature, self.sign(key, content)) else None

    def put(self, key, content, seconds):
        if self.is_there and seconds > 0:
            value = self.sign(key, content) + content
            self.attempt("set", self.address(key), value, timeout=seconds)

    def attempt(self, method, *args, **kwargs):
        try:
            return getattr(caches[ALIAS], method)(*args, **kwargs)
        except Exception as error:  # whatever is wrong there, the portal goes on without it
            self.failed_at = time.monotonic()
            logger.warning("The shared cache does not answer: %s", type(error).__name__)
            return None

    def address(self, key):
        return hashlib.sha256(f"{release()} {database()} {key}".encode()).hexdigest()

    def sign(self, key, content):
        signed = self.address(key).encode() + content
        return hmac.digest(settings.SECRET_KEY.encode(), signed, "sha256")


@cache
def release():
    """A hash of all that pages are made by, so that an upgrade or another setting begins anew."""
    hashed = hashlib.sha256()
    shown = {name: getattr(settings, name) for name in SHOWN}
    shown["has_receipts"] = bool(settings.TRANSPARENCY_KEY)
    hashed.update(repr(shown).encode())
    for folder in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                hashed.update(str(path.relative_to(settings.BASE_DIR)).encode())
                hashed.update(path.read_bytes())
    for path in [settings.BASE_DIR / "requirements/base.txt", manifest()]:
        if path.exists():
            hashed.update(path.read_bytes())
    return hashed.hexdigest()


def manifest():
    """The names of the static files, which are in every page."""
    return settings.STATIC_ROOT / "staticfiles.json"


def database():
    """Whose content it is: two portals may share a cache."""
    known = connection.settings_dict
    return known["NAME"], known["HOST"], str(known["PORT"])


shared = SharedCache()
