"""The addresses of versions.

/nl/geschiedenis/call/12/2027-03-01T17.00.00/ is the Dutch page of call 12 as it was at that second,
Brussels time. Addresses contain an instant, so that a citation keeps its meaning whatever changes
later, and the model and primary key, which unlike slugs never change. They contain no colon or plus
sign, which often get lost in copying. Within the hour that occurs twice in autumn the instant is in
UTC, with a Z.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from portal.i18n.addresses import address
from portal.i18n.instants import other_fold, parse_instant

URL_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\dZ?")


def version_address(kind, pk, instant):
    """The path of the version that began at an instant, in the active language."""
    return address("version", kind, pk, format_url_instant(instant))


def format_url_instant(instant):
    """An instant as the addresses of versions contain it."""
    local = timezone.localtime(instant)
    if other_fold(local):
        return f"{instant.astimezone(datetime.UTC):%Y-%m-%dT%H.%M.%S}Z"
    return f"{local:%Y-%m-%dT%H.%M.%S}"


def parse_url_instant(text):
    """The instant in an address; Http404 when it is not one."""
    if not URL_INSTANT.fullmatch(text):
        raise Http404(f"{text!r} is no instant")
    try:
        return parse_instant(text.replace(".", ":").replace("Z", "+00:00"))
    except ValidationError as error:
        raise Http404(error.message) from error
