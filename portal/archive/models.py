"""Past states of public pages, kept complete so that they can be cited and verified.

A version is the main part of a page in one language, with the facts of its record. It is written by
portal/archive/capture.py when the page is published or withdrawn (then it says why, or has a notice
above it), when its facts change, when one of its own dates passes and when anything else on it
reads differently, but not when merely a number of days left changes. Versions are neither edited
nor deleted: only their end is set, when the next one begins or there is no page any more.
"""

import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.archive import pages
from portal.archive.main_part import reads_the_same
from portal.i18n.languages import CODES, active
from portal.publishing import clock
from portal.publishing.canonical import canonical_json, hash_of
from portal.transparency.log import append
from portal.transparency.sources import key_of

# Leaves of the transparency log: a version began; it ended, with or without another one.
VERSION, END, WITHDRAWAL = "version", "end", "withdrawal"

ALMOST_A_SECOND = datetime.timedelta(microseconds=999_999)  # an address names a whole second


class Page(models.Model):
    """A public page that is of no record: the home page, a list, the results of a call, a country.

    `name` is that of its URL, `of` what it is about ("" for a list), `number` which page of a list.
    The key is made from these: so the page can link to its history without a query.
    """

    id = models.PositiveBigIntegerField(primary_key=True, editable=False)
    name = models.CharField(max_length=60, editable=False)
    of = models.CharField(max_length=60, blank=True, editable=False)
    number = models.PositiveIntegerField(default=1, editable=False)

    parent_field = parent_record = None

    def __str__(self):
        return " ".join(filter(None, [self.name, self.of, str(self.number)]))

    def get_absolute_url(self):
        return self.place.address()

    @classmethod
    def at_place(cls, place):
        """The page at a Place, which is stored with its first version."""
        return cls(id=place.key, **place._asdict())

    @property
    def place(self):
        return pages.Place(self.name, self.of, self.number)

    def is_published(self):
        return self.is_current_as(is_withdrawn=False)

    @property
    def withdrawn_record(self):
        """Itself, if readers find a reason why it is no longer there, as that of its record."""
        return self if self.is_current_as(is_withdrawn=True) else None

    def is_current_as(self, is_withdrawn):
        versions = PublicVersion.objects.for_object(Page, self.pk).filter(language=active())
        current = versions.current().begun(clock.now())
        return current.filter(is_withdrawn=is_withdrawn).exists()


class Sweep(models.Model):
    """The last walk past all pages (portal/keeping): what it began with, and how far it came.

    Everything was looked at as it was at `looked_until`, or since. `content` and `code` are what
    content and software were when the walk began; `reached` names its last page while it has not
    come round.
    """

    looked_until = models.DateTimeField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    content = models.CharField(max_length=100, editable=False)
    code = models.CharField(max_length=64, editable=False)
    reached = models.CharField(max_length=100, blank=True, editable=False)

    def __str__(self):
        return f"{self.looked_until}: {self.reached or 'all'}"


class PublicVersionQuerySet(models.QuerySet):
    def of_kind(self, model):
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def for_object(self, model, pk):
        """The versions of one record, which may itself be gone."""
        return self.of_kind(model).filter(object_id=pk)

    def of_public_pages(self):
        """Without those in which a page says that it was withdrawn."""
        return self.filter(is_withdrawn=False)

    def begun(self, at):
        """Versions that began at or before an instant."""
        return self.filter(public_from__lte=at)

    def at(self, instant):
        """The version that was public at, or began within, the second of an instant; else None."""
        newest = self.begun_by_second_of(instant).first()
        is_there = newest and instant <= clock.now() and newest.is_current(instant)
        return newest if is_there else None

    def begun_by_second_of(self, instant):
        return self.begun(min(instant + ALMOST_A_SECOND, clock.now()))

    def languages_at(self, instant):
        """The languages that have a version then, as `at` finds one."""
        found = self.begun_by_second_of(instant).filter(
            Q(public_until__isnull=True) | Q(public_until__gt=instant)
        )
        return {*found.order_by().values_list("language", flat=True)}

    def listed(self):
        """Only what a list of versions shows."""
        return self.defer("main")

    def current(self):
        return self.filter(public_until__isnull=True)

    @transaction.atomic
    def end(self, at, is_withdrawal=False):
        """Set the end of the current versions; another one begins, unless this is a withdrawal."""
        ended = list(self.current().defer("main", "facts"))
        for version in ended:
            version.public_until = at
        append(
            WITHDRAWAL if is_withdrawal else END,
            {version.log_subject: version.end_text() for version in ended},
        )
        return self.current().update(public_until=at)


