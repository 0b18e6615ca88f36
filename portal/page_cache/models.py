"""What the database notes of each transaction that changed what readers may see."""

from django.db import models, transaction
from django.utils import timezone

NOBODY = -1  # the backend of a row that is no change


class ContentChangeManager(models.Manager):
    def version(self):
        """What differs after any committed change; only to be compared with another."""
        # The number too: of two transactions, the one that began first may be committed last.
        return tuple(self.aggregate(newest=models.Max("pk"), n=models.Count("pk")).values())

    def erase_before(self, at):
        """Erase old rows; returns how many. The version rises, so that it never comes again."""
        with transaction.atomic(using=self.db):
            count = self.filter(at__lt=at).delete()[0]
            if count:
                self.create(at=timezone.now(), backend=NOBODY)
        return count


class ContentChange(models.Model):
    """One transaction that changed a table that readers may see; triggers.py writes these.

    They are kept for a day, for nothing but to be counted.
    """

    at = models.DateTimeField()
    backend = models.IntegerField()  # the process of PostgreSQL; 0 on SQLite

    objects = ContentChangeManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["at", "backend"], name="one_row_a_transaction")
        ]

    def __str__(self):
        return f"{self.pk} ({self.at})"


class ToldCache(models.Model):
    """What a cache in front was last told of the content (purge.py).

    `cache` is a hash of its address, which may have a key in it.
    """

    cache = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=100, editable=False)

    def __str__(self):
        return f"{self.cache}: {self.state}"
