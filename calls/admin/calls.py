"""Calls in the admin."""

from django.contrib import admin, messages
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from calls.admin.deadline import DeadlineMixin
from calls.admin.forms import CallForm, SessionForm
from calls.admin.next_edition import NextEditionMixin
from calls.admin.publish_results import PublishResultsMixin
from calls.admin.results import ResultsMixin
from calls.announcements import moved_dates, warnings
from calls.models import (
    Administration,
    Call,
    CallAmount,
    DeadlineChange,
    InfoSession,
    Project,
)
from calls.next_edition import day_off_warnings
from calls.status import Status
from calls.wording import moved_date
from portal.editing.base import AdminFieldsMixin, folded, in_pairs
from portal.editing.inlines import BaseInline, KeptInline
from portal.editing.publishable import PublishableAdmin
from portal.i18n.formats import day, end_moment
from portal.revisions.current import was_public

MOST_PROJECTS = 50  # in the form, each with some ten fields


class StatusFilter(admin.SimpleListFilter):
    title = _("public status now")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        return queryset.published().filter(status_now=self.value()) if self.value() else queryset


class AmountInline(AdminFieldsMixin, admin.TabularInline):
    model = CallAmount
    after = "money"
    extra = 1


class AdministrationInline(BaseInline, admin.StackedInline):
    model = Administration
    after = "submission"
    fields = ["side", *in_pairs("name"), ("email", "url"), *in_pairs("address")]


class SessionInline(BaseInline, admin.StackedInline):
    model = InfoSession
    form = SessionForm
    after = "course"
    fields = [("starts_at", "day_only"), *in_pairs("place"), "url"]


class DeadlineChangeInline(KeptInline, admin.StackedInline):
    """What moved: written when a date is changed, kept for ever as it was written."""

    model = DeadlineChange
    after = "moves"
    readonly_fields = ["kind", "old_moment", "new_moment", "changed_at"]
    fields = ["kind", ("old_moment", "new_moment"), "changed_at", *in_pairs("reason")]

    @admin.display(description=_("old date"))
    def old_moment(self, change):
        return moved_date(change.kind, change.old)

    @admin.display(description=_("new date"), empty_value="-")
    def new_moment(self, change):
        return change.new and moved_date(change.kind, change.new)


class ProjectInline(BaseInline, admin.StackedInline):
    model = Project
    after = "results"
    fields = [
        ("title", "title_language"),
        ("flemish_partners", "other_partners"),
        "amount",
        *in_pairs("description"),
    ]


@admin.register(Call)
class CallAdmin(
    DeadlineMixin, PublishResultsMixin, ResultsMixin, NextEditionMixin, PublishableAdmin
):
    form = CallForm
    change_form_template = "admin/calls/call_form.html"
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
                    "opens_day_only",
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
            {
                "classes": ["submission"],
                "fields": ["disciplines", "applicants", "form_languages", "contacts"],
            },
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
                    "results_undated",
                    "decided",
                    "no_result",
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

    def get_inlines(self, request, obj):
        """A long list of projects is edited in a spreadsheet: out, and in again."""
        inlines = super().get_inlines(request, obj)
        is_long = obj and obj.projects.count() > MOST_PROJECTS
        return [one for one in inlines if not (is_long and one is ProjectInline)]

    def get_urls(self):
        def page(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"calls_call_{name}")

        return [
            page("resultaten-sjabloon.csv", self.results_template, "results_template"),
            page("<int:pk>/resultaten.<slug:kind>", self.export_results, "export_results"),
            page("<int:pk>/resultaten-inlezen/", self.read_results, "read_results"),
            page("<int:pk>/volgende-editie/", self.next_edition, "next_edition"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request, obj=None):
        dates, *others = super().get_fieldsets(request, obj)
        if not (obj and was_public(obj) and self.may_change_all(request, obj)):
            return [dates, *others]
        return [dates, self.moves_fieldset(), *others]

    def moves_fieldset(self):
        return _("Does a public date move?"), {
            "classes": ["moves", "collapse"],
            "fields": in_pairs("why"),
            "description": _(
                "When you change the opening or a deadline, say why. Readers see the old and the "
                "new date with this reason, on the page and in the list of recent changes."
            ),
        }

    def warn(self, request, before, after):
        super().warn(request, before, after)
        for warning in warnings_of_dates(before, after):
            messages.warning(request, warning)

    def to_look_at(self, record, after):
        yield from super().to_look_at(record, after)
        yield from warnings_of_dates(record if was_public(record) else None, after)

    def call_or_404(self, request, pk):
        call = self.get_object(request, str(pk))
        if not call:
            raise Http404
        return call

    def page_about(self, request, call, title, template, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": call,
            "title": title,
            **context,
        }
        return TemplateResponse(request, f"admin/calls/{template}.html", context)

    @admin.display(description=_("public status now"), ordering="closing_instant")
    def status(self, call):
        """What readers see; nothing for a call that they do not find."""
        return Status(call.status_now).label if call.pk and call.is_published() else ""

    @admin.display(description=_("deadline"), ordering="closing_instant")
    def deadline(self, call):
        if not call.closes_at:
            return ""
        return day(call.last_day) if call.closes_day_only else end_moment(call.closes_at)


def warnings_of_dates(before, after):
    """What an editor should look at in the dates of a call; `before` is None for a new one."""
    yield from warnings(before, after)
    if before is None or moved_dates(before, after):
        yield from day_off_warnings(after, ())
