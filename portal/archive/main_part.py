"""The main part of a public page, as readers get it."""

import re
from html.parser import HTMLParser

from portal.publishing.internal_client import internal_get

EMPTY_LINES = re.compile(r"[ \t]*\n[ \t\n]*")  # not \s: no-break spaces are text
# What differs from day to day although nothing new is said: where bars and the line of today stand
# in a picture, whose facts are in words beside it, and what holds for who applies today.
OF_TODAY = re.compile(
    r'<(?:rect|line|text|path|circle)\b[^<>]*>|<p class="[^"]*\bof-today\b[^"]*">.*?</p>', re.DOTALL
)


class PageNotRendered(Exception):
    """A public page does not respond with 200, so it cannot be captured; `status` is its answer."""

    def __init__(self, address, status):
        super().__init__(f"{address} answers {status}")
        self.status = status


def render_main(address, *, at):
    """The HTML inside <main> of a public page at an instant; raises PageNotRendered."""
    path, _mark, query = address.partition("?")
    response = internal_get(path, query, at=at)
    if response.status_code != 200:
        raise PageNotRendered(address, response.status_code)
    return main_of(response.content.decode())


def main_of(html):
    parser = MainPart()
    parser.feed(html)
    return EMPTY_LINES.sub("\n", "".join(parser.copied)).strip()


def reads_the_same(main, other):
    """Whether two main parts say the same, on whichever day each was made."""
    return main == other or OF_TODAY.sub("", main) == OF_TODAY.sub("", other)


VOID_ELEMENTS = set("area base br col embed hr img input link meta source track wbr".split())


class MainPart(HTMLParser):
    """Copies the markup inside <main> verbatim, without forms and elements of class `no-print`.

    Those are what is not content: buttons, days left, links to follow the page. `depth` counts open
    elements, `skipped_from` is the depth of the element that is being left out, if any.
    """

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.copied, self.depth, self.skipped_from = [], 0, None

    def copy(self, text):
        if self.depth and self.skipped_from is None:
            self.copied.append(text)

    def handle_starttag(self, tag, attrs):
        if not self.depth:
            self.depth = int(tag == "main")
            return
        if tag in VOID_ELEMENTS:
            self.copy(self.get_starttag_text())
            return
        classes = (dict(attrs).get("class") or "").split()
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
