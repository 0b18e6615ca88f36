"""Imports a table into the records of one model, through the admin form of that model.

Because of that a file can do nothing that an editor could not: a row of a public record becomes a
draft, any other row is saved. Either all rows are saved or none.
"""

import hashlib
from copy import copy
from typing import NamedTuple

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.formsets import all_valid
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.exchange.cells import fill_from_cell, find_by_key, format_cell
from portal.exchange.submission import as_submitted
from portal.revisions import current, workflow
from portal.revisions.diff import compared, errors_in_words
from portal.revisions.models import Draft

MAX_CHANGED_ROWS = 400  # each validates a whole form; a request may take half a minute
NEW, CHANGED, UNCHANGED = _("new, a draft"), _("changed"), _("the same")
# Publishing requires it, saving a draft does not: editors may fill it in later.
REQUIRED_LATER = {"told_nl"}


class RowResult(NamedTuple):
    """What importing one row did or would do.

    `outcome` is NEW, CHANGED, UNCHANGED or, with errors, ''. `changes` are [(label, diff)],
    `errors` are [(column, message)] with '' as the column of an error of the row as a whole.
    """

    number: int
    name: str
    outcome: str
    changes: list
    errors: list


class Importer:
    """Imports rows for one request; `model_admin` has a `SpreadsheetMixin`."""

    def __init__(self, model_admin, request):
        self.model_admin, self.request = model_admin, request

    def run(self, headers, rows, told_nl, minor, confirmed=None):
        """Import all rows in one transaction and return their results.

        The transaction is rolled back when a row has an error, and when the fingerprint of the
        results is not `confirmed`: without it this is a dry run. Raises ValidationError when the
        columns are wrong or too many rows change something.
        """
        columns = self.columns_of(headers)
        note = {"told_nl": told_nl, **({"minor": "on"} if minor else {})}
        results, keys, changed = [], set(), 0
        with transaction.atomic():
            for number, row in rows:
                cells = dict(zip(headers, row, strict=True))
                results.append(self.import_row(number, cells, columns, note, keys))
                changed += results[-1].outcome != UNCHANGED
                if changed > MAX_CHANGED_ROWS:
                    message = _(
                        "More than %(n)d rows change something: split them over several files."
                    )
                    raise ValidationError(message % {"n": MAX_CHANGED_ROWS})
            if any(result.errors for result in results) or fingerprint(results) != confirmed:
                transaction.set_rollback(True)
        return results

    def columns_of(self, headers):
        """{name: column} of all columns that a file may have; checks that the headers fit."""
        columns = {column.name: column for column in self.model_admin.sheet_columns(self.request)}
        if unknown := [name for name in headers if name not in columns]:
            names = ", ".join(unknown) or "?"
            raise ValidationError(_("Unknown columns: %(names)s.") % {"names": names})
        if missing := [name for name in self.model_admin.sheet_key if name not in headers]:
            names = ", ".join(missing)
            raise ValidationError(_("These columns are needed: %(names)s.") % {"names": names})
        if len(set(headers)) < len(headers):
            raise ValidationError(_("A column is there twice."))
        return columns

    def import_row(self, number, cells, columns, note, keys):
        """Create or change the record of a row. `keys` are those of the rows before it."""
        sheet_key = self.model_admin.sheet_key
        key = tuple(cells[name] for name in sheet_key)
        name = " ".join(key)
        try:
            if key in keys:
                raise ValidationError({sheet_key[0]: _("Another row has the same key.")})
            keys.add(key)
            with transaction.atomic():
                record = self.find_record(key, columns)
                if record:
                    return self.change(number, record, cells, columns, note)
                self.create(fill(self.empty_form(), cells, columns, cells))
                return RowResult(number, name, NEW, describe_changes(None, cells, columns), [])
        except ValidationError as error:
            return RowResult(number, name, "", [], errors_by_column(error))
        except IntegrityError as error:
            return RowResult(
                number,
                name,
                "",
                [],
                [("", message) for message in errors_in_words(self.model_admin.model, error)],
            )

    def find_record(self, key, columns):
        """The record with the values of a key, or None."""
        lookups = {}
        for name, cell in zip(self.model_admin.sheet_key, key, strict=True):
            field = columns[name]
            if field.is_relation:
                value = for_column(name, find_by_key, field.related_model, cell).pk
            elif not cell:
                raise ValidationError({name: _("This cell tells which record it is. Fill it in.")})
            else:
                value = for_column(name, field.to_python, cell)
            lookups[name] = value
        return self.model_admin.model._base_manager.filter(**lookups).first()

    def change(self, number, record, cells, columns, note):
        name = str(record)
        new = {
            column: cell
            for column, cell in cells.items()
            if not says_the_same(cell, format_cell(record, columns[column]))
        }
        if not new:
            return RowResult(number, name, UNCHANGED, [], [])
        result = RowResult(number, name, CHANGED, describe_changes(record, new, columns), [])
        base = current.newest(record)
        with current.shown_as(record, base) as shown:
            posted = fill(self.form_data(shown), cells, columns, new)
            posted.update(note if current.has_left_draft(record) else {})
            request = form_request(self.request, posted)
            form, formsets, is_valid = self.model_admin.bound(request, shown)
            if not has_changes(form, formsets, columns):
                return RowResult(number, name, UNCHANGED, [], [])
            refuse_pending_draft(record)
            raise_form_errors(form, formsets, is_valid)
            data = self.model_admin.written(request, form, formsets)
        workflow.save(record, self.request.user, base, data, form.notice())
        return result

    def form_data(self, record):
        """What a browser would submit for the form of a record, unchanged."""
        request = copy(self.request)
        request.method = "GET"
        model_admin = self.model_admin
        fields = flatten_fieldsets(model_admin.get_fieldsets(request, record))
        form = model_admin.get_form(request, record, change=True, fields=fields)(instance=record)
        formsets, _inlines = model_admin._create_formsets(request, record, change=True)
        return query_dict(as_submitted(form, formsets))

    def empty_form(self):
        """What a browser would submit for the form of a new record, with its defaults."""
        request = copy(self.request)
        request.method = "GET"
        form = self.add_form_class(request)()
        formsets, _inlines = self.model_admin._create_formsets(request, form.instance, change=False)
        return query_dict(as_submitted(form, formsets))

    def add_form_class(self, request):
        fields = flatten_fieldsets(self.model_admin.get_fieldsets(request, None))
        return self.model_admin.get_form(request, None, change=False, fields=fields)

    def create(self, posted):
        model_admin, request = self.model_admin, form_request(self.request, posted)
        form = self.add_form_class(request)(request.POST, request.FILES)
        is_valid = form.is_valid()
        record = model_admin.save_form(request, form, change=False) if is_valid else form.instance
        formsets, _inlines = model_admin._create_formsets(request, record, change=False)
        raise_form_errors(form, formsets, all_valid(formsets) and is_valid)
        model_admin.save_model(request, record, form, False)
        model_admin.save_related(request, form, formsets, False)
        model_admin.log_addition(request, record, gettext("Imported from a spreadsheet."))


