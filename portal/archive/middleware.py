"""Where the past of each page is, in its headers."""

from portal.archive import memento
from portal.publishing.models import Publishable
from portal.redirects.old_slugs import is_page_of


class MementoMiddleware:
    """Names the TimeGate and the TimeMap of a page, also when it has been withdrawn (410)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        record = getattr(request, "requested_record", None)
        is_kept = isinstance(record, Publishable) and response.status_code in {200, 410}
        if is_kept and is_page_of(request, record):
            key = record._meta.model_name, record.pk
            memento.add_links(response, memento.links_to_past(request, *key))
        return response
