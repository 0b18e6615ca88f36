"""The transparency log: what was public, what it became and when, in one tree that only grows.

A `Leaf` is written in the transaction of what it attests, and gets its place in the tree right
after (log.py). `Tile`s are the hashes of the tree, so that a proof reads a few rows however many
leaves there are. A `Checkpoint` is the root of the tree at a size, signed where there is a key. A
`Timestamp` says when an authority saw one (timestamps.py).
"""

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from portal.publishing.canonical import canonical_json, hash_of
from portal.transparency.merkle import leaf_hash


class LogQuerySet(models.QuerySet):
    def current(self):
        return self.order_by("-number").first()

    def lock(self):
        """The current log; nobody else lets it grow until the end of the transaction.

        Whoever holds this waits for no other lock.
        """
        if locked := self.select_for_update().current():
            return locked
        try:
            with transaction.atomic():
                self.create(number=1)
        except IntegrityError:  # somebody was faster
            pass
        return self.select_for_update().current()


class Log(models.Model):
    """A name under which the tree is signed.

    There is one, until an older backup is restored: what was signed later under that name is gone,
    so the tree goes on under the next number. `lost` is then the newest checkpoint that was known.
    """

    number = models.PositiveIntegerField(unique=True, editable=False)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    lost = models.TextField(editable=False)

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"log {self.number}"


class LeafQuerySet(models.QuerySet):
    def waiting(self):
        """Those without a place in the tree yet."""
        return self.filter(index__isnull=True)

    def newest(self, kind, subjects):
        """{subject: what was last written of it}"""
        found = self.filter(kind=kind, subject__in=subjects).order_by("pk")
        return {leaf.subject: leaf for leaf in found}

    def size(self):
        """How many leaves the tree has."""
        last = self.aggregate(last=models.Max("index"))["last"]
        return 0 if last is None else last + 1


class Leaf(models.Model):
    """That something was the case: `data` is the SHA-256 of a text that says what.

    `kind` and `subject` say of what, as its source names it (sources.py). A text that may not be
    guessed is hashed with `salt` before it, which never becomes public.
    """

    index = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    kind = models.CharField(max_length=10, editable=False)
    subject = models.CharField(max_length=100, editable=False)
    data = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(editable=False)
    salt = models.CharField(max_length=32, editable=False)

    objects = LeafQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "leaves"
        ordering = ["index"]
        indexes = [models.Index(fields=["kind", "subject"], name="leaf_of_a_subject")]

    def __str__(self):
        return f"leaf {self.index}: {self.kind} {self.subject}"

    def entry(self):
        """The text that stands in the tree."""
        return canonical_json(
            {
                "at": self.at,
                "data": self.data,
                "index": self.index,
                "kind": self.kind,
                "subject": self.subject,
            }
        )

    def hash(self):
        return leaf_hash(self.entry().encode())

    def attests(self, text):
        return self.data == hash_of(self.salt + text)


class Tile(models.Model):
    """Up to 256 hashes of whole subtrees beside one another, as C2SP's tlog-tiles has them.

    Those of level 0 are of leaves, those of level 1 of 256 leaves each, and so on.
    """

    level = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveBigIntegerField(editable=False)
    hashes = models.BinaryField()

    class Meta:
        ordering = ["level", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "number"], name="transparency_tile_is_the_only_one"
            )
        ]

    def __str__(self):
        return f"tile {self.number} of level {self.level}"


class CheckpointQuerySet(models.QuerySet):
    def signed(self):
        return self.exclude(signed_note="")

    def timestamped(self):
        """Those that an authority saw, the smallest tree first."""
        seen = self.filter(timestamp__isnull=False).select_related("log", "timestamp")
        return seen.order_by("size", "pk")

    def newest(self):
        return self.order_by("-pk").first()


class Checkpoint(models.Model):
    """The root of the tree when it had `size` leaves, in hexadecimal.

    `signed_note` is what anyone may keep (notes.py); '' as long as there is no key.
    """

    log = models.ForeignKey(Log, on_delete=models.PROTECT, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    root = models.CharField(max_length=64, editable=False)
    signed_note = models.TextField(editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["size"], name="checkpoint_by_size")]

    def __str__(self):
        return f"checkpoint of {self.size} leaves, {self.at:%Y-%m-%d %H:%M:%S}"


class TimestampQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-pk").first()


class Timestamp(models.Model):
    """When an authority saw a signed checkpoint: its answer, a TimeStampResp of RFC 3161 in DER."""

    checkpoint = models.OneToOneField(Checkpoint, on_delete=models.PROTECT, editable=False)
    response = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TimestampQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"timestamp of {self.checkpoint}"


class TrailCheckQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-pk").first()


class TrailCheck(models.Model):
    """What was found when all that was kept was last compared with the log; see check.py."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    leaves = models.PositiveBigIntegerField(editable=False)
    findings = models.JSONField(default=list, editable=False)

    objects = TrailCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {len(self.findings)}"
