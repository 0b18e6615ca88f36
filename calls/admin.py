import datetime
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calls import next_edition, results_io
from calls.announcements import moves, tell_cancellation, tell_moves, tell_new_results, warnings
from calls.models import (
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
from calls.status import Status
from portal.editing.base import DeskFields, folded, in_pairs
from portal.editing.forms import DayOnlyForm, PublishableForm, public_sentence, was_public
from portal.editing.inlines import DeskInline
from portal.editing.publishable import PublishableAdmin
from portal.exchange.admin import KINDS, WithSpreadsheet, sent
from portal.exchange.tables import Rows
from portal.i18n.formats import day, moment
from portal.i18n.languages import CODES
from portal.publishing.signals import page_changed
from portal.revisions.permissions import PUBLISH


class StatusFilter(admin.SimpleListFilter):
    title = _("public status now")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        return queryset.filter(status_now=self.value()) if self.value() else queryset


WHY_MOVED = _("why a date moves")


class CallForm(DayOnlyForm, PublishableForm):
    """Shows the day itself where the model keeps the midnight after it.

    A date that readers have seen moves only with a reason in Dutch.
    """

    day_only, day_only_box, day_only_hour = "closes_at", "closes_day_only", "23:59:59"
    moved = ()

    why_nl = public_sentence(
        WHY_MOVED, "nl", help_text=_("For example: The form was out of order for a week.")
    )
    why_fr = public_sentence(WHY_MOVED, "fr")
    why_de = public_sentence(WHY_MOVED, "de")
    why_en = public_sentence(WHY_MOVED, "en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.closes_day_only and self.instance.closes_at:
            self.initial["closes_at"] = self.instance.closes_at - datetime.timedelta(seconds=1)

    def check_that_readers_are_told(self):
        self.moved = moves(self.before, self.instance)
        if any(move.old for move in self.moved) and not self.cleaned_data.get("why_nl"):
            message = _("This date is public. Say in Dutch why it moves: readers see the reason.")
            self.add_error("why_nl", message)
        super().check_that_readers_are_told()

    def tells_itself(self):
        return bool(self.moved) or self.turns_cancelled()

    def turns_cancelled(self):
        return "cancelled_at" in self.changed_data

    def tell_events(self):
        """Once saved: keep and tell what happened to a call that readers know."""
        if self.moved:
            tell_moves(self.instance, self.moved, self.reasons())
        if self.was_public and self.turns_cancelled():
            tell_cancellation(self.before, self.instance)

    def reasons(self):
        return {code: self.cleaned_data[f"why_{code}"] for code in CODES}


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
    """What moved: written when a date is changed, kept for ever as it was written."""

    model = DeadlineChange
    after = "moves"
    fields = ["kind", ("old", "new"), "changed_at", *in_pairs("reason")]
    extra = 0

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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

    def get_object(self, request, object_id, from_field=None):
        call = super().get_object(request, object_id, from_field)
        # Two editors cannot move the same date at once. What only looks at a draft locks nothing:
        # it comes as a POST too, outside a transaction.
        if call and request.method == "POST" and connection.in_atomic_block:
            call.refresh_from_db(from_queryset=Call.objects.select_for_update())
        return call

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

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.tell_events()

    def warn(self, request, form, change):
        super().warn(request, form, change)
        for warning in warnings(form.before if change else None, form.instance):
            messages.warning(request, warning)

    def call_or_404(self, request, pk):
        call = self.get_object(request, str(pk))
        if not call:
            raise Http404
        return call

    def results_template(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse(results_io.template(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="resultaten-sjabloon.csv"'
        return response

    def export_results(self, request, pk, kind):
        call = self.call_or_404(request, pk)
        if kind not in KINDS:
            raise Http404
        if not self.has_view_permission(request, call):
            raise PermissionDenied
        return sent(results_io.export(call.projects.all(), kind), f"resultaten-{call.label}", kind)

    @method_decorator(transaction.atomic)
    def read_results(self, request, pk):
        """Upload, then see what the file says, then confirm: nothing is kept in between.

        The text comes back with the confirmation, signed, and is read and checked anew.
        """
        call = self.call_or_404(request, pk)
        rights = [f"calls.{action}_project" for action in ("add", "change", "delete")]
        if was_public(call) and call.status() == Status.RESULTS:
            rights.append(PUBLISH)  # the list is public at once
        if not (self.may_change_all(request, call) and request.user.has_perms(rights)):
            raise PermissionDenied
        is_confirmed = "signed" in request.POST
        is_sent = request.method == "POST" and not is_confirmed
        form = results_io.UploadForm(*((request.POST, request.FILES) if is_sent else ()))
        sheet, signed = None, request.POST.get("signed", "")
        if is_confirmed:
            previewed = results_io.confirmed(call, signed)
            if not previewed:
                message = gettext("Nothing was saved: this check was too long ago. Do it again.")
                self.message_user(request, message, messages.ERROR)
                return redirect(request.path)
            sheet = results_io.read(call, *previewed)
            if not sheet.error_count:
                return self.results_kept(request, call, sheet)
        elif form.is_valid():
            text, mode = form.cleaned_data["file"], form.cleaned_data["mode"]
            sheet = results_io.read(call, text, mode)
            signed = results_io.signed(call, text, mode)
        context = {"form": form, "sheet": sheet, "signed": signed, "headers": results_io.HEADERS}
        return self.page_about(request, call, _("Read results (CSV)"), "read_results", **context)

    def results_kept(self, request, call, sheet):
        self.before_change(request, call)
        results_io.keep(sheet)
        count = len(sheet.rows)
        message = ngettext("%(count)d project was read.", "%(count)d projects were read.", count)
        self.log_change(request, call, message % {"count": count})
        self.message_user(request, message % {"count": count}, messages.SUCCESS)
        if call.is_published() and call.status() == Status.RESULTS:
            tell_new_results(call)
            page_changed.send(Call, record=call)
        return redirect("admin:calls_call_change", call.pk)

    @method_decorator(transaction.atomic)
    def next_edition(self, request, pk):
        call = self.call_or_404(request, pk)
        if not (self.has_add_permission(request) and self.has_view_permission(request, call)):
            raise PermissionDenied
        desk_field = partial(self.formfield_for_dbfield, request=request)
        form_class = forms.modelform_factory(
            Call, form=next_edition.NextEditionForm, formfield_callback=desk_field
        )
        form = form_class(request.POST or None, old=call)
        if form.is_valid():
            return self.edition_made(request, call, form.save())
        sessions = [next_edition.a_year_later(one.starts_at) for one in call.sessions.all()]
        context = {
            "form": form,
            "parts": AdminForm(form, [(None, {"fields": form._meta.fields})], {}),
            "media": self.media + form.media,
            "to_do": next_edition.to_do(form.instance, call, sessions),
            "sentences": next_edition.old_sentences(form.instance, call),
        }
        return self.page_about(request, call, _("Make the next edition"), "next_edition", **context)

    def edition_made(self, request, old, call):
        self.log_addition(request, call, gettext("Made from %(edition)s.") % {"edition": old})
        message = gettext("The draft is made. Look at its texts and dates before you publish it.")
        self.message_user(request, message, messages.SUCCESS)
        sessions = [session.starts_at for session in call.sessions.all()]
        sentences = [
            f"{one.label}: “{one.sentence}”" for one in next_edition.old_sentences(call, old)
        ]
        for thing in (*next_edition.to_do(call, old, sessions), *sentences):
            self.message_user(request, thing, messages.WARNING)
        return redirect("admin:calls_call_change", call.pk)

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
class SupportMeasureAdmin(WithSpreadsheet, PublishableAdmin):
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
    sheet_rows = [Rows(SupportRound, SupportMeasure, flatten(RoundInline.fields))]
    autocomplete_fields = ["contacts", "replaces"]
    list_display = ["__str__", "owner_nl", "kind", "public_state", "translations"]
    list_filter = ["kind", "timing", "is_own", *PublishableAdmin.list_filter]
    search_fields = [*folded("title", "owner", "summary", "channel"), "slug_nl"]
