"""Sets the language of a response from its URL."""

from django.utils import translation

from portal.i18n.languages import CODES, SOURCE


class UrlLanguageMiddleware:
    """Activates the language of the path's first segment, or else Dutch; the admin is in Dutch.

    Django's LocaleMiddleware also reads cookies and Accept-Language, so that one URL could answer
    in several languages, which a cache cannot tell apart.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(path):
    """The language of the first segment of a path, or else Dutch."""
    first = path.lstrip("/").partition("/")[0]  # `CONNECT host:443` has no slash
    return first if first in CODES else SOURCE
