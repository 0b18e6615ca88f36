"""What went wrong, for programs: application/problem+json (RFC 9457), in the active language."""

import json

from django.http import HttpResponse

from portal.i18n.languages import active

PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """Answers a request with a problem instead; `more` are further members of it."""

    def __init__(self, status, title, detail, **more):
        self.status, self.title, self.detail, self.more = status, title, detail, more


def is_for_programs(request):
    """Whether a request is for the API, where errors are data too."""
    return request.path_info.startswith(PREFIX)


def problem_response(status, title, detail, headers=None, **more):
    data = {"type": "about:blank", "title": str(title), "status": status, "detail": str(detail)}
    content = json.dumps(data | more, ensure_ascii=False)
    response = HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=headers)
    response.headers["Content-Language"] = active()
    return response
