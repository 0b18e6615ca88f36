from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.utils.translation import gettext_lazy as _

from calls.models import SupportMeasure, SupportRound
from portal.editing.base import folded
from portal.editing.inlines import BaseInline
from portal.editing.publishable import PublishableAdmin
from portal.exchange.admin import SpreadsheetMixin
from portal.exchange.child_rows import ChildRowsColumn


class RoundFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        if any(self.errors):
            return
        forms = [form for form in self.forms if form.instance.pk or form.has_changed()]
        rows = [form.instance for form in forms if form not in self.deleted_forms]
        self.instance.check_windows(rows)


class RoundInline(BaseInline, admin.StackedInline):
    model = SupportRound
    form = forms.ModelForm  # it has no translated fields
    formset = RoundFormSet
    after = "timing"
    fields = [
        ("deadline_day", "deadline_month", "years_before"),
        ("start_from_day", "start_from_month", "start_until_day", "start_until_month"),
        ("decision_day", "decision_month"),
    ]


@admin.register(SupportMeasure)
class SupportMeasureAdmin(SpreadsheetMixin, PublishableAdmin):
    facts = [
        (
            _("Key facts"),
            {
                "fields": [
                    "kind",
                    "is_own",
                    "audiences",
                    "goals",
                    "places",
                    "maximum",
                    "weighs_priorities",
                ]
            },
        ),
        (
            _("When to apply"),
            {
                "classes": ["timing"],
                "fields": ["timing", ("lead_weeks", "lead_months"), "table_is_partial"],
            },
        ),
        (
            _("Where to apply"),
            {"fields": ["url", "contacts", ("replaces", "replaced_on")]},
        ),
    ]
    texts = [
        "title",
        "owner",
        "summary",
        "who",
        "costs",
        "amounts",
        "how",
        "timing_note",
        "channel",
        "legal_basis",
    ]
    slug_from = "title"
    inlines = [RoundInline]
    sheet_child_rows = [ChildRowsColumn(SupportRound, SupportMeasure, flatten(RoundInline.fields))]
    autocomplete_fields = ["contacts", "places", "replaces"]
    list_display = ["__str__", "owner_nl", "kind", "public_state", "translations"]
    list_filter = ["kind", "timing", "is_own", *PublishableAdmin.list_filter]
    search_fields = [*folded("title", "owner", "summary", "channel"), "slug_nl"]
