"""Finds the links of all records, and checks now and then whether each still works.

Addresses of this site are requested in process. Others are visited over the network by the command
`check_links`, never when a form is saved: only a publisher who has one new address checked waits
for it, at most `PATIENCE` seconds (portal/editing/links.py).
"""

from itertools import zip_longest
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.links.extract import hash_address, links_of, rows_with_links
from portal.links.fetch import NETWORK_PROBLEMS, Outcome, Visitor, problem_of
from portal.links.models import Link, LinkPlace
from portal.links.problems import Problem
from portal.publishing.internal_client import (
    MAX_HOPS,
    MOVED_PERMANENTLY,
    SUCCESS_STATUSES,
    get_as_reader,
)
from portal.publishing.models import Contact, Publishable
from portal.redirects.paths import is_own_path, own_path
from portal.redirects.validators import validate_address

# When this many hosts do not answer and none does, our own network is the likely cause.
MIN_SILENT_HOSTS = 3

# Finding


def models_with_links():
    return [*(model for model in apps.get_models() if issubclass(model, Publishable)), Contact]


def checked_records():
    """Every record whose links are checked, with its rows prefetched."""
    for model in models_with_links():
        parent_field = getattr(model, "parent_field", None)
        records = model.objects.all()
        if parent_field:
            records = records.select_related(parent_field)
        for record in records.order_by("pk").prefetch_related(*rows_with_links(model)):
            if is_checked(record):
                yield record


def is_checked(record):
    """Whether the links of a record are checked: those of withdrawn pages are not maintained."""
    return not getattr(record, "withdrawn_record", None)


@transaction.atomic
def find_links():
    """Update the tables of links and their places for all records; delete unused links."""
    current = set()
    for record in checked_records():
        sync_link_places(record)
        current.add((ContentType.objects.get_for_model(record).pk, record.pk))
    places = LinkPlace.objects.order_by().values_list("content_type_id", "object_id").distinct()
    for content_type, pk in set(places) - current:
        LinkPlace.objects.filter(content_type=content_type, object_id=pk).delete()
    Link.objects.unused().delete()


@transaction.atomic
def sync_link_places(record, **signal_kwargs):
    """Update the table of places to the links that a record has now."""
    content_type = ContentType.objects.get_for_model(record)
    found = {
        (hash_address(place.address), place.part, place.field, place.language): place.address
        for place in (links_of(record) if is_checked(record) else ())
    }
    places = LinkPlace.objects.filter(content_type=content_type, object_id=record.pk)
    known = {
        (place.link.mark, place.part, place.field, place.language): place.pk
        for place in places.select_related("link")
    }
    gone = [pk for key, pk in known.items() if key not in found]
    if gone:
        places.filter(pk__in=gone).delete()
    new = {key: address for key, address in found.items() if key not in known}
    if not new:
        return
    links = [Link(address=address, mark=key[0]) for key, address in new.items()]
    Link.objects.bulk_create({link.mark: link for link in links}.values(), ignore_conflicts=True)
    # Locked, so that a concurrent run does not delete one of them as unused.
    locked = Link.objects.select_for_update().filter(mark__in=[key[0] for key in new])
    by_mark = dict(locked.order_by("pk").values_list("mark", "pk"))
    owner = {"content_type": content_type, "object_id": record.pk}
    LinkPlace.objects.bulk_create(
        [
            LinkPlace(link_id=by_mark[mark], part=part, field=field, language=language, **owner)
            for mark, part, field, language in new
        ],
        ignore_conflicts=True,
    )


# Checking


def check_offline(address):
    """The Outcome that an address has without a visit to another site; None if it takes one."""
    try:
        address = validate_address(address)
    except ValidationError:
        return Outcome(False, Problem.MALFORMED)
    if is_own_path(address):
        return check_own_address(address)
    problem = problem_of(address)
    return Outcome(False, problem) if problem else None


def check_own_address(address):
    """The Outcome of an address of this site, as `Visitor.visit` returns it for others."""
    current = address
    for _hop in range(MAX_HOPS):
        if not is_own_path(current):
            # an editor redirects to another site
            return Outcome(True, str(MOVED_PERMANENTLY), current)
        response = get_as_reader(current)
        if document := getattr(response, "file_to_stream", None):
            # Not response.close(): it would close the database connection of this request too.
            document.close()
        if response.status_code != MOVED_PERMANENTLY:
            is_good = response.status_code in SUCCESS_STATUSES
            moved_to = current if is_good and current != address else ""
            return Outcome(is_good, str(response.status_code), moved_to)
        current = own_path(response.headers["Location"])
    return Outcome(False, Problem.ROUND)


def check_address(address, visitor):
    return check_offline(address) or visitor.visit(address)


def check_due(limit, visitor=None):
    """Check at most `limit` links that are due.

    Returns (number of links with an outcome, number of links postponed). Links are postponed when
    no other site answers at all: then our own network fails, and nothing is stored.
    """
    visitor, silent, is_online = visitor or Visitor(), [], False
    links = interleave_hosts(Link.objects.due()[:limit])
    for link in links:
        outcome = check_address(link.address, visitor)
        if outcome.answer in NETWORK_PROBLEMS and not is_online:
            silent.append((link, outcome))
            continue
        is_online = is_online or is_answer_of_other_site(link, outcome)
        link.record_outcome(outcome, timezone.now())
    hosts = {host_of(link.address) for link, _outcome in silent}
    if is_online or len(hosts) < MIN_SILENT_HOSTS:
        for link, outcome in silent:
            link.record_outcome(outcome, timezone.now())
        silent = []
    return len(links) - len(silent), len(silent)


def is_answer_of_other_site(link, outcome):
    return bool(host_of(link.address)) and outcome.answer.isdigit()


def host_of(address):
    """The host of an address, '' for one of this site or without a host."""
    try:
        return urlsplit(own_path(address)).hostname or ""
    except ValueError:
        return ""


def interleave_hosts(links):
    """One link of each host, then the next of each, so that the pauses per host overlap."""
    by_host = {}
    for link in links:
        by_host.setdefault(host_of(link.address), []).append(link)
    return [link for turn in zip_longest(*by_host.values()) for link in turn if link]
