"""What is approved for an instant: see what goes live then, choose another instant, or cancel."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.editing.forms import PlainAdminForm
from portal.editing.history_views import page_at
from portal.editing.widgets import InstantField, InstantWidget
from portal.i18n.formats import moment
from portal.publishing.fields import PlainTextField
from portal.revisions import current, going_live, workflow
from portal.revisions.models import Draft, Revision
from portal.revisions.permissions import PUBLISH
from portal.revisions.workflow import ChangedMeanwhile


class PlanForm(PlainAdminForm):
    """Another instant, or none; `approved` and `planned` are the plan that was looked at."""

    approved = forms.IntegerField(widget=forms.HiddenInput())
    planned = forms.CharField(widget=forms.HiddenInput())
    live_at = InstantField(
        label=_("goes live on"), widget=InstantWidget(), help_text=_("Brussels time.")
    )
    why = PlainTextField(
        required=False,
        max_length=400,
        label=_("why"),
        widget=AdminTextInputWidget(),
        help_text=_("Kept in the logbook. Readers do not see it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "_cancel" in self.data:
            self.fields["live_at"].required = False

    def clean_live_at(self):
        at = self.cleaned_data["live_at"]
        if at and at <= timezone.now() and "_cancel" not in self.data:
            raise forms.ValidationError(_("This instant has passed. Choose a later one."))
        return at

    @property
    def looked_at(self):
        return self.cleaned_data["approved"], self.cleaned_data["planned"]


class PlansMixin:
    """For the admin page of a record with a public page."""

    def get_urls(self):
        return [page_at(self, "<int:pk>/gepland/", self.plan, "plan"), *super().get_urls()]

    def acts_of(self, request, record, draft):
        found = super().acts_of(request, record, draft)
        if draft and draft.approved_id:
            may_change = request.user.has_perm(PUBLISH)
            words = gettext("Change or cancel the plan") if may_change else gettext("See the plan")
            found.insert(0, (self.form_url(record, "plan"), words))
        return found

    def plan(self, request, pk):
        """What goes live by itself; who may publish moves it, or keeps it from going live."""
        record, _draft = self.record_and_draft(request, pk)
        if request.method == "POST" and not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        if Draft.objects.for_object(record).due(timezone.now()).exists():
            going_live.publish_due(timezone.now())  # what has come is no longer changed
        draft = current.draft_of(record)
        if not (draft and draft.approved_id):
            message = gettext("Nothing is planned for this page any more: look at what it is now.")
            self.message_user(request, message, messages.WARNING)
            return redirect(self.form_url(record))
        initial = {
            "approved": draft.approved_id,
            "planned": draft.live_at.isoformat(),
            "live_at": draft.live_at,
        }
        form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
        if {"approved", "planned"} & form.errors.keys():
            return self.look_at_plan_again(request)
        if form.is_valid():
            return self.plan_changed(request, record, form)
        return self.page_of_plan(request, record, draft, form)

    def plan_changed(self, request, record, form):
        at, why = form.cleaned_data["live_at"], form.cleaned_data["why"]
        try:
            if "_cancel" in request.POST:
                draft = workflow.cancel_plan(record, request.user, form.looked_at, why)
                said = gettext("The plan is cancelled. The draft is kept: %(step)s.")
                said %= {"step": draft.get_step_display()}
            else:
                workflow.change_plan(record, request.user, form.looked_at, at, why)
                said = gettext("It goes live on %(moment)s.") % {"moment": moment(at)}
        except ChangedMeanwhile:
            return self.look_at_plan_again(request)
        self.message_user(request, said, messages.SUCCESS)
        return redirect(self.form_url(record))

    def look_at_plan_again(self, request):
        said = gettext("This plan changed since you looked. Look at it as it is now.")
        self.message_user(request, said, messages.ERROR)
        return redirect(request.path)

    def page_of_plan(self, request, record, draft, form):
        acts = Revision.objects.for_object(self.model, record.pk).filter(base=draft.approved)
        stays = draft.Step.REVIEW if draft.step == draft.Step.APPROVED else draft.step
        return self.act_page(
            request,
            record,
            _("What goes live by itself"),
            "plan",
            draft=draft,
            who=current.looked_at(draft, draft.approved_by),
            acts=acts.filter(action__in=Revision.ACTS),
            form=form,
            step_after=draft.Step(stays).label,
            **self.what_changes(draft.approved),
        )
