"""What the feed of changes told of each thing (portal/api/changes.py)."""

from django.db import models


class ToldChange(models.Model):
    """The last change of one thing: what it was, and its place in the order of all changes.

    `digest` is the hash of the thing as it was read then; "" while it is not public. Each change of
    a thing gives its row a new `number`, higher than any before.
    """

    class What(models.TextChoices):
        PUBLISHED = "published"
        CHANGED = "changed"
        WITHDRAWN = "withdrawn"
        DELETED = "deleted"

    type = models.CharField(max_length=20, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    number = models.PositiveBigIntegerField(unique=True, editable=False)
    what = models.CharField(max_length=9, choices=What.choices, editable=False)
    at = models.DateTimeField(db_index=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["type", "object_id"], name="api_toldchange_is_the_last")
        ]

    def __str__(self):
        return f"{self.number}: {self.type} {self.object_id} {self.what}"


class LastLook(models.Model):
    """How far the changes are told: all of this version of the content, at this instant.

    `until` is when the content next turns by itself. There is one row.
    """

    version = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(editable=False)
    until = models.DateTimeField(editable=False)

    def __str__(self):
        return f"{self.version}, {self.at}"
