"""Where the past of each page is, in its headers."""

from portal.archive import memento
from portal.publishing.models import Publishable


class MementoMiddleware:
    """Names the TimeGate and the TimeMap of a page, also when it has been withdrawn (410)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        record = getattr(request, "requested_record", None)
        if record and response.status_code in {200, 410} and is_its_page(request, record):
            key = record._meta.model_name, record.pk
            memento.add_links(response, memento.links_to_past(request, *key))
        return response


def is_its_page(request, record):
    """Whether the page of a record is asked for, not a part of it such as its results."""
    return isinstance(record, Publishable) and request.path == record.get_absolute_url()
