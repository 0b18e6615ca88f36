"""Addresses of pages in the active language: `reverse` takes long for paths in four languages."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

from portal.i18n.languages import active


def address(name, *args):
    """The path of the page with this URL name."""
    return _address(name, args, active(), get_script_prefix())


@lru_cache(maxsize=10_000)
def _address(name, args, _language, _prefix):
    return reverse(name, args=args)


def host():
    """The name of the site, for mails: no request says it."""
    return settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"


def absolute(path):
    """The whole address of a path, for mails."""
    return f"{'https' if settings.HTTPS_ONLY else 'http'}://{host()}{path}"
