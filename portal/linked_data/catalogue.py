"""The catalogue of our data sets at `/data/catalogue`, as DCAT-AP 3 asks.

FILES lists the addresses at which the data can be had, by the names of their URLs. A name that has
an address per language is a distribution in each; another one holds all languages. SERVICES lists
the interfaces for programs.
"""

import datetime
from typing import NamedTuple

from django.db.models import CharField, Max, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements.models import Agreement
from calls.filters import STATUS_GROUPS
from calls.models import Call, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.changes import recent_changes
from portal.i18n.languages import CODES, SOURCE
from portal.linked_data.data import AUTHORITY, in_every_language
from portal.linked_data.graph import Iri, partial_date

MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
# Media types with their codes in the table of file types of the European Union.
FORMATS = {
    "application/atom+xml": "ATOM",
    "application/json": "JSON",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "text/calendar": "ICS",
    "text/csv": "CSV",
}
ATOM, JSON, XLSX, CALENDAR, CSV = FORMATS
THEMES = {"EDUC": "Education, culture and sport", "INTR": "International issues"}
AT_ONCE = datetime.timedelta()
EVERY_STATUS = "?" + "&".join(f"status={status}" for status in STATUS_GROUPS)


class File(NamedTuple):
    """Where data can be had: the name of a URL and what its address ends with."""

    url: str
    media_type: str
    query: str = ""


FILES = {
    "calls": [
        File("calls:data", JSON, EVERY_STATUS),
        File("calls:table_csv", CSV, EVERY_STATUS),
        File("calls:table_xlsx", XLSX, EVERY_STATUS),
        File("calls:feed", ATOM),
        File("calls:feed_json", JSON),
        File("calls:calendars", CALENDAR),
    ],
    "support": [
        File("support:data", JSON),
        File("support:table_csv", CSV),
        File("support:table_xlsx", XLSX),
        File("support:calendar", CALENDAR),
    ],
    "agreements": [File("agreements:table_csv", CSV), File("agreements:table_xlsx", XLSX)],
    "partners": [File("partners:table_csv", CSV), File("partners:table_xlsx", XLSX)],
    "posts": [],
    "framework": [],
    "results": [],  # besides the file of each call
    "changes": [File("change_feed", ATOM), File("change_feed_json", JSON)],
}


class Service(NamedTuple):
    """An interface for programs: its path, and that of what describes it."""

    title: str
    path: str
    description: str


SERVICES = {}  # "api": Service(_("…"), path, path of its OpenAPI document)


class Dataset(NamedTuple):
    """`page` names the URL of its list, which `query` narrows.

    `records()` are its records, public or not, and `dates` the columns that say from when they are.
    """

    title: str
    description: str
    page: str
    records: object = None
    dates: tuple = ()
    query: str = ""


DATASETS = {
    "calls": Dataset(
        _("Project calls"),
        _("Which project calls are open, until when exactly, for how much and with whom."),
        "calls:calls",
        Call.objects.all,
        ("opens_at", "closes_at"),
    ),
    "support": Dataset(
        _("Support"),
        _(
            "Grants, advice and networks for your international cultural project: for whom, by when"
            " and how."
        ),
        "support:measures",
        SupportMeasure.objects.all,
    ),
    "agreements": Dataset(
        _("Bilateral agreements"),
        _(
            "The agreements and work programmes of Flanders that include culture: with whom, signed"
            " when, still running or not."
        ),
        "agreements:agreements",
        Agreement.objects.all,
        ("signed",),
    ),
    "partners": Dataset(
        _("Partners"),
        _(
            "The countries, regions, communities and organisations that Flanders works with in"
            " culture, on a map and in a list."
        ),
        "partners:partners",
        Partner.objects.all,
    ),
    "posts": Dataset(
        _("Representations of Flanders"),
        _(
            "The diplomatic representations of Flanders and the countries and organisations each"
            " one is responsible for."
        ),
        "posts:posts",
        Post.objects.all,
    ),
    "framework": Dataset(
        _("Strategic framework"),
        _("The objectives, the criteria and the focus list of the policy of each period."),
        "policy:newest",
        Framework.objects.all,
        ("starts_on", "ends_on"),
    ),
    "results": Dataset(
        _("Results of the project calls"),
        _("Which projects were selected, call by call."),
        "calls:calls",
        Call.objects.with_results,
        query="?status=results",
    ),
    "changes": Dataset(
        _("Recently changed"),
        _("What has changed on this site recently: deadlines, results, agreements and texts."),
        "changes",
    ),
}


def describe_catalogue(data):
    me = data.add(data.absolute(reverse("catalogue")))  # what it is about comes first
    described = [describe_dataset(data, name) for name in DATASETS]
    data.add(
        me,
        "dcat:Catalog",
        dct_title=in_every_language(lambda: _("Open data on international cultural policy")),
        dct_description=in_every_language(
            lambda: _("What this site knows of the international cultural policy of Flanders.")
        ),
        dct_publisher=data.publisher(),
        dct_language=data.languages(CODES),
        dct_license=data.licence(),
        dct_spatial=data.country("BE"),
        dct_modified=max(filter(None, (modified for _iri, modified in described)), default=None),
        foaf_homepage=documents(data, "home", codes=[SOURCE]),
        dcat_themeTaxonomy=data.add(
            f"{AUTHORITY}data-theme", "skos:ConceptScheme", dct_title={"en": "Data theme"}
        ),
        dcat_dataset=[iri for iri, _modified in described],
        dcat_service=describe_services(data),
    )


