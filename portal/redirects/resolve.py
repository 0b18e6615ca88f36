"""Where an address leads when a reader follows it."""

from urllib.parse import urlsplit

from django.urls import get_script_prefix, reverse

from portal.i18n.languages import CODES, active
from portal.publishing.internal_client import HERE, HOPS, MOVED, ask, is_asked, script_prefix
from portal.redirects.paths import is_own_path, own_path


def onward(request, address, in_own_language=True):
    """Where an address leads in the end, in the language of the page unless said otherwise.

    To who only asks what a page answers, the address itself: `ask` goes one step at a time.
    """
    if is_asked(request):
        return address
    for _hop in range(HOPS):
        if not is_own_path(address):
            return address
        answer = ask(address)
        if answer.status_code != MOVED:
            break
        address = own_path(answer.headers["Location"])
    if in_own_language and answer.status_code in HERE:
        address = translated(address, answer.asked)
    return get_script_prefix() + address.removeprefix("/")


def translated(address, asked):
    """The address of the same page in the active language."""
    parts = urlsplit(address)
    if parts.path.split("/")[1] not in {*CODES} - {active()}:
        return address
    with script_prefix():
        if hasattr(asked, "address_of_record"):
            path = asked.address_of_record()
        else:
            match = asked.resolver_match
            path = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)
    return parts._replace(path=path).geturl()
