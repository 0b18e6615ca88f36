"""The instant of every response, and its Cache-Control."""

from django.utils import timezone

from portal.middleware.admin_only import ADMIN_PREFIX
from portal.page_cache.boundaries import next_midnight
from portal.page_cache.freshness import NO_STORE, cache_control, watch
from portal.postgresql.limits import each_query_within
from portal.publishing import clock
from portal.publishing.uncached import is_uncached

VISIT_LIMIT, DESK_LIMIT = 3, 25  # seconds that a query of a visitor, or of staff, may take


class PublicCacheMiddleware:
    """Builds each public response for one instant; caches keep it no longer than it stays true.

    Static files never get here: WhiteNoise serves them earlier. The admin and every status outside
    CACHEABLE_STATUSES are never stored. `public_until` of a response that may be is when it turns.
    """

    # 404 and 410 too: these change when a page is published.
    CACHEABLE_STATUSES = frozenset({200, 301, 302, 304, 404, 410})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_internal = getattr(request, "is_internal", False)
        if request.path_info.startswith(ADMIN_PREFIX) or is_internal:
            with each_query_within(DESK_LIMIT):
                response = self.get_response(request)
            if NO_STORE not in response.headers.get("Cache-Control", ""):
                response.headers["Cache-Control"] = NO_STORE
            return response
        with each_query_within(VISIT_LIMIT):
            return self.public_response(request)

    def public_response(self, request):
        at = timezone.now()
        freshness = watch.now(at)
        with clock.frozen_at(at) as frozen:
            response = self.get_response(request)
        if NO_STORE in response.headers.get("Cache-Control", ""):
            return response  # a preview
        is_cacheable = (
            request.method in {"GET", "HEAD"}
            and response.status_code in self.CACHEABLE_STATUSES
            and not is_uncached(request)
        )
        if not is_cacheable or not freshness:
            response.headers["Cache-Control"] = NO_STORE
            return response
        # A response that never read the clock cannot turn by itself: midnight is a safe limit.
        until = freshness.until if frozen.was_read else next_midnight(at)
        response.headers["Cache-Control"] = cache_control(freshness, until)
        if not freshness.is_late:
            response.public_until = until
        return response
