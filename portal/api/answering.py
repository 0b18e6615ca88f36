"""How every view of the API answers: methods, parameters, problems and headers."""

from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from calls.api import json_response
from portal.api import asked
from portal.api.problems import Problem, problem_response
from portal.api.reading import Reading
from portal.i18n.languages import CODES
from portal.publishing import clock
from portal.publishing.parameters import every_parameter

METHODS = "GET, HEAD, OPTIONS"
# What scripts of other sites may send, and may read of an answer.
MAY_SEND = "Accept, If-Modified-Since, If-None-Match"
MAY_READ = "Content-Language, ETag, Last-Modified, Link, Retry-After"


def api_view(view):
    """A view whose problems are data. It reads all parameters, and refuses unknown ones."""

    @every_parameter
    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            return options_response()
        if request.method not in {"GET", "HEAD"}:
            response = problem_response(
                405, _("This can only be read"), _("Ask with GET, HEAD or OPTIONS.")
            )
            response.headers["Allow"] = METHODS
            return response
        try:
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = problem_response(
                problem.status, problem.title, problem.detail, **problem.more
            )
        response.headers["Access-Control-Expose-Headers"] = MAY_READ
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


def options_response():
    return HttpResponse(
        status=204,
        headers={
            "Allow": METHODS,
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": MAY_SEND,
            "Access-Control-Max-Age": "86400",  # seconds
        },
    )


def reading_of(request, language=None, start=None):
    return Reading(clock.now(), request.build_absolute_uri, language, start)


def data_response(data, language=None, links=None):
    """JSON with its languages and its links, {relation: address}."""
    response = json_response(data)
    response.headers["Content-Language"] = language or ", ".join(CODES)
    relations = {"license": settings.DATA_LICENCE_URL, "service-desc": reverse("api:openapi")}
    relations |= links or {}
    response.headers["Link"] = ", ".join(
        f'<{address}>; rel="{relation}"' for relation, address in relations.items()
    )
    return response


def check_names(request, *names):
    asked.check_names(request.GET, names)
