"""What an answer is made of, and whom a question is about."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from partners.models import Partner
from portal.answers.intents import Intent
from portal.countries import country_name
from portal.i18n.languages import SOURCE, own_text
from portal.publishing.models import Source
from portal.publishing.templatetags.publishing import heading, text


@dataclass
class Fact:
    """A line of an answer, with the page that says more of it."""

    label: str
    value: str = ""
    url: str = ""


@dataclass
class Answer:
    """What is known, in the active language; `about` is the address of what was asked about.

    Texts that fell back to Dutch are marked as Dutch in their HTML.
    """

    intent: Intent
    heading: str
    about: str = ""
    sentences: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    links: list = field(default_factory=list)  # [Fact]: where to read on
    records: list = field(default_factory=list)  # what the facts are from, for sources and caveats
    sources: list = field(default_factory=list)

    @property
    def caveats(self):
        """What readers must know about the facts; of several records, with the name of each."""
        records = [record for record in self.records if own_text(record, "caveat", SOURCE)]
        if len(self.records) == 1:
            return [text(record, "caveat") for record in records]
        return [title(heading(record), text(record, "caveat")) for record in records]


class Subject:
    """The partner, the country that is none, or the series that a question is about."""

    def __init__(self, linked):
        self.place = linked.places[0] if linked.places else None
        self.series = linked.series[0] if linked.series else None
        self.partners = linked.partners
        self.partner = self.place.partner if self.place else self.series.partner

    @property
    def is_one(self):
        """Whether the partner that is named is that of the series that is named."""
        return not (self.place and self.series) or self.partner == self.series.partner

    @property
    def is_sure(self):
        """Whether “we know of none” answers the question: not for what editors call alike."""
        return self.place is None or self.place.is_named

    @property
    def is_country(self):
        return self.partner is None or self.partner.kind == Partner.Kind.STATE

    @property
    def name(self):
        if self.series:
            return text(self.series, "title")
        return text(self.partner, "name") if self.partner else country_name(self.place.code)

    @property
    def url(self):
        if record := self.series or self.partner:
            return record.get_absolute_url()
        return reverse("country", args=[self.place.code.lower()])

    @property
    def parts(self):
        """The public parts of a country; the communities of Belgium, which is no partner."""
        if self.partner:
            return [each for each in self.partners if each.parent_id == self.partner.pk]
        is_belgium = self.place.code == "BE"
        return [
            each for each in self.partners if is_belgium and each.kind == Partner.Kind.COMMUNITY
        ]

    def answer(self, intent):
        link = Fact(self.name, url=self.url)
        return Answer(intent, title(intent.label, self.name), self.url, links=[link])


def title(what, subject):
    return format_html(_("{what}: {subject}"), what=what, subject=subject)


def rendered(template, **context):
    """A line as the pages show it, as HTML."""
    return mark_safe(render_to_string(template, context).strip())  # noqa: S308 our own template


def joined(parts):
    return format_html_join(" · ", "{}", ((part,) for part in parts))


def sources_of(records):
    """The first source of each record, one that was read in it if there is one. One query."""
    if not records:
        return []
    types = {record: ContentType.objects.get_for_model(record) for record in records}
    wanted = Q()
    for record, kind in types.items():
        wanted |= Q(content_type=kind, object_id=record.pk)
    rows = sorted(Source.objects.filter(wanted), key=lambda row: (row.confidence, row.pk))
    found = {}
    for record, kind in types.items():
        own = (row for row in rows if (row.content_type_id, row.object_id) == (kind.pk, record.pk))
        if source := next(own, None):
            found.setdefault(source.url, source)
    return list(found.values())
