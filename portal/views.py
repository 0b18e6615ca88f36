"""Home, changes, pages about the site, and the error pages."""

import sys
from functools import partial

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Paginator
from django.db import InterfaceError, OperationalError
from django.db.models import Count, Window
from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from policy.priority import newest_framework
from portal.api.problems import is_for_programs, problem_response
from portal.changes import public_changes, recent_changes
from portal.exchange.lists import table_response
from portal.filters import ChangeFilter
from portal.i18n.languages import CODES
from portal.models import ServicePage
from portal.operations.disks import cannot_write
from portal.publishing import clock
from portal.publishing.filters import get_page_or_404
from portal.publishing.models import Document, FormerFile
from portal.publishing.parameters import parameters
from portal.redirects.old_slugs import public_or_raise
from portal.registry import language_coverage
from portal.tables import CHANGE_COLUMNS

CHANGES_A_PAGE = 50


@require_safe
def root_redirect(request):
    """Redirect to Dutch, the source language, whatever language the browser prefers."""
    return redirect("home")


def home(request):
    # Functions: asked only when what they are for is not kept.
    context = {"framework": newest_framework, "changes": partial(recent_changes, 5)}
    return render(request, "portal/home.html", context)


class ChangePaginator(Paginator):
    """Reads the first page with how many there are in all: mostly that is all there is to read."""

    @cached_property
    def first_page(self):
        return list(self.object_list.annotate(total=Window(Count("pk")))[: self.per_page])

    @cached_property
    def count(self):
        return self.first_page[0].total if self.first_page else 0

    def page(self, number):
        page = super().page(number)
        if page.number == 1:
            page.object_list = self.first_page
        return page


@parameters(*ChangeFilter.base_fields, "page")
def change_list(request):
    form = ChangeFilter(request.GET)
    paginator = ChangePaginator(form.narrow(public_changes()), CHANGES_A_PAGE)
    page = get_page_or_404(paginator, request.GET.get("page"))
    request.list_query = form.query_of_page(request.GET.get("page"))
    return render(request, "portal/change_list.html", {"form": form, "page": page})


@parameters(*ChangeFilter.base_fields)
def change_list_table(request, file_format):
    form = ChangeFilter(request.GET)
    form.require_meaning()
    notes = form.narrow(public_changes(with_examples=False))
    return table_response(
        request,
        CHANGE_COLUMNS,
        notes,
        file_format,
        address=lambda note: note.record.get_absolute_url(),
    )


def service_page(request, key):
    page = public_or_raise(request, get_object_or_404(ServicePage, key=key))
    coverage = language_coverage() if key == ServicePage.Key.LANGUAGES else []
    return render(request, "portal/service_page.html", {"page": page, "coverage": coverage})


@require_safe
def document(request, pk, name):
    """An uploaded document, while its page is public or withdrawn but readable."""
    document = get_object_or_404(Document.objects.exclude(file=""), pk=pk)
    if not (document.record and document.record.is_readable()):
        raise Http404("the page of this document is not public")
    return file_response(request, document, name)


@require_safe
def former_file(request, pk, former, name):
    """A file that a newer one replaced, under the same condition; never indexed."""
    former = get_object_or_404(FormerFile, pk=former, document=pk)
    if not (former.document.record and former.document.record.is_readable()):
        raise Http404("the page of this document is not public")
    response = file_response(request, former, name)
    response["X-Robots-Tag"] = "noindex"
    return response


def file_response(request, stored, name):
    """The file of a Document or FormerFile; another `name` redirects to the right one."""
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
        f"Disallow: /{settings.DESK_PATH}",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_contact(request):
    """Where to report a vulnerability (RFC 9116); none after the day on which it expires."""
    expires = settings.SECURITY_EXPIRES
    if not settings.SECURITY_CONTACT or expires <= clock.now():
        raise Http404("no contact is set, or no longer")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat(timespec='seconds')}",
        f"Preferred-Languages: {', '.join(CODES)}",
        f"Canonical: {request.build_absolute_uri(reverse('security_contact'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request):
    return HttpResponsePermanentRedirect(staticfiles_storage.url("favicon.svg"))


def error_page(request, status, template, context=None):
    """Render an error page; `is_error` keeps the requested page out of `site_context`.

    Programs get a problem in the same words.
    """
    if is_for_programs(request):
        nothing = {
            "title": _("There is nothing here"),
            "text": _("Check the address and try again."),
        }
        words = context or nothing
        return problem_response(status, words["title"], words["text"])
    request.is_error = True
    return render(request, template, context, status=status)


def problem_page(request, status, title, text):
    return error_page(request, status, "portal/problem.html", {"title": title, "text": text})


def gone(request, record):
    return error_page(request, 410, "portal/gone.html", {"gone": record})


def bad_request(request, exception):
    return problem_page(
        request, 400, _("We cannot read this request"), _("Check the address and try again.")
    )


def not_allowed(request):
    response = bad_request(request, None)
    response.status_code, response.headers["Allow"] = 405, "GET, HEAD"
    return response


def forbidden(request, exception):
    return problem_page(
        request,
        403,
        _("You do not have access to this page"),
        _("Sign in with another account, or go back."),
    )


def form_expired(request, reason=""):
    return problem_page(
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
    """Uses no database, since that may be what failed."""
    error = sys.exc_info()[1]
    if cannot_write(error):
        return nothing_stored(request)
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request)
    return problem_page(
        request,
        500,
        _("Something went wrong on our side"),
        _("We have been told. Try again in a few minutes."),
    )


def nothing_stored(request):
    return problem_page(
        request,
        507,
        _("We cannot store anything for a moment"),
        _(
            "Our disk is full or can only be read. Nothing of your form is stored. "
            "What you typed is still there when you go back."
        ),
    )


def too_many_requests(request):
    """What the proxy says to who asks for more than its share."""
    return problem_page(
        request,
        429,
        _("That was more than we can answer at once"),
        _("Wait a minute, then try again."),
    )


def unavailable(request):
    """The database is gone, or busy with somebody else's work."""
    response = problem_page(
        request,
        503,
        _("We cannot reach our data for a moment"),
        _("Try again in a few seconds. After a form, go back: what you typed is still there."),
    )
    response.headers["Retry-After"] = "5"
    return response
