"""What the site answers to an address of its own, asked in process."""

from contextlib import contextmanager
from functools import cache
from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import get_script_prefix, set_script_prefix

MOVED, HERE = 301, frozenset({200, 302})
HOPS = 10  # more redirects in a row lead round, or might as well


def is_asked(request):
    """Whether an answer is only looked at, by `ask`."""
    return hasattr(request, "with_redirects")


def ask(address, with_redirects=True):
    """What the site answers to an address of its own. The request knows which record it is about.

    It answers as on the instant of the clock, and in one step: it does not follow redirects itself.
    """
    parts = urlsplit(address)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),  # as WSGI has it
            "QUERY_STRING": parts.query,
            "SERVER_NAME": settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost",
            "SERVER_PORT": "443",
            "wsgi.url_scheme": "https",  # plain http may be sent on to it
            "wsgi.input": BytesIO(),
        }
    )
    request.as_on, request.with_redirects = None, with_redirects
    with without_prefix():
        response = site().get_response(request)
    response.asked = request
    return response


@cache
def site():
    """The site with all its middleware, as the server runs it."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler


@contextmanager
def without_prefix():
    outside = get_script_prefix()
    set_script_prefix("/")
    try:
        yield
    finally:
        set_script_prefix(outside)
