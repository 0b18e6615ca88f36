"""Responses where no view gives one: 405, redirects of editors, moved and withdrawn pages."""

from urllib.parse import quote

from django.db import Error
from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from portal.api import problems
from portal.middleware.admin_only import ADMIN_PREFIX
from portal.page_cache.freshness import NO_STORE
from portal.publishing.parameters import whole_query
from portal.redirects.models import Redirect
from portal.redirects.old_slugs import Moved, Withdrawn
from portal.redirects.resolve import resolve_address
from portal.views import gone, not_allowed

ANSWER_FOR_THEMSELVES = (ADMIN_PREFIX, problems.PREFIX)


def takes_forms(view):
    """Marks a public view that takes POST. It may not trust that the sender wanted to send it."""
    view.takes_forms = True
    return view


def is_form_page(path):
    """Whether the page at a path takes POST; the language of the path must be active."""
    try:
        return getattr(resolve(path).func, "takes_forms", False)
    except Resolver404:
        return False


class ReadOnlyMiddleware:
    """Answers 405 to any method but GET and HEAD outside the admin, but for POST to a few pages.

    The views of the API answer for themselves: other sites ask them what they may (OPTIONS).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD"} or request.path_info.startswith(ANSWER_FOR_THEMSELVES):
            return self.get_response(request)
        takes_post = is_form_page(request.path_info)
        if request.method == "POST" and takes_post:
            return self.get_response(request)
        response = not_allowed(request)
        if takes_post:
            response.headers["Allow"] = "GET, HEAD, POST"
        return response


class RedirectFallbackMiddleware:
    """Turns `Moved` into 301 and `Withdrawn` into 410, and a 404 into an editor's redirect."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and not request.path_info.startswith(ADMIN_PREFIX):
            return self.redirect_not_found(request, response)
        return response

    def redirect_not_found(self, request, response):
        """A redirect that an editor made for this address, or else the 404 itself."""
        if not getattr(request, "with_redirects", True):
            return response
        try:
            editor_redirect = Redirect.from_address(requested_address(request))
        except Error:  # without a database we cannot know: send the 404, but let no cache keep it
            response.headers["Cache-Control"] = NO_STORE
            return response
        if not editor_redirect:
            return response
        return HttpResponsePermanentRedirect(
            resolve_address(request, editor_redirect.new, in_active_language=False)
        )

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            address = exception.address
            if exception.is_successor:
                address = resolve_address(request, address)
            return HttpResponsePermanentRedirect(address)
        if isinstance(exception, Withdrawn):
            return gone(request, exception.record)
        return None


def requested_address(request):
    """The path within this site, and the query string as it came."""
    query = whole_query(request)
    path = quote(request.path_info)
    return f"{path}?{query}" if query else path
