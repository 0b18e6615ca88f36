"""Every page that a visitor can reach, fetched once, with what the checks want to know of it."""

import gzip
import http.client
import re
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from lxml import html

from portal.i18n.languages import CODES
from tests.support.sitemaps import urls_of_sitemap

# Pages of these types differ in their words alone: a browser looks at so many per language.
ALIKE, A_LANGUAGE = {"country", "alerts:sign_up", "history"}, 8
STYLED = {"class", "lang", "type", "aria-current"}  # what selectors of the style sheet ask
FLAGS = {"open", "hidden", "disabled", "checked"}
# Pages that no link leads to: (type, name of the address, query, status).
UNLINKED = [
    ("calls, wrong filter", "calls:calls", "?before=31-31-2026&status=x", 200),
    ("calls, filtered", "calls:calls", "?status=open&status=closed&q=a", 200),
    ("calls, nothing found", "calls:calls", "?q=qqqq", 200),
    ("calls, in a frame", "calls:embed", "?status=results", 200),
    ("agreements, nothing found", "agreements:agreements", "?partner=qqqq", 200),
    ("finder, filled in", "support:measures", "?audience=artist&start=2027-03-15", 200),
    ("finder, wrong day", "support:measures", "?start=qqqq", 200),
    ("search, found", "search", "?q=a", 200),
    ("search, nothing found", "search", "?q=qqqq", 200),
    ("search, nearest results", "search", "?q=wales+japan", 200),
    ("search, answered", "search", "?q=deadline+Japan", 200),
    ("search, too long", "search", f"?q={'q' * 300}", 200),
    ("not found", "home", "qqqq/", 404),
]


class Target(NamedTuple):
    """A page for a browser to look at: the first of its type and language leads."""

    address: str
    kind: str
    language: str
    leads: bool
    has_new_elements: bool


def for_browsers(targets, pages):
    """Without most of those that differ in their words: checks of documents read these. Kept are
    what has new elements and, per type and language, the longest words and the first ones.
    """
    alike = defaultdict(list)
    for target in targets:
        if target.kind in ALIKE:
            alike[target.kind, target.language].append(target)
    kept = set()
    for those in alike.values():
        longest = sorted(those, key=lambda target: -longest_word(pages[target.address]))
        kept.update(longest[: A_LANGUAGE // 2])
        first = [target for target in those if target not in kept]
        kept.update(first[: A_LANGUAGE - A_LANGUAGE // 2])
    return [
        target
        for target in targets
        if target.kind not in ALIKE or target.has_new_elements or target in kept
    ]


def longest_word(page):
    return max(map(len, " ".join(page.attributes("//h1//text()")).split()), default=0)


class Page:
    """One answer of the portal; `kind` is the name of its address (the type of page)."""

    def __init__(self, origin, address, kind, answer):
        self.origin, self.address, self.kind = origin, address, kind
        self.status, self.headers, self.sent = answer
        self.language = address.split("/")[1][:2]
        self.source = unpacked(answer)

    @property
    def url(self):
        return self.origin + self.address

    @cached_property
    def tree(self):
        return parse(self.source)

    @property
    def is_document(self):
        """Whether there is something to read: not a file, not a redirect."""
        if "Location" in self.headers:
            return False
        return self.headers.get("Content-Type", "").startswith("text/html")

    def attributes(self, path):
        return [str(value) for value in self.tree.xpath(path)]

    @cached_property
    def noindex(self):
        return bool(self.tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]"))

    @cached_property
    def alternates(self):
        """Address per language code, as the head of the page names them."""
        links = self.tree.xpath("//link[@rel='alternate'][@hreflang]")
        return {link.get("hreflang"): link.get("href").removeprefix(self.origin) for link in links}

    @cached_property
    def links(self):
        """(address with query, fragment) of every link to our own site."""
        found = set()
        for href in self.attributes("//a/@href"):
            parts = urlsplit(urljoin(self.url, href))
            if f"{parts.scheme}://{parts.netloc}" == self.origin:
                query = f"?{parts.query}" if parts.query else ""
                found.add((parts.path + query, parts.fragment))
        return found


def parse(source):
    return html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))


def elements(tree):
    """Every element as style sheets tell it apart: tag, classes and state, with its parents."""
    found, names = set(), {}
    for element in tree.iter():
        if isinstance(element.tag, str):
            state = sorted(
                (name, value if name in STYLED else "")
                for name, value in element.items()
                if name in STYLED or name.startswith(("aria-", "data-")) or name in FLAGS
            )
            names[element] = (*names.get(element.getparent(), ()), (element.tag, *state))
            found.add(names[element])
    return found


def fetch(origin, address):
    """(status, headers, body as sent) of an address."""
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=60)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    answer = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return answer


def unpacked(answer):
    _status, headers, sent = answer
    return gzip.decompress(sent) if headers.get("Content-Encoding") == "gzip" else sent


def kind_of(address):
    """The name of an address in the address book, such as calls:call; "" outside it."""
    try:
        with translation.override(address.split("/")[1][:2]):
            return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def crawl(origin):
    """Every page by its address: what the sitemap names, what links lead to, what no link names."""
    first = urls_of_sitemap(lambda address: unpacked(fetch(origin, address)), origin)
    waiting, pages = deque(dict.fromkeys(first)), {}
    unlinked = unlinked_pages()
    waiting += unlinked
    seen = set(waiting)
    with ThreadPoolExecutor(4) as pool:
        while waiting:
            batch = [waiting.popleft() for _each in range(min(len(waiting), 64))]
            answers = pool.map(lambda address: fetch(origin, address), batch)
            for address, answer in zip(batch, answers, strict=True):
                kind = unlinked[address][0] if address in unlinked else kind_of(address)
                page = pages[address] = Page(origin, address, kind, answer)
                found = page.links if page.is_document else set()
                if location := page.headers.get("Location"):
                    found = {(location, "")}
                new = sorted({link for link, _fragment in found} - seen)
                seen.update(new)
                waiting += [link for link in new if is_looked_at(link)]
    return pages


def is_looked_at(link):
    """Not the admin or files; of the history, which repeats each page, that of the agreements."""
    is_history = kind_of(link) in {"history", "version", "version_data"}
    return not link.startswith(("/beheer/", "/static/")) and (
        not is_history or "/agreement/" in link
    )


def unlinked_pages():
    """Address → (type, status expected) of the pages that no link leads to, in four languages."""
    found = {}
    for code in CODES:
        with translation.override(code):
            for kind, name, rest, status in UNLINKED:
                found[reverse(name) + rest] = (kind, status)
    return found


def chosen(pages, *, page="", language=""):
    """The pages of a language, or whose address or type has a word in it (a regular expression)."""
    return {
        address: found
        for address, found in pages.items()
        if (not language or found.language == language)
        and (not page or re.search(page, address) or re.search(page, found.kind))
    }
