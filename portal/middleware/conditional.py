"""ETags, and 304 for what has not changed."""

from django.middleware.http import ConditionalGetMiddleware

# Caches renew the headers of what they keep with those of a 304.
KEPT_HEADERS = (
    "Access-Control-Allow-Origin",
    "Content-Security-Policy",
    "Cross-Origin-Resource-Policy",
    "X-Frame-Options",
)


class SafeConditionalMiddleware(ConditionalGetMiddleware):
    """Answers HEAD with the headers of GET and no body, and 304 with those that protect the page.

    Django makes no ETag for HEAD, since a view may answer it without a body. Ours never do.
    """

    def process_response(self, request, response):
        method, request.method = request.method, self.method_of(request)
        try:
            answer = super().process_response(request, response)
        finally:
            request.method = method
        for name in KEPT_HEADERS:
            if name in response.headers:
                answer.headers.setdefault(name, response.headers[name])
        return without_body(answer) if method == "HEAD" else answer

    def method_of(self, request):
        return "GET" if request.method == "HEAD" else request.method


def without_body(response):
    if not response.streaming and response.content:
        length = len(response.content)
        response.content = b""
        response.headers["Content-Length"] = str(length)
    return response
