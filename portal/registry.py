"""How many pages of each kind exist in each language."""

from django.db.models import CharField, Count, Q, Value

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.i18n.languages import CODES, SOURCE, exists_in
from portal.models import ServicePage

KINDS = [
    Framework,
    Partner,
    Post,
    CallSeries,
    Call,
    Agreement,
    WorkProgramme,
    SupportMeasure,
    ServicePage,
]


def language_coverage():
    """(kind of page, [(language, how many)]) for every kind that has pages, in one query."""
    first, *rest = [_counts(model, place) for place, model in enumerate(KINDS)]
    rows = sorted(first.union(*rest, all=True), key=lambda row: int(row[0]))
    return [
        (KINDS[int(place)]._meta.verbose_name_plural, list(zip(CODES, counts, strict=True)))
        for place, *counts in rows
    ]


def _counts(model, place):
    columns = {
        f"in_{code}": Count("pk", filter=Q() if code == SOURCE else exists_in(model, code))
        for code in CODES
    }
    return (
        model.objects.published()
        .real()
        .order_by()
        .annotate(place=Value(str(place), output_field=CharField()))
        .values("place")
        .annotate(**columns)
        .values_list("place", *columns)
    )
