"""Where the past of each page is, in its headers."""

from portal.archive import memento
from portal.archive.models import Page
from portal.archive.pages import place_of
from portal.publishing.models import Publishable
from portal.redirects.old_slugs import is_page_of


class MementoMiddleware:
    """Names the TimeGate and the TimeMap of a page, also when it has been withdrawn (410)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in {200, 410} and (owner := owner_of(request)):
            key = owner._meta.model_name, owner.pk
            memento.add_links(response, memento.links_to_past(request, *key))
        return response


def owner_of(request):
    """The record or the Page whose page was asked for, whole or with parameters; or None."""
    record = getattr(request, "requested_record", None)
    if isinstance(record, Publishable) and is_page_of(request, record):
        return record
    place = place_of(request)
    return Page.at_place(place) if place else None
