"""Signing in at the desk: a password, then whatever second step the account has."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts.forms import ChangePasswordForm, SignInForm
from portal.accounts.sessions import remember


@method_decorator(never_cache, name="dispatch")
class SignInView(LoginView):
    authentication_form = SignInForm
    template_name = "admin/login.html"

    def get(self, request, *args, **kwargs):
        if admin.site.has_permission(request):
            return redirect("admin:index")
        return super().get(request, *args, **kwargs)

    def get_default_redirect_url(self):
        return reverse("admin:index")

    def form_valid(self, form):
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, login)

    def get_context_data(self, **kwargs):
        following = self.get_redirect_url() or self.get_default_redirect_url()
        return {
            **super().get_context_data(**kwargs),
            **admin.site.each_context(self.request),
            "title": _("Log in"),
            "app_path": self.request.get_full_path(),
            "username": self.request.user.get_username(),
            REDIRECT_FIELD_NAME: following,
            "redirect_field": format_html(
                '<input type="hidden" name="{}" value="{}">', REDIRECT_FIELD_NAME, following
            ),
            "providers": get_social_adapter().list_providers(self.request),
        }

    def render_to_response(self, context, **kwargs):
        """Browsers count the redirect that follows on a form as part of it (form-action)."""
        response = super().render_to_response(context, **kwargs)
        if origins := [provider_origin(one) for one in context["providers"]]:
            response._csp_update = {"form-action": origins}
        return response


def provider_origin(provider):
    scheme, _slashes, rest = provider.app.settings["server_url"].partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


class ChangePasswordView(PasswordChangeView):
    form_class = ChangePasswordForm
    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("admin:password_change_done")

    def form_valid(self, form):
        """Signs out everywhere else; the session here goes on under another key."""
        response = super().form_valid(form)
        remember(self.request)
        return response

    def get_context_data(self, **kwargs):
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}


sign_in = SignInView.as_view()
change_password = ChangePasswordView.as_view()
