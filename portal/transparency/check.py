"""Whether everything is still as the log says: rows, leaves, the tree and its checkpoints.

Whoever can write to the database can also compute every hash anew, and with the key sign it. A
checkpoint that somebody else kept (`known`) shows that too.
"""

from collections import Counter
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from portal.transparency import tiles
from portal.transparency.log import LOG, name_of, public_keys
from portal.transparency.merkle import Frontier, root_of
from portal.transparency.models import Checkpoint, Leaf, Log, Tile
from portal.transparency.notes import BadNote, Head, verified
from portal.transparency.sources import source_of, sources
from portal.transparency.timestamps import BadTimestamp, verify

AT_A_TIME = 500  # leaves or rows
PATIENCE = timedelta(minutes=15)  # until a leaf that waits for its place is a finding

ALTERED = gettext_noop("%(where)s is not what the log says of it.")
GONE = gettext_noop("%(where)s is in the log and is gone.")
NOT_LOGGED = gettext_noop("%(where)s is not in the log.")
WAITS = gettext_noop("%(where)s waits for its place in the log.")
LEAF_ALTERED = gettext_noop("Leaf %(where)s of the log was altered.")
LEAVES_GONE = gettext_noop("Leaves %(where)s of the log are gone.")
TILE_ALTERED = gettext_noop("The hashes of the tree were altered: %(where)s.")
ROOT = gettext_noop("Something was altered among %(where)s: %(checkpoint)s says otherwise.")
SHORT = gettext_noop("The log ends at leaf %(where)s: %(checkpoint)s says otherwise.")
LOST = gettext_noop("What %(checkpoint)s says was given up when %(where)s began.")
SIGNATURE = gettext_noop("%(checkpoint)s is not what was signed: %(where)s")
TIMESTAMP = gettext_noop("The timestamp of %(checkpoint)s is not right: %(where)s")
FOREIGN = gettext_noop("%(checkpoint)s is of another log: %(where)s")


class Finding(NamedTuple):
    """A sentence and what is in it; `after` is the last instant at which it was right, if known."""

    what: str
    facts: dict
    after: str | None = None

    def __str__(self):
        return self.what % self.facts

    def in_words(self):
        """In the language of who reads it."""
        return gettext(self.what) % self.facts

    @classmethod
    def from_data(cls, data):
        return cls(*data)

    def is_same(self, other):
        return (self.what, self.facts) == (other.what, other.facts)


def finding(what, after=None, **facts):
    return Finding(what, facts, after.isoformat() if after else None)


class Known(NamedTuple):
    """A checkpoint that somebody kept: what it is called, and its text."""

    name: str
    text: str


def check_log(known=()):
    """Everything that is not as the log says, or as one of these checkpoints does."""
    if not Leaf.objects.exists() and not Log.objects.exists():
        yield from missing_log(known)
        return
    yield from check_waiting()
    yield from check_rows()
    kept = list(kept_heads())
    given, unreadable = read_known(known)
    yield from unreadable
    walk = Walk({head.size for _checkpoint, head in kept} | {head.size for _name, head in given})
    yield from walk.findings()
    yield from check_signatures()
    yield from check_timestamps()
    yield from check_roots(walk, [(str(checkpoint), head) for checkpoint, head in kept])
    yield from check_known(walk, given)


def missing_log(known):
    heads, unreadable = read_known(known)
    yield from unreadable
    for name, _head in heads:
        yield finding(SHORT, where=0, checkpoint=name)


# Rows and leaves


def check_waiting():
    late = Leaf.objects.waiting().filter(at__lt=timezone.now() - PATIENCE).order_by("pk")
    for leaf in late.iterator():
        yield finding(WAITS, where=name_of_leaf(leaf), after=leaf.at)


def name_of_leaf(leaf):
    return f"{leaf.kind} {leaf.subject}"


def check_rows():
    """Rows that ought to be in the log and are not."""
    for source in sources:
        rows = iter(source.rows())
        while some := list(islice(rows, AT_A_TIME)):
            subjects = [subject for _kind, subject in some]
            known = Leaf.objects.filter(kind__in=source.kinds, subject__in=subjects)
            known = set(known.values_list("subject", flat=True))
            for kind, subject in some:
                if subject not in known:
                    yield finding(NOT_LOGGED, where=f"{kind} {subject}")


def compare(leaves):
    """Leaves whose row is gone, or says something else."""
    for kind in dict.fromkeys(leaf.kind for leaf in leaves):
        source = source_of(kind)
        some = [leaf for leaf in leaves if leaf.kind == kind]
        if source:
            yield from compare_with(source, some)


def compare_with(source, leaves):
    subjects = {leaf.subject for leaf in leaves}
    texts = source.texts(subjects)
    removed = source.removed(subjects - texts.keys())
    # Only the last word on a row counts; asked last, so that it is no older than the row.
    newest = Leaf.objects.newest(leaves[0].kind, subjects)
    for leaf in leaves:
        text, is_last = texts.get(leaf.subject), newest[leaf.subject].pk == leaf.pk
        if text is None and leaf.subject not in removed:
            yield finding(GONE, where=name_of_leaf(leaf), after=leaf.at)
        elif text is not None and is_last and not leaf.attests(text):
            yield finding(ALTERED, where=name_of_leaf(leaf), after=leaf.at)


# The tree


