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

from portal.editing.forms import PlainAdminForm
from portal.editing.history_views import page_at
from portal.editing.text_warnings import dates_to_look_at, wording_to_look_at
from portal.editing.together import parts_to_tick, review_of_both
from portal.editing.widgets import InstantField, InstantWidget
from portal.i18n.formats import end_moment, moment
from portal.i18n.languages import CODES
from portal.i18n.visible import tidy_text
from portal.publishing.fields import PlainTextField
from portal.revisions import current, publication, workflow
from portal.revisions.current import display_name
from portal.revisions.diff import differences
from portal.revisions.models import Draft
from portal.revisions.permissions import ALONE, PUBLISH
from portal.revisions.publication import CannotGoLive
from portal.revisions.snapshot import data_of
from portal.revisions.workflow import Approval, ChangedMeanwhile

MOST_CHANGES = 300  # on the page of a review
DRAFT_CHANGED = _("This draft changed since you looked. Look at it as it is now.")
PART_CHANGED = _(
    "Nothing is published: a page that you ticked changed since you looked. Look at it as it is "
    "now, and tick it again."
)
TOGETHER_AT_ONCE = _(
    "What you ticked goes live with this page only at once. Leave this empty, or untick it."
)


class ApprovalForm(PlainAdminForm):
    """When it goes live, with what, and why nobody else looked at it.

    `revision` is what was looked at; `parts` has the same of each page that goes live with it.
    """

    parts = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.MultipleHiddenInput()
    )
    revision = forms.IntegerField(widget=forms.HiddenInput())
    live_at = InstantField(
        required=False,
        label=_("goes live on"),
        widget=InstantWidget(),
        help_text=_("Brussels time. Leave empty: then it is public as soon as it is approved."),
    )
    alone_because = PlainTextField(
        max_length=400,
        label=_("why nobody else reviews this"),
        widget=AdminTextInputWidget(),
        help_text=_("Kept with the version. For example: “A mistake in the deadline, Sunday.”"),
        error_messages={
            "required": _("You wrote this yourself. Say why nobody else can look at it.")
        },
    )

    def __init__(self, *args, is_alone, is_public, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_alone, self.own = is_alone, {one.revision.pk for one in parts if one.may_be_alone}
        self.fields["parts"].choices = [(one.revision.pk, one.page) for one in parts]
        self.fields["alone_because"].required = is_alone
        if not (is_alone or self.own):
            del self.fields["alone_because"]
        if not is_public:  # a new page has its own "public from"
            del self.fields["live_at"]

    def clean(self):
        cleaned = super().clean()
        ticked, at = cleaned.get("parts", []), cleaned.get("live_at")
        if ticked and at and at > timezone.now():
            self.add_error("live_at", TOGETHER_AT_ONCE)
        needs_why = not self.is_alone and self.own.intersection(ticked)
        if needs_why and not cleaned.get("alone_because"):
            why = self.fields["alone_because"]
            self.add_error("alone_because", why.error_messages["required"])
        return cleaned


class ActsMixin:
    """For the admin page of a record with a public page."""

    def get_urls(self):
        return [
            page_at(self, "<int:pk>/nazicht/", self.review, "review"),
            page_at(self, "<int:pk>/ontwerp-weggooien/", self.drop, "drop"),
            *super().get_urls(),
        ]

    def acts_of(self, request, record, draft):
        """[(address, words)] of what this person may decide about a record, whatever it is now."""
        found = []
        if draft:
            found.append((self.form_url(record, "review"), gettext("Review")))
        if draft and draft.is_of_public_page and self.may_drop(request.user, draft):
            found.append((self.form_url(record, "drop"), gettext("Throw away the draft")))
        return found

    def act_page(self, request, record, title, template, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": title,
            "media": self.media,
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
        parts = parts_to_tick(self.admin_site, request, record, draft)
        form = self.approval_form(request, draft, parts)
        if request.method == "POST":
            if "_back" in request.POST:
                return self.sent_back(request, draft)
            if not workflow.may_approve(request.user, draft):
                raise PermissionDenied
            if "revision" in form.errors:
                return self.look_again(request)
            if "parts" in form.errors:
                return self.look_again(request, PART_CHANGED)
            if form.is_valid():
                return self.approved(request, record, form, parts)
        return self.page_of_review(request, record, draft, form, parts)

    def approval_form(self, request, draft, parts):
        is_alone, is_public = request.user in draft.authors(), draft.is_of_public_page
        wished = draft.revision.notice.get("live_at")
        initial = {"revision": draft.revision.pk, "live_at": read_back(wished)}
        data = request.POST if request.method == "POST" else None
        facts = {"is_alone": is_alone, "is_public": is_public, "parts": parts}
        return ApprovalForm(data, initial=initial, **facts)

    def page_of_review(self, request, record, draft, form, parts):
        revision = draft.revision
        with current.shown_as(record, revision) as after:
            look_at = [*self.to_look_at(record, after)]
            dates, wording = dates_to_look_at(after), wording_to_look_at(after)
        return self.act_page(
            request,
            record,
            _("Review"),
            "review",
            draft=draft,
            author=display_name(draft.author),
            form=form,
            parts=parts,
            ticked=form["parts"].data or [],
            both=review_of_both(self.admin_site, request, record, draft),
            problems=[*publication.problems_of(draft), *publication.problems_of_parent(draft)],
            look_at=look_at,
            dates=dates,
            wording=wording,
            may_approve=workflow.may_approve(request.user, draft),
            **self.what_changes(revision),
        )

    def to_look_at(self, record, after):
        """Sentences for the page of a review; nothing of it stops the publication."""
        return []

    def what_changes(self, revision):
        """For a page: what a revision changes of the public page, and what readers are told."""
        before = revision.live.data if revision.live_id else {}
        found = differences(self.model, before, revision.data, MOST_CHANGES + 1) if before else []
        return {
            "changes": found[:MOST_CHANGES],
            "has_more": len(found) > MOST_CHANGES,
            "told": [revision.notice.get(f"told_{code}") for code in CODES],
            "is_minor": revision.notice.get("minor"),
        }

    def approved(self, request, record, form, parts):
        """The answer after an approval, or after it could not be."""
        cleaned = form.cleaned_data
        ticked = [part for part in parts if part.revision.pk in cleaned["parts"]]
        if any(part.obstacle for part in ticked):
            raise PermissionDenied
        reason, at = cleaned.get("alone_because", ""), cleaned.get("live_at")
        why = reason if form.is_alone else ""
        is_live = True
        try:
            if ticked:
                whole = Approval(record, cleaned["revision"], why)
                below = [part.approval(reason) for part in ticked]
                workflow.approve_together(whole, below, request.user)
            else:
                is_live = workflow.approve(record, request.user, cleaned["revision"], why, at)
        except ChangedMeanwhile:
            return self.look_again(request)
        except CannotGoLive as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return redirect(request.path)
        self.tell_approved(request, [record, *(part.page for part in ticked)], not is_live and at)
        return redirect(self.form_url(record))

    def tell_approved(self, request, pages, live_at):
        """Say what happened to each page, given as it was before."""
        for page in pages:
            after = type(page)._base_manager.get(pk=page.pk)
            said = said_of(page, after, live_at)
            named = f"{page}: {said}" if len(pages) > 1 else said
            self.message_user(request, named, messages.SUCCESS)

    def look_again(self, request, message=DRAFT_CHANGED):
        self.message_user(request, str(message), messages.ERROR)
        return redirect(request.path)

    def sent_back(self, request, draft):
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        remark = tidy_text(request.POST.get("remark")).replace("\r\n", "\n")
        try:
            Draft._meta.get_field("remark").run_validators(remark)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(request.path)
        workflow.send_back(draft, request.user, remark)
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
            self.message_user(request, gettext("The draft has been thrown away."), messages.SUCCESS)
            return redirect(self.form_url(record))
        return self.act_page(request, record, _("Throw away the draft"), "drop_draft", draft=draft)

    # Acts with a form

    def act_with_form(self, request, record, form, fields, title, intro, **more):
        """A small form for one act; what it changes is a draft for somebody else to look at."""
        base = current.newest(record)
        form_class = forms.modelform_factory(
            self.model,
            form=form,
            fields=fields,
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
        )
        form_class.kept_notice = base.notice
        with current.shown_as(record, base) as shown:
            form = form_class(request.POST or None, instance=shown)
            if not form.is_valid():
                parts = AdminForm(form, [(None, {"fields": [*form.fields]})], {})
                context = {"form": form, "parts": parts, "intro": intro, **more}
                media = self.media + form.media
                page = self.act_page(request, record, title, "act", media=media, **context)
                return page.render()
            data = self.data_with(form)
        notice = base.notice | (form.notice() if hasattr(form, "notice") else {})
        self.warn(request, record, form.instance)
        return self.proposed(request, record, base, data, notice)

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


def said_of(before, after, live_at):
    """What an approval did, in words; `live_at` is when it will be public, if it is not yet."""
    withdrawn = after.State.WITHDRAWN
    if live_at:
        return gettext("Approved. It goes live on %(moment)s.") % {"moment": moment(live_at)}
    if after.state == withdrawn:
        return gettext("Withdrawn.") if before.state != withdrawn else gettext("Approved.")
    if after.withdraw_at and after.withdraw_at != before.withdraw_at:
        until = {"moment": end_moment(after.withdraw_at)}
        return gettext("Approved. Readers find this page until %(moment)s.") % until
    return gettext("Published.")


def read_back(instant):
    """An instant of a notice, which is kept as text."""
    return forms.DateTimeField().to_python(instant) if instant else None
