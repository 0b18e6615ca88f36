"""Answers for programs: things by their identifier, in the form that is asked for."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portal.i18n.languages import CODES
from portal.linked_data.catalogue import describe_catalogue
from portal.linked_data.data import Data
from portal.linked_data.descriptions import described
from portal.linked_data.identifiers import (
    LISTS,
    has_own_page,
    page_path,
    page_record,
    require_data,
    require_readable,
    thing_or_404,
)
from portal.linked_data.markdown import list_as_markdown, list_of_pages, record_as_markdown
from portal.linked_data.negotiation import (
    HTML,
    JSON_LD,
    MARKDOWN,
    SUFFIXES,
    TURTLE,
    best_language,
    best_type,
)
from portal.linked_data.vocabulary import describe_vocabulary
from portal.page_cache.freshness import NO_STORE
from portal.publishing import clock
from portal.redirects.old_slugs import Withdrawn
from portal.views import gone, not_found, problem_page

DATA_TYPES = (TURTLE, JSON_LD)


class SeeOther(HttpResponseRedirect):
    status_code = 303


def answer_in(language, view, request, **kwargs):
    """The answer of a view in a language that is not that of the address, also when it is gone."""
    with override(language):
        try:
            response = view(request, **kwargs)
        except Withdrawn as withdrawn:
            response = gone(request, withdrawn.record)
        except Http404:
            response = not_found(request, None)
    response.headers["Content-Language"] = language
    return response


def negotiated(view):
    """Answers in the reader's language, also errors; who asks otherwise may get something else.

    No cache keeps such an answer: it is a redirect that costs less than to keep one for each of the
    headers that browsers send.
    """

    @require_safe
    def answer(request, **kwargs):
        response = answer_in(best_language(request, CODES), view, request, **kwargs)
        response.headers["Cache-Control"] = NO_STORE
        # Scripts of other sites may follow it to the data.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        patch_vary_headers(response, ["Accept", "Accept-Language"])
        return response

    return answer


@negotiated
def identifier(request, kind, pk):
    thing = thing_or_404(kind, pk)
    record = page_record(thing)
    require_readable(record)
    offers = [HTML, JSON_LD, TURTLE, MARKDOWN] if has_own_page(thing) else [HTML, JSON_LD, TURTLE]
    chosen = best_type(request, offers)
    if not chosen:
        return not_acceptable(request, offers)
    if chosen in DATA_TYPES:
        require_data(record)
        return SeeOther(f"{request.path}.{SUFFIXES[chosen]}")
    language = best_language(request, record.languages)
    if chosen == MARKDOWN:
        return SeeOther(f"{request.path}.{language}.md")
    with override(language):
        return SeeOther(page_path(thing))


@negotiated
def in_markdown(request, kind, pk):
    record = page_or_404(kind, pk)
    language = best_language(request, record.languages)
    return SeeOther(f"{request.path.removesuffix('.md')}.{language}.md")


def page_or_404(kind, pk):
    """The thing with this identifier if it has a page of its own that readers find."""
    record = thing_or_404(kind, pk)
    if not has_own_page(record):
        raise Http404(f"a {kind} has no page of its own")
    require_readable(record)
    return record


@require_safe
def markdown(request, kind, pk, language):
    if language not in CODES:
        raise Http404(f"no language is called {language!r}")
    return answer_in(language, markdown_of_record, request, kind=kind, pk=pk)


def markdown_of_record(request, kind, pk):
    record, absolute = page_or_404(kind, pk), request.build_absolute_uri
    text = record_as_markdown(record, absolute)
    return markdown_response(text, absolute(record.get_absolute_url()))


@require_safe
def list_in_markdown(request, name, language):
    if language not in CODES or name not in LISTS:
        raise Http404(f"no list is called {name!r}, or no language {language!r}")
    return answer_in(language, markdown_of_list, request, name=name)


def markdown_of_list(request, name):
    absolute = request.build_absolute_uri
    return markdown_response(list_as_markdown(name, absolute), absolute(reverse(LISTS[name])))


def markdown_response(text, page):
    headers = {"Link": f'<{page}>; rel="canonical"'}
    return HttpResponse(text, content_type=f"{MARKDOWN}; charset=utf-8", headers=headers)


@require_safe
def llms(request):
    text = list_of_pages(request.build_absolute_uri)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def not_acceptable(request, offers):
    return problem_page(
        request,
        406,
        _("We do not have this in the form that was asked for"),
        _("Your browser or program asks for a form that we do not have. We have %(types)s.")
        % {"types": ", ".join(offers)},
    )


@negotiated
def catalogue(request):
    return to_data(request)


@negotiated
def vocabulary(request):
    return to_data(request)


def to_data(request):
    """A redirect from an address that has no page to the data in the form that is asked for."""
    chosen = best_type(request, DATA_TYPES)
    if not chosen:
        return not_acceptable(request, DATA_TYPES)
    return SeeOther(f"{request.path}.{SUFFIXES[chosen]}")


@require_safe
def thing_data(request, kind, pk, suffix):
    thing = thing_or_404(kind, pk)
    require_data(page_record(thing))
    return data_response(described(thing, request.build_absolute_uri), suffix)


@require_safe
def catalogue_data(request, suffix):
    data = Data(request.build_absolute_uri, clock.now())
    describe_catalogue(data)
    return data_response(data, suffix)


@require_safe
def vocabulary_data(request, suffix):
    data = Data(request.build_absolute_uri, clock.now())
    describe_vocabulary(data)
    return data_response(data, suffix)


def data_response(data, suffix):
    """A graph as the file with this suffix."""
    if suffix == SUFFIXES[TURTLE]:
        response = HttpResponse(data.as_turtle(), content_type=f"{TURTLE}; charset=utf-8")
    elif suffix == SUFFIXES[JSON_LD]:
        response = HttpResponse(data.as_json_ld(), content_type=JSON_LD)
    else:
        raise Http404(f"no data end in .{suffix}")
    response.headers["Content-Language"] = ", ".join(CODES)
    return response
