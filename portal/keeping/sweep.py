"""A walk past every public page, which captures what is different: after each change of the content
or of the software, and after each boundary. It is for what nobody read meanwhile.
"""

import hashlib
import time

from django.conf import settings
from django.utils import timezone

from portal.archive.capture import capture_page, known_records
from portal.archive.models import Page, PublicVersion, Sweep
from portal.archive.pages import all_places
from portal.keeping.turning import instants_between
from portal.page_cache.boundaries import last_boundary
from portal.page_cache.models import ContentChange

FOLDERS = ["portal", "calls", "agreements", "policy", "partners", "templates", "locale"]
SOFTWARE = {".py", ".html", ".mo"}


def sweep(within=float("inf")):
    """Walk on for a number of seconds, if anything turned since the last walk that came round.

    Returns how many versions were written. A walk that does not come round goes on next time.
    """
    end, at = time.monotonic() + within, timezone.now()
    walk = Sweep.objects.first() or Sweep()
    instants = [at]
    if not walk.reached:
        state = {"content": str(ContentChange.objects.version()), "code": code_hash()}
        is_same_code = walk.code == state["code"]
        if is_same_code and walk.content == state["content"] and not has_turned(walk, at):
            return 0
        if is_same_code and walk.looked_until:
            instants = instants_between(walk.looked_until, at)
        walk.content, walk.code, walk.begun_at = *state.values(), at
    count = 0
    for name, owner in owners():
        if name <= walk.reached:
            continue
        if time.monotonic() > end:
            break
        count += capture_at(owner, instants)
        walk.reached = name
    else:
        walk.looked_until, walk.reached = walk.begun_at, ""
    walk.save()
    return count


def has_turned(walk, at):
    return not walk.looked_until or last_boundary(at) > walk.looked_until


def owners():
    """(a name to order by, the record or the Page) of all that is public or was when last kept."""
    pages = {place.key: place for place in all_places()}
    current = PublicVersion.objects.of_kind(Page).current().values("object_id")
    for page in Page.objects.filter(pk__in=current):
        pages.setdefault(page.pk, page.place)
    named = [(f"page {place}", Page.at_place(place)) for place in pages.values()]
    named += [(f"{owner._meta.model_name} {owner.pk:020}", owner) for owner in known_records()]
    return sorted(named, key=lambda pair: pair[0])


def capture_at(owner, instants):
    """Capture a page at each instant; the page of a record knows its own transitions."""
    if not isinstance(owner, Page):
        return capture_page(owner, instants[-1])
    return sum(capture_page(owner, instant) for instant in instants) + capture_next(owner, instants)


def capture_next(page, instants):
    """Capture the page after this one of a list that goes on."""
    goes_on = PublicVersion.objects.for_object(Page, page.pk).current()
    if not goes_on.filter(main__contains='rel="next"').exists():
        return 0
    following = page.place._replace(number=page.number + 1)
    return capture_at(Page.at_place(following), instants)


def code_hash():
    """What the software is: its Python, templates and words."""
    found = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in SOFTWARE:
                found.update(path.read_bytes())
    return found.hexdigest()