def describe_dataset(data, name):
    """(what the data set is called, the instant at which it last changed)."""
    dataset, me = DATASETS[name], data.in_catalogue(name)
    modified = last_change(dataset, data.at)
    iri = data.add(
        me,
        "dcat:Dataset",
        dct_title=in_every_language(lambda: dataset.title),
        dct_description=in_every_language(lambda: dataset.description),
        dct_identifier=str(me),
        dct_publisher=data.publisher(),
        dcat_contactPoint=contact_point(data),
        dcat_theme=[theme(data, code) for code in THEMES],
        dct_language=data.languages(CODES),
        dct_accessRights=data.add(f"{AUTHORITY}access-right/PUBLIC", "dct:RightsStatement"),
        dct_accrualPeriodicity=data.add(f"{AUTHORITY}frequency/IRREG", "dct:Frequency"),
        dct_spatial=data.country("BE"),
        dct_temporal=span(data, name),
        dct_modified=modified,
        dcat_landingPage=documents(data, dataset.page, dataset.query),
        dcat_distribution=distributions(data, name),
    )
    return iri, modified


def contact_point(data):
    return data.add(
        data.in_catalogue("contact"),
        "vcard:Kind vcard:Organization",
        vcard_fn=in_every_language(lambda: _("Department of Culture, Youth and Media")),
        vcard_hasURL=[addresses(data, "contact")[SOURCE]],
    )


def theme(data, code):
    return data.add(
        f"{AUTHORITY}data-theme/{code}",
        "skos:Concept",
        skos_prefLabel={"en": THEMES[code]},
        skos_inScheme=Iri(f"{AUTHORITY}data-theme"),
    )


def addresses(data, name, query=""):
    """{language: the address of a URL with this name}."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = Iri(data.absolute(reverse(name) + query))
    return found


def documents(data, name, query="", codes=CODES):
    """The pages of a URL with this name."""
    found = addresses(data, name, query)
    return [
        data.add(found[code], "foaf:Document", dct_language=data.languages([code]))
        for code in codes
    ]


def distributions(data, name):
    found = [
        distribution(data, iri, file.media_type, codes)
        for file in FILES[name]
        for iri, codes in by_address(addresses(data, file.url, file.query)).items()
    ]
    if name == "results":
        calls = Call.objects.with_results().published(data.at).real().filter(projects__isnull=False)
        for call in calls.select_related("series").order_by("pk").distinct():
            with override(SOURCE):
                iri = Iri(data.absolute(call.get_results_csv_url()))
            found.append(distribution(data, iri, CSV, [SOURCE]))
    return found


def by_address(found):
    """{address: the languages that have it}."""
    languages = {}
    for code, iri in found.items():
        languages.setdefault(iri, []).append(code)
    return languages


def distribution(data, iri, media_type, codes):
    """A file, which is named by its own address."""
    return data.add(
        f"{iri}#distribution",
        "dcat:Distribution",
        dcat_accessURL=iri,
        dcat_downloadURL=iri,
        dct_format=data.add(f"{AUTHORITY}file-type/{FORMATS[media_type]}", "dct:MediaTypeOrExtent"),
        dcat_mediaType=data.add(f"{MEDIA_TYPES}{media_type}", "dct:MediaType"),
        dct_language=data.languages(codes),
        dct_license=data.licence(),
    )


def last_change(dataset, at):
    """The last instant up to `at` at which one of its records was edited or turned by its dates."""
    if dataset.records is None:
        newest = recent_changes(1, with_examples=False)
        return newest[0].at if newest else None
    records = dataset.records().real()
    once_public = records.model.is_public_at(at) | records.model.is_withdrawn_at(at)
    instants = {f"edited_{code}": Max(f"changed_{code}") for code in CODES}
    ahead = {}
    for number, (column, before) in enumerate(records.model.scheduled_transitions()):
        ahead[f"turned_{number}"] = before
        has_come = Q(**{f"{column}__lte": at + before})
        instants[f"turned_{number}"] = Max(column, filter=has_come)
    found = records.filter(once_public).order_by().aggregate(**instants)
    return max(
        (value - ahead.get(name, AT_ONCE) for name, value in found.items() if value), default=None
    )


def span(data, name):
    """The period that the records of a data set are about."""
    dataset, ends = DATASETS[name], []
    for column in dataset.dates:
        is_text = isinstance(dataset.records().model._meta.get_field(column), CharField)
        known = Q(**{f"{column}__gt": ""}) if is_text else None
        records = dataset.records().published(data.at).real().order_by()
        ends += records.aggregate(
            first=Min(column, filter=known), last=Max(column, filter=known)
        ).values()
    days = sorted(map(as_day, filter(None, ends)))
    return data.period(data.in_catalogue(f"{name}-period"), days[0], days[-1]) if days else None


def as_day(value):
    """The Brussels day of an instant; a day itself, and a partial date as it is known."""
    if isinstance(value, datetime.datetime):
        return timezone.localdate(value)
    return partial_date(value) if isinstance(value, str) else value


def describe_services(data):
    """The programs that ask of all these data sets what they want."""
    return [describe_service(data, name, service) for name, service in SERVICES.items()]


def describe_service(data, name, service):
    return data.add(
        data.in_catalogue(name),
        "dcat:DataService",
        dct_title=in_every_language(lambda: service.title),
        dcat_endpointURL=Iri(data.absolute(service.path)),
        dcat_endpointDescription=Iri(data.absolute(service.description)),
        dcat_servesDataset=[data.in_catalogue(dataset) for dataset in DATASETS],
        dcat_contactPoint=contact_point(data),
        dct_publisher=data.publisher(),
        dct_license=data.licence(),
    )