def describe_changes(record, cells, columns):
    """[(label, diff)] of the cells that differ from a record; from an empty one if it is None."""
    return [
        (capfirst(str(columns[name].verbose_name)), compared(old, cell))
        for name, cell in cells.items()
        for old in [format_cell(record, columns[name]) if record else ""]
        if not says_the_same(old, cell)
    ]


def says_the_same(cell, other):
    """Whether two cells have the same text: browsers end lines in another way than Excel."""
    return cell.replace("\r\n", "\n") == other.replace("\r\n", "\n")


def fill(posted, cells, columns, names):
    """Set the cells of the named columns in a submitted form, and return it."""
    for name in names:
        for_column(name, fill_from_cell, posted, columns[name], cells[name])
    return posted


def refuse_pending_draft(record):
    """ValidationError when someone has a draft of the record, or is reviewing it."""
    draft = Draft.objects.for_object(record).first()
    if draft and (draft.is_of_public_page or draft.step != Draft.Step.WRITING):
        raise ValidationError(
            _("There is already a draft of this page. Publish it or throw it away first.")
        )


def has_changes(form, formsets, columns):
    """Whether a form changes values, not merely their notation, such as 50,8 for 50.80."""
    changed = {*form.changed_data, *form.errors}.intersection(columns)
    return bool(changed) or any(row.has_changed() for rows in formsets for row in rows.forms)


def fingerprint(results):
    """A hash of what an import does, by which a confirmed import is known to do the same."""
    content = [
        (
            result.number,
            str(result.outcome),
            [(str(label), str(diff)) for label, diff in result.changes],
        )
        for result in results
    ]
    return hashlib.sha256(repr(content).encode()).hexdigest()


def query_dict(pairs):
    posted = QueryDict(mutable=True)
    for name, value in pairs:
        posted.appendlist(name, value)
    return posted


def form_request(request, posted):
    """A request of the same person that submits a form."""
    request = copy(request)
    request.method, request.POST, request._files = "POST", posted, MultiValueDict()
    return request


def for_column(name, function, *args):
    """The result of `function(*args)`; a ValidationError it raises becomes one of the column."""
    try:
        return function(*args)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def raise_form_errors(form, formsets, is_valid):
    """Raise the errors of an invalid form as a ValidationError, by field where they have one."""
    if is_valid:
        return
    errors = {
        name: list(messages) for name, messages in form.errors.items() if name not in REQUIRED_LATER
    }
    if not errors and any(formset.total_error_count() for formset in formsets):
        raise ValidationError(errors_of_rows(formsets))
    if errors:
        raise ValidationError(errors)


def errors_of_rows(formsets):
    """Everything that is wrong with the rows of a form, in words."""
    found = []
    for formset in formsets:
        found += [str(error) for error in formset.non_form_errors()]
        for row in formset.forms:
            kind = row._meta.model._meta.verbose_name
            for name, messages in row.errors.items():
                label = f"{kind}: {row.fields[name].label}: " if name in row.fields else ""
                found += [f"{label}{message}" for message in messages]
    return found


def errors_by_column(error):
    """[(column, message)] of a ValidationError; '' is the column of errors of the whole row."""
    if hasattr(error, "error_dict"):
        return [
            ("" if name == "__all__" else name, " ".join(messages))
            for name, messages in error.message_dict.items()
        ]
    return [("", " ".join(error.messages))]
