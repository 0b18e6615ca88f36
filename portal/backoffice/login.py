"""Signing in again when a session ended while a form was open, without losing its data."""

from django.contrib import admin
from django.contrib.auth import login
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.accounts.forms import SignInAgainForm
from portal.accounts.sessions import remember

LOGIN_PREFIX = "sign-in-again"  # of the login fields, to tell them from those of the original form


def sign_in_again(request, resume):
    """Show a login form that carries the posted data; after a valid login return `resume()`."""
    form = SignInAgainForm(
        request, request.POST if LOGIN_PREFIX in request.POST else None, prefix=LOGIN_PREFIX
    )
    if form.is_valid():
        login(request, form.get_user())
        if form.code_form:
            form.code_form.save()
        remember(request)
        request.POST = original_data(request.POST)
        return resume()
    context = {
        **admin.site.each_context(request),
        "title": _("You were signed out"),
        "form": form,
        "original_data": [
            (name, value)
            for name, values in original_data(request.POST).lists()
            for value in values
        ],
        "files": list(request.FILES),
        "login_prefix": LOGIN_PREFIX,
    }
    return TemplateResponse(request, "admin/sign_in_again.html", context, status=403)


def original_data(data):
    """The posted data without the fields of the login form."""
    rest = data.copy()
    for name in data:
        if name.startswith(LOGIN_PREFIX) or name == "csrfmiddlewaretoken":
            del rest[name]
    return rest
