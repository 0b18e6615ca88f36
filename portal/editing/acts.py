"""What is decided about a page, each on a small page of its own: review, withdrawal, the rest."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.datecheck.checks import findings
from portal.editing.forms import capitalise
from portal.editing.history_views import page_at
from portal.editing.widgets import InstantField, InstantWidget
from portal.i18n.formats import moment
from portal.i18n.languages import CODES
from portal.publishing.models import Publishable
from portal.redirects.validators import check_successor
from portal.revisions import current, publication, workflow
from portal.revisions.current import has_left_draft, name_of
from portal.revisions.diff import differences
from portal.revisions.permissions import ALONE, PUBLISH
from portal.revisions.publication import CannotGoLive
from portal.revisions.snapshot import data_of
from portal.revisions.workflow import ChangedMeanwhile

MOST_CHANGES = 300  # on the page of a review
REASONS = [f"withdrawal_reason_{code}" for code in CODES]
WITHDRAWAL = [*REASONS, "withdrawn_as", "successor", "withdraw_at"]


class ApprovalForm(forms.Form):
    """When it goes live, and why nobody else looked at it; `revision` is what was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput())
    live_at = InstantField(
        required=False,
        label=_("goes live on"),
        widget=InstantWidget(),
        help_text=_("Brussels time. Leave empty: then it is public as soon as it is approved."),
    )
    alone_because = forms.CharField(
        max_length=400,
        label=_("why nobody else reviews this"),
        widget=AdminTextInputWidget(),
        help_text=_("Kept with the version. For example: “A mistake in the deadline, Sunday.”"),
        error_messages={
            "required": _("You wrote this yourself. Say why nobody else can look at it.")
        },
    )

    def __init__(self, *args, is_alone, is_public, **kwargs):
        super().__init__(*args, **kwargs)
        capitalise(self)
        if not is_alone:
            del self.fields["alone_because"]
        if not is_public:  # a new page has its own "public from"
            del self.fields["live_at"]


class WithdrawalForm(forms.ModelForm):
    """Which readers find what, from when on."""

    class Meta:
        fields = WITHDRAWAL

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"state"}  # constraints ask about it

    def _post_clean(self):
        super()._post_clean()
        states = Publishable.State
        until = self.cleaned_data.get("withdraw_at")
        later = until and until > timezone.now()
        self.instance.state = states.PUBLISHED if later else states.WITHDRAWN
        if not later:
            self.instance.withdraw_at = None
        try:
            self.instance.validate_constraints()
            check_successor(self.instance)
        except ValidationError as error:
            self._update_errors(error)


