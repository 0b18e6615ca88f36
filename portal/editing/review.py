"""Somebody else looks at a draft, and approves it or sends it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.editing.going_live import CannotGoLive, build_request, looked_at, name_of
from portal.editing.posted import format_errors, label_of, submitted_value
from portal.i18n.formats import moment
from portal.revisions.diff import compared, in_words
from portal.revisions.models import Draft
from portal.revisions.permissions import ALONE, PUBLISH


class ReviewMixin:
    """For the admin page of a record with a public page: its draft is reviewed or dropped."""

    def review(self, request, pk):
        record = self.get_object(request, str(pk))
        draft = record and Draft.objects.for_object(record).first()
        if not draft:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self.decided(request, record, draft)
        changes, problems = self.changes_of(request, record, draft)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": _("Review"),
            "draft": draft,
            "author": name_of(draft.author),
            "changes": changes,
            "problems": problems,
            "may_approve": self.may_approve(request.user, draft),
            "must_say_why": draft.author == request.user,
        }
        return TemplateResponse(request, "admin/review.html", context)

    def changes_of(self, request, record, draft):
        """[(label, what changes)] of a draft against the public page, and what is wrong with it."""
        if not draft.form:
            return [], []
        asked = build_request(draft.author, draft.data(), draft.opened_files())
        form, formsets, _is_valid = self.bound(asked, record)
        record.refresh_from_db()
        rows = [row for formset in formsets for row in formset.forms if row.has_changed()]
        found = [
            (label_of(one, name), compared(in_words(field, old), in_words(field, new)))
            for one in (form, *rows)
            for name in one.changed_data
            if (field := one.fields.get(name))
            for old, new in [(one.initial.get(name), submitted_value(one, name))]
        ]
        return found, format_errors(form, formsets)

    def may_approve(self, user, draft):
        if draft.author == user:
            return user.has_perm(ALONE)
        return draft.step == Draft.Step.REVIEW and user.has_perm(PUBLISH)

    def decided(self, request, record, draft):
        if "_back" in request.POST:
            if not request.user.has_perm(PUBLISH):
                raise PermissionDenied
            draft.step, draft.remark = Draft.Step.WRITING, request.POST.get("remark", "")[:1000]
            draft.save()
            self.message_user(request, gettext("The draft went back to its author."))
            return redirect(self.form_url(record))
        if not self.may_approve(request.user, draft):
            raise PermissionDenied
        why = request.POST.get("alone_because", "").strip()
        if draft.author == request.user and not why:
            message = gettext("You wrote this yourself. Say why nobody else can look at it.")
            self.message_user(request, message, messages.ERROR)
            return redirect(request.path)
        return self.approved(request, record, draft, why)

    def approved(self, request, record, draft, why):
        live_at = self.wished_instant(record, draft)
        if live_at and live_at > timezone.now():
            draft.step, draft.approved_by, draft.live_at = (
                Draft.Step.APPROVED,
                request.user,
                live_at,
            )
            draft.save()
            said_so = gettext("Approved. It goes live on %(moment)s.") % {"moment": moment(live_at)}
            self.log_change(request, record, f"{looked_at(draft, request.user, why)} {said_so}")
        else:
            try:
                self.go_live(draft, request.user, why)
            except CannotGoLive as problem:
                self.message_user(request, str(problem), messages.ERROR)
                return redirect(request.path)
            said_so = gettext("Published.")
        self.message_user(request, said_so, messages.SUCCESS)
        return redirect(self.form_url(record))

    def wished_instant(self, record, draft):
        if not draft.form:
            return None  # the record has its own `publish_at`
        request = build_request(draft.author, draft.data(), draft.opened_files())
        form, _formsets, _is_valid = self.bound(request, record)
        record.refresh_from_db()
        return form.cleaned_data.get("live_at")

    def drop(self, request, pk):
        """Throw away the next version of a page; what is public stays."""
        record = self.get_object(request, str(pk))
        draft = record and Draft.objects.for_object(record).exclude(form=[]).first()
        if not draft:
            raise Http404
        if request.user != draft.author and not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        if request.method == "POST":
            draft.delete()
            self.message_user(request, gettext("The draft is thrown away."), messages.SUCCESS)
            return redirect(self.form_url(record))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": _("Throw away the draft"),
            "draft": draft,
        }
        return TemplateResponse(request, "admin/drop_draft.html", context)
