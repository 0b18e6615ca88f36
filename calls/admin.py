import datetime

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin import (
    DayOnlyForm,
    DeskFields,
    DeskInline,
    PublishableAdmin,
    PublishableForm,
    folded,
    in_pairs,
)
from portal.publishing.words import day, moment

from .models import (
    Administration,
    Call,
    CallAmount,
    CallSeries,
    DeadlineChange,
    InfoSession,
    Project,
    SupportMeasure,
    SupportRound,
)
from .status import Status


class StatusFilter(admin.SimpleListFilter):
    title = _("public status now")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        return queryset.filter(status_now=self.value()) if self.value() else queryset


class CallForm(DayOnlyForm, PublishableForm):
    """Shows the day itself where the model keeps the midnight after it."""

    day_only, day_only_box, day_only_hour = "closes_at", "closes_day_only", "23:59:59"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.closes_day_only and self.instance.closes_at:
            self.initial["closes_at"] = self.instance.closes_at - datetime.timedelta(seconds=1)


class AmountInline(DeskFields, admin.TabularInline):
    model = CallAmount
    after = "money"
    extra = 1


class AdministrationInline(DeskInline, admin.StackedInline):
    model = Administration
    after = "submission"
    fields = ["side", *in_pairs("name"), ("email", "url"), *in_pairs("address")]


class SessionForm(DayOnlyForm):
    day_only, day_only_box, day_only_hour = "starts_at", "day_only", "00:00:00"


class SessionInline(DeskInline, admin.StackedInline):
    model = InfoSession
    form = SessionForm
    after = "course"
    fields = [("starts_at", "day_only"), *in_pairs("place"), "url"]


class DeadlineChangeInline(DeskInline, admin.StackedInline):
    model = DeadlineChange
    can_delete = False  # kept for ever
    after = "course"
    fields = [("old", "new"), "changed_at", *in_pairs("reason")]


class ProjectInline(DeskInline, admin.StackedInline):
    model = Project
    after = "results"
    fields = [
        ("title", "title_language"),
        ("flemish_partners", "other_partners"),
        "amount",
        *in_pairs("description"),
    ]


@admin.register(Call)
class CallAdmin(PublishableAdmin):
    form = CallForm
    facts = [
        (
            _("Key facts"),
            {
                "fields": [
                    "status",
                    "series",
                    ("label", "ordinal"),
                    "timing",
                    "opens_at",
                    "closes_at",
                    "closes_day_only",
                    "partner_closes_at",
                    ("project_from", "project_until"),
                    "decision_expected",
                ],
            },
        ),
        (
            _("Money"),
            {
                "classes": ["money"],
                "fields": ["cofunding_cap", ("budget", "budget_currency")],
            },
        ),
        (
            _("Where to apply"),
            {"classes": ["submission"], "fields": ["form_languages", "contacts"]},
        ),
    ]
    texts = [
        "theme",
        "summary",
        "who",
        "what",
        "how_much",
        "how",
        "moment_of_submission",
        "criteria",
        "cancellation_reason",
        "results_note",
    ]
    after_texts = [
        (
            _("Course"),
            {
                "classes": ["course"],
                "fields": ["cancelled_at"],
                "description": _(
                    "Cancelled? Give the reason with the texts, in Dutch first: readers see it."
                ),
            },
        ),
        (
            _("Results"),
            {
                "classes": ["results"],
                "fields": [
                    "results_at",
                    "decided",
                    ("applications_received", "applications_selected"),
                    "amount_awarded",
                ],
            },
        ),
    ]
    inlines = [
        AmountInline,
        AdministrationInline,
        DeadlineChangeInline,
        SessionInline,
        ProjectInline,
    ]
    autocomplete_fields = ["series", "contacts"]
    readonly_fields = ["status", *PublishableAdmin.readonly_fields]
    date_hierarchy = "closes_at"
    list_display = ["__str__", "status", "deadline", "public_state", "translations"]
    list_filter = [StatusFilter, "series", *PublishableAdmin.list_filter]
    list_select_related = ["series"]
    search_fields = [
        *folded("theme", "summary", "series__title", "series__partner__name"),
        "label",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_status()

    @admin.display(description=_("public status now"), ordering="closing_instant")
    def status(self, call):
        return Status(call.status_now).label if call.pk else ""

    @admin.display(description=_("deadline"), ordering="closing_instant")
    def deadline(self, call):
        if not call.closes_at:
            return ""
        return day(call.last_day) if call.closes_day_only else moment(call.closes_at)


@admin.register(CallSeries)
class CallSeriesAdmin(PublishableAdmin):
    facts = [
        (_("Key facts"), {"fields": ["partner", "agreement", ("rhythm", "rhythm_as_of")]}),
    ]
    texts = ["title", "rhythm_note", "body"]
    slug_from = "title"
    autocomplete_fields = ["partner", "agreement"]
    list_display = ["__str__", "partner", "rhythm", "public_state", "translations"]
    list_filter = ["rhythm", *PublishableAdmin.list_filter]
    list_select_related = ["partner"]
    search_fields = [*folded("title", "partner__name", "partner__synonyms"), "slug_nl"]


class RoundInline(DeskInline, admin.StackedInline):
    model = SupportRound
    form = forms.ModelForm  # its rows have no texts
    after = "timing"
    fields = [
        ("deadline_day", "deadline_month", "years_before"),
        ("start_from_day", "start_from_month", "start_until_day", "start_until_month"),
        ("decision_day", "decision_month"),
    ]


@admin.register(SupportMeasure)
class SupportMeasureAdmin(PublishableAdmin):
    facts = [
        (
            _("Key facts"),
            {"fields": ["kind", "is_own", "audiences", "goals", "maximum", "weighs_priorities"]},
        ),
        (
            _("When to apply"),
            {"classes": ["timing"], "fields": ["timing", ("lead_weeks", "lead_months")]},
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
    autocomplete_fields = ["contacts", "replaces"]
    list_display = ["__str__", "owner_nl", "kind", "public_state", "translations"]
    list_filter = ["kind", "timing", "is_own", *PublishableAdmin.list_filter]
    search_fields = [*folded("title", "owner", "summary", "channel"), "slug_nl"]
