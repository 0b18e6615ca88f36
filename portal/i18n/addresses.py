"""Addresses of pages in the active language: `reverse` takes long for paths in four languages."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

from portal.i18n.languages import active


def address(name, *args):
    """The path of the page with this URL name."""
    return _address(name, args, active(), get_script_prefix())


@lru_cache(maxsize=10_000)
def _address(name, args, _language, _prefix):
    return reverse(name, args=args)
