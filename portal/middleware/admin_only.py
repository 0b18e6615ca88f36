"""What only the admin needs: sessions, sign-in, forms, messages."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware

DESK = "/beheer/"


class AdminOnlyMixin:
    """Sessions, sign-in and forms are the desk's: a public page neither reads nor sets a cookie."""

    def __call__(self, request):
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        return super().__call__(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(DESK) or not hasattr(super(), "process_view"):
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
