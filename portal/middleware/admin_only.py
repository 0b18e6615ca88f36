"""Session, CSRF, authentication and message middleware, limited to the admin."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.utils import timezone

from portal.accounts.sessions import is_over, keep_alive, lacks_second_factor

ADMIN_PREFIX = f"/{settings.DESK_PATH}"


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


class AdminSessionLimitsMiddleware:
    """Ends sessions that lasted too long, and asks for a second factor where one is missing."""

    WITHOUT_SECOND_FACTOR = ("mfa_", "account_", "logout", "jsi18n")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(ADMIN_PREFIX) and SESSION_KEY in request.session:
            now = timezone.now().timestamp()
            if is_over(request.session, now):
                logout(request)
            else:
                keep_alive(request.session, now)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(ADMIN_PREFIX):
            return None
        name = request.resolver_match.url_name or ""
        if lacks_second_factor(request.session) and not name.startswith(self.WITHOUT_SECOND_FACTOR):
            return redirect("mfa_index")
        return None

    def process_template_response(self, request, response):
        """Pages of django-allauth have the frame of the desk."""
        match = request.resolver_match
        if match and (match.url_name or "").startswith(("mfa_", "account_", "usersessions_")):
            context = response.context_data or {}
            response.context_data = {**admin.site.each_context(request), **context}
        return response
