"""The transparency log beside backups: its newest checkpoint, and that no restoring forks it.

Under one name a log is signed once: whoever restores an older backup and goes on would sign other
leaves in the place of those that came after it. So that is refused, or the log gets a new name.
"""

from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from portal.operations.backup import BackupError
from portal.transparency.log import name_of, public_keys
from portal.transparency.models import Checkpoint, Log
from portal.transparency.notes import BadNote, Head, verified

SUFFIX = ".checkpoint"  # after the name of a backup
UNSIGNED = "unsigned"  # the name of a log without a key

FORKS = (
    "The log is known with %(known)s leaves as number %(number)s, from %(place)s; this backup has "
    "%(restored)s. What was signed later would be told otherwise under the same name. Take a newer "
    "backup, or let the log go on under a new name with --new-log."
)


class Seen(NamedTuple):
    """A checkpoint, and where it was seen; the number of a log grows with each restoring."""

    number: int
    size: int
    root: str
    text: str
    place: str

    @property
    def order(self):
        return self.number, self.size


def newest_of(connection, place):
    """The newest checkpoint in a database, which need not be the one that models know."""
    quote = connection.ops.quote_name
    checkpoint, log = quote(Checkpoint._meta.db_table), quote(Log._meta.db_table)
    with connection.cursor() as cursor:
        if Checkpoint._meta.db_table not in connection.introspection.table_names(cursor):
            return None
        cursor.execute(
            f"SELECT number, size, root, signed_note FROM {checkpoint} "  # noqa: S608  our own names
            f"JOIN {log} ON {log}.id = {checkpoint}.log_id ORDER BY {checkpoint}.id DESC LIMIT 1"
        )
        found = cursor.fetchone()
    if not found:
        return None
    number, size, root, note = found
    unsigned = str(Head(name_of(UNSIGNED, number), size, bytes.fromhex(root)))
    return Seen(number, size, root, note or unsigned, place)


def write_beside(target, seen):
    """Put a checkpoint beside the backup that it is of."""
    if seen:
        target.with_name(f"{target.name}{SUFFIX}").write_text(seen.text)


def check_no_fork(restored, live, path, known=(), new_log=False):
    """(number, what is lost) of the log that must begin; None when the log simply goes on.

    BackupError when a checkpoint is known that the restored log (None without one) has not come to.
    """
    beside = [read(file) for file in sorted(path.parent.glob(f"*{SUFFIX}"))]
    given = [read(Path(file), is_given=True) for file in known]
    seen = [one for one in (live, *beside, *given) if one]
    newest = max(seen, key=lambda one: one.order, default=None)
    order = restored.order if restored else (0, 0)
    is_other = restored and any(one.order == order and one.root != restored.root for one in seen)
    if not newest or (newest.order <= order and not is_other):
        return None
    if not new_log:
        size = restored.size if restored else 0
        facts = {"known": newest.size, "number": newest.number, "place": newest.place}
        raise BackupError(FORKS % {**facts, "restored": size})
    return max(newest.number, order[0]) + 1, newest.text


def read(path, is_given=False):
    """A checkpoint in a file; None if it is none of ours, which for a given one is an error."""
    try:
        text = path.read_text()
        return seen_in(text, path.name)
    except (OSError, UnicodeDecodeError, BadNote) as error:
        if is_given:
            raise BackupError(f"{path} is no checkpoint of this portal: {error}") from error
        return None


def seen_in(text, place):
    head = Head.parse(text)
    name, _slash, number = head.origin.rpartition("/")
    names = {head.origin: 1, **({name: int(number)} if number.isdecimal() else {})}
    keys = [key for key in public_keys() if key.name in names]
    if keys:
        verified(text, [key.named(head.origin) for key in keys])
    elif UNSIGNED not in names:
        raise BadNote("it is of another log.")
    name = keys[0].name if keys else UNSIGNED
    return Seen(names[name], head.size, head.root.hex(), text, place)


def begin_new_log(connection, number, lost):
    """Let the log of a restored database go on under the next number."""
    table = connection.ops.quote_name(Log._meta.db_table)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:  # not by the model: its manager knows the other database
        cursor.execute(
            f"INSERT INTO {table} (number, begun_at, lost) VALUES (%s, %s, %s)",  # noqa: S608  likewise
            [number, now, lost],
        )
