"""What the desk did to every record, for editors: who, what and when, never to be altered.

A version is a record with all its rows as one change left it. Each has a hash over itself and over
the hash of the one before it, so that a version that was altered, or taken out, gives itself away
(`manage.py check_trail`). Libraries for this spread a version over rows that can each be altered,
and none compares the rows inside a form; the promise to be provable is ours to keep.
"""

import json

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import translated_fields
from portal.publishing.canonical import ExactEncoder, hash_of, written
from portal.publishing.children import rows_of

SECRET = {"password", "last_login"}  # of accounts
# What the desk itself keeps: where a record is in its life is never part of what is put back.
BOOKKEEPING = {"edits", "state", "publish_at", "withdraw_at", "withdrawn_as", "successor"}
BEGINNING = "0" * 64


class Altered(Exception):
    """A version is not what its hash says; the message names it."""


class VersionQuerySet(models.QuerySet):
    def of(self, model, pk):
        """The versions of one record, which may itself be gone."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=pk)

    def update(self, **values):
        raise TypeError("a version is never changed")

    def delete(self):
        raise TypeError("a version is never deleted")

    def keep(self, record, did, by=None, note=""):
        """Write down what a record is now; `by` is None for what happened outside the desk."""
        return self._add(record, data_of(record), did, by, note)

    def begin(self, record):
        """See to it that the newest version is what the record is, before someone changes it.

        Content that was read from files, or changed outside the desk, gets its version here.
        """
        data = data_of(record)
        newest = self.of(type(record), record.pk).first()
        if newest is None or newest.data != json.loads(written(data)):
            self._add(record, data, Version.Did.FOUND, None, "")

    @transaction.atomic
    def _add(self, record, data, did, by, note):
        kind = ContentType.objects.get_for_model(record)
        # One after another, or two versions would follow the same one: this row is the turnstile.
        ContentType.objects.select_for_update().get(app_label="publishing", model="version")
        last = self.order_by("-pk").first()
        version = Version(
            content_type=kind,
            object_id=record.pk,
            name=str(record)[:400],
            at=timezone.now(),
            by=by,
            person=by.get_username() if by else "",
            did=did,
            note=note,
            data=json.loads(written(data)),
            previous=last.hash if last else BEGINNING,
        )
        version.save()
        return version


class Version(models.Model):
    """A record as one change at the desk left it, with who made the change."""

    class Did(models.TextChoices):
        MADE = "made", _("made")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        FOUND = "found", _("found, made outside the desk")

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, editable=False, verbose_name=_("kind")
    )
    object_id = models.PositiveBigIntegerField(editable=False)
    name = models.CharField(_("of what"), max_length=400, editable=False)
    at = models.DateTimeField(_("when"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("who"),
    )
    person = models.CharField(_("user name then"), max_length=150, editable=False)
    did = models.CharField(_("what happened"), max_length=7, choices=Did.choices, editable=False)
    note = models.TextField(_("note"), editable=False)
    data = models.JSONField(editable=False)
    previous = models.CharField(_("hash before it"), max_length=64, unique=True, editable=False)
    hash = models.CharField(_("hash"), max_length=64, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the logbook")
        verbose_name_plural = _("logbook")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="version_of_a_record")]

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M:%S}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("a version is never changed")
        self.hash = hash_of(self.as_hashed())
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("a version is never deleted")

    def as_hashed(self):
        """The text whose SHA-256 is the hash."""
        return written(
            {
                "kind": self.content_type_id,
                "id": self.object_id,
                "name": self.name,
                "at": self.at,
                "by": self.by_id,
                "person": self.person,
                "did": self.did,
                "note": self.note,
                "data": self.data,
                "previous": self.previous,
            }
        )

    @property
    def model(self):
        return self.content_type.model_class()

    def put_back(self, record=None):
        """Write the record as it was then over `record`, or as a new one; returns it, unchecked.

        Its life goes on where it is now (BOOKKEEPING). Rows that tell what happened stay (`tells`).
        """
        values = dict(self.data["fields"])
        for name in BOOKKEEPING & values.keys():
            if record:
                values[name] = written_value(record, name)
            elif name == "state":
                values[name] = "draft"
        thing = stored(self.model, self.object_id, values)
        put_back_rows(thing, self.data["rows"])
        return thing


def check_trail():
    """Follow the chain of hashes; returns (how many versions, the last hash), or raises Altered."""
    count, before = 0, BEGINNING
    for version in Version.objects.order_by("pk").iterator(chunk_size=500):
        if version.previous != before or version.hash != hash_of(version.as_hashed()):
            raise Altered(f"{version.pk}: {version}")
        count, before = count + 1, version.hash
    return count, before


# A record as data, and back


def data_of(record):
    """{"fields": {name: value}, "rows": {relation: {id: the same of a row}}}"""
    speaks = hasattr(record, "tidy_texts")
    # modeltranslation's own column holds the text in whatever language was active: no fact.
    drifting = set(translated_fields(type(record))) if speaks else set()
    names = [
        field.name
        for field in (*record._meta.concrete_fields, *record._meta.many_to_many)
        if field.name not in drifting | SECRET and not field.primary_key
    ]
    (found,) = serializers.serialize("python", [record], fields=names)
    rows = rows_of(record) if speaks else {}
    return {
        "fields": found["fields"],
        "rows": {
            name: {str(row.pk): data_of(row) for row in some} for name, some in rows.items() if some
        },
    }


def written_value(record, name):
    return json.loads(json.dumps(getattr(record, name), cls=ExactEncoder))


def stored(model, pk, values):
    found = {"model": model._meta.label_lower, "pk": pk, "fields": values}
    (back,) = serializers.deserialize("python", [found], ignorenonexistent=True)
    back.save()
    return back.object


def put_back_rows(thing, rows):
    for name, present in rows_of(thing).items():
        if getattr(present.model, "tells", False):
            continue
        then = rows.get(name, {})
        present.exclude(pk__in=then).delete()
        if present.model._meta.total_unique_constraints:  # rows may swap what must be unique
            table = present.model._base_manager.filter(pk__in=then)
            table._raw_delete(table.db)
        for pk, data in then.items():
            put_back_rows(stored(present.model, int(pk), data["fields"]), data["rows"])
