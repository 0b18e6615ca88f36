"""The results of a search as a file, the best first."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from portal.exchange.lists import Column, table_response
from portal.search.models import SearchEntry
from portal.site_search.results import kind_labels, narrowed, search

MOST = 1000  # rows


def search_response(request, text, chosen, file_format):
    _query, hits = search(text)
    keys = [hit.candidate.id for hit in narrowed(hits, chosen)[:MOST]]
    found = SearchEntry.objects.in_bulk(keys)
    entries = [found[key] for key in keys if key in found]
    kinds = kind_labels({entry.kind for entry in entries})
    columns = [
        Column(_("Title"), "", attrgetter("title")),
        Column(_("Kind"), "", lambda entry: kinds[entry.kind]),
    ]
    return table_response(request, columns, entries, file_format, attrgetter("address"))
