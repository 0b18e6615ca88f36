"""What every public record shares: a state, four languages, sources, documents, public changes."""

import datetime
from pathlib import PurePosixPath

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import (
    CODES,
    SOURCE,
    active,
    dutch_first,
    exists_in,
    languages_of,
    own_text,
    translated_fields,
)
from portal.publishing import clock, documents
from portal.publishing.fields import ChoicesField, ProseField, clean_prose
from portal.publishing.redirects import Redirect, destination
from portal.publishing.rollback import note_stored
from portal.publishing.selectors import OldSlug

__all__ = ["OldSlug", "Redirect"]  # Django finds them through this module


class Language(models.TextChoices):
    """Languages of documents and application forms: more than the four of the pages."""

    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    DE = "de", _("German")
    EN = "en", _("English")
    OTHER = "other", _("another language")


class Translated(models.Model):
    """A record with texts in four languages. Saving tidies them, so that empty means empty."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.tidy_texts()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.tidy_texts()

    def dated_facts(self):
        """{topic: the dates that fields hold} for what texts may tell of; see `prose_dates`.

        A topic with an empty value among its dates is not known in full.
        """
        return {}

    def tidy_texts(self):
        """Trim the texts and sanitise the prose: imports and scripts pass no form."""
        for name in translated_fields(type(self)):
            tidy = clean_prose if isinstance(self._meta.get_field(name), ProseField) else _trim
            for code in CODES:
                setattr(self, f"{name}_{code}", tidy(getattr(self, f"{name}_{code}")))


def _trim(text):
    return (text or "").strip()


class PublishableQuerySet(models.QuerySet):
    def published(self, at=None):
        """What the public may see at an instant, now unless said."""
        return self.filter(self.model.is_public_at(at or clock.now()))

    def translated_in(self, language):
        return self.filter(exists_in(self.model, language))

    def real(self):
        """Without the examples: what feeds, sitemaps and counts speak of."""
        return self.filter(is_example=False)


class Publishable(Translated):
    """A record with a public page: draft, published from an instant on, or withdrawn.

    `changed_nl` … `changed_en` are the instants at which the text in that language last changed in
    substance; a translation older than the Dutch is shown as not up to date.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Left(models.TextChoices):
        GONE = "gone", _("the reason, instead of the page")
        READABLE = "readable", _("the page, with a notice above it")
        MOVED = "moved", _("the successor, at once")

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    publish_at = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Brussels time. Leave empty to publish at once."),
    )
    withdrawal_reason = models.CharField(
        _("reason for withdrawal"),
        max_length=400,
        blank=True,
        help_text=_("Readers see this. For example: “Replaced by the call for 2027.”"),
    )
    withdraw_at = models.DateTimeField(
        _("public until"),
        null=True,
        blank=True,
        help_text=_("Brussels time. From this second on the page is withdrawn."),
    )
    withdrawn_as = models.CharField(
        _("what readers then find"), max_length=8, choices=Left.choices, default=Left.GONE
    )
    successor = models.CharField(
        _("successor"),
        max_length=300,
        blank=True,
        help_text=_("Address of the page to read instead, such as /nl/partners/japan/."),
    )
    caveat = models.TextField(
        _("caveat"),
        blank=True,
        help_text=_(
            "What readers must know about these facts. For example: “The sources disagree.”"
        ),
    )
    edits = models.PositiveIntegerField(default=0, editable=False)
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Shown with the label “Example”, never in search.")
    )
    changed_nl = models.DateTimeField(_("Dutch changed on"), null=True, editable=False)
    changed_fr = models.DateTimeField(_("French changed on"), null=True, editable=False)
    changed_de = models.DateTimeField(_("German changed on"), null=True, editable=False)
    changed_en = models.DateTimeField(_("English changed on"), null=True, editable=False)

    sources = GenericRelation("publishing.Source")
    documents = GenericRelation("publishing.Document")
    changes = GenericRelation("publishing.ChangeNote")

    objects = PublishableQuerySet.as_manager()

    FIXED = ()  # fields that are part of the address and cannot change once they were public
    PART_OF = None  # the link to a record that must be public too, such as the series of a call

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(~Q(state="withdrawn") & Q(withdraw_at__isnull=True))
                | (Q(withdrawal_reason_nl__isnull=False) & Q(withdrawal_reason_nl__gt="")),
                name="%(app_label)s_%(class)s_says_why_it_was_withdrawn",
                violation_error_message=_("Say in Dutch why this is withdrawn: readers see it."),
            ),
            models.CheckConstraint(
                condition=~Q(withdrawn_as="moved") | ~Q(successor=""),
                name="%(app_label)s_%(class)s_moves_to_a_successor",
                violation_error_message=_("Give the address of the page to read instead."),
            ),
            models.CheckConstraint(
                condition=Q(withdraw_at__isnull=True)
                | Q(publish_at__isnull=True)
                | Q(withdraw_at__gt=F("publish_at")),
                name="%(app_label)s_%(class)s_is_public_before_it_is_withdrawn",
                violation_error_message=_("A page cannot be withdrawn before it is public."),
            ),
        ]

    def save(self, *args, **kwargs):
        if self.whole and self.whole.is_example:
            self.is_example = True  # a part of an example is one
        super().save(*args, **kwargs)

    @classmethod
    def is_public_at(cls, at, prefix=""):
        """The condition behind `published()`; `prefix` is the path to this model in a query."""
        public = (
            Q((f"{prefix}state", cls.State.PUBLISHED))
            & (Q((f"{prefix}publish_at__isnull", True)) | Q((f"{prefix}publish_at__lte", at)))
            & (Q((f"{prefix}withdraw_at__isnull", True)) | Q((f"{prefix}withdraw_at__gt", at)))
        )
        if cls.PART_OF:
            whole = cls._meta.get_field(cls.PART_OF).related_model
            public &= whole.is_public_at(at, prefix=f"{prefix}{cls.PART_OF}__")
        return public

    @classmethod
    def is_withdrawn_at(cls, at):
        """The condition for what was public once and is no more; see `was_withdrawn`."""
        began = Q(publish_at__isnull=True) | Q(publish_at__lte=at)
        ended = Q(state=cls.State.PUBLISHED, withdraw_at__lte=at)
        return began & (Q(state=cls.State.WITHDRAWN) | ended)

    @classmethod
    def turning_points(cls):
        """When what the public sees turns by itself: columns of instants, and how long before."""
        return [("publish_at", datetime.timedelta()), ("withdraw_at", datetime.timedelta())]

    @property
    def whole(self):
        """The record that this one is part of, or None."""
        return getattr(self, self.PART_OF) if self.PART_OF else None

    def is_published(self, at=None):
        at = at or clock.now()
        alone = self.state == self.State.PUBLISHED and self.has_begun(at) and not self.has_ended(at)
        return alone and (self.whole is None or self.whole.is_published(at))

    def has_begun(self, at):
        return self.publish_at is None or self.publish_at <= at

    def has_ended(self, at):
        return self.withdraw_at is not None and self.withdraw_at <= at

    def is_partly_translated(self, language=None):
        """Whether some of the texts are there in a language, though not all."""
        language = language or active()
        return language not in self.languages and any(
            own_text(self, name, language) for name in translated_fields(type(self))
        )

    def was_withdrawn(self, at=None):
        """Whether this was public once and is no more; see `is_withdrawn_at`."""
        at = at or clock.now()
        ended = self.state == self.State.PUBLISHED and self.has_ended(at)
        return self.has_begun(at) and (self.state == self.State.WITHDRAWN or ended)

    @property
    def withdrawn_since(self):
        """The instant at which this was withdrawn by itself; None when an editor did it."""
        by_itself = self.state == self.State.PUBLISHED and self.was_withdrawn()
        return self.withdraw_at if by_itself else None

    def has_moved(self):
        return self.was_withdrawn() and self.withdrawn_as == self.Left.MOVED

    def moves_to(self):
        """Where the address of this leads when it, or its whole, is withdrawn; '' for nowhere."""
        for one in filter(None, (self.whole, self)):
            is_planned = one.state == one.State.WITHDRAWN or one.withdraw_at
            if is_planned and one.withdrawn_as == one.Left.MOVED:
                return one.successor
        return ""

    def is_readable(self):
        """Whether readers find the page itself: it is public, or withdrawn with a notice."""
        if self.whole and not self.whole.is_readable():
            return False
        if self.was_withdrawn():
            return self.withdrawn_as == self.Left.READABLE
        return self.state == self.State.PUBLISHED and self.has_begun(clock.now())

    @property
    def withdrawn_part(self):
        """What was withdrawn: this itself, or what it is part of; None when neither was."""
        return next((one for one in (self, self.whole) if one and one.was_withdrawn()), None)

    def clean(self):
        super().clean()
        self.keep_address()
        self.check_successor()

    def check_successor(self):
        """A successor is there when this goes, and leads neither back nor to another redirect.

        Only a new one is looked at: who may not change it can do nothing about an old one.
        """
        asked = {name: getattr(self, name) for name in ("successor", "withdrawn_as", "withdraw_at")}
        if not self.successor or type(self)._base_manager.filter(pk=self.pk, **asked).exists():
            return
        leaves_at = max(filter(None, (clock.now(), self.withdraw_at)))
        try:
            self.successor = destination(self.successor, self.is_at, leaves_at)
        except ValidationError as error:
            raise ValidationError({"successor": error}) from error

    def is_at(self, address, thing):
        """Whether an address, at which a record is, is one of this page or of a part of it."""
        return bool(thing) and self in (thing, thing.whole)

    def keep_address(self):
        """What is part of an address without a memory of old ones stays as it was made public."""
        if not (self.pk and self.FIXED):
            return
        old = type(self)._base_manager.filter(pk=self.pk).first()
        for name in self.FIXED if old and old.state != self.State.DRAFT else ():
            if getattr(old, name) != getattr(self, name):
                raise ValidationError(
                    {name: _("This is part of the public address, which stays for ever.")}
                )

    @property
    def languages(self):
        return languages_of(self)

    def is_outdated(self, language=None):
        """Whether the Dutch changed after the translation into this language did."""
        language = language or active()
        if language == SOURCE or language not in self.languages or not self.changed_nl:
            return False
        changed = getattr(self, f"changed_{language}")
        return changed is None or changed < self.changed_nl

    def note_changes(self, languages=CODES, at=None):
        """Remember that the texts in these languages changed in substance."""
        at = at or timezone.now()  # one instant for all: none is older than another
        for code in languages:
            setattr(self, f"changed_{code}", at)


