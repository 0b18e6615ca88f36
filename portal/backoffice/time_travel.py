"""“Show the site as on …”: staff look at any public page as it would be at another instant.

/beheer/op/2027-03-01T17:00:00/nl/projectoproepen/ is /nl/projectoproepen/ at that second by the
clock of Brussels. The public site answers as a whole, as if it were installed under that prefix, so
each address that it makes stays within the instant. Only the time differs, and what is approved to
go live by then.

On the night in autumn an hour comes twice: a time in it means the first, unless it says its offset
(2027-10-31T02:30:00+01:00). An hour that spring skips is refused.
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

from portal.editing.going_live import publish_due
from portal.i18n.instants import read_instant, spelled, twin
from portal.i18n.languages import CODES
from portal.middleware.admin_only import ADMIN_PREFIX
from portal.publishing.internal_client import internal_get
from portal.publishing.rollback import rolled_back
from portal.revisions.models import Draft

# Of the request of a member of staff: what makes an answer shorter, unsaid or personal.
NOT_PASSED_ON = {
    "HTTP_COOKIE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_RANGE",
}
# Addresses that editors wrote into texts know of no prefix.
WRITTEN_BY_HAND = re.compile(rb'(href|action)="/(?=(?:%s)/)' % "|".join(CODES).encode())


def address(instant, page):
    return f"{reverse('time_travel')}{spelled(instant)}{page}"


class AsOn:
    """What the banner tells of the instant shown, and where it leads."""

    def __init__(self, request, instant, page):
        self.instant, self.page = instant, page
        self.choose_url = reverse("time_travel")
        self.present_url = request.build_absolute_uri(page)
        self.twin_url = twin(instant) and address(twin(instant), page)


class Choice(forms.Form):
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
        return read_instant(self.cleaned_data["at"])

    def clean_page(self):
        """The path with its query, also of a whole address."""
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
        return ask(request, Choice(initial={"at": now, "page": "/nl/"}))
    form = Choice(request.GET)
    if not form.is_valid():
        return ask(request, form, status=400)
    return HttpResponseRedirect(address(form.cleaned_data["at"], form.cleaned_data["page"]))


def ask(request, form, status=200):
    title = _("Show the site as on …")
    context = {**admin.site.each_context(request), "title": title, "form": form}
    return render(request, "admin/as_on.html", context, status=status)


@require_safe
@admin.site.admin_view
def show(request, when, path):
    query = request.META.get("QUERY_STRING", "")
    page = f"/{path}?{query}" if query else f"/{path}"
    form = Choice({"at": when, "page": page})
    if not form.is_valid():
        return ask(request, form, status=400)
    return site_as_on(request, form.cleaned_data["at"], f"/{path}", page)


def site_as_on(request, instant, path, page):
    with approved_by_then(instant):
        return site_at(request, instant, address(instant, "/"), path, AsOn(request, instant, page))


@contextmanager
def approved_by_then(instant):
    """Inside, drafts that are approved to go live by an instant are public; nothing is written."""
    if not Draft.objects.due(instant).exists():
        yield
        return
    with rolled_back():
        publish_due(instant)
        yield


def site_at(request, instant, inside, path, shown):
    """The answer of the public site at an instant, as if installed under the address `inside`.

    `shown` is for the banner. No cache and no search engine keeps the answer.
    """
    passed_on = {key: value for key, value in request.META.items() if key not in NOT_PASSED_ON}
    query = passed_on.get("QUERY_STRING", "")
    response = internal_get(
        path, query, at=instant, prefix=inside, environ=passed_on, simulation=shown
    )
    if not response.streaming and response.headers["Content-Type"].startswith("text/html"):
        response.content = WRITTEN_BY_HAND.sub(rb'\1="%s' % inside.encode(), response.content)
        del response.headers["Content-Length"]
    del response.headers["ETag"]
    response.headers["X-Robots-Tag"] = "noindex"
    return response
