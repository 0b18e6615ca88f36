"""Admin views that export records as a spreadsheet and import one."""

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten
from django.core import signing
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.editing.forms import PlainAdminForm
from portal.editing.history_views import page_at
from portal.exchange.cells import describe_column, format_cell
from portal.exchange.importer import UNCHANGED, Importer, fingerprint
from portal.exchange.tables import CONTENT_TYPES, file_response, read_table, write_table
from portal.exchange.uploads import ImportFileField, sign
from portal.i18n.languages import CODES
from portal.publishing.fields import PlainTextField

CONFIRM_WITHIN = 86400  # seconds
FILE_HELP = _("CSV or .xlsx, at most 5 MB and 2,000 rows.")


def spreadsheet_response(content, name, file_format):
    """A download named after today in Brussels, such as `partner-2027-03-01.csv`."""
    return file_response(content, f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format}")


class SpreadsheetUploadForm(PlainAdminForm):
    file = ImportFileField(label=_("Spreadsheet"), help_text=FILE_HELP)
    told_nl = PlainTextField(
        required=False,
        max_length=400,
        label=_("what changes for the reader"),
        help_text=_("For all rows. Leave empty to write it page by page, in the drafts."),
    )
    minor = forms.BooleanField(required=False, label=_("small improvement (readers need not know)"))

    def clean_file(self):
        return read_table(self.cleaned_data["file"])

    def clean(self):
        data = super().clean()
        if data.get("told_nl") and data.get("minor"):
            message = _("Either tell readers what changes, or tick that it is a small improvement.")
            self.add_error("told_nl", message)
        return data


class SpreadsheetMixin:
    """Export and import of spreadsheets, for a `PublishableAdmin`.

    `sheet_key` names the fields that together identify a record; `sheet_child_rows` are the
    columns for inline rows.
    """

    sheet_key = ("slug_nl",)
    sheet_child_rows = ()
    change_list_template = "admin/sheet_list.html"

    def get_urls(self):
        return [
            page_at(self, "uitvoeren.<slug:file_format>", self.export_sheet, "export"),
            page_at(self, "inlezen/", self.import_sheet, "import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        context = {"may_import": self.may_import(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def may_import(self, request):
        return self.has_add_permission(request) and self.may_change_all(request)

    def sheet_columns(self, request):
        """The columns for this user: the key, slugs, facts and texts, then the inline rows."""
        facts = [name for _title, options in self.facts for name in flatten(options["fields"])]
        texts = [f"{name}_{code}" for name in (*self.texts, "caveat") for code in CODES]
        slugs = [f"slug_{code}" for code in CODES]
        form_fields = self.get_form(request).base_fields
        names = dict.fromkeys([*self.sheet_key, *slugs, *facts, *texts])
        columns = [
            field for name in names if name in form_fields and (field := self.model_field(name))
        ]
        child_rows = [rows for rows in self.sheet_child_rows if self.may_use_rows(request, rows)]
        return [*columns, *child_rows]

    def may_use_rows(self, request, rows):
        """Whether the user may view the rows of a column; if they may import, also change them."""
        actions = ("add", "change", "delete") if self.may_change_all(request) else ("view",)
        names = (f"{action}_{rows.model._meta.model_name}" for action in actions)
        return request.user.has_perms([f"{self.opts.app_label}.{name}" for name in names])

    def model_field(self, name):
        try:
            return self.opts.get_field(name)
        except FieldDoesNotExist:  # a field of the form only
            return None

    def list_url(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # Export

    def export_sheet(self, request, file_format):
        """Download the records that the filters of the changelist leave."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if file_format not in CONTENT_TYPES:
            return redirect(self.list_url())
        columns = self.sheet_columns(request)
        try:
            records = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(f"{self.list_url()}?e=1")  # as Django's own changelist does
        rows = [[format_cell(record, column) for column in columns] for record in records]
        descriptions = [describe_column(column) for column in columns]
        try:
            content = write_table(
                [column.name for column in columns], rows, descriptions, file_format
            )
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(self.list_url())
        return spreadsheet_response(content, self.opts.model_name, file_format)

    # Import

    def import_sheet(self, request):
        """Upload a file, review the result of each row, confirm.

        Nothing is stored in between: the content comes back signed with the confirmation, and is
        imported only if it still has the result that was reviewed.
        """
        if not self.may_import(request):
            raise PermissionDenied
        importer = Importer(self, request)
        is_confirmation = "signed" in request.POST
        is_upload = request.method == "POST" and not is_confirmation
        form = SpreadsheetUploadForm(*((request.POST, request.FILES) if is_upload else ()))
        context = {"form": form, "columns": map(describe_column, self.sheet_columns(request))}
        try:
            if is_confirmation:
                content, reviewed = signing.loads(
                    request.POST["signed"], salt=self.signing_salt(), max_age=CONFIRM_WITHIN
                )
                results = importer.run(*content, confirmed=reviewed)
                has_errors = any(result.errors for result in results)
                if not has_errors and fingerprint(results) == reviewed:
                    return self.import_done(request, results)
                message = gettext(
                    "Nothing was saved: something has changed since you checked the file. "
                    "Check it again."
                )
                self.message_user(request, message, messages.WARNING)
                context |= {"results": results, "signed": self.sign(content, results)}
            elif form.is_valid():
                data = form.cleaned_data
                content = [*data["file"], data["told_nl"], data["minor"]]
                results = importer.run(*content)
                context |= {"results": results, "signed": self.sign(content, results)}
        except signing.BadSignature:
            message = gettext(
                "Nothing was saved: you checked the file too long ago. Check it again."
            )
            self.message_user(request, message, messages.ERROR)
        except ValidationError as error:
            form.add_error("file", error)
        return self.render_import(request, context)

    def render_import(self, request, context):
        results = context.get("results", [])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import a spreadsheet"),
            "list_url": self.list_url(),
            "failed": [result for result in results if result.errors],
            "changed": [
                result for result in results if result.outcome != UNCHANGED and not result.errors
            ],
            "unchanged_count": sum(result.outcome == UNCHANGED for result in results),
            "is_checked": "results" in context,
            **context,
        }
        return TemplateResponse(request, "admin/read_sheet.html", context)

    def signing_salt(self):
        return f"spreadsheet.{self.opts.label_lower}"

    def sign(self, content, results):
        """The content and the fingerprint of its results, signed for the confirmation form."""
        return sign([content, fingerprint(results)], self.signing_salt())

    def import_done(self, request, results):
        count = sum(result.outcome != UNCHANGED for result in results)
        message = ngettext("%(n)d row has been saved.", "%(n)d rows have been saved.", count) % {
            "n": count
        }
        next_step = gettext("For public pages they are drafts: open them and ask for review.")
        self.message_user(request, f"{message} {next_step}", messages.SUCCESS)
        return redirect(self.list_url())