class PublicVersion(models.Model):
    """The main part of a page as it was public in one language, from one instant until another.

    `is_withdrawn`: it was what readers found of the page after its withdrawal.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()
    language = models.CharField(
        max_length=2, choices=[(code, code) for code in CODES], editable=False
    )
    public_from = models.DateTimeField(editable=False)
    public_until = models.DateTimeField(null=True, editable=False)
    title = models.CharField(max_length=400, editable=False)
    title_language = models.CharField(max_length=2, editable=False)
    main = models.TextField(editable=False)
    is_withdrawn = models.BooleanField(default=False, editable=False)
    facts = models.JSONField(editable=False)
    facts_hash = models.CharField(max_length=64, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PublicVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("public version")
        verbose_name_plural = _("public versions")
        ordering = ["-public_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language", "public_from"],
                name="archive_publicversion_begins_once_in_each_language",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                condition=Q(public_until__isnull=True),
                name="archive_publicversion_is_the_only_current_one",
            ),
            models.CheckConstraint(
                condition=Q(public_until__isnull=True) | Q(public_until__gt=F("public_from")),
                name="archive_publicversion_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.language}, {self.public_from:%Y-%m-%d %H:%M:%S}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("what was public is not changed afterwards")
        self.facts_hash = hash_of(canonical_json(self.facts))
        self.content_hash = hash_of(self.canonical_text())
        super().save(*args, **kwargs)
        append(VERSION, {self.log_subject: self.log_text()})

    @property
    def is_example(self):
        return "is_example" in self.facts

    def says(self, shown, facts_hash):
        """Whether it is what readers got, with facts with this hash."""
        return self.facts_hash == facts_hash and self.reads_as(shown)

    def reads_as(self, shown):
        return self.is_withdrawn == shown.is_withdrawn and reads_the_same(self.main, shown.main)

    def is_current(self, at):
        """Whether the version has not ended at an instant, which is at or after its beginning."""
        return self.public_until is None or self.public_until > at

    @property
    def kind(self):
        return ContentType.objects.get_for_id(self.content_type_id).model

    @property
    def log_subject(self):
        return f"{self.kind}/{self.object_id}/{self.language}/{self.pk}"

    def canonical_text(self):
        """The JSON text whose SHA-256 is the content hash; it contains the hash of the facts."""
        return canonical_json(self.as_data())

    def log_text(self):
        """What the transparency log attests, and a receipt proves."""
        kept = {"made_at": self.made_at, "content_hash": self.content_hash}
        return canonical_json(self.as_data() | kept)

    def as_data(self):
        # Only of a withdrawn page, so that the hashes of versions from before stand.
        withdrawn = {"is_withdrawn": True} if self.is_withdrawn else {}
        return withdrawn | {
            "kind": self.kind,
            "id": self.object_id,
            "language": self.language,
            "public_from": self.public_from,
            "title": self.title,
            "title_language": self.title_language,
            "main": self.main,
            "facts_hash": self.facts_hash,
        }

    def end_text(self):
        return canonical_json({"version": self.log_subject, "public_until": self.public_until})


# What must be in the transparency log


def version_rows():
    for version in PublicVersion.objects.order_by("pk").defer("main", "facts").iterator():
        yield VERSION, version.log_subject


def version_texts(subjects):
    """Made anew: facts that are not those of their hash make another text."""
    found = list(PublicVersion.objects.filter(pk__in=map(key_of, subjects)))
    for version in found:
        if version.facts_hash != hash_of(canonical_json(version.facts)):
            version.facts_hash = ""
    return {version.log_subject: version.log_text() for version in found}


def end_rows():
    """A page that says from then on that it was withdrawn has no next version."""
    same = ["content_type", "object_id", "language"]
    next_one = PublicVersion.objects.filter(
        Q(is_withdrawn=False) | Q(is_withdrawn=OuterRef("is_withdrawn")),
        **{name: OuterRef(name) for name in same},
        public_from=OuterRef("public_until"),
    )
    ended = PublicVersion.objects.filter(public_until__isnull=False).order_by("pk")
    for version in ended.annotate(goes_on=Exists(next_one)).defer("main", "facts").iterator():
        yield END if version.goes_on else WITHDRAWAL, version.log_subject


def end_texts(subjects):
    keys = map(key_of, subjects)
    ended = PublicVersion.objects.filter(pk__in=keys, public_until__isnull=False)
    return {version.log_subject: version.end_text() for version in ended.defer("main", "facts")}
