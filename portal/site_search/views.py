"""The pages of the search: results, suggestions, a feed, and what browsers want to know of it."""

from contextlib import suppress

from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.transaction import atomic
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from partners.models import Post
from portal.answers import answer
from portal.i18n.languages import HTML_CODES, active
from portal.publishing import clock
from portal.publishing.filters import get_page_or_404
from portal.publishing.parameters import parameters
from portal.search.models import BestBet, EmptySearch
from portal.search.suggestions import suggested
from portal.search.words import words_of
from portal.site_search import feed
from portal.site_search.results import (
    A_PAGE,
    FACETS,
    PARTNER,
    entries_of,
    facets,
    kind_labels,
    lacking,
    narrowed,
    nearest,
    partners_of,
    results,
    results_of,
    search,
)
from portal.site_search.sources import COUNTRY, label_of
from portal.site_search.tables import search_response

MAX_LENGTH = 200  # characters in a query
PLACES = {
    PARTNER,
    label_of(Post),
    COUNTRY,
}  # people type the names that they have in their language
LONGEST_WORD = 30  # letters of a word that staff see


@parameters("q", "page", *FACETS)
def search_page(request):
    text, chosen = asked(request)
    request.list_query = urlencode({"q": text[:MAX_LENGTH], **chosen}) if text else ""
    context = {"q": text, "is_too_long": len(text) > MAX_LENGTH, "max_length": MAX_LENGTH}
    if text and not context["is_too_long"]:
        context |= found(request, text, chosen)
    return render(request, "portal/search.html", context)


def asked(request):
    """The text of a search, and what was chosen of each facet."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    return text, {name: request.GET[name] for name in FACETS if request.GET.get(name)}


def found(request, text, chosen):
    number = request.GET.get("page")
    query, hits = search(text)
    is_first = not chosen and number in {None, "1"}
    said = answer(text) if is_first else None
    is_near = not hits and not said
    hits = nearest(query) if is_near else hits
    keys = recommended_keys(query)
    listed = [hit for hit in hits if hit.candidate.key not in keys]
    page = get_page_or_404(Paginator(narrowed(listed, chosen), A_PAGE), number)
    entries = entries_of(page.object_list, keys, partners_of(listed), with_words=is_near)
    shown = results(page.object_list, query, entries)
    states = {hit.candidate.key: hit.status for hit in hits}
    recommended = results_of(keys, query, entries, states)
    is_empty = is_near and is_first and not recommended
    if is_empty and not getattr(request, "is_internal", False):
        note_nothing_found(text)
    if is_near:
        shown = lacking(shown, query, entries, text)
    return {
        "answer": said,
        "query": query,
        "page": page,
        "recommended": recommended if page.number == 1 else [],
        "results": shown,
        "is_near": is_near,
        "missing": shown[0].missing if len({one.missing for one in shown}) == 1 else "",
        "facets": facets(text, listed, chosen, entries),
        "chosen": chosen,
    }


def recommended_keys(query):
    words = [word for group in query.groups for word in group.typed]
    return BestBet.objects.keys_for(words, active()) if words else []


def note_nothing_found(text):
    """Count the words for staff; nothing that looks like a name with a number or an address."""
    words = words_of(text)
    are_words = all(len(word) <= LONGEST_WORD and not word.isdigit() for word in words)
    if 0 < len(words) <= 4 and "@" not in text and are_words:
        with suppress(DatabaseError), atomic():  # the answer does not depend on it
            EmptySearch.objects.count_one(" ".join(words)[:60])


@parameters("q")
def suggestions(request):
    """Pages of which a name begins like the text, as browsers read it from a search engine.

    That is [the text, titles, kinds, addresses, more]; what is more is for static/search.js.
    """
    text, _chosen = asked(request)
    short = text if len(text) <= MAX_LENGTH else ""
    entries = suggested(short, active(), clock.now(), PLACES) if short else []
    kinds = kind_labels({entry.kind for entry in entries})
    count = len(entries)
    said = ngettext("%(count)d page suggested", "%(count)d pages suggested", count)
    content = [
        short,
        [entry.title for entry in entries],
        [kinds[entry.kind] for entry in entries],
        [request.build_absolute_uri(entry.address) for entry in entries],
        {
            "languages": [HTML_CODES[entry.text_language] for entry in entries],
            "said": said % {"count": count},
        },
    ]
    return JsonResponse(content, safe=False, content_type="application/x-suggestions+json")


@parameters("q", *FACETS)
def search_feed(request):
    text, chosen = asked(request)
    if not text or len(text) > MAX_LENGTH:
        raise Http404("nothing is searched for")
    return feed.feed_response(request, text, chosen)


@parameters("q", *FACETS)
def search_table(request, file_format):
    text, chosen = asked(request)
    if not text or len(text) > MAX_LENGTH:
        raise Http404("nothing is searched for")
    return search_response(request, text, chosen, file_format)


def description(request):
    """How browsers and other programs search this site, in the language of the address."""
    context = {
        "results": request.build_absolute_uri(reverse("search")),
        "suggestions": request.build_absolute_uri(reverse("search_suggestions")),
        "feed": request.build_absolute_uri(reverse("search_feed")),
        "self": request.build_absolute_uri(reverse("search_description")),
        "icon": request.build_absolute_uri(static("favicon.svg")),
        "language": HTML_CODES[active()],
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "portal/opensearch.xml", context, content_type=kind)
