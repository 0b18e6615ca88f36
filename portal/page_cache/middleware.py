"""Answers from kept pages, ahead of everything else that a request passes."""

import re
import threading
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation
from django.utils.cache import set_response_etag
from django.utils.http import http_date

from portal.middleware.admin_only import ADMIN_PREFIX
from portal.middleware.language import language_of
from portal.operations import metrics
from portal.page_cache.freshness import NO_STORE, cache_control, last_modified, watch
from portal.page_cache.store import Page, PageStore
from portal.publishing.parameters import canonical_query, whole_query

ACCEPTS_GZIP = re.compile(r"\bgzip\b")
PATIENCE = 2  # seconds that a request waits for another one that makes the same page
KEPT_STATUSES = {200, 301, 302, 404, 410}


class PageCacheMiddleware:
    """Keeps each public page until the content changes or the page turns.

    Its address counts without whatever the page does not read, so that no invented parameter makes
    a new entry: views name what they read (`portal.publishing.parameters`), and see nothing else.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        size = settings.PAGE_CACHE_BYTES
        self.pages = PageStore(size)
        # Pictures of pages (portal/share_images) take more room, and must not drive out pages.
        self.pictures = PageStore(size // 8)
        # That a page is elsewhere, or nowhere; not shared: whoever invents addresses fills nothing.
        self.others = PageStore(size // 16, shared=None)
        self.addresses = PageAddresses()
        self.making = [threading.Lock() for _ in range(64)]

    def __call__(self, request):
        is_read = request.method in {"GET", "HEAD"}
        if request.path_info.startswith(ADMIN_PREFIX):
            response = self.get_response(request)
            if not is_read:
                watch.forget()  # whoever saves wants to see it
            return response
        if not is_read:  # it is refused
            return self.get_response(request)
        if getattr(request, "is_internal", False) or not self.pages.limit:
            self.addresses.narrow(request)
            return self.get_response(request)
        response = self.kept(request)
        metrics.page_cache.labels("hit" if response else "miss").inc()
        return response or self.made(request)

    def kept(self, request):
        at = timezone.now()
        freshness = watch.now(at)
        if not freshness:
            return None
        version = freshness.version
        page = self.store(request).get(self.addresses.key(request), version, at) or self.others.get(
            self.addresses.whole_key(request), version, at
        )
        if not page or page.until > freshness.until:  # of a later time, before the clock went back
            return None
        return dated(page.response(), freshness, page.until)

    def store(self, request):
        return self.pictures if request.path_info.endswith(".png") else self.pages

    def made(self, request):
        key = self.addresses.key(request)
        with one_at_a_time(self.making[hash(key) % len(self.making)]) as was_waiting:
            if was_waiting and (response := self.kept(request)):
                return response
            freshness = watch.now(timezone.now())
            self.addresses.narrow(request)
            response = self.get_response(request)
            until = getattr(response, "public_until", None)
            is_whole = request.method == "GET" and response.status_code in KEPT_STATUSES
            if not (freshness and until and is_whole) or response.streaming:
                return response
            if not response.has_header("ETag"):
                set_response_etag(response)
            page = Page.of(response, freshness.version, until)
            if page.status == 200:
                self.store(request).put(key, page)
            else:
                self.others.put(self.addresses.whole_key(request), page)
            return dated(response, freshness, until)


def dated(response, freshness, until):
    """The response with how long it may be kept from now on."""
    response.headers["Cache-Control"] = cache_control(freshness, until)
    if response.headers["Cache-Control"] == NO_STORE:
        # No 304 either: after one, nginx keeps its copy for the time that it came with.
        for name in ("ETag", "Last-Modified"):
            del response.headers[name]
        return response
    modified = last_modified(freshness)
    if modified and response.status_code == 200 and not response.has_header("Last-Modified"):
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    return response


@contextmanager
def one_at_a_time(lock):
    """Inside, nobody else makes the same page; yields whether somebody did just before."""
    is_first = lock.acquire(blocking=False)
    is_held = is_first or lock.acquire(timeout=PATIENCE)
    try:
        yield not is_first
    finally:
        if is_held:
            lock.release()


class PageAddresses:
    """What identifies a page: each address as it is sent → the one that counts."""

    LIMIT, LONGEST = 20_000, 300  # addresses, after which all are forgotten; characters of one

    def __init__(self):
        self.queries = {}

    def key(self, request):
        """The key of the page that a request is for."""
        query = self.query(request)
        return self.whole_key(request) if query is None else self.key_of(request, query)

    def whole_key(self, request):
        """The key of an answer that may hold the query string as it was sent, as redirects do."""
        return self.key_of(request, f"?{whole_query(request)}")

    def key_of(self, request, query):
        meta = request.META
        place = request.scheme, meta.get("HTTP_HOST", "").lower(), meta.get("SCRIPT_NAME", "")
        is_compressed = bool(ACCEPTS_GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", "")))
        return *place, request.path_info, query, is_compressed

    def query(self, request):
        address = request.path_info, whole_query(request)
        if address in self.queries:
            return self.queries[address]
        with translation.override(language_of(request.path_info)):
            query = canonical_query(*address)
        if sum(map(len, address)) <= self.LONGEST:
            if len(self.queries) >= self.LIMIT:
                self.queries.clear()
            self.queries[address] = query
        return query

    def narrow(self, request):
        """Let nothing of the query string through that the page does not read."""
        query = self.query(request)
        if query is not None:
            request.whole_query = whole_query(request)
            request.META["QUERY_STRING"] = query
