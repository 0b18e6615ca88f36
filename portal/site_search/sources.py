"""What of each kind of page is searched: its name, other names, its texts, and what it is about."""

import re
from functools import partial
from html import unescape
from itertools import chain
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, DeadlineChange, Project, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.countries import COUNTRY_CODES, country_name, names_of
from portal.i18n.languages import (
    CODES,
    SOURCE,
    active,
    heading_text,
    text_of,
    translated_fields,
)
from portal.models import ServicePage
from portal.publishing.children import filled_rows
from portal.publishing.fields import ChoicesField, ProseField
from portal.publishing.models import ChangeNote, Source

MODELS = [
    *(CallSeries, Call, SupportMeasure, Partner, Post),
    *(Agreement, WorkProgramme, Framework, ServicePage),
]
COUNTRY, RESULTS = "country", "results"  # kinds that are no model
NOT_SEARCHED = {"withdrawal_reason", "synonyms", "alternative_names"}  # texts; names are keywords
NOT_ROWS = (ChangeNote, DeadlineChange, Project)
PLAIN = {"title", "owner", "flemish_partners", "other_partners", "organisation"}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Page(NamedTuple):
    """What an entry is made from, for one language."""

    key: str
    kind: str
    object_id: int | None
    title: str
    text_language: str
    address: str
    names: list  # all of its own
    related: list  # the names of what it is about
    texts: list
    labels: list = ()
    partners: list = ()
    years: list = ()
    visible_from: object = None
    visible_until: object = None
    updated_at: object = None


def label_of(model):
    return model._meta.label_lower


def keys_of(record):
    """The keys that the entries of a record have, whether it has them or not."""
    kinds = [label_of(type(record)), *([RESULTS] if isinstance(record, Call) else [])]
    return [f"{kind}:{record.pk}" for kind in kinds]


def pages_of(record, language):
    """The pages of a record in a language: its own, and for a call that of its results."""
    with override(language):
        title = heading_text(record)
        related = partners_of(record)
        begin, end = visible_span(record)
        quoted, foreign = divided([*searched_rows(record)], title.language)
        page = Page(
            key=f"{label_of(type(record))}:{record.pk}",
            kind=label_of(type(record)),
            object_id=record.pk,
            title=title.content,
            text_language=title.language,
            address=record.get_absolute_url(),
            names=[*own_names(record)],
            related=[*chain.from_iterable(map(own_names, related)), *other_names(record)],
            texts=[*texts_of(record), *chain.from_iterable(map(texts_of, quoted))],
            labels=[*labels_of(record), *chain.from_iterable(map(texts_of, foreign))],
            partners=[partner.pk for partner in related],
            years=years_of(record),
            visible_from=begin,
            visible_until=end,
            updated_at=updated_at(record, begin),
        )
        yield page
        if isinstance(record, Call) and (record.results_at or record.results_undated):
            projects = record.projects.all()
            yield page._replace(
                key=f"{RESULTS}:{record.pk}",
                kind=RESULTS,
                title=gettext("Results: %(call)s") % {"call": page.title},
                address=record.get_results_url(),
                labels=[],
                texts=[
                    text_in(record, "results_note"),
                    *chain.from_iterable(map(texts_of, projects)),
                ],
                visible_from=max(filter(None, (begin, record.results_at)), default=None),
                updated_at=max(filter(None, (page.updated_at, record.results_at)), default=None),
            )


def visible_span(record):
    """(from, until) between which readers find a record and its parent; None sets no limit."""
    chain_of = [one for one in (record, record.parent_record) if one]
    begins = [one.publish_at for one in chain_of if one.publish_at]
    ends = [one.withdraw_at for one in chain_of if one.withdraw_at]
    return max(begins, default=None), min(ends, default=None)


def updated_at(record, begin):
    """When the texts that readers of the active language get last changed, or became public."""
    languages = {active()} if active() in record.languages else {active(), SOURCE}
    changed = (getattr(record, f"changed_{code}") for code in languages)
    return max(filter(None, (begin, *changed)), default=None)


def own_names(record):
    """The names of a record in every language: readers look for what they know."""
    owner = record.heading_of()[0] if hasattr(record, "heading_of") else record
    fields = {"title", "name", "synonyms", "city", "alternative_names", "theme"}
    for one in {owner, record}:
        for name in fields & {*translated_fields(type(one))}:
            yield from filter(None, (getattr(one, f"{name}_{code}") for code in CODES))
    if isinstance(record, Partner) and record.iso_code in COUNTRY_CODES:
        for code in CODES:
            yield from names_of(record.iso_code, code)


def partners_of(record):
    """The partners that a page is about."""
    if isinstance(record, Partner):
        return [record]
    if isinstance(record, Call):
        return [record.series.partner]
    if isinstance(record, CallSeries):
        return [record.partner]
    if isinstance(record, Agreement):
        return record.partners.all()
    if isinstance(record, WorkProgramme):
        return record.agreement.partners.all()
    if isinstance(record, Post):
        return [jurisdiction.partner for jurisdiction in record.jurisdictions.all()]
    return []


def other_names(record):
    """Other names by which readers know a measure: of what it replaces, of who offers it."""
    if isinstance(record, SupportMeasure):
        yield from own_names(record.replaces) if record.replaces else ()
        yield from filter(None, (getattr(record, f"owner_{code}") for code in CODES))


def searched_rows(record):
    for rows in filled_rows(record).values():
        if not issubclass(rows.model, (*NOT_ROWS, *MODELS)):
            yield from rows


def divided(rows, language):
    """(rows to quote in a language, sources that are called something in another one)."""
    foreign = [row for row in rows if isinstance(row, Source) and row.language[:2] != language]
    return [row for row in rows if row not in foreign], foreign


def texts_of(record):
    """The texts of a record or row in the active language, or else in Dutch, without markup."""
    translated = {*translated_fields(type(record))} if hasattr(record, "tidy_texts") else set()
    for name in sorted(translated - NOT_SEARCHED):
        yield text_in(record, name)
    for field in record._meta.concrete_fields:
        if field.name in PLAIN - translated:
            yield str(getattr(record, field.attname) or "")


def labels_of(record):
    """The words of what was chosen for a record, such as disciplines: found, but not quoted."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if not value or field.name in {"state", "withdrawn_as"}:
            continue
        if isinstance(field, ChoicesField):
            yield from map(str, field.labels(value))
        elif field.choices:
            yield str(getattr(record, f"get_{field.name}_display")())


def text_in(record, name):
    content = text_of(record, name).content
    if isinstance(record._meta.get_field(name), ProseField):
        content = unescape(strip_tags(content.replace("<", " <")))
    return " ".join(content.split())


def years_of(record):
    """The years that a page is about, newest first."""
    names = ["label", "signed", "closes_at", "first_year", "last_year", "starts_on", "ends_on"]
    found = " ".join(str(getattr(record, name, "") or "") for name in names)
    return sorted({int(year) for year in YEAR.findall(found)}, reverse=True)


def country_pages(language, partners):
    """A page for each country that is no partner; `partners` are their ISO codes."""
    for code in sorted({*COUNTRY_CODES} - {*partners}):
        with override(language):
            address = reverse("country", args=[code.lower()])
        yield Page(
            key=f"{COUNTRY}:{code}",
            kind=COUNTRY,
            object_id=None,
            title=country_name(code, language),
            text_language=language,
            address=address,
            names=[*chain.from_iterable(map(partial(names_of, code), CODES))],
            related=[],
            texts=[],
        )
