"""The log grows: a leaf is written with what it attests, gets its place, and the tree is signed.

Places are given one after another, by one process at a time, in a short transaction of its own
after each change: a change that had to hold that lock would wait for others, and they for it. What
was not given its place, since the process ended, gets it with the next change or with
`portal_periodic`.
"""

import secrets
from itertools import islice

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from portal.publishing.canonical import canonical_json, hash_of
from portal.transparency import tiles
from portal.transparency.models import Checkpoint, Leaf, Log
from portal.transparency.notes import Head
from portal.transparency.sources import sources

AT_A_TIME = 1000  # leaves that get their place in one transaction
DAY, LOG = "day", "log"  # kinds of leaves of the log itself


# Writing leaves


def append(kind, texts, is_private=False):
    """Write leaves of one kind, {subject: text}, in the transaction of what they attest."""
    Leaf.objects.bulk_create(leaves_of(kind, texts, is_private))
    if texts and not will_grow():
        transaction.on_commit(grow, robust=True)


def append_changed(kind, texts):
    """The same for rows that may say more later, such as a translation: what is new is written."""
    newest = Leaf.objects.newest(kind, texts)
    append(
        kind,
        {
            subject: text
            for subject, text in texts.items()
            if subject not in newest or not newest[subject].attests(text)
        },
    )


def leaves_of(kind, texts, is_private=False):
    now = timezone.now()
    for subject, text in texts.items():
        salt = secrets.token_hex(16) if is_private else ""
        yield Leaf(kind=kind, subject=subject, data=hash_of(salt + text), at=now, salt=salt)


def will_grow():
    """Whether the log grows anyway at the end of the transaction."""
    savepoints = set(connection.savepoint_ids)
    return any(
        function is grow and within <= savepoints
        for within, function, _robust in connection.run_on_commit
    )


# Growing


def grow():
    """Give each leaf that waits its place, and sign the tree; returns how many there were."""
    count = 0
    while Leaf.objects.waiting().exists():
        count += grow_once()
    return count


@transaction.atomic
def grow_once():
    log = current_log()
    is_first = models.Case(models.When(kind=LOG, then=0), default=1)
    waiting = list(Leaf.objects.waiting().order_by(is_first, "pk")[:AT_A_TIME])
    size = Leaf.objects.size()
    for index, leaf in enumerate(waiting, start=size):
        leaf.index = index
    Leaf.objects.bulk_update(waiting, ["index"])
    tiles.append([leaf.hash() for leaf in waiting], size)
    sign(log, size + len(waiting))
    return len(waiting)


def current_log():
    """The log, which nobody else lets grow until the end of the transaction."""
    log = Log.objects.lock()
    if not Leaf.objects.filter(kind=LOG, subject=log.number).exists():
        begin(log)
    return log


def begin(log):
    """The first leaf of a log says which one it is. An empty tree takes up all that there is."""
    Leaf.objects.bulk_create(leaves_of(LOG, {str(log.number): text_of_log(log)}))
    if Leaf.objects.size():
        return
    for source in sources:
        rows = iter(source.rows())
        while some := list(islice(rows, AT_A_TIME)):
            write_missing(source, some)


def write_missing(source, rows):
    for kind in source.kinds:
        subjects = [subject for one, subject in rows if one == kind]
        known = Leaf.objects.filter(kind__in=source.kinds, subject__in=subjects)
        missing = set(subjects) - set(known.values_list("subject", flat=True))
        Leaf.objects.bulk_create(leaves_of(kind, source.texts(missing), source.is_private))


def sign(log, size):
    """Keep the root of the tree, signed where there is a key, unless that was done already."""
    newest, origin = Checkpoint.objects.newest(), origin_of(log)
    is_kept = newest and (newest.log_id, newest.size) == (log.pk, size)
    if is_kept and (not origin or newest.signed_note.startswith(f"{origin}\n")):
        return
    root = tiles.root(size)
    note = ""
    if origin:
        note = settings.TRANSPARENCY_KEY.named(origin).sign(str(Head(origin, size, root)))
    Checkpoint.objects.create(log=log, size=size, root=root.hex(), signed_note=note)


def origin_of(log):
    """The name under which a log is signed; '' without a key."""
    if not settings.TRANSPARENCY_KEY:
        return ""
    return name_of(settings.TRANSPARENCY_KEY.name, log.number)


def public_keys():
    """Those by which the log is signed, and was."""
    own = [settings.TRANSPARENCY_KEY.verifier] if settings.TRANSPARENCY_KEY else []
    return [*own, *settings.TRANSPARENCY_FORMER_KEYS]


def name_of(name, number):
    return name if number == 1 else f"{name}/{number}"


def keep():
    """Let the log grow at least once a day, and sign what is not signed yet.

    The leaf of a day says that whatever stands before it was there on that day.
    """
    today = timezone.localdate().isoformat()
    if not Leaf.objects.filter(kind=DAY, subject=today).exists():
        append(DAY, {today: today})
    with transaction.atomic():
        current_log()
    count = grow()
    with transaction.atomic():
        sign(current_log(), Leaf.objects.size())
    return count


# What the log says of itself


def text_of_log(log):
    return canonical_json({"number": log.number, "begun_at": log.begun_at, "lost": log.lost})


def texts_of_logs(subjects):
    return {str(log.number): text_of_log(log) for log in Log.objects.filter(number__in=subjects)}


def rows_of_logs():
    for number in Log.objects.values_list("number", flat=True):
        yield LOG, str(number)


def texts_of_days(subjects):
    return {day: day for day in subjects}
