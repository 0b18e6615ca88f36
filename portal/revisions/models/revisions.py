"""What every record was, is and may become; only added, and chained by hashes."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.publishing.canonical import canonical_json, hash_of
from portal.revisions.files import hashes_of_files
from portal.revisions.snapshot import BOOKKEEPING, data_of, instance_of, write_rows, written_value
from portal.transparency.log import append
from portal.transparency.sources import key_of

BEGINNING = "0" * 64
ENTRY = "entry"  # a leaf of the transparency log


class Altered(Exception):
    """A revision is not what its hash says; the message names it."""


class RevisionQuerySet(models.QuerySet):
    def for_object(self, model, pk):
        """The revisions of one record, which may itself be gone."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=pk)

    def of_the_record(self):
        """What the record itself was; without drafts and acts."""
        return self.filter(action__in=Revision.OF_THE_RECORD)

    def with_data(self):
        """What the record was or might have become; without acts."""
        return self.exclude(action__in=Revision.ACTS)

    def update(self, **values):
        raise TypeError("a revision is never changed")

    def delete(self):
        raise TypeError("a revision is never deleted")

    def keep(self, record, action, by=None, note="", base=None):
        """Write down what a record is now; `by` is None for what happened outside the admin."""
        return self._add(record, data_of(record), action, by, note=note, base=base)

    def begin(self, record):
        """The revision of what a record is now, written if there is none yet.

        Content that was read from files, or changed outside the admin, gets its revision here.
        """
        record = type(record)._base_manager.get(pk=record.pk)  # what is stored, not what is in hand
        data = data_of(record)
        newest = self.for_object(type(record), record.pk).of_the_record().first()
        if newest is None or newest.data != data:
            newest = self._add(record, data, Revision.Action.FOUND)
        return newest

    def draft(self, record, data, by, **values):
        """A revision that readers do not see yet."""
        return self._add(record, data, Revision.Action.DRAFTED, by, **values)

    def drafted(self, record):
        """What was only ever a draft of a record, thrown away or not."""
        return self.for_object(type(record), record.pk).filter(action=Revision.Action.DRAFTED)

    def name_of(self, model, key):
        """How the logbook knows a record that may be gone."""
        known = self.for_object(model, key).first()
        return known.name if known else _("no. %(number)s") % {"number": key}

    def set_aside(self, record, data, by, **values):
        """What somebody could not save, because another person changed the same meanwhile."""
        return self._add(record, data, Revision.Action.SET_ASIDE, by, **values)

    def act(self, revision, action, by, note=""):
        """Write down what somebody decided about a revision."""
        return self._add(revision.record, {}, action, by, base=revision, note=note)

    def lock(self):
        """Wait until nobody else writes revisions; it lasts until the end of the transaction.

        Revisions follow one another. Whoever also locks a record does this first, or two could wait
        for one another for ever.
        """
        ContentType.objects.select_for_update().get(app_label="revisions", model="revision")

    def erased(self, user, hashes):
        """Write down what the entries with the data of a person are without them: {key: hash}."""
        return self._add(user, {"erased": hashes}, Revision.Action.ERASED)

    def hashes_after_erasures(self):
        """{key: hash} of the entries of which personal data were erased, as the chain has them.

        Only later entries speak for earlier ones.
        """
        return {
            int(key): hash_now
            for erasure in self.filter(action=Revision.Action.ERASED).order_by("pk")
            for key, hash_now in erasure.data["erased"].items()
            if int(key) < erasure.pk
        }

    @transaction.atomic
    def _add(self, record, data, action, by=None, **values):
        self.lock()
        last = Revision.objects.order_by("-pk").first()
        # After a draft is thrown away none: its files may be gone, and their names given again.
        acts = {*Revision.ACTS} - {Revision.Action.DROPPED}
        before = self.for_object(type(record), record.pk).exclude(action__in=acts).first()
        known = before.files if before else {}
        revision = Revision(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            name=str(record)[:400],
            at=timezone.now(),
            by=by,
            person=by.get_username() if by else "",
            action=action,
            data=data,
            files=hashes_of_files(type(record), data, known) if "fields" in data else {},
            previous=last.hash if last else BEGINNING,
            **values,
        )
        revision.save()
        return revision