class Slugged(models.Model):
    """A public address per language: the Dutch slug serves where a translation has none.

    Four plain fields, not translated ones: uniqueness across a drifting column would be wrong.
    """

    slug_nl = models.SlugField(
        _("address in Dutch"), max_length=120, help_text=_("For example: franse-gemeenschap")
    )
    slug_fr = models.SlugField(_("address in French"), max_length=120, blank=True)
    slug_de = models.SlugField(_("address in German"), max_length=120, blank=True)
    slug_en = models.SlugField(_("address in English"), max_length=120, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                Coalesce(NullIf(f"slug_{code}", Value("")), "slug_nl"),
                name=f"%(app_label)s_%(class)s_has_its_own_address_in_{code}",
                violation_error_message=_("Another record already has this address."),
            )
            for code in CODES
        ]

    def save(self, *args, **kwargs):
        old = self.pk and type(self)._base_manager.filter(pk=self.pk).values(*SLUGS).first()
        super().save(*args, **kwargs)
        if old:
            self.remember_slugs(set(old.values()) - {getattr(self, name) for name in SLUGS} - {""})

    def remember_slugs(self, slugs):
        """Keep former slugs, so that their addresses lead here for ever."""
        content_type = ContentType.objects.get_for_model(self)
        for slug in slugs:
            OldSlug.objects.update_or_create(
                content_type=content_type, slug=slug, defaults={"object_id": self.pk}
            )

    @property
    def slug(self):
        return getattr(self, f"slug_{active()}") or self.slug_nl


