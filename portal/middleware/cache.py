"""How long an answer may be kept."""

from django.utils import timezone

from portal.middleware.admin_only import DESK
from portal.middleware.boundaries import NOT_KEPT, cache_control, publish_due_drafts
from portal.publishing import clock


class PublicCacheMiddleware:
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
        is_late = publish_due_drafts(timezone.now())
        with clock.frozen_at(timezone.now()) as shown:
            response = self.get_response(request)
        if NOT_KEPT in response.headers.get("Cache-Control", ""):
            return response  # a preview
        is_kept = request.method in {"GET", "HEAD"} and response.status_code in self.KEPT
        is_kept = is_kept and not is_late
        response.headers["Cache-Control"] = cache_control(shown) if is_kept else NOT_KEPT
        return response
