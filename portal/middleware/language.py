"""The language of an answer is that of its address."""

from django.utils import translation

from portal.i18n.languages import CODES, SOURCE

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in "accelerometer camera display-capture geolocation gyroscope microphone midi "
    "payment usb browsing-topics".split()
)


class UrlLanguageMiddleware:
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
