"""Finds the links of all records, and asks each now and then whether it still leads somewhere.

An address of ours is asked of the site itself; others are visited over the network, by a command
for the clock and never when a form is saved. Only a publisher who asks to check one new address
waits for it, for some seconds (see `link_admin.PATIENCE`).
"""

from itertools import zip_longest
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.links.extract import links_of, mark_of, rows_with_links
from portal.links.fetch import SILENCE, Outcome, Visitor, problem_of
from portal.links.models import Link, LinkPlace
from portal.links.problems import Problem
from portal.publishing.internal_client import (
    MAX_HOPS,
    MOVED_PERMANENTLY,
    SUCCESS_STATUSES,
    get_as_reader,
)
from portal.publishing.models import Contact, Publishable
from portal.redirects.paths import is_ours, own_path
from portal.redirects.validators import checked

ALL_SILENT = 3  # so many sites that do not answer, and none that does, are no coincidence

# Finding


def models_with_links():
    return [*(one for one in apps.get_models() if issubclass(one, Publishable)), Contact]


def listed():
    """Every record whose links readers can follow, or will be able to; with its rows at hand."""
    for model in models_with_links():
        whole = getattr(model, "parent_field", None)
        records = model.objects.select_related(whole) if whole else model.objects.all()
        for record in records.order_by("pk").prefetch_related(*rows_with_links(model)):
            if is_listed(record):
                yield record


def is_listed(record):
    """Whatever is withdrawn is not mended any more."""
    return not getattr(record, "withdrawn_record", None)


@transaction.atomic
def find_links():
    """Make the table say where links are now; what is used nowhere any more leaves it."""
    kept = set()
    for record in listed():
        sync_link_places(record)
        kept.add((ContentType.objects.get_for_model(record).pk, record.pk))
    places = LinkPlace.objects.order_by().values_list("content_type_id", "object_id").distinct()
    for content_type, pk in set(places) - kept:
        LinkPlace.objects.filter(content_type=content_type, object_id=pk).delete()
    Link.objects.unused().delete()


@transaction.atomic
def sync_link_places(record):
    """Make the table say which links a record has now."""
    kind = ContentType.objects.get_for_model(record)
    found = {
        (mark_of(one.address), one.part, one.field, one.language): one.address
        for one in (links_of(record) if is_listed(record) else ())
    }
    places = LinkPlace.objects.filter(content_type=kind, object_id=record.pk)
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
    # Locked, so that a run that finds one of them unused does not delete it meanwhile.
    locked = Link.objects.select_for_update().filter(mark__in=[key[0] for key in new])
    by_mark = dict(locked.order_by("pk").values_list("mark", "pk"))
    facts = {"content_type": kind, "object_id": record.pk}
    LinkPlace.objects.bulk_create(
        [
            LinkPlace(link_id=by_mark[mark], part=part, field=field, language=language, **facts)
            for mark, part, field, language in new
        ],
        ignore_conflicts=True,
    )


# Asking


def told_at_once(address):
    """What can be said of an address without visiting another site; None when nothing can."""
    try:
        address = checked(address)
    except ValidationError:
        return Outcome(False, Problem.MALFORMED)
    if is_ours(address):
        return asked(address)
    problem = problem_of(address)
    return Outcome(False, problem) if problem else None


def asked(address):
    """What the site answers to an address of its own, like `Visitor.visit` for others."""
    here = address
    for _hop in range(MAX_HOPS):
        if not is_ours(here):
            return Outcome(
                True, str(MOVED_PERMANENTLY), here
            )  # a redirect of an editor to another site
        answer = get_as_reader(here)
        if document := getattr(answer, "file_to_stream", None):
            document.close()  # not the answer: that would close the database with the form's work
        if answer.status_code != MOVED_PERMANENTLY:
            is_good = answer.status_code in SUCCESS_STATUSES
            moved_to = here if is_good and here != address else ""
            return Outcome(is_good, str(answer.status_code), moved_to)
        here = own_path(answer.headers["Location"])
    return Outcome(False, Problem.ROUND)


def look(address, visitor):
    return told_at_once(address) or visitor.visit(address)


def check_due(limit, visitor=None):
    """Ask the links that are due, as many as `limit`. Returns how many, and whether we heard any.

    When no site at all answers, it is our own network that fails: nothing of that is remembered.
    """
    visitor, silent, is_heard = visitor or Visitor(), [], False
    links = in_turns(Link.objects.due()[:limit])
    for link in links:
        outcome = look(link.address, visitor)
        if outcome.answer in SILENCE and not is_heard:
            silent.append((link, outcome))
            continue
        is_heard = is_heard or is_from_elsewhere(link, outcome)
        link.note(outcome, timezone.now())
    if is_heard or len({host_of(link.address) for link, _outcome in silent}) < ALL_SILENT:
        for link, outcome in silent:
            link.note(outcome, timezone.now())
        silent = []
    return len(links) - len(silent), len(silent)


def is_from_elsewhere(link, outcome):
    return bool(host_of(link.address)) and outcome.answer.isdigit()


def host_of(address):
    try:
        return urlsplit(own_path(address)).hostname or ""
    except ValueError:
        return ""


def in_turns(links):
    """One link of each host, then the next of each: a pause for one is time for another."""
    by_host = {}
    for link in links:
        by_host.setdefault(host_of(link.address), []).append(link)
    return [link for turn in zip_longest(*by_host.values()) for link in turn if link]
