"""Where an address leads when a reader follows it."""

from urllib.parse import urlsplit

from django.urls import get_script_prefix, reverse

from portal.i18n.languages import CODES, active
from portal.publishing.internal_client import (
    MAX_HOPS,
    MOVED_PERMANENTLY,
    SUCCESS_STATUSES,
    get_as_reader,
    is_single_hop,
    script_prefix,
)
from portal.redirects.paths import is_ours, own_path


def onward(request, address, in_own_language=True):
    """Where an address leads in the end, in the language of the page unless said otherwise.

    Requests of `get_as_reader` get the address itself: these go one redirect at a time.
    """
    if is_single_hop(request):
        return address
    for _hop in range(MAX_HOPS):
        if not is_ours(address):
            return address
        answer = get_as_reader(address)
        if answer.status_code != MOVED_PERMANENTLY:
            break
        address = own_path(answer.headers["Location"])
    if in_own_language and answer.status_code in SUCCESS_STATUSES:
        address = translated(address, answer.wsgi_request)
    return get_script_prefix() + address.removeprefix("/")


def translated(address, request):
    """The address of the same page in the active language."""
    parts = urlsplit(address)
    if parts.path.split("/")[1] not in {*CODES} - {active()}:
        return address
    with script_prefix():
        if hasattr(request, "get_record_url"):
            path = request.get_record_url()
        else:
            match = request.resolver_match
            path = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)
    return parts._replace(path=path).geturl()
