"""The desk's pages that send records out as a spreadsheet and read one in."""

import hashlib
from copy import copy

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.core import signing
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms.formsets import all_valid
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.editing.going_live import build_request
from portal.editing.history_views import page_at
from portal.editing.posted import format_errors
from portal.exchange import tables
from portal.exchange.tables import Line
from portal.i18n.languages import CODES
from portal.revisions.diff import compared
from portal.revisions.models import Draft
from portal.revisions.submitted import as_submitted, checksums

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
A_DAY = 86400
SIGNED_AT_MOST = 2_000_000  # bytes that come back with the confirmation
MOST_CHANGES = 400  # rows; each fills in a whole form, and an answer may take half a minute
NEW, CHANGED, SAME = _("new, a draft"), _("changed"), _("the same")
TOLD_LATER = {"told_nl"}  # a draft may still wait for the sentence to readers


def sent(content, name, kind):
    """A spreadsheet as an answer, under a name with the day of today."""
    response = HttpResponse(content, content_type=KINDS[kind])
    file = f"{name}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("CSV or .xlsx, at most 5 MB and 2.000 rows.")
    )
    told_nl = forms.CharField(
        required=False,
        max_length=400,
        label=_("what changes for the reader"),
        help_text=_("For all rows. Leave empty to write it page by page, in the drafts."),
    )
    minor = forms.BooleanField(required=False, label=_("small improvement (readers need not know)"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > tables.LARGEST:
            raise ValidationError(_("This file is too large."))
        return tables.table_of(file.read())

    def clean(self):
        data = super().clean()
        if data.get("told_nl") and data.get("minor"):
            message = _("Either tell readers what changes, or tick that it is a small improvement.")
            self.add_error("told_nl", message)
        return data


class SpreadsheetMixin:
    """For the desk's page of a kind of record.

    `sheet_key` names what tells records apart, `sheet_rows` the rows in a form that have a column.
    """

    sheet_key = ("slug_nl",)
    sheet_rows = ()
    change_list_template = "admin/sheet_list.html"

    def get_urls(self):
        return [
            page_at(self, "uitvoeren.<slug:kind>", self.export, "export"),
            page_at(self, "inlezen/", self.read_sheet, "import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        may_read = self.has_add_permission(request) and self.may_change_all(request)
        return super().changelist_view(request, {"may_read": may_read, **(extra_context or {})})

    def sheet_fields(self, request):
        """The columns: the key, the facts and the texts, as fields in the order of the form."""
        facts = [name for _title, options in self.facts for name in flatten(options["fields"])]
        texts = [f"{name}_{code}" for name in (*self.texts, "caveat") for code in CODES]
        slugs = [f"slug_{code}" for code in CODES]
        shown = self.get_form(all_of(request)).base_fields
        names = dict.fromkeys([*self.sheet_key, *slugs, *facts, *texts])
        fields = [field for name in names if name in shown and (field := self.field_named(name))]
        return [*fields, *(rows for rows in self.sheet_rows if self.may_use(request, rows))]

    def may_use(self, request, rows):
        """Whoever only looks needs to see such rows, whoever reads a file to write them too."""
        actions = ("add", "change", "delete") if self.may_change_all(request) else ("view",)
        names = (f"{action}_{rows.model._meta.model_name}" for action in actions)
        return request.user.has_perms([f"{self.opts.app_label}.{name}" for name in names])

    def field_named(self, name):
        try:
            return self.opts.get_field(name)
        except FieldDoesNotExist:
            return None

    # Out

    def export(self, request, kind):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in KINDS:
            return redirect(self.list_url())
        fields = self.sheet_fields(request)
        try:
            records = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(f"{self.list_url()}?e=1")  # as Django's own list does
        rows = [[tables.cell_of(one, field) for field in fields] for one in records]
        about = [tables.meaning_of(field) for field in fields]
        try:
            content = tables.file_of([field.name for field in fields], rows, about, kind)
        except ValidationError as problem:
            self.message_user(request, " ".join(problem.messages), messages.ERROR)
            return redirect(self.list_url())
        return sent(content, self.opts.model_name, kind)

    def list_url(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # In

    def read_sheet(self, request):
        """Choose a file, see row by row what it would do, confirm: then it is read again."""
        if not (self.has_add_permission(request) and self.may_change_all(request)):
            raise PermissionDenied
        is_confirmed = "signed" in request.POST
        is_sent = request.method == "POST" and not is_confirmed
        form = UploadForm(*((request.POST, request.FILES) if is_sent else ()))
        context = {"form": form, "fields": map(tables.meaning_of, self.sheet_fields(request))}
        try:
            if is_confirmed:
                signed = request.POST["signed"]
                content, seen = signing.loads(signed, salt=self.salt(), max_age=A_DAY)
                lines = self.lines(request, *content, seen=seen)
                if not any(line.errors for line in lines) and mark_of(lines) == seen:
                    return self.all_kept(request, lines)
                message = gettext(
                    "Nothing was saved: something changed since the check. Look again."
                )
                self.message_user(request, message, messages.WARNING)
                context |= {"lines": lines, "signed": self.signed(content, lines)}
            elif form.is_valid():
                data = form.cleaned_data
                content = [*data["file"], data["told_nl"], data["minor"]]
                lines = self.lines(request, *content)
                context |= {"lines": lines, "signed": self.signed(content, lines)}
        except signing.BadSignature:
            message = gettext("Nothing was saved: this check was too long ago. Do it again.")
            self.message_user(request, message, messages.ERROR)
        except ValidationError as problem:
            form.add_error("file", problem)
        return self.page_of_sheet(request, context)

    def page_of_sheet(self, request, context):
        lines = context.get("lines", [])
        wrong = [line for line in lines if line.errors]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Read a spreadsheet"),
            "list_url": self.list_url(),
            "wrong": wrong,
            "shown": [line for line in lines if line.what != SAME and not line.errors],
            "same": sum(line.what == SAME for line in lines),
            "is_checked": "lines" in context,
            **context,
        }
        return TemplateResponse(request, "admin/read_sheet.html", context)

    def salt(self):
        return f"spreadsheet.{self.opts.label_lower}"

    def signed(self, content, lines):
        """The file and what it was said to do, to come back with the confirmation as they are."""
        signed = signing.dumps([content, mark_of(lines)], salt=self.salt(), compress=True)
        if len(signed) > SIGNED_AT_MOST:
            raise ValidationError(_("There is too much text in this file: make it two files."))
        return signed

    def all_kept(self, request, lines):
        count = sum(line.what != SAME for line in lines)
        message = ngettext("%(n)d row is kept.", "%(n)d rows are kept.", count) % {"n": count}
        how = gettext("Of public pages they are drafts: ask for review there.")
        self.message_user(request, f"{message} {how}", messages.SUCCESS)
        return redirect(self.list_url())

    def lines(self, request, headers, rows, told, minor, seen=None):
        """What each row does. It is done as a whole, and undone unless it is what was `seen`.

        A ValidationError says what is wrong with the columns.
        """
        fields = self.fields_of(request, headers)
        told = {"told_nl": told, **({"minor": "on"} if minor else {})}
        found, keys = [], set()
        with transaction.atomic():
            for number, row in rows:
                cells = dict(zip(headers, row, strict=True))
                found.append(self.line(request, number, cells, fields, told, keys))
                if sum(line.what != SAME for line in found) > MOST_CHANGES:
                    message = _("More than %(n)d rows change something: make it several files.")
                    raise ValidationError(message % {"n": MOST_CHANGES})
            if any(line.errors for line in found) or mark_of(found) != seen:
                transaction.set_rollback(True)
        return found

    def fields_of(self, request, headers):
        known = {field.name: field for field in self.sheet_fields(request)}
        if unknown := [name for name in headers if name not in known]:
            names = ", ".join(unknown) or "?"
            raise ValidationError(_("Unknown columns: %(names)s.") % {"names": names})
        if missing := [name for name in self.sheet_key if name not in headers]:
            names = ", ".join(missing)
            raise ValidationError(_("These columns are needed: %(names)s.") % {"names": names})
        if len(set(headers)) < len(headers):
            raise ValidationError(_("A column is there twice."))
        return known

    def line(self, request, number, cells, fields, told, seen):
        key = tuple(cells[name] for name in self.sheet_key)
        name = " ".join(key)
        try:
            if key in seen:
                raise ValidationError({self.sheet_key[0]: _("Another row has the same key.")})
            seen.add(key)
            with transaction.atomic():
                record = self.record_with(key, fields)
                if record:
                    return self.changed(request, number, record, cells, fields, told)
                self.made(request, self.filled(self.empty_form(request), cells, fields, cells))
                return Line(number, name, NEW, self.differences(None, cells, fields), [])
        except ValidationError as error:
            return Line(number, name, "", [], errors_of(error))
        except IntegrityError as error:
            return Line(number, name, "", [], [("", str(error))])

    def record_with(self, key, fields):
        lookups = {}
        for name, cell in zip(self.sheet_key, key, strict=True):
            field = fields[name]
            if field.is_relation:
                cell = filled_in(name, tables.named, field.related_model, cell).pk
            elif not cell:
                raise ValidationError({name: _("This cell tells which record it is. Fill it in.")})
            else:
                cell = filled_in(name, field.to_python, cell)
            lookups[name] = cell
        return self.model._base_manager.filter(**lookups).first()

    def differences(self, record, cells, fields):
        return [
            (capfirst(str(fields[name].verbose_name)), compared(old, cell))
            for name, cell in cells.items()
            for old in [tables.cell_of(record, fields[name]) if record else ""]
            if old != cell
        ]

    def changed(self, request, number, record, cells, fields, told):
        new = {
            name: cell
            for name, cell in cells.items()
            if cell != tables.cell_of(record, fields[name])
        }
        if not new:
            return Line(number, str(record), SAME, [], [])
        line = Line(number, str(record), CHANGED, self.differences(record, new, fields), [])
        whole = self.whole_form(request, record)
        pairs = [(name, value) for name, values in whole.lists() for value in values]
        posted = self.filled(whole, cells, fields, new)
        has_left_draft = self.has_left_draft(record)
        posted.update(told if has_left_draft else {})
        asked = asked_by(request, posted)
        form, formsets, is_valid = self.bound(asked, record)
        if not says_news(form, formsets, fields):
            return Line(number, line.name, SAME, [], [])
        refuse_what_waits(record)
        refuse(form, formsets, is_valid)
        if has_left_draft:
            seen = {"edits": record.edits, "marks": checksums(pairs)}
            record.refresh_from_db()  # the form has written into it
            draft = Draft(record=record, author=request.user, seen=seen)
            draft.keep_form(posted, {})
        else:
            self.save_form(asked, form, change=True)
            self.kept(asked, form, formsets, is_new=False)
        return line

    def filled(self, posted, cells, fields, names):
        for name in names:
            filled_in(name, tables.put, posted, fields[name], cells[name])
        return posted

    def empty_form(self, request):
        asked = all_of(request)
        asked.method = "GET"
        form = self.new_form(asked)()
        formsets, _inlines = self._create_formsets(asked, form.instance, change=False)
        posted = QueryDict(mutable=True)
        for name, value in as_submitted(form, formsets):
            posted.appendlist(name, value)
        return posted

    def new_form(self, request):
        fields = flatten_fieldsets(self.get_fieldsets(request, None))
        return self.get_form(request, None, change=False, fields=fields)

    def made(self, request, posted):
        asked = asked_by(request, posted)
        form = self.new_form(asked)(asked.POST, asked.FILES)
        is_valid = form.is_valid()
        record = self.save_form(asked, form, change=False) if is_valid else form.instance
        formsets, _inlines = self._create_formsets(asked, record, change=False)
        refuse(form, formsets, all_valid(formsets) and is_valid)
        self.kept(asked, form, formsets, is_new=True)

    def kept(self, request, form, formsets, is_new):
        record = form.instance
        self.save_model(request, record, form, not is_new)
        self.save_related(request, form, formsets, not is_new)
        note = gettext("Read from a spreadsheet.")
        (self.log_addition if is_new else self.log_change)(request, record, note)


def refuse_what_waits(record):
    """A file changes nothing that someone else works on or reviews."""
    draft = Draft.objects.for_object(record).first()
    if draft and (draft.form or draft.step != Draft.Step.WRITING):
        raise ValidationError(_("There is a draft of this page. Publish or drop it first."))


def says_news(form, formsets, fields):
    """Whether a row says something else, not the same in other words such as 50,8 for 50.80."""
    changed = {*form.changed_data, *form.errors}.intersection(fields)
    return bool(changed) or any(row.has_changed() for rows in formsets for row in rows.forms)


def mark_of(lines):
    """A short mark of what lines do, to tell later whether they still do the same."""
    told = [
        (line.number, str(line.what), [(str(label), str(text)) for label, text in line.changes])
        for line in lines
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def all_of(request):
    asked = copy(request)
    asked.sees_all = True
    return asked


def asked_by(request, posted):
    asked = build_request(request.user, posted, MultiValueDict())
    asked.publishing = False
    return asked


def filled_in(name, do, *args):
    """What `do` answers; what is wrong is told of the column."""
    try:
        return do(*args)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def refuse(form, formsets, is_valid):
    """A ValidationError for what is wrong with a form, per column where it is one."""
    if is_valid:
        return
    wrong = {name: list(errors) for name, errors in form.errors.items() if name not in TOLD_LATER}
    if not wrong and any(formset.total_error_count() for formset in formsets):
        raise ValidationError(format_errors(form, formsets))
    if wrong:
        raise ValidationError(wrong)


def errors_of(error):
    """[(column, what is wrong)]; no column for what is wrong with the row as a whole."""
    if hasattr(error, "error_dict"):
        return [
            ("" if name == "__all__" else name, " ".join(messages))
            for name, messages in error.message_dict.items()
        ]
    return [("", " ".join(error.messages))]
