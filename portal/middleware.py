"""What every answer has in common: the language of its address, its headers, its compression."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import Error
from django.http import HttpResponsePermanentRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation

from portal.boundaries import NOT_KEPT, cache_control, let_go_live
from portal.i18n.languages import CODES, SOURCE
from portal.publishing import clock
from portal.publishing.selectors import Moved, Withdrawn
from portal.redirects.models import Redirect
from portal.redirects.resolve import onward

DESK = "/beheer/"
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in "accelerometer camera display-capture geolocation gyroscope microphone midi "
    "payment usb browsing-topics".split()
)


class LifeOfAnswers:
    """Each public answer is made for one instant, and kept no longer than what it says then holds.

    Files of WhiteNoise never come here. What is no plain answer, and the desk, is kept by no one.
    """

    KEPT = frozenset({200, 301, 302, 304, 404, 410})  # publication turns the last two as well

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(DESK) or hasattr(request, "as_on"):
            response = self.get_response(request)
            if NOT_KEPT not in response.headers.get("Cache-Control", ""):
                response.headers["Cache-Control"] = NOT_KEPT
            return response
        let_go_live(timezone.now())
        with clock.shown_at(timezone.now()) as shown:
            response = self.get_response(request)
        if NOT_KEPT in response.headers.get("Cache-Control", ""):
            return response  # a preview
        is_kept = request.method in {"GET", "HEAD"} and response.status_code in self.KEPT
        response.headers["Cache-Control"] = cache_control(shown) if is_kept else NOT_KEPT
        return response


class LanguageOfAddress:
    """The first word of the path says the language; without one it is Dutch, for editors too.

    Django's LocaleMiddleware would also look at cookies and the browser, so that one address could
    answer in several languages, which no cache could keep apart.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        first = request.path_info.lstrip("/").partition("/")[0]  # `CONNECT host:443` has no slash
        language = first if first in CODES else SOURCE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class OnlyAtTheDesk:
    """Sessions, sign-in and forms are the desk's: a public page neither reads nor sets a cookie."""

    def __call__(self, request):
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        return super().__call__(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(DESK) or not hasattr(super(), "process_view"):
            return None
        return super().process_view(request, view, args, kwargs)


class DeskSessions(OnlyAtTheDesk, SessionMiddleware):
    pass


class DeskForms(OnlyAtTheDesk, CsrfViewMiddleware):
    pass


class DeskSignIn(OnlyAtTheDesk, AuthenticationMiddleware):
    pass


class DeskMessages(OnlyAtTheDesk, MessageMiddleware):
    pass


class PublicPagesAreRead:
    """Nothing is sent to a public page yet: anything but reading is answered 405."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD"} or request.path_info.startswith(DESK):
            return self.get_response(request)
        from portal.views import not_allowed  # the views need the address book to be complete

        return not_allowed(request)


class AnswersOfAddresses:
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
        return HttpResponsePermanentRedirect(onward(request, found.new, in_own_language=False))

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            address = exception.address
            if exception.is_successor:
                address = onward(request, address)
            return HttpResponsePermanentRedirect(address)
        if isinstance(exception, Withdrawn):
            from portal.views import gone  # the views need the address book to be complete

            return gone(request, exception.thing)
        return None


class CompressPublicPages(GZipMiddleware):
    """Gzip for public pages, byte for byte the same each time, so that its ETag can be strong.

    Not for the desk: its pages carry secrets (CSRF tokens) beside what a request sends.
    """

    max_random_bytes = 0

    def process_response(self, request, response):
        if request.path_info.startswith(DESK):
            return response
        return super().process_response(request, response)
