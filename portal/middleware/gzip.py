"""Compression of public pages."""

from django.middleware.gzip import GZipMiddleware

from portal.api.files import FILES
from portal.middleware.admin_only import ADMIN_PREFIX


class PublicGZipMiddleware(GZipMiddleware):
    """Compresses public pages to the same bytes each time, so that their ETag can be strong.

    Not the admin: its pages hold secrets (CSRF tokens) beside text from the request, which
    compression would leak (BREACH).
    """

    max_random_bytes = 0

    def process_response(self, request, response):
        # Sent as they are: packed already, or from the disk.
        is_packed = response.headers.get("Content-Type") in {"image/png", *FILES.values()}
        if request.path_info.startswith(ADMIN_PREFIX) or is_packed:
            return response
        return super().process_response(request, response)
