"""The Cache-Control header of every response."""

from django.utils import timezone

from portal.middleware.admin_only import ADMIN_PREFIX
from portal.middleware.boundaries import NO_STORE, cache_control, publish_due_drafts
from portal.publishing import clock


class PublicCacheMiddleware:
    """Builds each public response for one instant; caches keep it no longer than it stays true.

    Static files never get here: WhiteNoise serves them earlier. The admin and every status outside
    CACHEABLE_STATUSES are never stored.
    """

    # 404 and 410 too: these change when a page is published.
    CACHEABLE_STATUSES = frozenset({200, 301, 302, 304, 404, 410})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_internal = getattr(request, "is_internal", False)
        if request.path_info.startswith(ADMIN_PREFIX) or is_internal:
            response = self.get_response(request)
            if NO_STORE not in response.headers.get("Cache-Control", ""):
                response.headers["Cache-Control"] = NO_STORE
            return response
        is_late = publish_due_drafts(timezone.now())
        with clock.frozen_at(timezone.now()) as frozen:
            response = self.get_response(request)
        if NO_STORE in response.headers.get("Cache-Control", ""):
            return response  # a preview
        is_cacheable = (
            request.method in {"GET", "HEAD"}
            and response.status_code in self.CACHEABLE_STATUSES
            and not is_late
        )
        response.headers["Cache-Control"] = cache_control(frozen) if is_cacheable else NO_STORE
        return response
