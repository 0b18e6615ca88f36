"""What was published, changed, withdrawn or deleted, in an order in which nothing is missed.

Nobody who changes content notes it here. Whatever is public is compared with what was told last,
thing by thing, and each difference is told under a new number. So it does not matter how something
changed: by an editor, by a command, by the clock, or in two transactions of which the one that
began first was committed last. That one was not there when the other was found, so it is found
later and has a higher number. One process at a time compares, and what it found is stored before
the next one begins: whoever has read up to a number never finds a lower one that is new.
"""

import logging

from django.db import Error, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from portal.api.identity import TYPES
from portal.api.kinds import KINDS
from portal.api.models import LastLook, ToldChange
from portal.api.places import BEGIN, Place
from portal.api.problems import Problem
from portal.api.reading import Reading
from portal.operations.locks import only_one
from portal.page_cache.boundaries import next_boundary
from portal.page_cache.freshness import watch
from portal.page_cache.models import ContentChange
from portal.publishing.canonical import canonical_json, hash_of

logger = logging.getLogger(__name__)
What = ToldChange.What
AT_ONCE = 200  # things that are read together
# With more things, only the job that runs now and then compares: a visitor would wait too long.
MOST_IN_A_VISIT = 2_000
MODELS = {word: model for model, word in TYPES.items()}


def by_kind(reading):
    """[(kind, its public things as JSON, by key)]; they are read as they are asked for."""
    return [(kind, things_of(kind, reading)) for kind in KINDS]


def things_of(kind, reading):
    after, found = 0, kind.loaded(kind.public(reading.at), reading).order_by("pk")
    while page := list(found.filter(pk__gt=after)[:AT_ONCE]):
        after = page[-1].pk
        for thing in page:
            yield kind.shape.write(thing, reading)
            # What is loaded of it leads back to it: let go at once, not when garbage is collected.
            vars(thing).clear()


def is_told(at):
    """Whether all that is public at an instant has been told."""
    known, look = watch.now(at), LastLook.objects.first()
    return bool(known and look) and look.version == str(known.version) and at < look.until


def after(place, since):
    """The changes after a Place, or since an instant; in their order.

    A place that is not of this order, as after a restore, is a Problem.
    """
    rows = ToldChange.objects.all()
    if since:
        rows = rows.filter(at__gte=since)
    if not place:
        return rows
    is_later = Q(number__lte=place.number, at__gt=place.at)
    last = ToldChange.objects.last()
    if place.number > (last.number if last else 0) or ToldChange.objects.filter(is_later).exists():
        raise Problem(
            410,
            _("This cursor is of no use any more"),
            _("Read everything once more, from the beginning."),
        )
    return rows.filter(number__gt=place.number)


def place_after(page, place, since):
    """The Place after the last of some changes, or where they would be if there are none."""
    last = page[-1] if page else None
    if not page and since:
        last = ToldChange.objects.filter(at__lt=since).last()
    there = Place(last.number, last.at) if last else BEGIN
    return max(there, place or BEGIN)


def tell_during_visit(at):
    """Tell what is new, unless there is too much of it; returns whether all is told."""
    if is_told(at):
        return True
    if ToldChange.objects.count() > MOST_IN_A_VISIT:
        return False
    try:
        return tell(at) is not None
    except Error:
        logger.exception("The changes could not be told")
        return False


def tell(at):
    """Tell what is new at an instant; returns of how many things, None if another is doing it."""
    with only_one("changes") as is_mine:
        if not is_mine:
            return None
        version, until = str(ContentChange.objects.version()), next_boundary(at)
        told = {(row.type, row.object_id): row for row in ToldChange.objects.all()}
        new, changed = differences(told, at)
        last = ToldChange.objects.aggregate(number=Max("number"), at=Max("at"))
        at = max(at, last["at"] or at)  # also after the clock was put back
        for number, row in enumerate([*new, *changed], start=(last["number"] or 0) + 1):
            row.number, row.at = number, at
        with transaction.atomic():
            ToldChange.objects.bulk_create(new, batch_size=500)
            ToldChange.objects.bulk_update(
                changed, ["number", "what", "at", "digest"], batch_size=200
            )
            LastLook.objects.update_or_create({"version": version, "at": at, "until": until}, pk=1)
        return len(new) + len(changed)


def differences(told, at):
    """(rows to add, rows that changed); `told` are those known, by type and key."""
    reading = Reading(at, lambda path: path, with_passing=False)
    new, changed, public = [], [], set()
    everything = ((kind, data) for kind, things in by_kind(reading) for data in things)
    for kind, data in everything:
        key, digest = (kind.type, data["id"]), hash_of(canonical_json(data))
        public.add(key)
        row = told.get(key)
        if row is None:
            new.append(
                ToldChange(type=key[0], object_id=key[1], what=What.PUBLISHED, digest=digest)
            )
        elif row.digest != digest:
            row.what = What.CHANGED if row.digest else What.PUBLISHED
            row.digest = digest
            changed.append(row)
    gone = [row for key, row in told.items() if key not in public]
    there = keys_that_exist(gone)
    for row in gone:
        exists = (row.type, row.object_id) in there
        what = What.WITHDRAWN if exists else What.DELETED
        if row.digest or row.what != what:
            row.what, row.digest = what, ""
            changed.append(row)
    return new, changed


def keys_that_exist(gone):
    """{(type, key)} of those things that are not public but not deleted either."""
    found = set()
    for word in {row.type for row in gone}:
        keys = [row.object_id for row in gone if row.type == word]
        for first in range(0, len(keys), 500):
            some = MODELS[word]._base_manager.filter(pk__in=keys[first : first + 500])
            found |= {(word, pk) for pk in some.values_list("pk", flat=True)}
    return found