class ActsMixin:
    """For the admin page of a record with a public page."""

    def get_urls(self):
        return [
            page_at(self, "<int:pk>/nazicht/", self.review, "review"),
            page_at(self, "<int:pk>/ontwerp-weggooien/", self.drop, "drop"),
            page_at(self, "<int:pk>/intrekken/", self.withdraw, "withdraw"),
            page_at(self, "<int:pk>/weer-publiceren/", self.publish_again, "publish_again"),
            *super().get_urls(),
        ]

    def acts_of(self, request, record, draft):
        """[(address, words)] of what this person may decide about a record, whatever it is now."""
        found = []
        if draft:
            found.append((self.form_url(record, "review"), gettext("Review")))
        if draft and draft.is_of_public_page and self.may_drop(request.user, draft):
            found.append((self.form_url(record, "drop"), gettext("Throw away the draft")))
        if has_left_draft(record) and self.may_change_all(request, record):
            if record.state == record.State.WITHDRAWN:
                found.append((self.form_url(record, "publish_again"), gettext("Publish again")))
            found.append((self.form_url(record, "withdraw"), gettext("Withdraw")))
        return found

    def act_page(self, request, record, title, template, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": title,
            **context,
        }
        return TemplateResponse(request, f"admin/{template}.html", context)

    def record_and_draft(self, request, pk):
        record = self.get_object(request, str(pk))
        if not record:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record, current.draft_of(record)

    # Review

    @method_decorator(transaction.atomic)
    def review(self, request, pk):
        record, draft = self.record_and_draft(request, pk)
        if not draft:
            raise Http404
        revision = current.newest(record)
        draft.revision = revision
        form = self.approval_form(request, draft)
        if request.method == "POST":
            if "_back" in request.POST:
                return self.sent_back(request, draft)
            if not workflow.may_approve(request.user, draft):
                raise PermissionDenied
            if form.is_valid() and (answer := self.approved(request, record, form.cleaned_data)):
                return answer
        return self.page_of_review(request, record, draft, form)

    def approval_form(self, request, draft):
        is_alone, is_public = request.user in draft.authors(), draft.is_of_public_page
        wished = draft.revision.notice.get("live_at")
        initial = {"revision": draft.revision.pk, "live_at": read_back(wished)}
        data = request.POST if request.method == "POST" else None
        return ApprovalForm(data, initial=initial, is_alone=is_alone, is_public=is_public)

    def page_of_review(self, request, record, draft, form):
        revision = draft.revision
        before = revision.live.data if revision.live_id else {}
        found = differences(self.model, before, revision.data, MOST_CHANGES + 1) if before else []
        with current.shown_as(record, revision) as after:
            dates = [
                (self.opts.get_field(f"{one.field}_{one.language}").verbose_name, one)
                for one in findings(after)
            ]
        return self.act_page(
            request,
            record,
            _("Review"),
            "review",
            draft=draft,
            author=name_of(draft.author),
            form=form,
            changes=found[:MOST_CHANGES],
            has_more=len(found) > MOST_CHANGES,
            told=[revision.notice.get(f"told_{code}") for code in CODES],
            is_minor=revision.notice.get("minor"),
            problems=publication.problems_of(draft),
            dates=dates,
            may_approve=workflow.may_approve(request.user, draft),
        )

    def approved(self, request, record, cleaned):
        """The answer after an approval; None when it could not be, which a message says."""
        why, at = cleaned.get("alone_because", ""), cleaned.get("live_at")
        try:
            is_live = workflow.approve(record, request.user, cleaned["revision"], why, at)
        except ChangedMeanwhile:
            message = gettext("This draft changed since you looked. Look at it as it is now.")
            self.message_user(request, message, messages.ERROR)
            return redirect(request.path)
        except CannotGoLive as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return redirect(request.path)
        record.refresh_from_db()
        if not is_live:
            said = gettext("Approved. It goes live on %(moment)s.") % {"moment": moment(at)}
        elif record.state == record.State.WITHDRAWN:
            said = gettext("Withdrawn.")
        else:
            said = gettext("Published.")
        self.message_user(request, said, messages.SUCCESS)
        return redirect(self.form_url(record))

    def sent_back(self, request, draft):
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        workflow.send_back(draft, request.user, request.POST.get("remark", ""))
        self.message_user(request, gettext("The draft went back to its author."))
        return redirect(self.form_url(draft.record))

    # Throwing away

    def may_drop(self, user, draft):
        return user == draft.author or user.has_perm(PUBLISH)

    @method_decorator(transaction.atomic)
    def drop(self, request, pk):
        """Throw away the next version of a page; what is public stays."""
        record, draft = self.record_and_draft(request, pk)
        if not (draft and draft.is_of_public_page):
            raise Http404
        if not self.may_drop(request.user, draft):
            raise PermissionDenied
        if request.method == "POST":
            workflow.drop(draft, request.user)
            self.message_user(request, gettext("The draft is thrown away."), messages.SUCCESS)
            return redirect(self.form_url(record))
        return self.act_page(request, record, _("Throw away the draft"), "drop_draft", draft=draft)

    # Withdrawal

    def may_withdraw(self, request, record):
        return has_left_draft(record) and self.may_change_all(request, record)

    @method_decorator(transaction.atomic)
    def withdraw(self, request, pk):
        """Ask that readers no longer find a page, or find it with a notice, or are sent on."""
        record, _draft = self.record_and_draft(request, pk)
        if not self.may_withdraw(request, record):
            raise PermissionDenied
        intro = _(
            "Readers no longer find this page as it is. Say what they find instead, and why. "
            "Somebody else looks at it before it happens."
        )
        title = _("Withdraw")
        return self.act_with_form(request, record, WithdrawalForm, WITHDRAWAL, title, intro)

    def act_with_form(self, request, record, form, fields, title, intro):
        """A small form for one act; what it changes is a draft for somebody else to look at."""
        base = current.newest(record)
        form_class = forms.modelform_factory(
            self.model,
            form=form,
            fields=fields,
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
        )
        with current.shown_as(record, base) as shown:
            form = form_class(request.POST or None, instance=shown)
            if not form.is_valid():
                parts = AdminForm(form, [(None, {"fields": [*form.fields]})], {})
                context = {"form": form, "parts": parts, "intro": intro}
                media = self.media + form.media
                page = self.act_page(request, record, title, "act", media=media, **context)
                return page.render()
            data = self.data_with(form)
        notice = base.notice | (form.notice() if hasattr(form, "notice") else {})
        self.warn(request, record, form.instance)
        return self.proposed(request, record, base, data, notice)

    @method_decorator(transaction.atomic)
    def publish_again(self, request, pk):
        """Ask that readers find a withdrawn page again."""
        record, _draft = self.record_and_draft(request, pk)
        if not self.may_withdraw(request, record) or record.state != record.State.WITHDRAWN:
            raise PermissionDenied
        if request.method != "POST":
            return self.act_page(request, record, _("Publish again"), "publish_again")
        base = current.newest(record)
        now_public = {"state": record.State.PUBLISHED.value, "withdraw_at": None}
        data = {**base.data, "fields": base.data["fields"] | now_public}
        return self.proposed(request, record, base, data)

    def data_with(self, form):
        record = form.save(commit=False)
        record.save()
        return data_of(self.model._base_manager.get(pk=record.pk))

    def proposed(self, request, record, base, data, notice=None):
        """What was decided becomes a draft that somebody else reviews, or who may does alone."""
        workflow.save(record, request.user, base, data, notice)
        draft = current.draft_of(record)
        if draft and request.user.has_perm(ALONE):
            return redirect(self.form_url(record, "review"))
        return self.ask(request, draft) if draft else redirect(self.form_url(record))


def read_back(instant):
    """An instant of a notice, which is kept as text."""
    return forms.DateTimeField().to_python(instant) if instant else None
