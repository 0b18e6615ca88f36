"""406 for programs that do not take what an address of the API has."""

from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.api.files import FILES
from portal.api.problems import is_for_programs, problem_response
from portal.middleware.language import language_asked

DATA = "application/json"


class AcceptMiddleware:
    """Stands before the pages that are kept, whose addresses count without the headers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"} or not is_for_programs(request):
            return self.get_response(request)
        kind = kind_of(request.path_info)
        return self.get_response(request) if request.accepts(kind) else refuse(request, kind)


def kind_of(path):
    """The media type of what an address of the API has."""
    return FILES.get(path.rpartition("/")[2], DATA)


def refuse(request, kind):
    with override(language_asked(request.META.get("QUERY_STRING", ""))):
        response = problem_response(
            406,
            _("We do not have this in a form that you accept"),
            _("This address has %(kind)s.") % {"kind": kind},
        )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept"])
    return response
