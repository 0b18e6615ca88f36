"""Descriptions of pages for search engines: JSON-LD in the words of schema.org."""

import json
from html.parser import HTMLParser

from django.utils.safestring import mark_safe

from portal.i18n.languages import HTML_CODES, active


def script(description):
    """A description in the element for it, without empty facts.

    Browsers do not execute this type of script; `<` is escaped so that no fact can end the element.
    """
    facts = {name: value for name, value in description.items() if value}
    data = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False).translate(
        {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    )
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 escaped above


def web_page(url):
    """The page that a description is on: only of that do we know in which language it is."""
    return {"@type": "WebPage", "url": url, "inLanguage": HTML_CODES[active()]}


def breadcrumbs(trail, absolute):
    """The description of a trail as (name, path) pairs."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        for position, (name, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


class Trail(HTMLParser):
    """The links in the HTML of a trail, as (name, path) pairs in `links`."""

    def __init__(self, html):
        super().__init__()
        self.links, self.path = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.path = dict(attrs)["href"]
            self.links.append(("", self.path))

    def handle_endtag(self, tag):
        if tag == "a":
            self.path = None

    def handle_data(self, data):
        if self.path:
            name, path = self.links.pop()
            self.links.append((name + data, path))
