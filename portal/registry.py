"""Every model with public pages, and how many pages of each exist per language."""

from django.db.models import CharField, Count, Q, Value

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.i18n.languages import CODES, SOURCE, exists_in
from portal.models import ServicePage

PAGE_MODELS = [
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
    """[(verbose name, [(language, count)])] for each model with public pages, in one query."""
    first, *rest = [_counts_by_language(model, index) for index, model in enumerate(PAGE_MODELS)]
    rows = sorted(first.union(*rest, all=True), key=lambda row: int(row[0]))
    return [
        (PAGE_MODELS[int(index)]._meta.verbose_name_plural, list(zip(CODES, counts, strict=True)))
        for index, *counts in rows
    ]


def _counts_by_language(model, index):
    columns = {
        f"in_{code}": Count("pk", filter=Q() if code == SOURCE else exists_in(model, code))
        for code in CODES
    }
    return (
        model.objects.published()
        .real()
        .order_by()
        .annotate(index=Value(str(index), output_field=CharField()))
        .values("index")
        .annotate(**columns)
        .values_list("index", *columns)
    )