SLUGS = tuple(f"slug_{code}" for code in CODES)


class AboutARecord(models.Model):
    """Belongs to one record of any room."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()

    class Meta:
        abstract = True


class Source(AboutARecord, Translated):
    """Where a record's facts were read, when they were checked, and how sure they are."""

    class Confidence(models.TextChoices):
        CONFIRMED = "confirmed", _("read in this source")
        CONFLICTING = "conflicting", _("sources disagree")

    title = models.CharField(
        _("name of the source"),
        max_length=200,
        help_text=_("As it calls itself, not translated. For example: Kunstenpunt"),
    )
    url = models.URLField(_("web address"), max_length=600)
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.NL
    )
    checked_on = models.DateField(_("checked on"))
    confidence = models.CharField(
        _("confidence"),
        max_length=12,
        choices=Confidence.choices,
        default=Confidence.CONFIRMED,
    )
    note = models.CharField(
        _("note"),
        max_length=400,
        blank=True,
        help_text=_("What this source says differently. For example: “This page says 94.”"),
    )

    class Meta(AboutARecord.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="source_record")]
        constraints = [
            *dutch_first(optional=["note"]),
            models.CheckConstraint(
                condition=~Q(confidence="conflicting")
                | (Q(note_nl__isnull=False) & Q(note_nl__gt="")),
                name="publishing_source_says_what_disagrees",
                violation_error_message=_("Say in Dutch on what the sources disagree."),
            ),
        ]

    def __str__(self):
        return self.title


