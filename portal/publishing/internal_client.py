"""Requests to the site itself, answered in process by the whole middleware stack."""

from contextlib import contextmanager, nullcontext
from functools import cache
from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import get_script_prefix, set_script_prefix

from portal.publishing import clock, shelf

MOVED_PERMANENTLY = 301
SUCCESS_STATUSES = frozenset({200, 302})  # 302: a page that is always at another address
MAX_HOPS = 10  # a longer chain of redirects is treated as a loop


def internal_get(path, query="", *, at=None, prefix="/", environ=None, **attributes):
    """The response of the site to a GET; redirects are not followed.

    `path` is not percent-encoded. The response is built for the instant `at` (timezone-aware; by
    default the present of the clock), as if the site were installed under `prefix`. `environ` is
    the WSGI environ to start from, by default a minimal one. `attributes` are set on the request,
    which the response has as `wsgi_request`.
    """
    request = WSGIRequest(
        (environ or default_environ())
        | {
            "SCRIPT_NAME": prefix.rstrip("/"),
            "PATH_INFO": path.encode().decode("latin-1"),  # as WSGI encodes it
            "QUERY_STRING": query,
        }
    )
    request.is_internal = True
    for name, value in attributes.items():
        setattr(request, name, value)
    instant = clock.frozen_at(at) if at else nullcontext()
    with script_prefix(prefix), instant, shelf.closed():
        response = site_handler().get_response(request)
    response.wsgi_request = request
    return response


def default_environ():
    return {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost",
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",  # over plain http the site may redirect to https
        "wsgi.input": BytesIO(),
    }


def is_single_hop(request):
    """Whether a request comes from `get_as_reader`, which follows redirects one at a time."""
    return hasattr(request, "with_redirects")


def get_as_reader(address, with_redirects=True):
    """The response to a reader at an address, with one redirect at a time instead of its end.

    Without `with_redirects`, the redirects that editors made do not count.
    """
    parts = urlsplit(address)
    return internal_get(unquote(parts.path), parts.query, with_redirects=with_redirects)


@cache
def site_handler():
    """The site with all its middleware, as the server runs it."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler


@contextmanager
def script_prefix(prefix="/"):
    """Inside, URLs that the site reverses begin with this prefix."""
    outside = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(outside)
