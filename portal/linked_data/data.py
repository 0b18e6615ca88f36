"""A graph of this site's things at an instant, with what descriptions of all kinds need."""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.countries import authority_address
from portal.i18n.languages import CODES, heading_parts, own_text
from portal.linked_data.graph import Graph, Iri, Literal, address
from portal.linked_data.identifiers import identifier_path
from portal.linked_data.negotiation import JSON_LD, SUFFIXES, TURTLE
from portal.linked_data.vocabulary import SCHEMES
from portal.publishing.fields import ProseField, lines

AUTHORITY = "http://publications.europa.eu/resource/authority/"  # tables of the European Union
LANGUAGES = {"nl": "NLD", "fr": "FRA", "de": "DEU", "en": "ENG"}


def texts(record, field):
    """{language: text} of a field in exactly the languages in which it has one."""
    is_prose = isinstance(record._meta.get_field(field), ProseField)
    found = {code: own_text(record, field, code) for code in CODES}
    return {
        code: "\n".join(lines(text)) if is_prose else text for code, text in found.items() if text
    }


def headings(record):
    """{language: name of a record}, as on its pages."""
    owner, field, rest = heading_parts(record)
    return {code: f"{text} {rest}".strip() for code, text in texts(owner, field).items()}


def in_every_language(make):
    """{language: what `make()` says in it}, without those in which it says nothing."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(make() or "")
    return {code: text for code, text in found.items() if text}


@cache
def labels(scheme, value):
    """{language: label} of a code; do not change it."""
    return in_every_language(lambda: SCHEMES[scheme](value).label)


class Data(Graph):
    """`absolute` makes an address of a path; `at` is the instant for which all this is said."""

    def __init__(self, absolute, at):
        super().__init__()
        self.absolute, self.at = absolute, at

    def id(self, thing):
        return Iri(self.absolute(identifier_path(thing)))

    def in_catalogue(self, name):
        return Iri(self.absolute(f"{reverse('catalogue')}#{name}"))

    def public(self, record):
        """The identifier of a record that readers know of; None for a draft and for none."""
        return self.id(record) if record and record.is_published(self.at) else None

    # Codes and tables

    def concept(self, scheme, value):
        """One of our codes, such as a status; None for an empty value."""
        if not value:
            return None
        vocabulary = self.absolute(reverse("vocabulary"))
        return self.add(
            f"{vocabulary}#{scheme}-{value}",
            "skos:Concept",
            skos_prefLabel=labels(scheme, value),
            skos_notation=str(value),
            skos_inScheme=Iri(f"{vocabulary}#{scheme}"),
        )

    def concepts(self, scheme, values):
        return [self.concept(scheme, value) for value in values]

    def languages(self, codes):
        """Languages in the table of the European Union; ours has a code for any other one."""
        return [
            self.add(f"{AUTHORITY}language/{LANGUAGES[code]}", "dct:LinguisticSystem")
            for code in codes
            if code in LANGUAGES
        ]

    def country(self, code):
        """A country of ISO 3166-1 in the table of the European Union."""
        found = authority_address(code)
        return found and self.add(found, "dct:Location")

    # What many things have

    def publisher(self):
        name = in_every_language(lambda: _("Department of Culture, Youth and Media"))
        publisher = self.in_catalogue("publisher")
        return self.organisation(publisher, name, foaf_name=name, dct_title=name)

    def organisation(self, iri, name, **facts):
        """A public body that serves Flanders, and so a part of Belgium."""
        kinds = "cv:PublicOrganisation foaf:Agent" if facts else "cv:PublicOrganisation"
        return self.add(
            iri,
            kinds,
            dct_identifier=str(iri),
            skos_prefLabel=name,
            dct_spatial=self.country("BE"),
            **facts,
        )

    def licence(self):
        return self.add(
            address(settings.DATA_LICENCE_URL),
            "dct:LicenseDocument",
            rdfs_label=settings.DATA_LICENCE_NAME,
        )

    def period(self, iri, start, end, **facts):
        """A period between two dates or instants, as exact as these are; None without either."""
        if not (start or end):
            return None
        return self.add(iri, "dct:PeriodOfTime", dcat_startDate=start, dcat_endDate=end, **facts)

    def describe_record(self, record, kinds, modified=None, **facts):
        """Describe a public record, with its pages, its sources and the data about it."""
        me = self.id(record)
        changed = [getattr(record, f"changed_{code}") for code in CODES]
        self.add(
            me,
            kinds,
            dct_identifier=str(me),
            **facts,
            skos_note=texts(record, "caveat"),
            dct_modified=modified or max(filter(None, changed), default=None),
            foaf_page=[*self.pages(record), *map(self.id, record.documents.all())],
        )
        self.add_sources(me, record)
        self.add_files(me)
        return me

    def pages(self, record):
        found = []
        for code in record.languages:
            with override(code):
                page = self.absolute(record.get_absolute_url())
            found.append(self.add(page, "foaf:Document", dct_language=self.languages([code])))
        return found

    def add_sources(self, me, record):
        """Where the facts come from, and on which day that was last read."""
        for source in record.sources.all():
            title = Literal(source.title, language=source.language.replace("other", ""))
            page = self.add(
                address(source.url),
                "foaf:Document",
                dct_title=title,
                dct_language=self.languages([source.language]),
            )
            check = self.add(
                f"{me}#source-{source.pk}",
                "prov:Derivation",
                prov_entity=page,
                dct_date=source.checked_on,
                dct_type=self.concept("source-confidence", source.confidence),
                skos_note=texts(source, "note"),
            )
            self.add(me, dct_source=page, prov_qualifiedDerivation=check)

    def add_files(self, me):
        """The documents in which all this is said, and how they may be used."""
        for media_type in (JSON_LD, TURTLE):
            self.add(
                f"{me}.{SUFFIXES[media_type]}",
                "foaf:Document",
                foaf_primaryTopic=me,
                dct_license=self.licence(),
                dct_publisher=self.publisher(),
            )
