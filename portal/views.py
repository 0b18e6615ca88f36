"""Home, search, countries, changes, pages about the site, and the error pages."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls.models import SupportMeasure
from partners.models import Partner, Post
from policy.priority import newest_framework
from portal.changes import recent_changes
from portal.countries import CODES, by_name, name_of
from portal.i18n.languages import active
from portal.models import ServicePage
from portal.publishing.models import Document, FormerFile
from portal.publishing.selectors import public_or_raise
from portal.registry import language_coverage
from portal.search import MAX_LENGTH, find_names


@require_safe
def front_door(request):
    """Always to Dutch: the source language, whatever the browser prefers."""
    return redirect("home")


def home(request):
    context = {"framework": newest_framework(), "changes": recent_changes(5)}
    return render(request, "portal/home.html", context)


def search(request):
    q = request.GET.get("q", "").replace("\0", "").strip()
    is_too_long = len(q) > MAX_LENGTH
    results = find_names(q) if q and not is_too_long else []
    context = {"q": q, "is_too_long": is_too_long, "max_length": MAX_LENGTH, "results": results}
    return render(request, "portal/search.html", context)


def change_list(request):
    return render(request, "portal/change_list.html", {"changes": recent_changes(50)})


def country_list(request):
    return render(request, "portal/country_list.html", {"countries": by_name(active())})


def country_detail(request, code):
    """What about country X? Every country of ISO 3166-1 has an answer."""
    if not code.isascii() or code.upper() not in CODES:
        raise Http404("not a country of ISO 3166-1")
    if code != code.lower():
        return HttpResponsePermanentRedirect(reverse("country", args=[code.lower()]))
    public = Partner.objects.published().real()
    partner = public.filter(iso_code=code.upper()).first()
    # Belgium is home, so no partner; its other communities are.
    inside = Q(parent=partner) if partner else Q(kind=Partner.Kind.COMMUNITY)
    parts = list(public.filter(inside)) if partner or code == "be" else []
    context = {
        "name": name_of(code.upper()),
        "partner": partner,
        "parts": parts,
        "partners": [partner, *parts] if partner else parts,
        "posts": Post.objects.published().competent_for(partner) if partner else [],
        "framework": None if partner else newest_framework(),
        "measures": SupportMeasure.objects.published().real().usable().filter(kind="grant"),
    }
    return render(request, "portal/country_detail.html", context)


def service_page(request, key):
    page = public_or_raise(request, get_object_or_404(ServicePage, key=key))
    coverage = language_coverage() if key == ServicePage.Key.LANGUAGES else []
    return render(request, "portal/service_page.html", {"page": page, "coverage": coverage})


@require_safe
def document(request, pk, name):
    """An uploaded document, as long as the page that it belongs to is public."""
    document = get_object_or_404(Document.objects.exclude(file=""), pk=pk)
    if not (document.record and document.record.is_readable()):
        raise Http404("the page of this document is not public")
    return sent(request, document, name)


@require_safe
def former_file(request, pk, former, name):
    """What an uploaded document was before, with the same condition."""
    former = get_object_or_404(FormerFile, pk=former, document=pk)
    if not (former.document.record and former.document.record.is_readable()):
        raise Http404("the page of this document is not public")
    response = sent(request, former, name)
    response["X-Robots-Tag"] = "noindex"
    return response


def sent(request, stored, name):
    """The file of a document or former file; `name` is only for readers, and to save it under."""
    if name != stored.file_name:
        return HttpResponsePermanentRedirect(stored.get_absolute_url())
    try:
        modified = stored.file.storage.get_modified_time(stored.file.name).timestamp()
        if unchanged := get_conditional_response(request, last_modified=int(modified)):
            return unchanged
        file = stored.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("the file itself is missing") from error
    return FileResponse(file, filename=name, headers={"Last-Modified": http_date(modified)})


def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /beheer/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request):
    return HttpResponsePermanentRedirect(staticfiles_storage.url("favicon.svg"))


def error_page(request, status, template, context=None):
    """A page that is not about the address asked for: see `site_context.site_context`."""
    request.is_error = True
    return render(request, template, context, status=status)


def problem(request, status, title, text):
    return error_page(request, status, "portal/problem.html", {"title": title, "text": text})


def gone(request, record):
    return error_page(request, 410, "portal/gone.html", {"gone": record})


def bad_request(request, exception):
    return problem(
        request, 400, _("We cannot read this request"), _("Check the address and try again.")
    )


def not_allowed(request):
    response = bad_request(request, None)
    response.status_code, response.headers["Allow"] = 405, "GET, HEAD"
    return response


def forbidden(request, exception):
    return problem(
        request,
        403,
        _("You do not have access to this page"),
        _("Sign in with another account, or go back."),
    )


def form_expired(request, reason=""):
    return problem(
        request,
        403,
        _("Your form has expired"),
        _(
            "Go back, reload the page and try again. "
            "What you typed is still there when you go back."
        ),
    )


def not_found(request, exception):
    return error_page(request, 404, "portal/not_found.html")


def server_error(request):
    """Without the database: whatever broke may have been that."""
    return problem(
        request,
        500,
        _("Something went wrong on our side"),
        _("We have been told. Try again in a few minutes."),
    )
