"""Previews: the public site with a draft applied, in a transaction that is rolled back.

/beheer/voorbeeld/12/nu/nl/partners/japan/ is /nl/partners/japan/ with draft 12, for staff;
/voorbeeld/TOKEN/… is the same for anyone who has the link. Every page of the site works under these
prefixes. Responses are never cached or indexed.
"""

from threading import BoundedSemaphore
from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from portal.backoffice.time_travel import public_response
from portal.context_processors import LANGUAGE_NAMES
from portal.i18n.instants import format_instant, parse_instant
from portal.i18n.languages import CODES
from portal.publishing.parameters import every_parameter
from portal.revisions.models import Draft, PreviewLink
from portal.revisions.publication import CannotGoLive, applied

NOW = "nu"
MOST_LINKS = 10  # of one draft that work at a time
BY_LINK = BoundedSemaphore(2)  # pages with a draft at once in each process, which has four threads
EXCLUDED_SUFFIXES = (".atom", ".ics", ".json", ".csv", ".xml")


class Preview(NamedTuple):
    """Context of the preview banner; compare `time_travel.TimeTravel`."""

    draft: Draft
    instant: object
    edit_url: str = ""

    is_preview = True


class PreviewForm(forms.Form):
    at = forms.CharField(
        required=False,
        label=gettext_lazy("At this moment, Brussels time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}),
    )

    def clean_at(self):
        return parse_instant(self.cleaned_data["at"]) if self.cleaned_data["at"] else None


def model_admin_for(draft):
    return admin.site.get_model_admin(draft.content_type.model_class())


def get_draft(request, pk):
    """The draft with this key; PermissionDenied when the user may not view its record."""
    draft = get_object_or_404(Draft.objects.select_related("author"), pk=pk)
    if not draft.record or not model_admin_for(draft).has_view_permission(request, draft.record):
        raise PermissionDenied
    return draft


@admin.site.admin_view
def preview(request, pk):
    """The page of a draft in an iframe per chosen language, optionally as narrow as a phone."""
    draft = get_draft(request, pk)
    if request.method == "POST":
        return change_links(request, draft)
    form = PreviewForm(request.GET)
    when = (
        format_instant(form.cleaned_data["at"])
        if form.is_valid() and form.cleaned_data["at"]
        else NOW
    )
    chosen = [code for code in request.GET.getlist("taal") if code in CODES] or ["nl"]
    try:
        with applied(draft) as record:
            pages = {code: url_in_language(code, record) for code in CODES}
        problem = ""
    except CannotGoLive as error:
        pages, problem = {}, str(error)
    start = reverse("preview_site", args=[pk, when, ""])
    page = model_admin_for(draft)
    context = {
        **admin.site.each_context(request),
        "title": _("Preview"),
        "opts": page.opts,
        "original": draft.record,
        "draft": draft,
        "form": form,
        "problem": problem,
        "frames": [
            (code, LANGUAGE_NAMES[code], start + pages[code].lstrip("/"))
            for code in chosen
            if pages
        ],
        "languages": [(code, LANGUAGE_NAMES[code], code in chosen) for code in CODES],
        "is_narrow": "smal" in request.GET,
        "links": [
            (link, request.build_absolute_uri(link_path(link, pages)))
            for link in draft.links.all()
            if link.works() and pages
        ],
    }
    response = render(request, "admin/preview.html", context)
    response._csp_update = {"frame-src": ["'self'"]}
    return response


def url_in_language(code, record):
    with override(code):
        return record.get_absolute_url()


def link_path(link, pages):
    return reverse("preview_link", args=[link.token, pages["nl"].lstrip("/")])


def change_links(request, draft):
    if not model_admin_for(draft).has_change_permission(request, draft.record):
        raise PermissionDenied
    if "revoke" in request.POST:
        links = draft.links.filter(pk=request.POST["revoke"], revoked_at=None)
        links.update(revoked_at=timezone.now())
        messages.success(request, _("The link no longer works."))
    elif sum(link.works() for link in draft.links.all()) >= MOST_LINKS:
        message = _("%(n)d links to this draft work already. Take one back first.")
        messages.error(request, message % {"n": MOST_LINKS})
    else:
        PreviewLink.objects.create(draft=draft, made_by=request.user)
        message = _("The link has been created. Anyone who has it can see this draft for 14 days.")
        messages.success(request, message)
    return redirect("preview", draft.pk)


@require_safe
@admin.site.admin_view
def preview_site(request, pk, when, path):
    draft = get_draft(request, pk)
    edit_url = model_admin_for(draft).form_url(draft.record)
    prefix = reverse("preview_site", args=[pk, when, ""])
    return draft_response(request, draft, when, prefix, path, edit_url)


@every_parameter
@require_safe
def preview_link(request, token, path):
    """The same for anyone with the link, until it expires or is revoked.

    Each page writes the draft into the database and takes it back: few do so at once.
    """
    if not BY_LINK.acquire(blocking=False):
        return busy(request)
    try:
        return page_by_link(request, token, path)
    finally:
        BY_LINK.release()


def busy(request):
    request.is_error = True
    context = {
        "title": _("Others are looking at drafts at this moment"),
        "text": _("Try again in a few seconds."),
    }
    response = render(request, "portal/problem.html", context, status=503)
    response.headers["Retry-After"] = "5"
    return response


def page_by_link(request, token, path):
    link = get_object_or_404(PreviewLink.objects.select_related("draft__author"), token=token)
    if not link.works():
        raise Http404("this link has expired or was taken back")
    prefix = reverse("preview_link", args=[token, ""])
    response = draft_response(request, link.draft, NOW, prefix, path)
    response.headers["Referrer-Policy"] = "no-referrer"  # who has the address has the draft
    return response


def draft_response(request, draft, when, prefix, path, edit_url=""):
    if path.endswith(EXCLUDED_SUFFIXES):
        raise Http404("no feeds, calendars or data of a draft")
    try:
        instant = timezone.localtime() if when == NOW else parse_instant(when)
        with applied(draft):
            simulation = Preview(draft, instant, edit_url)
            response = public_response(request, instant, prefix, f"/{path}", simulation)
    except (CannotGoLive, ValidationError) as error:
        raise Http404(str(error)) from error
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    policy = response.headers.get("Content-Security-Policy", "")
    response.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    return response
