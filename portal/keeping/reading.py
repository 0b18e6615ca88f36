"""Each page is kept when a reader gets it and it is another than the last that was kept.

So it does not matter what changed it: a contact, the name of a partner, a list, the software, or
somebody in the database. A page that is sent from a cache was made, and kept, before.
"""

import hashlib
import logging

from django.utils import timezone

from portal.archive.capture import capture_page, capture_read
from portal.archive.main_part import SHOWN, shown_in
from portal.archive.middleware import owner_of
from portal.archive.models import Page, PublicVersion
from portal.keeping.turning import turned_at
from portal.page_cache.freshness import watch
from portal.page_cache.models import ContentChange

logger = logging.getLogger(__name__)
MOST_PAGES = 50_000  # whose last text a process remembers; then it begins anew


class KeepingMiddleware:
    """Captures a page after it was sent, so that its reader does not wait for that, in the language
    in which it was read; the walk past all pages does so for the others.

    A process remembers what it compared: a page that reads the same costs no query until the
    content changes. Then another process may have kept what stood there in between.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.known = {}  # {path and query: hash of the page, and the version of the content}

    def __call__(self, request):
        at, known = timezone.now(), watch.known
        response = self.get_response(request)
        if may_be_kept(request, response):
            self.keep_once_sent(request, response, at, known)
        return response

    def keep_once_sent(self, request, response, at, known):
        content, close = response.content, response.close  # as it is, not yet compressed
        status = response.status_code

        def keep_and_close():
            try:
                self.keep(request, content, status, at, known)
            except Exception:  # such as a full disk: the reader has the page, portal/keeping/sweep
                logger.exception("The page at %s could not be kept", request.path)
            finally:
                close()

        response.close = keep_and_close

    def keep(self, request, content, status, at, known):
        address = request.get_full_path()
        compared = hashlib.sha256(content).digest(), known and known.version
        if known and self.known.get(address) == compared:
            return
        owner = owner_of(request)
        if owner is None or not is_whole(request, owner):
            return
        shown = shown_in(content.decode(), status)
        if not is_kept(owner, request.LANGUAGE_CODE, shown):
            capture_as_read(owner, request.LANGUAGE_CODE, shown, at, known)
        if len(self.known) >= MOST_PAGES:
            self.known.clear()
        self.known[address] = compared


def capture_as_read(owner, language, shown, at, known):
    """Capture a page as it was read; or as it is now, if anything was changed meanwhile."""
    begun = turned_at(at) if isinstance(owner, Page) else at
    if known and known.version == ContentChange.objects.version():
        capture_read(owner, language, shown, begun)
    else:
        capture_page(owner, begun)


def may_be_kept(request, response):
    return (
        request.method == "GET"
        and response.status_code in SHOWN
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not getattr(request, "is_internal", False)
    )


def is_whole(request, owner):
    """Whether the page is as everybody reads it at its address."""
    return isinstance(owner, Page) or not request.META.get("QUERY_STRING")


def is_kept(owner, language, shown):
    versions = PublicVersion.objects.for_object(owner, owner.pk).filter(language=language)
    kept = versions.current().only("main", "is_withdrawn").first()
    return bool(kept) and kept.reads_as(shown)
