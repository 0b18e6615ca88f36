"""What other sites may do with a response: fetch open data, under which licence, and no more."""

from django.conf import settings

from portal.api.files import FILES
from portal.middleware.admin_only import ADMIN_PREFIX

OPEN_DATA = frozenset(
    {
        "application/json",
        "application/ld+json",
        "application/problem+json",
        *FILES.values(),
        "application/atom+xml",
        "application/feed+json",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/calendar",
        "text/csv",
        "text/markdown",
        "text/turtle",
    }
)
SAME_ORIGIN = "same-origin"


class SharingMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind in OPEN_DATA and not request.path_info.startswith(ADMIN_PREFIX):
            response.headers["Access-Control-Allow-Origin"] = "*"
            licence = f'<{settings.DATA_LICENCE_URL}>; rel="license"'
            if licence not in (said := response.headers.get("Link", "")):
                response.headers["Link"] = ", ".join(filter(None, [said, licence]))
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        else:
            response.headers.setdefault("Cross-Origin-Resource-Policy", SAME_ORIGIN)
        return response