class Document(AboutARecord, Translated):
    """A file of ours, or one on another website, with what a reader wants to know beforehand.

    `size` is in bytes; `pages` are counted when a file is uploaded. Both are empty when unknown.
    """

    class Kind(models.TextChoices):
        FORM = "form", _("application form")
        REGULATIONS = "regulations", _("regulations")
        TEXT = "text", _("text of the agreement")
        RESULTS = "results", _("results")
        OTHER = "other", _("other document")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    languages = ChoicesField(_("languages of the document"), options=Language, blank=False)
    file = models.FileField(
        _("file"),
        upload_to="documenten/%Y/",
        blank=True,
        validators=[FileExtensionValidator(documents.EXTENSIONS)],
    )
    url = models.URLField(_("or its web address"), max_length=600, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    is_accessible = models.BooleanField(
        _("accessible"),
        null=True,
        blank=True,
        help_text=_("Can a screen reader read it? Unknown if unsure."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(AboutARecord.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="document_record")]
        constraints = [
            *dutch_first(required=["title"]),
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="publishing_document_is_a_file_or_an_address",
                violation_error_message=_("Choose a file or give a web address, not both."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        is_uploaded = self.file and not self.file._committed
        if is_uploaded:
            self.size, self.pages = documents.measure(self.file)
        elif not self.file:
            self.size = self.pages = None
        super().save(*args, **kwargs)
        if is_uploaded:
            note_stored(self.file)

    def get_absolute_url(self):
        if self.url:
            return self.url
        return reverse("document", args=[self.pk, self.file_name])

    def keep_former_file(self):
        """To be called before another file takes the place of one that readers know."""
        before = type(self)._base_manager.get(pk=self.pk)
        if before.file and before.file.name != self.file.name:
            self.former.create(file=before.file.name, size=before.size, pages=before.pages)

    @property
    def file_name(self):
        return file_name(self.file)

    @property
    def format(self):
        """The kind of file in capitals, such as 'PDF'; '' for a web page."""
        suffix = PurePosixPath(self.file.name if self.file else self.url.split("?")[0]).suffix
        return suffix[1:].upper() if suffix[1:].lower() in documents.EXTENSIONS else ""


class FormerFile(models.Model):
    """What a document was before a newer file took its place: readers can still cite it."""

    tells = True  # what happened: it stays when an older version of the record is put back

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="former")
    file = models.FileField(max_length=200, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    until = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("former file")
        verbose_name_plural = _("former files")
        ordering = ["-until", "-id"]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return reverse("former_file", args=[self.document_id, self.pk, self.file_name])

    @property
    def file_name(self):
        return file_name(self.file)


def file_name(file):
    """The name under which a file of ours is sent."""
    return get_valid_filename(PurePosixPath(file.name).name)


class ChangeNoteQuerySet(models.QuerySet):
    def public(self, at=None):
        """Notes whose instant has come."""
        return self.filter(at__lte=at or clock.now())


class ChangeNote(AboutARecord, Translated):
    """One public sentence on what changed for readers, with its instant."""

    tells = True  # what happened: it stays when an older version of the record is put back

    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.CharField(
        _("what changed"),
        max_length=1000,
        help_text=_("What is different. For example: “Deadline extended from 1 to 15 March.”"),
    )

    objects = ChangeNoteQuerySet.as_manager()

    class Meta(AboutARecord.Meta):
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="changenote_record"),
            models.Index(fields=["-at"], name="changenote_newest_first"),
        ]
        constraints = dutch_first(required=["text"])

    def __str__(self):
        return self.text

    @classmethod
    def turning_points(cls):
        """See `Publishable.turning_points`."""
        return [("at", datetime.timedelta())]


class Contact(Translated):
    """A role or service that answers questions; never a person, who moves on."""

    name = models.CharField(
        _("team or role"), max_length=200, help_text=_("For example: Team internationaal")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    url = models.URLField(_("web address"), max_length=600, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name_nl"]
        constraints = [
            *dutch_first(required=["name"], optional=["organisation", "address"]),
            models.CheckConstraint(
                condition=~(
                    Q(email="")
                    & Q(phone="")
                    & Q(url="")
                    & (Q(address_nl="") | Q(address_nl__isnull=True))
                ),
                name="publishing_contact_can_be_reached",
                violation_error_message=_("Give at least one way to reach this contact."),
            ),
        ]

    def __str__(self):
        return self.name


from portal.publishing.drafts import Draft, DraftFile, Opened, PreviewLink  # noqa: E402, F401  Django finds them here
from portal.publishing.links import Link, LinkPlace  # noqa: E402, F401
from portal.publishing.public_versions import PublicVersion  # noqa: E402, F401
from portal.publishing.versions import Version  # noqa: E402, F401