class Revision(models.Model):
    """A record as one change left it or would leave it, with who made the change.

    `base` is the revision that it was begun from. `live` is, for a draft, the revision that was
    public then, from which its data differs only in what is drafted. `notice` is what readers are
    to be told of a draft: {"told_nl": "…", "minor": false, …}, as the form of the record has it.
    `files` are the SHA-256 of the files that the data names.
    """

    class Action(models.TextChoices):
        MADE = "made", _("made")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        FOUND = "found", _("found, created outside the desk")
        DRAFTED = "drafted", _("draft kept")
        SET_ASIDE = "set aside", _("set aside, someone else changed the same")
        ASKED = "asked", _("review asked")
        SENT_BACK = "sent back", _("sent back")
        APPROVED = "approved", _("approved")
        REPLANNED = "replanned", _("goes live at another instant")
        CANCELLED = "cancelled", _("plan cancelled")
        DROPPED = "dropped", _("draft thrown away")
        FAILED = "failed", _("could not go live")
        ERASED = "erased", _("personal data erased")

    OF_THE_RECORD = (Action.MADE, Action.CHANGED, Action.REMOVED, Action.FOUND)
    ACTS = (
        *(Action.ASKED, Action.SENT_BACK, Action.APPROVED, Action.REPLANNED, Action.CANCELLED),
        *(Action.DROPPED, Action.FAILED, Action.ERASED),
    )

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, editable=False, verbose_name=_("kind")
    )
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="begun"
    )
    live = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
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
    person = models.CharField(_("user name at the time"), max_length=150, editable=False)
    action = models.CharField(
        _("what happened"), max_length=9, choices=Action.choices, editable=False
    )
    note = models.TextField(_("note"), editable=False)
    data = models.JSONField(editable=False)
    notice = models.JSONField(default=dict, editable=False)
    files = models.JSONField(default=dict, editable=False)
    previous = models.CharField(_("previous hash"), max_length=64, unique=True, editable=False)
    hash = models.CharField(_("hash"), max_length=64, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the logbook")
        verbose_name_plural = _("logbook")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="revision_of_a_record")]

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M:%S}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("a revision is never changed")
        self.hash = hash_of(self.as_hashed())
        super().save(*args, **kwargs)
        append(ENTRY, {str(self.pk): self.hash}, is_private=True)

    def delete(self, *args, **kwargs):
        raise TypeError("a revision is never deleted")

    def as_hashed(self):
        """The text whose SHA-256 is the hash.

        What an entry has not is left out, so that entries from before there were drafts in the
        logbook still have their hash.
        """
        added = {"base": self.base_id, "live": self.live_id}
        added |= {"notice": self.notice, "files": self.files}
        return canonical_json(
            {
                "kind": self.content_type_id,
                "id": self.object_id,
                "name": self.name,
                "at": self.at,
                "by": self.by_id,
                "person": self.person,
                "did": self.action,
                "note": self.note,
                "data": self.data,
                "previous": self.previous,
                **{name: value for name, value in added.items() if value},
            }
        )

    @property
    def model(self):
        return self.content_type.model_class()

    @property
    def is_act(self):
        return self.action in self.ACTS

    def was_published(self):
        """Whether a draft became what the record is, or was for a while."""
        return self.begun.filter(action=self.Action.CHANGED).exists()

    def restore(self, record=None, data=None):
        """Write the record as it was then over `record`, or as a new one; returns it.

        `data` is what of the revision can come back. Only what must be unique is checked before.
        Where it is in its life stays as it is now (BOOKKEEPING). Rows that say what happened stay
        (`keep_on_restore`).
        """
        data = data or self.data
        values = dict(data["fields"])
        for name in BOOKKEEPING & values.keys():
            if record:
                values[name] = written_value(record, name)
            elif name == "state":
                values[name] = "draft"
        instance, many = instance_of(self.model, self.object_id, values)
        instance._state.adding = record is None
        instance.validate_unique()
        instance.validate_constraints()
        instance.save_base(raw=True)
        for name, keys in many.items():
            getattr(instance, name).set(keys)
        write_rows(instance, data_of(instance)["rows"], data["rows"], kept=True)
        return instance


def check_trail():
    """Follow the chain of hashes; returns (number of revisions, last hash), or raises Altered."""
    for altered in altered_entries():
        raise Altered(f"{altered.pk}: {altered}")
    last = Revision.objects.order_by("-pk").first()
    return Revision.objects.count(), last.hash if last else BEGINNING


def altered_entries():
    """The entries that are not what their hash says, or do not follow the one before.

    An entry without the personal data that it had is as a later entry says (`erased`).
    """
    before = BEGINNING
    erased = Revision.objects.hashes_after_erasures()
    for revision in Revision.objects.order_by("pk").iterator(chunk_size=500):
        found = hash_of(revision.as_hashed())
        if revision.previous != before or found not in (revision.hash, erased.get(revision.pk)):
            yield revision
        before = revision.hash


# What must be in the transparency log: the hash of each entry, which says nothing of anybody.
# Staff could be guessed from it all the same, so it is private there.


def entry_rows():
    for key in Revision.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield ENTRY, str(key)


def entry_texts(subjects):
    found = Revision.objects.filter(pk__in=map(key_of, subjects)).order_by()
    return {str(key): hash_now for key, hash_now in found.values_list("pk", "hash")}
