"""Searching by name: a plain search in titles, names and their synonyms."""

from typing import NamedTuple

from django.db.models import Q

from agreements.models import Agreement
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.publishing.languages import CODES
from portal.publishing.models import Publishable
from portal.publishing.text_search import fold

from .models import ServicePage

MAX_LENGTH = 200  # characters in a query

# What is searched: a model, the fields that name its records, and a link to fetch with them.
SEARCHED = [
    (CallSeries.objects, ["title"], None),
    (Call.objects, ["series__title", "theme"], "series"),
    (SupportMeasure.objects, ["title", "owner"], None),
    (Partner.objects, ["name", "synonyms"], None),
    (Post.objects, ["city", "name", "alternative_names"], None),
    (Agreement.objects, ["title"], None),
    (Framework.objects, ["title"], None),
    (ServicePage.objects, ["title"], None),
]


class Found(NamedTuple):
    """The results of one kind: its name and its records."""

    kind: str
    things: list[Publishable]


def find_titles(q):
    """Public records, examples left out, of which every word of the query is in a title or name."""
    found = []
    for manager, fields, link in SEARCHED:
        things = manager.published().real().filter(*(names_contain(fields, word) for word in q.split()))
        if things := list(things.select_related(link) if link else things):
            found.append(Found(manager.model._meta.verbose_name_plural, things))
    return found


def names_contain(fields, word):
    condition = Q()
    for column in (f"{field}_{code}" for field in fields for code in CODES):
        condition |= Q(**{f"{column}__fold__contains": fold(word)})
    return condition
