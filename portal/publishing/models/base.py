"""Base models of public records: publication state and dates, texts in four languages."""

import datetime

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import (
    CODES,
    SOURCE,
    active,
    exists_in,
    languages_of,
    own_text,
    translated_fields,
)
from portal.i18n.visible import has_visible_text, tidy_text
from portal.publishing import clock
from portal.publishing.clashes import name_clashes
from portal.publishing.fields import ProseField, ShortTextField, clean_prose
from portal.publishing.models.checks import those_that_hold
from portal.publishing.models.columns import linked_columns, own_columns

# Characters in the name of an organisation: one of a consortium lists its members.
ORGANISATION_LENGTH = 1000


class Language(models.TextChoices):
    """Languages of documents and application forms: those of the site, and others."""

    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    DE = "de", _("German")
    EN = "en", _("English")
    OTHER = "other", _("another language")


class Translated(models.Model):
    """A record with texts in four languages; saving trims them, so that blank text becomes ''."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.tidy_texts()
        super().save(*args, **kwargs)

    def clean_fields(self, exclude=None):
        self.tidy_texts()
        super().clean_fields(exclude)

    holding = frozenset()  # the names of constraints that are known to hold

    def validate_constraints(self, exclude=None):
        self.holding = those_that_hold(self, exclude)
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            raise name_clashes(self, error, exclude) from error
        finally:
            del self.holding

    def get_constraints(self):
        return [
            (model, [one for one in constraints if one.name not in self.holding])
            for model, constraints in super().get_constraints()
        ]

    def dated_facts(self):
        """{topic: dates in fields}, to compare with dates in texts; see `portal.datecheck`.

        An empty value among the dates means that not all dates of the topic are known.
        """
        return {}

    def tidy_texts(self):
        """Trim the texts and sanitise the prose: imports and scripts do not go through a form.

        In every other column, too, a text without a visible sign is no text.
        """
        translated = translated_fields(type(self))
        for name in translated:
            tidy = clean_prose if isinstance(self._meta.get_field(name), ProseField) else tidy_text
            for code in CODES:
                setattr(self, f"{name}_{code}", tidy(getattr(self, f"{name}_{code}")))
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname) if field.name not in translated else ""
            if isinstance(value, str) and value and not has_visible_text(value):
                setattr(self, field.attname, None if field.null else "")


class PublishableQuerySet(models.QuerySet):
    def published(self, at=None):
        """What the public may see at an instant, by default now."""
        return self.filter(self.model.is_public_at(at or clock.now()))

    def translated_in(self, language):
        return self.filter(exists_in(self.model, language))

    def with_parent(self):
        """With the parent of each record, such as the series of a call, in the same query."""
        return self.select_related(self.model.parent_field) if self.model.parent_field else self

    def for_page(self, **related):
        """With its own columns, and of related records what a link to each needs.

        `for_page(country="name")` names the text of each link; None stands for a whole record.
        """
        columns = own_columns(self.model)
        for path, name in related.items():
            columns += linked_columns(self.model, path, name)
        return self.select_related(*related).only(*columns)

    def values_of(self, *columns):
        """`values_list` of columns of the table. A long list costs half without modeltranslation,
        which looks at each row for texts of another language.
        """
        return self.rewrite(False).values_list(*columns)

    def real(self):
        """Without the examples: for feeds, sitemaps and counts."""
        return self.filter(is_example=False)


class Publishable(Translated):
    """A record with a public page: draft, published from an instant on, or withdrawn.

    `changed_nl` … `changed_en` are the instants of the last substantive change to the texts in that
    language; a translation older than the Dutch is shown as outdated.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class WithdrawalMode(models.TextChoices):
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
        _("what readers then find"),
        max_length=8,
        choices=WithdrawalMode.choices,
        default=WithdrawalMode.GONE,
    )
    successor = models.CharField(
        _("successor"),
        max_length=300,
        blank=True,
        help_text=_("Address of the page to read instead, such as /nl/partners/japan/."),
    )
    caveat = ShortTextField(
        _("caveat"),
        blank=True,
        help_text=_(
            "What readers must know about these facts. For example: “The sources disagree.”"
        ),
    )
    edits = models.PositiveIntegerField(default=0, editable=False)
    is_example = models.BooleanField(
        _("example"),
        default=False,
        help_text=_("Readers see the label “Example”. The page never appears in search results."),
    )
    changed_nl = models.DateTimeField(_("Dutch changed on"), null=True, editable=False)
    changed_fr = models.DateTimeField(_("French changed on"), null=True, editable=False)
    changed_de = models.DateTimeField(_("German changed on"), null=True, editable=False)
    changed_en = models.DateTimeField(_("English changed on"), null=True, editable=False)

    sources = GenericRelation("publishing.Source")
    documents = GenericRelation("publishing.Document")
    changes = GenericRelation("publishing.ChangeNote")

    objects = PublishableQuerySet.as_manager()

    # Part of the URL: cannot change after the first publication.
    immutable_fields = ()
    # Instants until which something holds: in words, a midnight is the end of the day before.
    end_fields = ("withdraw_at",)
    # Name of the foreign key to a record that must be public too, such as the series of a call, and
    # what editors read where it is not: "not visible: the series is not public (%(state)s)".
    parent_field = None
    hidden_by_parent = ""

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
        if self.parent_record and self.parent_record.is_example:
            self.is_example = True  # children of an example are examples
        super().save(*args, **kwargs)

    @classmethod
    def is_public_at(cls, at, prefix=""):
        """The condition behind `published()`; `prefix` is the path to this model in a query."""
        public = (
            Q((f"{prefix}state", cls.State.PUBLISHED))
            & (Q((f"{prefix}publish_at__isnull", True)) | Q((f"{prefix}publish_at__lte", at)))
            & (Q((f"{prefix}withdraw_at__isnull", True)) | Q((f"{prefix}withdraw_at__gt", at)))
        )
        if cls.parent_field:
            parent_model = cls._meta.get_field(cls.parent_field).related_model
            public &= parent_model.is_public_at(at, prefix=f"{prefix}{cls.parent_field}__")
        return public

    @classmethod
    def is_withdrawn_at(cls, at):
        """A Q for records that were public once and no longer are; see `was_withdrawn`."""
        began = Q(publish_at__isnull=True) | Q(publish_at__lte=at)
        ended = Q(state=cls.State.PUBLISHED, withdraw_at__lte=at)
        return began & (Q(state=cls.State.WITHDRAWN) | ended)

    @classmethod
    def scheduled_transitions(cls):
        """[(column, before)]: readers see a change `before` (a timedelta) that column's instant."""
        return [("publish_at", datetime.timedelta()), ("withdraw_at", datetime.timedelta())]

    @property
    def parent_record(self):
        """The record that must be public for this one to be, or None."""
        return getattr(self, self.parent_field) if self.parent_field else None

    def is_published(self, at=None):
        at = at or clock.now()
        alone = self.state == self.State.PUBLISHED and self.has_begun(at) and not self.has_ended(at)
        return alone and (self.parent_record is None or self.parent_record.is_published(at))

    def has_begun(self, at):
        return self.publish_at is None or self.publish_at <= at

    def has_ended(self, at):
        return self.withdraw_at is not None and self.withdraw_at <= at

    def is_partly_translated(self, language=None):
        """Whether a language has some texts of this record, but not all that it needs."""
        language = language or active()
        return language not in self.languages and any(
            own_text(self, name, language) for name in translated_fields(type(self))
        )

    def was_withdrawn(self, at=None):
        """Whether this was public once and no longer is; see `is_withdrawn_at`."""
        at = at or clock.now()
        ended = self.state == self.State.PUBLISHED and self.has_ended(at)
        return self.has_begun(at) and (self.state == self.State.WITHDRAWN or ended)

    @property
    def withdrawn_since(self):
        """The instant of a scheduled withdrawal; None when an editor withdrew it by hand."""
        was_scheduled = self.state == self.State.PUBLISHED and self.was_withdrawn()
        return self.withdraw_at if was_scheduled else None

    def has_moved(self):
        return self.was_withdrawn() and self.withdrawn_as == self.WithdrawalMode.MOVED

    def redirect_target(self):
        """The successor's address once this or its parent is withdrawn as moved, or will be; ''."""
        for record in filter(None, (self.parent_record, self)):
            has_withdrawal = record.state == record.State.WITHDRAWN or record.withdraw_at
            if has_withdrawal and record.withdrawn_as == record.WithdrawalMode.MOVED:
                return record.successor
        return ""

    def is_readable(self):
        """Whether readers find the page itself: it is public, or withdrawn with a notice."""
        if self.parent_record and not self.parent_record.is_readable():
            return False
        if self.was_withdrawn():
            return self.withdrawn_as == self.WithdrawalMode.READABLE
        return self.state == self.State.PUBLISHED and self.has_begun(clock.now())

    @property
    def withdrawn_record(self):
        """This record or else its parent, whichever was withdrawn; None when neither was."""
        records = filter(None, (self, self.parent_record))
        return next((record for record in records if record.was_withdrawn()), None)

    def clean(self):
        super().clean()
        self.check_immutable_fields()

    def clean_rows(self):
        """ValidationError when the rows, once stored, do not fit together; each is right itself."""

    def check_immutable_fields(self):
        """Refuse changes to public URLs for which no former address is remembered."""
        if not (self.pk and self.immutable_fields):
            return
        old = type(self)._base_manager.filter(pk=self.pk).first()
        for name in self.immutable_fields if old and old.state != self.State.DRAFT else ():
            if getattr(old, name) != getattr(self, name):
                raise ValidationError(
                    {name: _("This is part of the public address and can no longer change.")}
                )

    # What is told to readers by itself, such as a deadline that moves; most records have nothing

    def tells_itself(self, after):
        """Whether readers are told of the difference with `after` without anyone writing it."""
        return False

    def problems_of_events(self, after, notice):
        """{field of the notice: what is missing} to tell readers of the difference with `after`."""
        return {}

    def tell_events(self, before, notice):
        """Tell readers, once saved, what happened since `before`; `notice` has the reasons."""

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
        """Set `changed_…` of these languages, for a substantive change to their texts."""
        at = at or timezone.now()  # one instant for all, so that none looks outdated
        for code in languages:
            setattr(self, f"changed_{code}", at)


def publishable_models():
    """Every model whose records have a public page."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def dependents_of(record):
    """The records whose parent this is, such as the calls of a series."""
    for model in publishable_models():
        if not model.parent_field:
            continue
        if model._meta.get_field(model.parent_field).related_model is type(record):
            yield from model.objects.filter(**{model.parent_field: record}).with_parent()


class AttachedToRecord(models.Model):
    """A row that belongs to one record of any model."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()

    class Meta:
        abstract = True
