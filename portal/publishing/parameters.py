"""Which parts of a query string belong to the address of a page."""

from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, resolve


def parameters(*names):
    """Names the parameters that a view reads; whatever else is in the address never reaches it."""

    def mark(view):
        view.parameters = names
        return view

    return mark


def every_parameter(view):
    """Marks a view that hands the query string on to another one."""
    view.parameters = None
    return view


def whole_query(request):
    """The query string as it was sent, of which the page may see less."""
    return getattr(request, "whole_query", request.META.get("QUERY_STRING", ""))


def canonical_query(path, query):
    """A query string with only what the page at this path knows, in one order; None without a page.

    Names count in any case. Values stay as they are, and a name that comes twice keeps its order.
    The language of the path must be active.
    """
    try:
        names = getattr(resolve(path).func, "parameters", ())
    except Resolver404:
        return None
    if names is None:
        return query
    if not query or not names:
        return ""
    # WSGI decodes what was not percent-encoded as Latin-1.
    text = query.encode("latin-1").decode(errors="replace")
    given = parse_qsl(text, keep_blank_values=True)
    known = [(name, value) for name in names for key, value in given if key.lower() == name]
    return urlencode(known)
