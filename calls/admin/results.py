"""The results of a call in the admin: upload and export of the list of projects."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calls import results_io
from calls.announcements import new_results_notice
from calls.models import Call
from calls.results_io import ADD, MAX_SIZE, REPLACE
from calls.status import Status
from portal.exchange.admin import CONTENT_TYPES, spreadsheet_response
from portal.exchange.tables import to_csv_text
from portal.revisions import current, workflow
from portal.revisions.current import was_public
from portal.revisions.snapshot import data_of


class UploadForm(forms.Form):
    """A CSV file, and what happens to the projects that are already in the list."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("From Excel: save as “CSV UTF-8”. At most 1 MB.")
    )
    mode = forms.ChoiceField(
        label=_("the present list"),
        choices=[
            (REPLACE, _("replace it: the file is the whole list")),
            (ADD, _("keep it: the file has more projects")),
        ],
        initial=REPLACE,
        widget=forms.RadioSelect,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE:
            raise ValidationError(_("This file is too large for a list of projects."))
        return to_csv_text(file.read())


class ResultsMixin:
    """Adds the pages for results to the admin of calls."""

    def results_template(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse(results_io.empty_csv(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="resultaten-sjabloon.csv"'
        return response

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
        permissions = [f"calls.{action}_project" for action in ("add", "change", "delete")]
        if not (self.may_change_all(request, call) and request.user.has_perms(permissions)):
            raise PermissionDenied
        is_confirmed = "signed" in request.POST
        is_sent = request.method == "POST" and not is_confirmed
        form = UploadForm(*((request.POST, request.FILES) if is_sent else ()))
        base = current.newest(call)
        sheet, signed = None, request.POST.get("signed", "")
        if is_confirmed:
            previewed = results_io.unsign(call, signed)
            if not previewed:
                message = gettext("Nothing was saved: this check was too long ago. Do it again.")
                self.message_user(request, message, messages.ERROR)
                return redirect(request.path)
            sheet, data = self.read_over(call, base, *previewed)
            if not sheet.error_count:
                return self.save_results(request, call, base, sheet, data)
        elif form.is_valid():
            text, mode = form.cleaned_data["file"], form.cleaned_data["mode"]
            sheet, _data = self.read_over(call, base, text, mode)
            signed = results_io.sign(call, text, mode)
        context = {"form": form, "sheet": sheet, "signed": signed, "headers": results_io.HEADERS}
        return self.page_about(request, call, _("Read results (CSV)"), "read_results", **context)

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
        message = ngettext("%(count)d project was read.", "%(count)d projects were read.", count)
        kept = gettext("They are in the draft: ask for review there.")
        self.message_user(request, f"{message % {'count': count}} {kept}", messages.SUCCESS)
        return redirect("admin:calls_call_change", call.pk)
