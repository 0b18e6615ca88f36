"""Addresses as editors type them: with or without https://, of a page or of a person."""

import re

from portal.publishing.documents import EXTENSIONS

COMPLETE = re.compile(r"[a-z][a-z0-9+.-]*:|/(?!/)|#", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@/:]+@[\w-]+(\.[\w-]+)+")
SITE = re.compile(r"(//)?([\w-]+\.)+(?P<end>[a-z]{2,})(:\d+)?([/?#]\S*)?", re.IGNORECASE)


def is_email(address):
    return EMAIL.fullmatch(address.strip()) is not None


def complete_address(address):
    """The address with the https:// or mailto: that it lacks; unchanged when it is complete.

    Raises ValueError for what a browser would look for below the page that it stands on.
    """
    address = address.strip()
    if not address or COMPLETE.match(address):
        return address
    if is_email(address):
        return f"mailto:{address}"
    site = SITE.fullmatch(address)
    if site and site["end"].lower() not in EXTENSIONS:
        return f"https://{address.removeprefix('//')}"
    raise ValueError(f"{address!r} is no address")
