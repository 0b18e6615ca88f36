"""Links in texts and in fields for web addresses: where they stand, and what is known of each.

A link is not called broken for one bad day: see `FAILURES` and `SPREAD`.
"""

import hashlib
import html
import re
from datetime import timedelta
from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CODES, translated_fields
from portal.publishing.children import rows_of
from portal.publishing.fields import ProseField

FAILURES, SPREAD = 3, timedelta(days=2)  # at least so many, over at least so long
CHECK_EVERY = timedelta(hours=20)  # so that a daily run finds all of them due
STALE = timedelta(days=14)
HREF = re.compile(r"""(<a\b[^>]*?\shref=)("[^"]*"|'[^']*')""", re.IGNORECASE)
NOT_PAGES = ("#", "mailto:", "tel:")


class LinkQuerySet(models.QuerySet):
    def broken(self):
        return self.filter(state=Link.State.BROKEN)

    def due(self, at=None):
        """Never looked at, or not lately; those that wait longest first."""
        before = (at or timezone.now()) - CHECK_EVERY
        never_or_before = Q(looked_at__isnull=True) | Q(looked_at__lte=before)
        return self.filter(never_or_before).order_by(F("looked_at").asc(nulls_first=True), "pk")

    def stale(self, at=None):
        return self.filter(looked_at__lt=(at or timezone.now()) - STALE)

    def unused(self):
        return self.filter(places=None)


class Link(models.Model):
    """An address that pages lead to, with what it answered when it was last looked at.

    `mark` stands for the address where a database needs something short. `failures` counts those
    in a row: a success ends the row, an answer that tells nothing does not.
    """

    class State(models.TextChoices):
        NEW = "new", _("not looked at yet")
        GOOD = "good", _("works")
        MOVED = "moved", _("moved")
        REFUSED = "refused", _("refused us, cannot tell")
        FAILING = "failing", _("fails, is tried again")
        BROKEN = "broken", _("broken")

    address = models.TextField(_("address"))
    mark = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state of the link"),
        max_length=7,
        choices=State.choices,
        default=State.NEW,
        db_index=True,
    )
    state_since = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(_("last looked at"), null=True)
    good_at = models.DateTimeField(_("last good"), null=True)
    failed_since = models.DateTimeField(_("failed since"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    answer = models.CharField(_("answer"), max_length=20, blank=True)
    moved_to = models.TextField(_("moved to"), blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["address"]

    def __str__(self):
        return self.address

    def save(self, *args, **kwargs):
        self.mark = mark_of(self.address)
        super().save(*args, **kwargs)

    @property
    def since(self):
        return self.failed_since or self.state_since

    def is_stale(self, at=None):
        return bool(self.looked_at) and self.looked_at < (at or timezone.now()) - STALE

    def note(self, outcome, at):
        """Remember what an address answered, unless another run was first."""
        facts = {"looked_at": at, "answer": outcome.answer, "moved_to": outcome.moved_to}
        if outcome.is_good:
            facts |= {"good_at": at, "failed_since": None, "failures": 0}
        elif outcome.is_good is False:
            facts |= {"failed_since": self.failed_since or at, "failures": self.failures + 1}
        facts["state"] = self.state_after(outcome, at)
        if facts["state"] != self.state:
            facts["state_since"] = at
        known = type(self).objects.filter(pk=self.pk, looked_at=self.looked_at)
        known.update(**facts)
        for name, value in facts.items():
            setattr(self, name, value)

    def state_after(self, outcome, at):
        states = self.State
        if outcome.is_good:
            return states.MOVED if outcome.moved_to else states.GOOD
        if outcome.is_good is None:
            return states.BROKEN if self.state == states.BROKEN else states.REFUSED
        is_spread = at - (self.failed_since or at) >= SPREAD
        return states.BROKEN if self.failures + 1 >= FAILURES and is_spread else states.FAILING


class LinkPlace(models.Model):
    """Where a link stands: in a field of a record, or of a row that belongs to it."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="places")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    part = models.CharField(max_length=100)  # label of the model that has the field
    field = models.CharField(max_length=100)
    language = models.CharField(max_length=2, choices=[(code, code) for code in CODES], blank=True)

    class Meta:
        ordering = ["content_type", "object_id", "part", "field"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="linkplace_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "content_type", "object_id", "part", "field"],
                name="publishing_linkplace_is_named_once",
            )
        ]

    def __str__(self):
        return f"{self.part}.{self.field}"

    @property
    def field_name(self):
        """What editors call the field: “Bron: webadres”."""
        kind = ContentType.objects.get_for_id(self.content_type_id)  # kept at hand, not asked for
        return name_of_field(apps.get_model(self.part), self.field, kind.model)


def mark_of(address):
    return hashlib.sha256(address.encode()).hexdigest()


def name_of_field(model, field, of=""):
    """What editors call a field, and of which kind of row when it is not the record's own."""
    label = str(model._meta.get_field(field).verbose_name)
    is_own = model._meta.model_name == of
    return label if is_own else f"{model._meta.verbose_name}: {label}"


# Where links stand


class Place(NamedTuple):
    """A link in a field: `thing` is the record or a row of it."""

    thing: models.Model
    field: str
    language: str
    address: str

    @property
    def part(self):
        return self.thing._meta.label_lower


def link_fields(model):
    """[(field, language)] of the texts and addresses of a model; '' is for all languages."""
    texts = translated_fields(model) if hasattr(model, "tidy_texts") else ()
    return [
        (field, getattr(field, "language", ""))
        for field in model._meta.concrete_fields
        if isinstance(field, (ProseField, models.URLField)) and field.name not in texts
    ]


def rows_with_links(model):
    """Names of the rows of a record that can have links."""
    return [name for name, rows in rows_of(model(pk=0)).items() if link_fields(rows.model)]


def links_of(record, rows=None):
    """Every link of a record and of its rows, those that are stored unless others are given."""
    if rows is None:
        rows = [
            row for name in rows_with_links(type(record)) for row in getattr(record, name).all()
        ]
    for thing in (record, *rows):
        yield from links_in(thing)


def links_in(thing):
    for field, language in link_fields(type(thing)):
        value = getattr(thing, field.name) or ""
        for address in dict.fromkeys(addresses(field, value)):
            yield Place(thing, field.name, language, address)


def addresses(field, value):
    if not isinstance(field, ProseField):
        return [value.strip()] if value.strip() else []
    found = [plain(quoted) for _before, quoted in HREF.findall(value)]
    return [address for address in found if address and not address.lower().startswith(NOT_PAGES)]


def plain(quoted):
    return html.unescape(quoted[1:-1]).strip()


def with_new(field, value, old, new):
    """The value of a field, leading to a new address wherever it led to an old one."""
    if not isinstance(field, ProseField):
        return new if value.strip() == old else value

    def turned(match):
        return f'{match[1]}"{html.escape(new)}"' if plain(match[2]) == old else match[0]

    return HREF.sub(turned, value)