class Walk:
    """One walk along all leaves, with the roots of the tree at these sizes.

    Where a leaf does not fit the stored hash, the hash counts: the checkpoints tell which of both
    was altered.
    """

    def __init__(self, sizes):
        self.sizes, self.roots = sizes, {}
        self.frontier, self.tile_roots = Frontier(), []

    @property
    def size(self):
        return self.frontier.size

    def findings(self):
        self.keep_root()
        while True:
            first = self.size
            found = Leaf.objects.filter(index__gte=first, index__lt=first + tiles.WIDTH)
            leaves = {leaf.index: leaf for leaf in found.order_by("index")}
            stored = tiles.read({(0, first // tiles.WIDTH)})
            hashes = stored.get((0, first // tiles.WIDTH), [])
            if not (leaves or hashes):
                break
            yield from compare(list(leaves.values()))
            yield from self.step(first, leaves, hashes)
            if len(hashes) < tiles.WIDTH:
                break
            self.tile_roots.append(root_of(hashes))
        yield from self.check_rest()
        yield from self.check_tiles()

    def step(self, first, leaves, hashes):
        gone = []
        for index, stored in enumerate(hashes, start=first):
            leaf = leaves.get(index)
            if leaf is None:
                gone.append(index)
            elif leaf.hash() != stored:
                yield finding(LEAF_ALTERED, where=index, after=leaf.at)
            self.frontier.push(stored)
            self.keep_root()
        for start, end in ranges(gone):
            yield finding(LEAVES_GONE, where=f"{start}-{end}")

    def keep_root(self):
        if self.size in self.sizes:
            self.roots[self.size] = self.frontier.root()

    def check_rest(self):
        """Leaves that are not in the tree as it is stored."""
        rest = Leaf.objects.filter(index__gte=self.size).order_by("index").first()
        if rest:
            yield finding(TILE_ALTERED, where=f"0/{self.size // tiles.WIDTH}", after=rest.at)

    def check_tiles(self):
        level, hashes = 1, self.tile_roots
        while hashes:
            roots = []
            for number, begin in enumerate(range(0, len(hashes), tiles.WIDTH)):
                some = hashes[begin : begin + tiles.WIDTH]
                stored = Tile.objects.filter(level=level, number=number).first()
                if not stored or bytes(stored.hashes) != b"".join(some):
                    yield finding(TILE_ALTERED, where=f"{level}/{number}")
                if len(some) == tiles.WIDTH:
                    roots.append(root_of(some))
            level, hashes = level + 1, roots


def ranges(numbers):
    """[(first, last)] of numbers that follow one another."""
    found = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


# Checkpoints


def kept_heads():
    """(checkpoint, what its row says) of those in the database, the smallest tree first."""
    for checkpoint in Checkpoint.objects.order_by("size", "pk").iterator():
        yield checkpoint, Head("", checkpoint.size, bytes.fromhex(checkpoint.root))


def verifiers():
    """Every key by which this log may have been signed, under all its names."""
    numbers = {1, *Log.objects.values_list("number", flat=True)}
    return [key.named(name_of(key.name, number)) for key in public_keys() for number in numbers]


def check_signatures():
    keys = verifiers()
    if not keys:
        return
    for checkpoint in Checkpoint.objects.signed().order_by("pk").iterator():
        try:
            head = Head.parse(verified(checkpoint.signed_note, keys)[0])
        except BadNote as error:
            yield finding(SIGNATURE, where=str(error), checkpoint=str(checkpoint))
            continue
        if (head.size, head.root.hex()) != (checkpoint.size, checkpoint.root):
            yield finding(SIGNATURE, where=f"{head.size}", checkpoint=str(checkpoint))


def check_timestamps():
    if not settings.TRANSPARENCY_TIMESTAMP_CERTIFICATES:
        return
    for checkpoint in Checkpoint.objects.timestamped().iterator():
        try:
            verify(bytes(checkpoint.timestamp.response), checkpoint.signed_note)
        except BadTimestamp as error:
            yield finding(TIMESTAMP, where=str(error), checkpoint=str(checkpoint))


def check_roots(walk, heads):
    """Of each kind of disagreement the first one tells it all."""
    right, is_told = 0, Counter()
    for name, head in heads:
        if head.size > walk.size:
            what, where = SHORT, walk.size
        elif walk.roots[head.size] != head.root:
            what, where = ROOT, leaves_between(right, head.size)
        else:
            right = head.size
            continue
        if not is_told[what]:
            is_told[what] += 1
            yield finding(what, where=where, checkpoint=name, after=time_of(right - 1))


def leaves_between(start, end):
    return f"leaves {start} to {end - 1}"


def time_of(index):
    leaf = Leaf.objects.filter(index=index).first() if index >= 0 else None
    return leaf and leaf.at


# Checkpoints from outside


def read_known(known):
    """([(name, head)], the findings of those that are none)."""
    heads, findings, keys = [], [], verifiers()
    for name, text in known:
        try:
            signed = verified(text, keys)[0] if keys else text
            heads.append((name, Head.parse(signed)))
        except BadNote as error:
            findings.append(finding(FOREIGN, where=str(error), checkpoint=name))
    return heads, findings


def check_known(walk, heads):
    ends = ends_of_logs()
    compared = []
    for name, head in heads:
        after = next((log for log in ends if name_ends(head.origin, log)), None)
        if after and head.size > ends[after]:
            yield finding(LOST, where=str(after), checkpoint=name, after=after.begun_at)
        else:
            compared.append((name, head))
    yield from check_roots(walk, sorted(compared, key=lambda one: one[1].size))


def ends_of_logs():
    """{the log that came after one: how many leaves that had}"""
    found = {}
    for log in Log.objects.filter(number__gt=1).order_by("number"):
        leaf = Leaf.objects.filter(kind=LOG, subject=str(log.number)).first()
        if leaf and leaf.index is not None:
            found[log] = leaf.index
    return found


def name_ends(origin, after):
    """Whether a name is that of the log before one."""
    return origin in {name_of(key.name, after.number - 1) for key in public_keys()}
