"""The results of a call in the admin: upload and export of the list of projects."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calls import results_io
from calls.announcements import new_results_notice
from calls.models import Call
from calls.results_io import ADD, REPLACE
from calls.status import Status
from portal.editing.forms import PlainAdminForm
from portal.exchange.admin import FILE_HELP, spreadsheet_response
from portal.exchange.tables import CONTENT_TYPES, file_response, to_csv_text
from portal.exchange.uploads import ImportFileField
from portal.revisions import current, workflow
from portal.revisions.current import was_public
from portal.revisions.snapshot import data_of


class UploadForm(PlainAdminForm):
    """A CSV file, and what happens to the projects that are already in the list."""

    file = ImportFileField(label=_("Spreadsheet"), help_text=FILE_HELP)
    mode = forms.ChoiceField(
        label=_("the current list"),
        choices=[
            (REPLACE, _("replace it: the file holds the whole list")),
            (ADD, _("keep it: the file adds projects")),
        ],
        initial=REPLACE,
        widget=forms.RadioSelect,
    )

    def clean_file(self):
        return to_csv_text(self.cleaned_data["file"])


class ResultsMixin:
    """Adds the pages for results to the admin of calls."""

    def may_read_results(self, request, call):
        permissions = [f"calls.{action}_project" for action in ("add", "change", "delete")]
        return self.may_change_all(request, call) and request.user.has_perms(permissions)

    def render_change_form(self, request, context, *args, **kwargs):
        call = context.get("original")
        context["may_read_results"] = bool(call) and self.may_read_results(request, call)
        return super().render_change_form(request, context, *args, **kwargs)

    def results_template(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return file_response(results_io.empty_csv(), "resultaten-sjabloon.csv")

    def export_results(self, request, pk, kind):
        call = self.call_or_404(request, pk)
        if kind not in CONTENT_TYPES:
            raise Http404
        if not self.has_view_permission(request, call):
            raise PermissionDenied
        content = results_io.export_file(call.projects.all(), kind)
        return spreadsheet_response(content, f"resultaten-{call.label}", kind)

    @method_decorator(transaction.atomic)
    def read_results(self, request, pk):
        """Upload, preview, confirm; nothing is stored on the server between these requests.

        The text comes back with the confirmation, signed, and is parsed and checked again.
        """
        call = self.call_or_404(request, pk)
        if not self.may_read_results(request, call):
            raise PermissionDenied
        is_confirmed = "signed" in request.POST
        is_sent = request.method == "POST" and not is_confirmed
        form = UploadForm(*((request.POST, request.FILES) if is_sent else ()))
        base = current.newest(call)
        sheet, signed = None, request.POST.get("signed", "")
        if is_confirmed:
            previewed = results_io.unsign(call, signed)
            if not previewed:
                message = gettext(
                    "Nothing was saved: you checked the file too long ago. Check it again."
                )
                self.message_user(request, message, messages.ERROR)
                return redirect(request.path)
            sheet, data = self.read_over(call, base, *previewed)
            if not sheet.error_count:
                return self.save_results(request, call, base, sheet, data)
        elif form.is_valid():
            text, mode = form.cleaned_data["file"], form.cleaned_data["mode"]
            sheet, _data = self.read_over(call, base, text, mode)
            try:
                signed = results_io.sign(call, text, mode)
            except ValidationError as error:
                form.add_error("file", error)
                sheet = None
        context = {"form": form, "sheet": sheet, "signed": signed, "headers": results_io.HEADERS}
        return self.page_about(request, call, _("Import results (CSV)"), "read_results", **context)

    def read_over(self, call, base, text, mode):
        """(the sheet, the data of the call with it) on top of a revision; None without data."""
        with current.shown_as(call, base) as shown:
            sheet = results_io.parse_sheet(shown, text, mode)
            if sheet.error_count:
                return sheet, None
            results_io.save(sheet)
            return sheet, data_of(Call.objects.get(pk=call.pk))

    def save_results(self, request, call, base, sheet, data):
        """The list is part of the next revision: readers see it once that is approved."""
        notice = dict(base.notice)
        is_shown = was_public(call) and call.status() == Status.RESULTS
        if is_shown and not notice.get("told_nl"):
            notice |= new_results_notice()
        workflow.save(call, request.user, base, data, notice)
        count = len(sheet.rows)
        message = ngettext(
            "%(count)d project has been imported.", "%(count)d projects have been imported.", count
        )
        is_next = self.may_publish_results(request, call)  # what readers do not see yet
        kept = gettext("They are in the draft: ask for review there.")
        said = "" if is_next else f" {kept}"
        self.message_user(request, f"{message % {'count': count}}{said}", messages.SUCCESS)
        return redirect(self.form_url(call, "publish_results" if is_next else "change"))
