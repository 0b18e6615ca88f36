"""Sets the language of a response from its URL."""

from urllib.parse import parse_qs

from django.utils import translation

from portal.api import problems
from portal.i18n.languages import CODES, SOURCE


class UrlLanguageMiddleware:
    """Activates the language of the path's first segment, or else Dutch; the admin is in Dutch.

    In the API it is `lang` of the query string.

    Django's LocaleMiddleware also reads cookies and Accept-Language, so that one URL could answer
    in several languages, which a cache cannot tell apart.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        if problems.is_for_programs(request):
            language = language_asked(request.META.get("QUERY_STRING", ""))
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(path):
    """The language of the first segment of a path, or else Dutch."""
    first = path.lstrip("/").partition("/")[0]  # `CONNECT host:443` has no slash
    return first if first in CODES else SOURCE


def language_asked(query):
    """The language of `lang` in a query string, or else Dutch."""
    (asked,) = parse_qs(query).get("lang", [SOURCE])[-1:]
    return asked if asked in CODES else SOURCE
