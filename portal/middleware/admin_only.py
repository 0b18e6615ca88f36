"""Session, CSRF, authentication and message middleware, limited to the admin."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware

ADMIN_PREFIX = "/beheer/"


class AdminOnlyMixin:
    """Skips a middleware outside the admin, so that public pages neither read nor set cookies."""

    def __call__(self, request):
        if not request.path_info.startswith(ADMIN_PREFIX):
            return self.get_response(request)
        return super().__call__(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(ADMIN_PREFIX) or not hasattr(super(), "process_view"):
            return None
        return super().process_view(request, view, args, kwargs)


class AdminSessionMiddleware(AdminOnlyMixin, SessionMiddleware):
    pass


class AdminCsrfMiddleware(AdminOnlyMixin, CsrfViewMiddleware):
    pass


class AdminAuthenticationMiddleware(AdminOnlyMixin, AuthenticationMiddleware):
    pass


class AdminMessageMiddleware(AdminOnlyMixin, MessageMiddleware):
    pass
