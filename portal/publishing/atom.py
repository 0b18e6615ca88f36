"""Atom feeds (RFC 4287), and what every channel beside the pages needs: ids that never change."""

import datetime
import re
import uuid
from typing import NamedTuple

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import override

from portal.i18n.languages import CODES, HTML_CODES, Text, active

# Ids come from what never changes, a kind and a key: not from a host, a slug or a title. So no
# `tag:` address, which must name a host that its maker owned on some day: this site may move.
NAMESPACE = uuid.UUID("836e6ac5-3b3e-4c60-9db7-1776d5e7d3c4")  # made once, at random
UNKNOWN = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # feeds must say when, known or not
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def lasting_id(*key):
    """A UUID that is the same for ever for the same key, such as ("call", 12, "closing")."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, key)))


def readable(text):
    """The text without the control characters that neither XML nor iCalendar can hold."""
    return CONTROLS.sub("", text)


class Entry(NamedTuple):
    """One entry. `content` is safe HTML; `others` has its page's address by other language."""

    id: uuid.UUID
    title: Text
    updated: datetime.datetime
    url: str
    content: str
    published: datetime.datetime | None = None
    others: dict = {}
    category: tuple = ()  # (code, label)

    @property
    def title_lang(self):
        return "" if self.title.language == active() else HTML_CODES[self.title.language]


def marked(text):
    """A Text as HTML, with its language where that is not the one around it."""
    if text.language == active():
        return escape(text.content)
    return format_html('<span lang="{}">{}</span>', HTML_CODES[text.language], text.content)


def in_other_languages(request, address, languages=CODES):
    """{language as HTML has it: absolute address}, without the language of the request."""
    found = {}
    for code in languages:
        if code != active():
            with override(code):
                found[HTML_CODES[code]] = request.build_absolute_uri(address())
    return found


def atom(request, key, title, page, entries):
    """The answer with a feed in the language of the request, entries in the order given.

    `key` makes its id, together with the language; `page` is the address of the list it follows.
    """
    match, query = request.resolver_match, request.META.get("QUERY_STRING", "")

    def address():
        url = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)
        return f"{url}?{query}" if query else url

    context = {
        "id": lasting_id(*key, active()),
        "title": title,
        "updated": max((entry.updated for entry in entries), default=UNKNOWN),
        "feed": request.build_absolute_uri(),
        "page": request.build_absolute_uri(page),
        "home": request.build_absolute_uri(reverse("home")),
        "others": in_other_languages(request, address),
        "entries": entries,
        "language": HTML_CODES[active()],
    }
    xml = readable(render_to_string("includes/feed.xml", context))
    return HttpResponse(xml, content_type="application/atom+xml; charset=utf-8")
