"""Which form of a thing a client wants, and in which language (RFC 9110, section 12)."""

from django.http.request import MediaType
from django.utils.translation.trans_real import parse_accept_lang_header

from portal.i18n.languages import SOURCE

HTML, JSON_LD, TURTLE, MARKDOWN = (
    "text/html",
    "application/ld+json",
    "text/turtle",
    "text/markdown",
)
SUFFIXES = {JSON_LD: "jsonld", TURTLE: "ttl", MARKDOWN: "md"}


def best_type(request, offers):
    """The media type that a client likes best, or None; the first of those that it likes as much.

    Parameters such as the profile of JSON-LD do not count: there is one form of each type.
    """
    header = request.headers.get("Accept", "").strip() or "*/*"
    ranges = [MediaType(part) for part in header.split(",") if part.strip()]
    liked = [offer for offer in offers if quality(offer, ranges) > 0]
    return max(liked, key=lambda offer: quality(offer, ranges), default=None)


def quality(offer, ranges):
    """How much a client likes a media type, from 0 to 1: what it says most exactly counts."""
    main, _slash, sub = offer.partition("/")
    meant = {(main, sub), (main, "*"), ("*", "*")}
    matching = [one for one in ranges if (one.main_type, one.sub_type) in meant]
    return max(matching, key=lambda one: one.specificity).quality if matching else 0


def best_language(request, available):
    """The code of the language that a reader likes best of those available, or else Dutch."""
    header = request.headers.get("Accept-Language", "").lower()
    for tag, _quality in parse_accept_lang_header(header):
        code = tag.partition("-")[0]
        if code in available:
            return code
    return SOURCE
