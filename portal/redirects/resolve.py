"""Resolves addresses when a reader follows them."""

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
from portal.redirects.paths import is_own_path, own_path


def resolve_address(request, address, in_active_language=True):
    """The final address after all redirects, by default of the page in the active language.

    Requests of `get_as_reader` get the address itself: it follows one redirect at a time.
    """
    if is_single_hop(request):
        return address
    for _hop in range(MAX_HOPS):
        if not is_own_path(address):
            return address
        response = get_as_reader(address)
        if response.status_code != MOVED_PERMANENTLY:
            break
        address = own_path(response.headers["Location"])
    if in_active_language and response.status_code in SUCCESS_STATUSES:
        address = translate_address(address, response.wsgi_request)
    return get_script_prefix() + address.removeprefix("/")


def translate_address(address, request):
    """The address in the active language of the page that `request` is for."""
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
