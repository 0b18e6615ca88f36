"""“Show the site as on …”: staff see any public page as it would be at another instant.

/beheer/op/2027-03-01T17:00:00/nl/projectoproepen/ is /nl/projectoproepen/ at that second in
Brussels time. The public site is served as if installed under that prefix, so every URL that it
reverses stays at that instant. The content is today's, with the drafts approved to go live by then.

When the clock is set back, an hour occurs twice: a time in it means the first one, unless it has an
offset (2027-10-31T02:30:00+01:00). A time that is skipped in spring is refused.
"""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.i18n.instants import format_instant, other_fold, parse_instant
from portal.i18n.languages import CODES
from portal.middleware.admin_only import ADMIN_PREFIX
from portal.publishing.internal_client import internal_get
from portal.publishing.rollback import rolled_back
from portal.revisions.going_live import publish_due
from portal.revisions.models import Draft

# Not passed on to the public site: they would make its response personal, compressed or partial.
DROPPED_ENVIRON_KEYS = {
    "HTTP_COOKIE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_RANGE",
}
# Links in editors' texts are not reversed, and so lack the prefix.
ROOT_RELATIVE_LINK = re.compile(rb'(href|action)="/(?=(?:%s)/)' % "|".join(CODES).encode())


def time_travel_url(instant, page):
    return f"{reverse('time_travel')}{format_instant(instant)}{page}"


class TimeTravel:
    """Context of the time travel banner: the instant and page shown, and the links it offers."""

    def __init__(self, request, instant, page):
        self.instant, self.page = instant, page
        self.choose_url = reverse("time_travel")
        self.present_url = request.build_absolute_uri(page)
        self.twin_url = other_fold(instant) and time_travel_url(other_fold(instant), page)


class TimeTravelForm(forms.Form):
    at = forms.CharField(
        label=gettext_lazy("Moment, Brussels time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}),
    )
    page = forms.CharField(
        label=gettext_lazy("Page"),
        help_text=gettext_lazy("The address of a public page. For example: /nl/projectoproepen/"),
        max_length=2000,
    )

    def clean_at(self):
        return parse_instant(self.cleaned_data["at"])

    def clean_page(self):
        """The path and query of a URL; its host is ignored."""
        try:
            parts = urlsplit(self.cleaned_data["page"])
        except ValueError:
            parts = urlsplit("")
        if not parts.path.startswith("/") or parts.path.startswith(ADMIN_PREFIX):
            raise ValidationError(_("Give the address of a public page, such as /nl/."))
        return parts._replace(scheme="", netloc="", fragment="").geturl()


@require_safe
@admin.site.admin_view
def choose(request):
    if "at" not in request.GET:
        now = timezone.localtime().replace(microsecond=0, tzinfo=None).isoformat()
        return render_form(request, TimeTravelForm(initial={"at": now, "page": "/nl/"}))
    form = TimeTravelForm(request.GET)
    if not form.is_valid():
        return render_form(request, form, status=400)
    return HttpResponseRedirect(time_travel_url(form.cleaned_data["at"], form.cleaned_data["page"]))


def render_form(request, form, status=200):
    title = _("Show the site at another time …")
    context = {**admin.site.each_context(request), "title": title, "form": form}
    return render(request, "admin/as_on.html", context, status=status)


@require_safe
@admin.site.admin_view
def show(request, when, path):
    query = request.META.get("QUERY_STRING", "")
    page = f"/{path}?{query}" if query else f"/{path}"
    form = TimeTravelForm({"at": when, "page": page})
    if not form.is_valid():
        return render_form(request, form, status=400)
    return time_travel_response(request, form.cleaned_data["at"], f"/{path}", page)


def time_travel_response(request, instant, path, page):
    with due_drafts_published(instant):
        return public_response(
            request,
            instant,
            time_travel_url(instant, "/"),
            path,
            TimeTravel(request, instant, page),
        )


@contextmanager
def due_drafts_published(instant):
    """Inside, drafts due by an instant are public; they are rolled back afterwards."""
    if not Draft.objects.due(instant).exists():
        yield
        return
    with rolled_back():
        publish_due(instant)
        yield


def public_response(request, instant, prefix, path, simulation):
    """The response of the public site at an instant, as if installed under the URL `prefix`.

    `simulation` is the context of its banner. The response is never cached or indexed.
    """
    environ = {key: value for key, value in request.META.items() if key not in DROPPED_ENVIRON_KEYS}
    query = environ.get("QUERY_STRING", "")
    response = internal_get(
        path, query, at=instant, prefix=prefix, environ=environ, simulation=simulation
    )
    if not response.streaming and response.headers["Content-Type"].startswith("text/html"):
        response.content = ROOT_RELATIVE_LINK.sub(rb'\1="%s' % prefix.encode(), response.content)
        del response.headers["Content-Length"]
    del response.headers["ETag"]
    response.headers["X-Robots-Tag"] = "noindex"
    return response
