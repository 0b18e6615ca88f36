"""The results of a search as an Atom feed: an entry for each page, what changed last first."""

from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.i18n.languages import HTML_CODES, Text, active
from portal.publishing.atom import UNKNOWN_DATE, Entry, feed, lasting_id
from portal.search.models import SearchEntry
from portal.site_search.results import fragments, kind_labels, narrowed, search, words_to_mark

ENTRIES = 50


def feed_response(request, text, chosen):
    query, hits = search(text)
    found = [hit.candidate.id for hit in narrowed(hits, chosen)]
    newest = F("updated_at").desc(nulls_last=True)
    pages = [*SearchEntry.objects.filter(pk__in=found).order_by(newest, "key")[:ENTRIES]]
    addresses, words = other_addresses(pages), words_to_mark(query)
    kinds = kind_labels({page.kind for page in pages})
    entries = [
        Entry(
            id=lasting_id("found", page.key, active()),
            title=Text(page.title, page.text_language),
            updated=page.updated_at or UNKNOWN_DATE,
            url=request.build_absolute_uri(page.address),
            alternates={
                HTML_CODES[code]: request.build_absolute_uri(address)
                for code, address in addresses.get(page.key, [])
            },
            content=content_of(page, kinds[page.kind], words),
        )
        for page in pages
    ]
    address_query = urlencode({"q": text, **chosen})
    title = _("Search results for “%(q)s”") % {"q": text}
    key = ["search", " ".join(text.split()).lower(), sorted(chosen.items())]
    page = f"{reverse('search')}?{address_query}"
    return feed(request, key, title, page, entries, address_query)


def other_addresses(pages):
    """{key: [(language, address)]} of the other languages in which the pages exist."""
    others = SearchEntry.objects.filter(
        key__in=[page.key for page in pages], text_language=F("language")
    ).exclude(language=active())
    found = {}
    for key, code, address in others.order_by("pk").values_list("key", "language", "address"):
        found.setdefault(key, []).append((code, address))
    return found


def content_of(page, kind, words):
    """The kind of page, and where its text has the words; nothing that the calendar changes."""
    pieces = fragments(page.text, words)
    if page.text_language == active():
        text = format_html_join("", "<p>{}</p>", ((piece,) for piece in pieces))
    else:
        text = format_html_join(
            "", '<p lang="{}">{}</p>', ((HTML_CODES[page.text_language], piece) for piece in pieces)
        )
    return format_html("<p>{}</p>{}", kind, text)
