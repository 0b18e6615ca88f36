"""Who was signed out while typing signs in on the spot; what was typed is sent along."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

AGAIN = "sign-in-again"  # marks what belongs to the signing in, not to the form that was sent


def sign_in_again(request, go_on):
    """Ask for name and password, and then `go_on()` as if the session had not ended."""
    form = AdminAuthenticationForm(
        request, request.POST if AGAIN in request.POST else None, prefix=AGAIN
    )
    if form.is_valid():
        login(request, form.get_user())
        request.POST = typed(request.POST)
        return go_on()
    context = {
        **admin.site.each_context(request),
        "title": _("You were signed out"),
        "form": form,
        "typed": [(n, value) for n, values in typed(request.POST).lists() for value in values],
        "files": list(request.FILES),
        "again": AGAIN,
    }
    return TemplateResponse(request, "admin/sign_in_again.html", context, status=403)


def typed(posted):
    """What was sent, without what belongs to the signing in."""
    rest = posted.copy()
    for name in posted:
        if name.startswith(AGAIN) or name == "csrfmiddlewaretoken":
            del rest[name]
    return rest
