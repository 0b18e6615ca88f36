"""Security headers of every response: whatever nothing further in has set is set here.

Django's and django-csp's middleware stand further in, where redirects to https, static files, kept
pages and 304 do not pass. deploy/nginx.conf sets the same on what nginx answers itself.
"""

from portal.middleware.sharing import SAME_ORIGIN

FORBIDDEN_FEATURES = (
    "accelerometer browsing-topics camera display-capture geolocation gyroscope hid "
    "magnetometer microphone midi payment serial usb xr-spatial-tracking"
).split()
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FORBIDDEN_FEATURES)
# Of what is no page: it loads nothing, sends nothing and stands in no frame.
CLOSED_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ANY_FRAME = "frame-ancestors *"  # of a page made for it (calls/embed.py)
DEFAULTS = {
    "Content-Security-Policy": CLOSED_POLICY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": SAME_ORIGIN,
}


class SecurityHeadersMiddleware:
    """Outermost, so that no response goes without."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in DEFAULTS.items():
            response.headers.setdefault(name, value)
        if ANY_FRAME in response.headers["Content-Security-Policy"]:
            del response.headers["X-Frame-Options"]  # which cannot say so
        return response
