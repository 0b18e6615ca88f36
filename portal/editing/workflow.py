"""How a change reaches readers: draft, review by another person, publication.

What is public stays as it is while its next version is a draft (see `drafts`). Who approves is not
who wrote, except an administrator who says why. Whoever saves over a newer version sees both.
"""

import json
from copy import copy
from datetime import timedelta

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.forms.formsets import all_valid
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from portal.editing.going_live import GoingLiveMixin, build_request, name_of
from portal.editing.history_views import page_at
from portal.editing.posted import PART, label_of_name, merge_posted, read_seen
from portal.editing.review import ReviewMixin
from portal.i18n.formats import moment
from portal.publishing.signals import page_changed
from portal.revisions.models import Draft, EditSession
from portal.revisions.permissions import ALONE
from portal.revisions.submitted import as_submitted, checksums

AN_HOUR = timedelta(hours=1)


class WorkflowMixin(ReviewMixin, GoingLiveMixin):
    """For the admin page of a record with a public page."""

    # Opening and submitting the form

    def get_urls(self):
        return [
            page_at(self, "<int:pk>/nazicht/", self.review, "review"),
            page_at(self, "<int:pk>/ontwerp-weggooien/", self.drop, "drop"),
            *super().get_urls(),
        ]

    def _changeform_view(self, request, object_id, form_url, extra_context):
        request.publishing, request.conflicts = False, []
        record = object_id and self.get_object(request, unquote(object_id))
        request.draft = Draft.objects.for_object(record).first() if record else None
        if request.method == "POST":
            return self.submitted(request, record, object_id, form_url, extra_context)
        if record and self.has_change_permission(request, record):
            self.tell_of_others(request, record)
            if request.draft and request.draft.form:
                return self.show_draft(request, record, object_id, form_url, extra_context)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def submitted(self, request, record, object_id, form_url, extra_context):
        if record and self.has_change_permission(request, record):
            record = type(record)._base_manager.select_for_update().get(pk=record.pk)
            request.seen = read_seen(request.POST.get("_seen"))
            if request.seen and request.seen["edits"] != record.edits:
                message = gettext(
                    "Nothing is saved yet: someone else changed this page meanwhile. What they "
                    "changed and you did not is in the form now; compare the rest and save again."
                )
                self.message_user(request, message, messages.WARNING)
                return self.show_both(request, record, object_id, form_url, extra_context)
        if "_publish" in request.POST:
            self.check_alone(request)
            request.publishing = True
            if request.draft:  # a browser does not send again what was kept with the draft
                for name, kept in request.draft.opened_files().lists():
                    request.FILES.setlistdefault(name, kept)
        elif record and self.has_left_draft(record):
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            return self.keep_draft(request, record)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def has_left_draft(self, record):
        """Whether readers know a page, or will at its instant: then a change of it is a draft."""
        return bool(record.pk) and record.state != record.State.DRAFT

    def check_alone(self, request):
        if not request.user.has_perm(ALONE):
            raise PermissionDenied

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.only_shown = getattr(request, "only_shown", False)
        form.publishes_alone = getattr(request, "publishing", False) and not hasattr(
            request, "approved"
        )
        return form

    def bound(self, request, record):
        """The submitted form with its rows, and whether it could be saved."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form_class = self.get_form(request, record, change=True, fields=fields)
        form = form_class(request.POST, request.FILES, instance=record)
        formsets, _inlines = self._create_formsets(request, form.instance, change=True)
        is_valid = form.is_valid()
        return form, formsets, all_valid(formsets) and is_valid

    def unbound(self, request, record):
        """The form as it would be shown for the record as it is."""
        request = copy(request)
        request.method = "GET"
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change=True, fields=fields)(instance=record)
        return form, self._create_formsets(request, record, change=True)[0]

    def show_draft(self, request, record, object_id, form_url, extra_context):
        draft = request.draft
        asked = build_request(request.user, draft.data(), draft.opened_files(), of=request)
        asked.only_shown, asked.seen = True, draft.seen
        if draft.seen and draft.seen["edits"] != record.edits:
            message = gettext(
                "This page changed since the draft was begun. What changed and the draft did not "
                "touch is in the form now; compare the rest and save again."
            )
            self.message_user(request, message, messages.WARNING)
            return self.show_both(asked, record, object_id, form_url, extra_context)
        return super()._changeform_view(asked, object_id, form_url, extra_context)

    # Two people at once

    def tell_of_others(self, request, record):
        here = EditSession.objects.filter(
            content_type__app_label=self.opts.app_label,
            content_type__model=self.opts.model_name,
            object_id=record.pk,
        )
        since = timezone.now() - AN_HOUR
        for other in here.exclude(user=request.user).filter(at__gt=since).select_related("user"):
            message = gettext("%(person)s has this form open too, since %(moment)s.") % {
                "person": name_of(other.user),
                "moment": moment(other.at),
            }
            self.message_user(request, message, messages.WARNING)
        EditSession.objects.update_or_create(
            content_type=Draft.kind_of(record),
            object_id=record.pk,
            user=request.user,
            defaults={"at": timezone.now()},
        )

    def show_both(self, request, record, object_id, form_url, extra_context):
        """The form again, with what only the other one changed taken over, and both of the rest."""
        live = as_submitted(*self.unbound(request, record))
        posted, request.conflicts = merge_posted(request.POST, live, request.seen["marks"])
        shown = build_request(request.user, posted, MultiValueDict(), of=request)
        shown.only_shown = True
        shown.seen = {"edits": record.edits, "marks": checksums(live)}
        return super()._changeform_view(shown, object_id, form_url, extra_context)

    # A draft of what readers know

    def keep_draft(self, request, record):
        draft = request.draft or Draft(record=record)
        files = draft.opened_files() if draft.pk else MultiValueDict()
        for name, sent in request.FILES.lists():
            files.setlist(name, sent)
        posted = build_request(request.user, request.POST, files, of=request)
        form, _formsets, is_valid = self.bound(posted, record)
        if is_valid:
            self.warn(request, form, change=True)
        record.refresh_from_db()  # the form has written into it
        draft.author, draft.saved_at = request.user, timezone.now()
        draft.step, draft.approved_by, draft.live_at = Draft.Step.WRITING, None, None
        draft.failure, draft.seen = "", request.seen or {}
        draft.keep_form(self.with_the_rest(request, record, draft), request.FILES)
        if is_valid and "_preview" in request.POST:
            return redirect("preview", draft.pk)
        if is_valid and "_ask" in request.POST:
            return self.ask(request, draft)
        message = gettext("The draft is kept. Readers still see the page as it was.")
        if not is_valid:
            message += " " + gettext("Before it can be reviewed, mend what is marked below.")
        self.message_user(request, message, messages.SUCCESS if is_valid else messages.WARNING)
        return redirect(self.form_url(record))

    def with_the_rest(self, request, record, draft):
        """What was submitted, within the whole form: not everyone's page has all of it."""
        whole = draft.data().copy() if draft.form else self.whole_form(request, record)
        is_own = self.own_names(request, record)
        for name in dict.fromkeys([*whole, *request.POST]):
            if is_own(name):
                whole.pop(name, None)
                if name in request.POST:
                    whole.setlist(name, request.POST.getlist(name))
        return whole

    def own_names(self, request, record):
        """Tells of a name whether this person may submit it."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change=True, fields=fields)
        prefixes = tuple(
            f"{rows.get_default_prefix()}-"
            for rows, inline in self.get_formsets_with_inlines(request, record)
            if inline.has_change_permission(request, record)
        )

        def is_own(name):
            return PART.sub("", name) in form.base_fields or name.startswith(prefixes)

        return is_own

    def whole_form(self, request, record):
        asked = copy(request)
        asked.sees_all = True
        whole = QueryDict(mutable=True)
        for name, value in as_submitted(*self.unbound(asked, record)):
            whole.appendlist(name, value)
        return whole

    def ask(self, request, draft):
        draft.step, draft.asked_at, draft.remark = Draft.Step.REVIEW, timezone.now(), ""
        draft.save()
        message = gettext("Review is asked. Someone else can publish it now.")
        self.message_user(request, message, messages.SUCCESS)
        return redirect(self.form_url(draft.record))

    def form_url(self, record, page="change"):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[record.pk])

    # A record that readers do not know yet is its own draft

    def save_model(self, request, obj, form, change):
        if request.publishing:
            obj.state = obj.State.WITHDRAWN if form.withdraws() else obj.State.PUBLISHED
            request.version_note = form.cleaned_data.get("alone_because", "")
        obj.edits += 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record = form.instance
        if request.publishing:
            Draft.objects.for_object(record).delete()
            if not getattr(request, "is_preview", False):
                page_changed.send(type(record), record=record)
        else:
            Draft.objects.update_or_create(
                content_type=Draft.kind_of(record),
                object_id=record.pk,
                defaults={
                    "author": request.user,
                    "saved_at": timezone.now(),
                    "step": Draft.Step.REVIEW if "_ask" in request.POST else Draft.Step.WRITING,
                    "asked_at": timezone.now() if "_ask" in request.POST else None,
                },
            )
        EditSession.objects.filter(
            content_type=Draft.kind_of(record), object_id=record.pk, user=request.user
        ).delete()

    def response_change(self, request, obj):
        return self.after_saving(request, obj) or super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        after = self.after_saving(request, obj)
        return after or super().response_add(request, obj, post_url_continue)

    def after_saving(self, request, record):
        draft = Draft.objects.for_object(record).first()
        if "_preview" in request.POST and draft:
            return redirect("preview", draft.pk)
        if "_ask" in request.POST or "_draft" in request.POST:
            message = (
                gettext("Review is asked. Someone else can publish it now.")
                if "_ask" in request.POST
                else gettext("The draft is kept. Readers do not see it yet.")
            )
            self.message_user(request, message, messages.SUCCESS)
            return redirect(self.form_url(record))
        return None

    # What the page of the form needs

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        seen = getattr(request, "seen", None)
        if change and not form.is_bound:
            seen = {"edits": obj.edits, "marks": checksums(as_submitted(form, formsets))}
        context |= {
            "draft": request.draft,
            "seen": json.dumps(seen or {}),
            "conflicts": [
                (label_of_name(form, name), old, new) for name, old, new in request.conflicts
            ],
            "is_known": bool(obj) and self.has_left_draft(obj),
            "may_publish_alone": request.user.has_perm(ALONE),
            "may_edit": add or self.has_change_permission(request, obj),
            "review_url": self.form_url(obj, "review") if request.draft else "",
            "drop_url": self.form_url(obj, "drop") if request.draft and request.draft.form else "",
        }
        return super().render_change_form(request, context, add, change, form_url, obj)
