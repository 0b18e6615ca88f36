"""Sets the language of a response from its URL."""

from django.utils import translation

from portal.i18n.languages import CODES, SOURCE

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in "accelerometer camera display-capture geolocation gyroscope microphone midi "
    "payment usb browsing-topics".split()
)


class UrlLanguageMiddleware:
    """Activates the language of the path's first segment, or else Dutch; the admin is in Dutch.

    Django's LocaleMiddleware also reads cookies and Accept-Language, so that one URL could answer
    in several languages, which a cache cannot tell apart.
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
