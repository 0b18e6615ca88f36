"""The outermost middleware: it names each request, answers for its health, and counts it."""

import logging
import re
import time
import uuid
from functools import lru_cache

from django.urls import Resolver404, resolve
from django.utils import translation

from portal.middleware.language import language_of
from portal.operations import health, metrics
from portal.operations.logs import request_id

logger = logging.getLogger("portal.request")
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADER = "X-Request-ID"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# In these paths stands a key, or whatever somebody typed.
SECRET_PATHS = ("/voorbeeld/", "/beheer/")
SECRET_VIEWS = ("alerts:",)  # by name, whatever the language of the path


class RequestMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if getattr(request, "is_internal", False):  # a part of another request
            return self.get_response(request)
        given = request.headers.get(HEADER, "")
        id_ = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.request_id = id_
        with request_id(id_):
            response = self.answer(request)
        response.headers[HEADER] = id_
        return response

    def answer(self, request):
        if check := health.PATHS.get(request.path_info):
            return check()
        begun = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        view, status = view_of(request.path_info), response.status_code
        method = request.method if request.method in METHODS else "other"
        metrics.requests.labels(view, method, status).inc()
        metrics.durations.labels(view).observe(seconds)
        facts = {"method": method, "view": view, "status": status, "ms": round(seconds * 1000, 1)}
        is_secret = request.path_info.startswith(SECRET_PATHS) or view.startswith(SECRET_VIEWS)
        if status < 400 and not is_secret:
            facts["path"] = request.path_info
        logger.info("answered", extra=facts)
        return response


@lru_cache(maxsize=10_000)
def view_of(path):
    """The name of the view of a path; "none" where there is none."""
    try:
        with translation.override(language_of(path)):
            match = resolve(path)
    except Resolver404:
        return "none"
    return match.view_name or match.route or "root"
