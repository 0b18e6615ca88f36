"""Pages kept ready to be sent: in the memory of a process, and behind it in a shared cache."""

import datetime
import json
import threading
from collections import OrderedDict
from typing import NamedTuple

from django.http import HttpResponse
from django.utils import timezone

from portal.page_cache.shared import shared

OVERHEAD = 1500  # bytes that a page takes beside its body: its headers and its place here
LARGEST = 1_000_000  # bytes; a larger body is not kept


class Page(NamedTuple):
    """A response as it was sent, compressed or not, with what it was made from."""

    status: int
    headers: tuple
    body: bytes
    version: tuple  # of the content
    until: datetime.datetime  # when it turns

    @classmethod
    def of(cls, response, version, until):
        return cls(response.status_code, tuple(response.items()), response.content, version, until)

    def response(self):
        response = HttpResponse(self.body, status=self.status)
        response.headers = response.headers.__class__(dict(self.headers))
        return response

    def as_bytes(self):
        """One line of JSON, then the body."""
        facts = [self.status, self.headers, self.version, self.until.isoformat()]
        return json.dumps(facts).encode() + b"\n" + self.body

    @classmethod
    def from_bytes(cls, content):
        facts, _newline, body = content.partition(b"\n")
        status, headers, version, until = json.loads(facts)
        headers = tuple(map(tuple, headers))
        return cls(status, headers, body, tuple(version), datetime.datetime.fromisoformat(until))


class PageStore:
    """The pages used last, up to so many bytes. Threads may share it.

    What is not among them may be in the shared cache, under a key with the version of the content:
    a page of another version is never found there.
    """

    def __init__(self, limit, shared=shared):
        self.limit, self.size, self.shared = limit, 0, shared
        self.pages = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key, version, at):
        """The page under a key if it is made from this version and has not turned."""
        page = self.pages.get(key)
        if page is None or page.version != version:
            page = self.fetch(key, version)
        if page is None or at >= page.until:
            return None
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
        return page

    def put(self, key, page):
        if len(page.body) > min(LARGEST, self.limit // 4):
            return
        self.keep(key, page)
        seconds = (page.until - timezone.now()).total_seconds()
        if self.shared:
            self.shared.put(shared_key(key, page.version), page.as_bytes(), seconds)

    def fetch(self, key, version):
        content = self.shared and self.shared.get(shared_key(key, version))
        if not content:
            return None
        page = Page.from_bytes(content)
        self.keep(key, page)
        return page

    def keep(self, key, page):
        with self.lock:
            self.drop(key)
            self.pages[key] = page
            self.size += OVERHEAD + len(page.body)
            while self.size > self.limit:
                self.drop(next(iter(self.pages)))

    def drop(self, key):
        if page := self.pages.pop(key, None):
            self.size -= OVERHEAD + len(page.body)

    def clear(self):
        with self.lock:
            self.pages.clear()
            self.size = 0


def shared_key(key, version):
    return f"page {version!r} {key!r}"
