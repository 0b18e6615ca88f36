"""The main part of a public page, as readers get it."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from portal.publishing.internal_client import internal_get

EMPTY_LINES = re.compile(r"[ \t]*\n[ \t\n]*")  # not \s: no-break spaces are text
# What differs from day to day although nothing new is said: where bars and the line of today stand
# in a picture, whose facts are in words beside it, and what holds for who applies today.
OF_TODAY = re.compile(
    r'<(?:rect|line|text|path|circle)\b[^<>]*>|<p class="[^"]*\bof-today\b[^"]*">.*?</p>', re.DOTALL
)
# Where begins what a version may hold: a notice above the main part, or that itself.
BEGINNING = re.compile(r'<main\b|<\w[^<>]*\bclass="[^"]*\bwithdrawal\b')

GONE = 410
SHOWN = {200, GONE}


class Shown(NamedTuple):
    """What a reader got at an address: the main part, and whether it says that it was withdrawn.

    `is_gone` is whether it says that alone.
    """

    main: str
    is_withdrawn: bool = False
    is_gone: bool = False


class PageNotRendered(Exception):
    """Readers get no page at an address, so it cannot be captured; `status` is its answer."""

    def __init__(self, address, status):
        super().__init__(f"{address} answers {status}")
        self.status = status


def render(address, *, at):
    """What readers get at an address at an instant; raises PageNotRendered."""
    path, _mark, query = address.partition("?")
    response = internal_get(path, query, at=at)
    if response.status_code not in SHOWN:
        raise PageNotRendered(address, response.status_code)
    return shown_in(response.content.decode(), response.status_code)


def shown_in(html, status):
    """A page that can still be read after it was withdrawn has a notice above its main part."""
    parser = MainPart()
    if found := BEGINNING.search(html):
        parser.feed(html[found.start() :].partition("</main>")[0])
    main = EMPTY_LINES.sub("\n", "".join(parser.copied)).strip()
    is_gone = status == GONE
    return Shown(main, is_gone or parser.has_notice, is_gone)


def reads_the_same(main, other):
    """Whether two main parts say the same, on whichever day each was made."""
    return main == other or OF_TODAY.sub("", main) == OF_TODAY.sub("", other)


VOID_ELEMENTS = set("area base br col embed hr img input link meta source track wbr".split())


class MainPart(HTMLParser):
    """Copies the markup inside <main> verbatim, without forms and elements of class `no-print`, and
    before it that inside an element of class `withdrawal`.

    Left out is what is not content: buttons, days left, links to follow the page. `depth` counts
    open elements, `skipped_from` is the depth of the element that is being left out, if any.
    """

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.copied, self.depth, self.skipped_from, self.has_notice = [], 0, None, False

    def copy(self, text):
        if self.depth and self.skipped_from is None:
            self.copied.append(text)

    def handle_starttag(self, tag, attrs):
        classes = (dict(attrs).get("class") or "").split()
        if not self.depth:
            is_notice = "withdrawal" in classes
            self.has_notice |= is_notice
            self.depth = int(is_notice or tag == "main")
            return
        if tag in VOID_ELEMENTS:
            self.copy(self.get_starttag_text())
            return
        if self.skipped_from is None and (tag == "form" or "no-print" in classes):
            self.skipped_from = self.depth
        self.copy(self.get_starttag_text())
        self.depth += 1

    def handle_startendtag(self, tag, attrs):
        self.copy(self.get_starttag_text())

    def handle_endtag(self, tag):
        if not self.depth:
            return
        self.depth -= 1
        if self.depth == self.skipped_from:
            self.skipped_from = None
        else:
            self.copy(f"</{tag}>")

    def handle_data(self, data):
        self.copy(data)

    def handle_entityref(self, name):
        self.copy(f"&{name};")

    def handle_charref(self, name):
        self.copy(f"&#{name};")
