"""Searching by name: a plain search in titles, names and their synonyms, in one query."""

from itertools import groupby
from typing import NamedTuple

from django.db.models import CharField, F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.countries import by_name
from portal.i18n.languages import CODES, SOURCE, active
from portal.i18n.unaccent import fold
from portal.models import ServicePage

MAX_LENGTH = 200  # characters in a query


class Searched(NamedTuple):
    """A kind of record that is searched, and how a result of it is named and addressed."""

    model: type
    name: str  # the field that names a record, in four languages
    others: tuple = ()  # further fields in four languages that are searched
    slug: str = "slug_{}"  # the column with its slug per language
    rest: str = ""  # the column with what follows its name, and its slug in the address

    def address(self, slug, rest):
        if self.model is ServicePage:
            return reverse(slug)
        names = {
            Framework: "policy:framework",
            Partner: "partners:partner",
            Post: "posts:post",
            Agreement: "agreements:agreement",
            SupportMeasure: "support:measure",
            CallSeries: "calls:series",
            Call: "calls:call",
        }
        return reverse(names[self.model], args=[slug, rest] if rest else [slug])


SEARCHED = [
    Searched(CallSeries, "title"),
    Searched(Call, "series__title", ("theme",), slug="series__slug_{}", rest="label"),
    Searched(SupportMeasure, "title", ("owner",)),
    Searched(Partner, "name", ("synonyms",)),
    Searched(Post, "name", ("city", "alternative_names")),
    Searched(Agreement, "title"),
    Searched(Framework, "title", slug="slug"),
    Searched(ServicePage, "title", slug="key"),
]


class Hit(NamedTuple):
    """One result: its name, the language of that name, what follows it, its address."""

    name: str
    language: str
    rest: str
    url: str


def find_names(q):
    """(kind, hits) of public records, examples left out, that have every word of the query."""
    first, *others = [rows(number, words=q.split()) for number in range(len(SEARCHED))]
    found = sorted(first.union(*others, all=True), key=lambda row: (int(row[0]), row[1], row[-1]))
    groups = [
        (SEARCHED[int(number)].model._meta.verbose_name_plural, [hit(row) for row in group])
        for number, group in groupby(found, key=lambda row: row[0])
    ]
    if countries := find_countries(q):
        groups.append((_("Countries A to Z"), countries))
    return groups


def find_countries(q):
    """Pages of countries whose name in the language of the page has every word."""
    words = fold(q).split()
    return [
        Hit(name, active(), "", reverse("country", args=[code.lower()]))
        for code, name in by_name(active())
        if all(word in fold(name) for word in words)
    ]


def rows(number, words):
    """The matching records of one kind: number, four names, four slugs, what follows the name."""
    kind = SEARCHED[number]
    matches = Q()
    for word in words:
        somewhere = Q()
        for field in (kind.name, *kind.others):
            for code in CODES:
                somewhere |= Q(**{f"{field}_{code}__fold__contains": word})
        matches &= somewhere
    columns = {f"name_in_{code}": F(f"{kind.name}_{code}") for code in CODES}
    columns |= {f"slug_in_{code}": F(kind.slug.format(code)) for code in CODES}
    columns["rest"] = F(kind.rest) if kind.rest else text("")
    records = kind.model.objects.published().real().filter(matches).order_by()
    return records.annotate(number=text(str(number)), **columns).values_list("number", *columns)


def text(value):
    return Value(value, output_field=CharField())


def hit(row):
    number, *names_and_slugs, rest = row
    names = dict(zip(CODES, names_and_slugs[:4], strict=True))
    slugs = dict(zip(CODES, names_and_slugs[4:], strict=True))
    language = active() if names[active()] else SOURCE
    url = SEARCHED[int(number)].address(slugs[active()] or slugs[SOURCE], rest)
    return Hit(names[language], language, rest, url)
