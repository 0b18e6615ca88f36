"""The form of a record with a public page: it shows a revision, and saving makes the next one.

The form is filled from the database, in which the revision is written for as long as that takes and
then rolled back (`current.shown_as`). What is sent is saved the same way on top of the revision
that the form showed, so that only what this person's form has can differ; `workflow.save` then puts
that together with what others did meanwhile.
"""

from copy import copy

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.forms.formsets import all_valid
from django.forms.utils import ErrorDict, ErrorList
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from portal.editing import chosen_files
from portal.editing.acts import ActsMixin
from portal.editing.mistakes import error_summary
from portal.editing.open_forms import OpenFormsMixin
from portal.editing.plans import PlansMixin
from portal.editing.withdrawal import WithdrawalMixin
from portal.revisions import current, publication, workflow
from portal.revisions.changes import settled
from portal.revisions.current import has_left_draft
from portal.revisions.models import Revision
from portal.revisions.permissions import ALONE
from portal.revisions.snapshot import data_of

OF_NO_FIELD = ("_", "csrfmiddlewaretoken", "initial-")  # beginnings of names that are always sent
OF_FORMSETS = {"TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"}


class WorkflowMixin(OpenFormsMixin, PlansMixin, WithdrawalMixin, ActsMixin):
    """For the admin page of a record with a public page."""

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST":
            chosen_files.take_back(request)
        record = object_id and self.get_object(request, unquote(object_id))
        if not record or not self.has_change_permission(request, record):
            return super()._changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST":
            return self.submitted(request, record, form_url, extra_context)
        self.tell_of_others(request, record)
        return self.show_form(request, record, current.newest(record), form_url, extra_context)

    # Showing

    def show_form(self, request, record, revision, form_url="", extra_context=None, **shown):
        """The form as it is for a revision.

        `shown` may have `conflicts`, `is_set_aside` (nothing is saved yet) and `wrong`, which is
        {field: what is wrong with it}.
        """
        request = copy(request)
        request.method, request.revision = "GET", revision
        request.shown = shown
        with current.shown_as(record, revision):
            return self.rendered(request, record, form_url, extra_context)

    def rendered(self, request, record, form_url, extra_context):
        """Django's own page, made while the database says what it is to show."""
        request.draft = current.draft_of(record)
        response = super()._changeform_view(request, str(record.pk), form_url, extra_context)
        return response.render() if hasattr(response, "render") else response

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Without what this person's page does not show: Django leaves declared fields in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        shown = set(flatten_fieldsets(self.get_fieldsets(request, obj)))
        for name in form.base_fields.keys() - shown:
            del form.base_fields[name]
        revision = getattr(request, "revision", None)
        form.kept_notice = revision.notice if revision else {}
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        draft = getattr(request, "draft", None)
        revision = getattr(request, "revision", None)
        form = context["adminform"].form
        shown = getattr(request, "shown", {})
        if wrong := {n: w for n, w in shown.get("wrong", {}).items() if n in form.fields}:
            form._errors = ErrorDict({n: ErrorList([w]) for n, w in wrong.items()})
        inlines = context["inline_admin_formsets"]
        rows = [row for inline in inlines for row in inline.formset.forms]
        context |= {
            "chosen_files": chosen_files.keep(request, [form, *rows]) if form.is_bound else {},
            "wrong": error_summary(form, inlines),
            "draft": draft,
            "base": revision.pk if revision else "",
            "conflicts": shown.get("conflicts", ()),
            "is_set_aside": shown.get("is_set_aside", False),
            "is_known": bool(obj) and has_left_draft(obj),
            "may_publish_alone": request.user.has_perm(ALONE),
            "may_edit": add or self.has_change_permission(request, obj),
            "beat": self.form_url(obj, "open") if change else "",
            "acts": self.acts_of(request, obj, draft) if change else [],
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Two people at once

    def tell_of_conflicts(self, request, saved):
        if saved.conflicts:
            message = gettext(
                "Nothing is saved yet: someone else changed the same meanwhile. What they changed "
                "and you did not is in the form now; compare the rest and save again."
            )
        else:
            message = gettext(
                "Nothing is saved yet: with what someone else changed meanwhile it does not fit."
            )
        wrong = format_html_join("", "<li>{}</li>", ((problem,) for problem in saved.problems))
        if wrong:
            message = format_html("{} <ul>{}</ul>", message, wrong)
        self.message_user(request, message, messages.WARNING)

    # Saving

    def submitted(self, request, record, form_url, extra_context):
        if "_publish" in request.POST and not request.user.has_perm(ALONE):
            raise PermissionDenied
        record = current.locked(record)
        current.newest(record)
        base = self.base_of(request, record)
        if not base:
            message = gettext("Nothing is saved: this form is not whole. Open it again.")
            self.message_user(request, message, messages.ERROR)
            return redirect(self.form_url(record))
        request.revision = base
        with current.shown_as(record, base, keeps_files=True):
            form, formsets, is_valid = self.bound(request, self.get_object(request, str(record.pk)))
            self.refuse_what_is_not_shown(request, form)
            if not is_valid:
                return self.rendered(request, record, form_url, extra_context)
            data = self.written(request, form, formsets)
        return self.saved(request, record, form, base, data)

    def saved(self, request, record, form, base, data):
        """The answer once what was sent is a revision, or is set aside."""
        before = record
        saved = workflow.save(
            record, request.user, base, settled(self.model, base.data, data), form.notice()
        )
        if saved.is_set_aside:
            self.tell_of_conflicts(request, saved)
            return self.show_form(
                request, record, saved.revision, conflicts=saved.conflicts, is_set_aside=True
            )
        self.note_closed(request, record)
        if saved.revision:
            with current.shown_as(record, saved.revision) as after:
                self.warn(request, before, after)
        return self.after_saving(request, record, is_changed=bool(saved.revision))

    def base_of(self, request, record):
        """The revision that the form showed."""
        number = request.POST.get("_base", "")
        found = Revision.objects.for_object(self.model, record.pk).with_data()
        return found.filter(pk=number).first() if number.isascii() and number.isdigit() else None

    def bound(self, request, record):
        """The submitted form with its rows, and whether it can be saved."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form_class = self.get_form(request, record, change=True, fields=fields)
        form = form_class(request.POST, request.FILES, instance=record)
        formsets, inlines = self._create_formsets(request, form.instance, change=True)
        form.rows = list(zip(formsets, inlines, strict=True))
        is_valid = form.is_valid()
        return form, formsets, all_valid(formsets) and is_valid

    def refuse_what_is_not_shown(self, request, form):
        """Whoever sends what their form does not have did not use the form."""
        rows = {
            formset.prefix: {*OF_FORMSETS, *names_of_rows(request, formset, inline)}
            for formset, inline in form.rows
        }
        for name in (*request.POST, *request.FILES):
            if name.startswith(OF_NO_FIELD) or is_field(name, form.fields):
                continue
            prefix, _dash, field = name.rpartition("-")
            kind = prefix if prefix in rows else prefix.rpartition("-")[0]
            if not is_field(field, rows.get(kind, ())):
                raise PermissionDenied(name)

    def written(self, request, form, formsets):
        """The data of the record with what was sent; the caller rolls back."""
        record = self.save_form(request, form, change=True)
        record.save()
        form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change=True)
        return data_of(self.model._base_manager.get(pk=record.pk))

    def after_saving(self, request, record, is_changed=True):
        draft = current.draft_of(record)
        if draft and "_preview" in request.POST:
            return redirect("preview", draft.pk)
        if draft and "_ask" in request.POST:
            return self.ask(request, draft)
        if draft and "_publish" in request.POST:
            return self.ask(request, draft, to_publish=True)
        if not is_changed:
            self.message_user(request, gettext("Nothing was changed, so nothing is saved."))
        elif has_left_draft(record):
            message = gettext("The draft has been saved. Readers still see the page as it was.")
            self.message_user(request, message, messages.SUCCESS)
        else:
            message = gettext("The draft has been saved. Readers do not see it yet.")
            self.message_user(request, message, messages.SUCCESS)
        return redirect(self.form_url(record))

    def ask(self, request, draft, to_publish=False):
        """Ask for review, or go there to publish alone, when nothing stands in the way."""
        record = draft.record
        wrong = publication.problems_of_notice(record, draft.revision)
        if problems := publication.problems_of(draft):
            listed = format_html_join("", "<li>{}</li>", ((problem,) for problem in problems))
            kept = gettext("The draft is kept, but it cannot be reviewed yet:")
            self.message_user(request, format_html("{} <ul>{}</ul>", kept, listed), messages.ERROR)
            return self.show_form(request, record, draft.revision, wrong=wrong)
        if to_publish:
            return redirect(self.form_url(record, "review"))
        workflow.ask_review(draft, request.user)
        message = gettext("You have asked for a review. Someone else can now publish the draft.")
        self.message_user(request, message, messages.SUCCESS)
        return redirect(self.form_url(record))

    def form_url(self, record, page="change"):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[record.pk])

    # A record that is new

    def log_addition(self, request, obj, message):
        entry = super().log_addition(request, obj, message)
        revision = Revision.objects.for_object(self.model, obj.pk).of_the_record().first()
        workflow.keep_draft(obj, revision, request.user)
        return entry

    def response_add(self, request, obj, post_url_continue=None):
        is_popup = "_popup" in request.POST
        own = {"_preview", "_ask", "_draft", "_publish"} & request.POST.keys()
        if is_popup or not own:
            return super().response_add(request, obj, post_url_continue)
        return self.after_saving(request, obj)


def names_of_rows(request, formset, inline):
    """The fields that a person may send of rows: those of a kind that is only shown are none."""
    record, delete = formset.instance, ["DELETE"] if formset.can_delete else []
    may_write = inline.has_change_permission(request, record)
    may_write = may_write or inline.has_add_permission(request, record)
    if may_write:
        return [*formset.empty_form.fields, *delete]
    link = getattr(formset, "fk", None)  # hidden, with the key, also where rows are only shown
    return [formset.model._meta.pk.name, *([link.name] if link else []), *delete]


def is_field(name, fields):
    """Whether a name is that of a field, or of one of its parts: a day and an hour are two."""
    return name in fields or name.rpartition("_")[0] in fields
