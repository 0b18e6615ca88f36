"""How far the translations of public pages are: counted, and as a bar for each language."""

from typing import NamedTuple

from django.contrib import admin
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calls.models import Call
from portal.backoffice.records import may_view, public_records
from portal.editing.publishable import PublishableAdmin
from portal.i18n.languages import TRANSLATIONS, exists_in
from portal.publishing.models import Language

WAITING = {"missing": _("missing or incomplete"), "outdated": _("not up to date")}
STATES = {
    "current": _("up to date"),
    **{state: WAITING[state] for state in ("outdated", "missing")},
}


def translation_states(request):
    """[(model, its `translation_counts`)] of the public pages that this user may see."""
    models = sorted(admin.site._registry.items(), key=lambda item: item[0] is not Call)
    return [
        (model, translation_counts(public_records(request, model)))
        for model, model_admin in models
        if isinstance(model_admin, PublishableAdmin) and may_view(request, model)
    ]


def translation_counts(records):
    """{(language, "current", "outdated" or "missing"): count of these records}, in one query."""
    counts = {}
    for code in TRANSLATIONS:
        exists, changed = exists_in(records.model, code), f"changed_{code}"
        is_older = Q(**{f"{changed}__isnull": True}) | Q(**{f"{changed}__lt": F("changed_nl")})
        outdated = exists & is_older & Q(changed_nl__isnull=False)
        counts[f"{code}_existing"] = Count("pk", filter=exists)
        counts[f"{code}_outdated"] = Count("pk", filter=outdated)
    totals = records.order_by().aggregate(total=Count("pk"), **counts)
    found = {}
    for code in TRANSLATIONS:
        existing, outdated = totals[f"{code}_existing"], totals[f"{code}_outdated"]
        found[code, "current"] = existing - outdated
        found[code, "outdated"] = outdated
        found[code, "missing"] = totals["total"] - existing
    return found


class Part(NamedTuple):
    """The pages in one state: how many, and their place in the bar, as SVG writes it."""

    state: str
    label: str
    count: int
    left: str
    width: str


class Bar(NamedTuple):
    language: str
    url: str  # of what is waiting in this language
    parts: list


def language_bars(translations):
    """A bar for each language; none without a public page. See `translation_states`."""
    of_models = [counts for _model, counts in translations]
    return (
        [bar_of(code, of_models) for code in TRANSLATIONS] if any(map(any_page, of_models)) else []
    )


def any_page(counts):
    return any(counts.values())


def bar_of(code, of_models):
    counts = {state: sum(counts[code, state] for counts in of_models) for state in STATES}
    unit, before, parts = 100 / sum(counts.values()), 0, []
    for state, count in counts.items():
        left, width = f"{before * unit:.2f}%", f"{count * unit:.2f}%"
        parts.append(Part(state, str(STATES[state]), count, left, width))
        before += count
    return Bar(Language(code).label, f"{reverse('translations')}?taal={code}", parts)
