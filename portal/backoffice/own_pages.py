"""Public pages of this site by their title: what the link dialog of the prose editor offers."""

from django.http import JsonResponse
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.http import require_safe

from portal.i18n.languages import CODES, active
from portal.site_search.results import results, search
from portal.site_search.views import MAX_LENGTH

MOST = 10


@require_safe
def own_pages(request):
    words = request.GET.get("q", "").replace("\0", "")[:MAX_LENGTH].strip()
    language = request.GET.get("taal")
    pages = [*pages_named(words, language if language in CODES else active())]
    said = ngettext("%(count)d page found", "%(count)d pages found", len(pages))
    if len(pages) > MOST:
        said = gettext("More than %(count)d pages found; type more of the title")
    count = min(len(pages), MOST)
    return JsonResponse({"pages": pages[:MOST], "said": said % {"count": count}})


def pages_named(words, language):
    """What a reader of this language finds, each with the address in that language."""
    with override(language):
        query, hits = search(words)
        for one in results(hits[: MOST + 1], query):
            facts = {"title": one.title, "lang": one.language, "kind": str(one.kind)}
            yield facts | {"address": one.address}
