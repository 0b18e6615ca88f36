"""Recognises addresses of this site, and normalises their paths."""

import re
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.validators import URLValidator
from django.http.request import validate_host
from django.urls import reverse

OWN_PATH = re.compile(r"/(?![/\\])[^\s\\]*")
is_web_address = URLValidator(schemes=["http", "https"])


def path_of(address):
    """The unquoted path of an address, as `Redirect.old` stores it: in any case, NFC or NFD."""
    return with_slash(fold_case(unquote(urlsplit(address).path)))


def path_and_query_of(address):
    """The same with the query string, if there is one."""
    query = fold_case(unquote(urlsplit(address).query))
    return f"{path_of(address)}?{query}" if query else path_of(address)


def fold_case(text):
    return normalize("NFC", normalize("NFC", text).casefold())


def with_slash(path):
    """A path with a slash at its end, unless it looks like one of a file."""
    path = path.rstrip("/")
    return path if "." in path.rpartition("/")[2] else f"{path}/"


def own_path(address):
    """The path, query and fragment of a URL of this site; any other address unchanged."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    ours = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    if parts.scheme in {"http", "https"} and validate_host(parts.hostname or "", ours):
        return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    return address


def is_own_path(address):
    return address.startswith("/")


def is_admin_path(address):
    return address.startswith(reverse("admin:index"))
