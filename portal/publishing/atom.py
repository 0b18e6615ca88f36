"""Feeds, as Atom (RFC 4287) or JSON Feed 1.1, and permanent ids that calendars have too."""

import datetime
import re
import uuid
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.i18n.instants import begin_of_day
from portal.i18n.languages import CODES, HTML_CODES, Text, active
from portal.publishing.json_feed import json_feed
from portal.publishing.models import Source

# Ids are derived from a kind and a primary key, which never change; not from a host, a slug or a
# title. So they are no `tag:` URIs, which name a host: this site may move to another one.
NAMESPACE = uuid.UUID("836e6ac5-3b3e-4c60-9db7-1776d5e7d3c4")  # made once, at random
# Atom requires `updated`, also when we do not know it.
UNKNOWN_DATE = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def lasting_id(*key):
    """The UUID of a key such as ("call", 12, "closing"): always the same for the same key."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, key)))


def strip_control_characters(text):
    """The text without the control characters that neither XML nor iCalendar allows."""
    return CONTROLS.sub("", text)


class Entry(NamedTuple):
    """One entry. `content` is safe HTML; `alternates` maps other languages to the page's URL."""

    id: uuid.UUID
    title: Text
    updated: datetime.datetime
    url: str
    content: str
    published: datetime.datetime | None = None
    alternates: dict = {}
    category: tuple = ()  # (code, label)

    @property
    def title_lang(self):
        return "" if self.title.language == active() else HTML_CODES[self.title.language]


def html_with_lang(text):
    """A Text as HTML, in a `<span lang>` when its language is not the active one."""
    if text.language == active():
        return escape(text.content)
    return format_html('<span lang="{}">{}</span>', HTML_CODES[text.language], text.content)


def alternate_urls(request, address, languages=CODES):
    """{`lang` code: absolute URL} of the other languages; `address()` reverses the active one."""
    urls = {}
    for code in languages:
        if code != active():
            with override(code):
                urls[HTML_CODES[code]] = request.build_absolute_uri(address())
    return urls


def last_check():
    """The begin of the last day on which a source was checked: until then there was no news."""
    checked_on = Source.objects.aggregate(last=Max("checked_on"))["last"]
    return begin_of_day(checked_on) if checked_on else UNKNOWN_DATE


def feed(request, key, title, page, entries, query="", empty_since=last_check, languages=CODES):
    """A response with a feed in the active language, its entries in the order given.

    It is a JSON Feed where the address ends in .json, and Atom elsewhere.
    The feed's id is derived from `key` and the language; `page` is the URL of its HTML list,
    `query` the part of the query string that the feed knows. A feed without entries was updated
    at what `empty_since()` returns. `languages` are those in which there is such a feed too.
    """
    match = request.resolver_match

    def address():
        url = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)
        return f"{url}?{query}" if query else url

    context = {
        "id": lasting_id(*key, active()),
        "title": f"{title} – {_('International cultural policy')}",
        "updated": max(entry.updated for entry in entries) if entries else empty_since(),
        "feed": request.build_absolute_uri(address()),
        "page": request.build_absolute_uri(page),
        "home": request.build_absolute_uri(reverse("home")),
        "alternates": alternate_urls(request, address, languages),
        "entries": entries,
        "language": HTML_CODES[active()],
        "author": _("Department of Culture, Youth and Media"),
        "licence": settings.DATA_LICENCE_URL,
        "licence_name": settings.DATA_LICENCE_NAME,
        "hub": settings.WEBSUB_HUB,
    }
    if request.path.endswith(".json"):
        return json_feed(context)
    xml = strip_control_characters(render_to_string("includes/feed.xml", context))
    return HttpResponse(xml, content_type="application/atom+xml; charset=utf-8")
