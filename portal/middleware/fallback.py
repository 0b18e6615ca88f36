"""What is answered where no view does."""

from django.db import Error
from django.http import HttpResponsePermanentRedirect

from portal.middleware.admin_only import DESK
from portal.middleware.boundaries import NOT_KEPT
from portal.publishing.selectors import Moved, Withdrawn
from portal.redirects.models import Redirect
from portal.redirects.resolve import resolve_address


class ReadOnlyMiddleware:
    """Nothing is sent to a public page yet: anything but reading is answered 405."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD"} or request.path_info.startswith(DESK):
            return self.get_response(request)
        from portal.views import not_allowed  # the views need the address book to be complete

        return not_allowed(request)


class RedirectFallbackMiddleware:
    """Turns what `publishing.addresses` found out about an address into an answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and not request.path_info.startswith(DESK):
            return self.redirected(request, response)
        return response

    def redirected(self, request, response):
        """Where nothing answers, what an editor said about the address."""
        if not getattr(request, "with_redirects", True):
            return response
        try:
            found = Redirect.from_path(request.path_info)
        except Error:  # without a database it is not found, for the moment
            response.headers["Cache-Control"] = NOT_KEPT
            return response
        if not found:
            return response
        return HttpResponsePermanentRedirect(
            resolve_address(request, found.new, in_active_language=False)
        )

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            address = exception.address
            if exception.is_successor:
                address = resolve_address(request, address)
            return HttpResponsePermanentRedirect(address)
        if isinstance(exception, Withdrawn):
            from portal.views import gone  # the views need the address book to be complete

            return gone(request, exception.record)
        return None
