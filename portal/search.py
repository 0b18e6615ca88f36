"""Search by name: every word must occur in a title, name or synonym, in any language."""

from itertools import groupby
from typing import NamedTuple

from django.db.models import CharField, F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.countries import countries_by_name
from portal.i18n.languages import CODES, SOURCE, active
from portal.i18n.unaccent import fold
from portal.models import ServicePage

MAX_LENGTH = 200  # characters in a query


class SearchSource(NamedTuple):
    """A model that is searched, and where a result finds its name and URL."""

    model: type
    name: str  # the translated field with the name of a record
    extra_fields: tuple = ()  # other translated fields that are searched
    slug: str = "slug_{}"  # the column with the slug; {} is the language
    suffix: str = ""  # the column appended to the name, and the last part of the URL

    def get_url(self, slug, suffix):
        if self.model is ServicePage:
            return reverse(slug)
        url_names = {
            Framework: "policy:framework",
            Partner: "partners:partner",
            Post: "posts:post",
            Agreement: "agreements:agreement",
            SupportMeasure: "support:measure",
            CallSeries: "calls:series",
            Call: "calls:call",
        }
        return reverse(url_names[self.model], args=[slug, suffix] if suffix else [slug])


SEARCH_SOURCES = [
    SearchSource(CallSeries, "title"),
    SearchSource(Call, "series__title", ("theme",), slug="series__slug_{}", suffix="label"),
    SearchSource(SupportMeasure, "title", ("owner",)),
    SearchSource(Partner, "name", ("synonyms",)),
    SearchSource(Post, "name", ("city", "alternative_names")),
    SearchSource(Agreement, "title"),
    SearchSource(Framework, "title", slug="slug"),
    SearchSource(ServicePage, "title", slug="key"),
]


class SearchResult(NamedTuple):
    """One result: its name, the language of that name, the text appended to it, its URL."""

    name: str
    language: str
    suffix: str
    url: str


def search_by_name(query):
    """[(kind, results)] of public records that match every word; never examples. One query."""
    words = query.split()
    first, *others = [matching_rows(index, words) for index in range(len(SEARCH_SOURCES))]
    rows = sorted(first.union(*others, all=True), key=lambda row: (int(row[0]), row[1], row[-1]))
    groups = []
    for index, group in groupby(rows, key=lambda row: row[0]):
        kind = SEARCH_SOURCES[int(index)].model._meta.verbose_name_plural
        groups.append((kind, [result_from_row(row) for row in group]))
    if countries := search_countries(query):
        groups.append((_("Countries A to Z"), countries))
    return groups


def search_countries(query):
    """Results for countries whose name in the active language has every word."""
    words = fold(query).split()
    return [
        SearchResult(name, active(), "", reverse("country", args=[code.lower()]))
        for code, name in countries_by_name(active())
        if all(word in fold(name) for word in words)
    ]


def matching_rows(index, words):
    """Tuples of the matching records of one source: its index, four names, four slugs, suffix."""
    source = SEARCH_SOURCES[index]
    matches = Q()
    for word in words:
        in_any_field = Q()
        for field in (source.name, *source.extra_fields):
            for code in CODES:
                in_any_field |= Q(**{f"{field}_{code}__fold__contains": word})
        matches &= in_any_field
    columns = {f"name_in_{code}": F(f"{source.name}_{code}") for code in CODES}
    columns |= {f"slug_in_{code}": F(source.slug.format(code)) for code in CODES}
    columns["suffix"] = F(source.suffix) if source.suffix else text_value("")
    records = source.model.objects.published().real().filter(matches).order_by()
    return records.annotate(index=text_value(str(index)), **columns).values_list("index", *columns)


def text_value(value):
    return Value(value, output_field=CharField())


def result_from_row(row):
    index, *names_and_slugs, suffix = row
    names = dict(zip(CODES, names_and_slugs[:4], strict=True))
    slugs = dict(zip(CODES, names_and_slugs[4:], strict=True))
    language = active() if names[active()] else SOURCE
    url = SEARCH_SOURCES[int(index)].get_url(slugs[active()] or slugs[SOURCE], suffix)
    return SearchResult(names[language], language, suffix, url)
