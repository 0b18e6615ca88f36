"""What the site answers to an address of its own: the whole site, asked in process."""

from contextlib import contextmanager, nullcontext
from functools import cache
from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import get_script_prefix, set_script_prefix

from portal.publishing import clock

MOVED, HERE = 301, frozenset({200, 302})
HOPS = 10  # more redirects in a row lead round, or might as well


def internal_get(path, query="", *, at=None, prefix="/", environ=None, **attributes):
    """The answer of the site to a GET of a path, which is not quoted, and its query.

    It is made as on the instant `at` (with a time zone; without one, the present of the clock), as
    if the site were installed under `prefix`. Redirects are not followed. `environ` stands for
    another browser than a plain one. `attributes` are set on the request, which the answer has as
    `asked`: it knows which record it is about.
    """
    request = WSGIRequest(
        (environ or plain_browser())
        | {
            "SCRIPT_NAME": prefix.rstrip("/"),
            "PATH_INFO": path.encode().decode("latin-1"),  # as WSGI has it
            "QUERY_STRING": query,
        }
    )
    for name, value in attributes.items():
        setattr(request, name, value)
    with script_prefix(prefix), clock.frozen_at(at) if at else nullcontext():
        response = site().get_response(request)
    response.asked = request
    return response


def plain_browser():
    return {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost",
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",  # plain http may be sent on to it
        "wsgi.input": BytesIO(),
    }


def is_asked(request):
    """Whether an answer is only looked at, by `ask`."""
    return hasattr(request, "with_redirects")


def ask(address, with_redirects=True):
    """What readers would find at an address, one step at a time: not where its redirects end."""
    parts = urlsplit(address)
    return internal_get(unquote(parts.path), parts.query, as_on=None, with_redirects=with_redirects)


@cache
def site():
    """The site with all its middleware, as the server runs it."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler


@contextmanager
def script_prefix(prefix="/"):
    """Inside, the addresses that the site makes begin with this prefix."""
    outside = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(outside)
