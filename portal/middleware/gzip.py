"""Compression of public pages."""

from django.middleware.gzip import GZipMiddleware

from portal.middleware.admin_only import DESK


class PublicGZipMiddleware(GZipMiddleware):
    """Gzip for public pages, byte for byte the same each time, so that its ETag can be strong.

    Not for the desk: its pages carry secrets (CSRF tokens) beside what a request sends.
    """

    max_random_bytes = 0

    def process_response(self, request, response):
        if request.path_info.startswith(DESK):
            return response
        return super().process_response(request, response)
