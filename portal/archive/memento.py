"""Memento (RFC 7089): the versions of a page for programs that ask by date.

A page names its TimeGate, which redirects to the version of the date that is asked for, and its
TimeMap, which lists all versions. The headers of a version say which page it is of, when it began,
and which versions stand around it. Dates are of whole seconds, as the addresses of versions are.
"""

from typing import NamedTuple

from django.db.models import Max, Min, Q
from django.utils.http import http_date

from portal.archive.addresses import version_address
from portal.i18n.addresses import address

LINK_FORMAT = "application/link-format"


class Link(NamedTuple):
    """A link as RFC 8288 writes it."""

    target: str
    rel: str
    attributes: dict

    def __str__(self):
        said = (
            f'; {name}="{value}"' for name, value in [("rel", self.rel), *self.attributes.items()]
        )
        return f"<{self.target}>{''.join(said)}"


def date(instant):
    return http_date(instant.timestamp())


def add_links(response, links):
    said = [response.headers.get("Link"), *map(str, links)]
    response.headers["Link"] = ", ".join(filter(None, said))


def links_to_past(request, kind, pk):
    """Where programs find the versions of a page."""
    gate, listing = address("time_gate", kind, pk), address("time_map", kind, pk)
    return [
        Link(request.build_absolute_uri(gate), "timegate", {}),
        Link(request.build_absolute_uri(listing), "timemap", {"type": LINK_FORMAT}),
    ]


def links_around(past):
    """The page itself, while it has an address, and where its versions are."""
    here = past.request.build_absolute_uri(past.page_url)
    page = [Link(here, "original", {})] if past.page_url else []
    return [*page, *links_to_past(past.request, past.kind, past.pk)]


def links_of_version(past, version):
    """The page of a version, and the versions around it."""
    began = version.public_from
    instants = past.versions.order_by().aggregate(
        first=Min("public_from"),
        prev=Max("public_from", filter=Q(public_from__lt=began)),
        next=Min("public_from", filter=Q(public_from__gt=began)),
        last=Max("public_from"),
    )
    rels = {began: []}  # one version may be the previous and the first
    for name, instant in instants.items():
        if instant:
            rels.setdefault(instant, []).append(name)
    mementos = (link_to_memento(past, instant, rels[instant]) for instant in sorted(rels))
    return [*links_around(past), *mementos]


def link_to_memento(past, instant, rels=()):
    target = past.request.build_absolute_uri(version_address(past.kind, past.pk, instant))
    return Link(target, " ".join([*rels, "memento"]), {"datetime": date(instant)})


def time_map(past, page):
    """A page of the TimeMap in link-format: its own span, the other pages, then the mementos.

    `page` has the instants at which versions began, the oldest first. Of several within one second
    the address leads to the last.
    """
    instants = list({instant.replace(microsecond=0): instant for instant in page}.values())
    rels = {instant: [] for instant in instants}
    if not page.has_previous():
        rels[instants[0]].append("first")
    if not page.has_next():
        rels[instants[-1]].append("last")
    mementos = [link_to_memento(past, instant, rels[instant]) for instant in instants]
    links = [*links_around(past)[:-1], *time_map_pages(past.request, page, instants), *mementos]
    return ",\n".join(map(str, links)) + "\n"


def time_map_pages(request, page, instants):
    """This page of the TimeMap with the span of its mementos, and the others."""
    start = request.build_absolute_uri(request.path)
    for number in page.paginator.page_range:
        target = f"{start}?page={number}" if number > 1 else start
        if number == page.number:
            span = {"from": date(instants[0]), "until": date(instants[-1])}
            yield Link(target, "self", {"type": LINK_FORMAT, **span})
        else:
            yield Link(target, "timemap", {"type": LINK_FORMAT})
