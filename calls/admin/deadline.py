"""The page on which the opening and the deadlines of a call move, with the reason."""

from copy import copy

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from calls.admin.forms import CallActForm
from calls.next_edition import day_off_warnings
from portal.editing.history_views import page_at
from portal.revisions.current import was_public

REASONS = [f"why_{code}" for code in ("nl", "fr", "de", "en")]
DATES = ["opens_at", "opens_day_only", "closes_at", "closes_day_only", "partner_closes_at"]


class DeadlineForm(CallActForm):
    """The dates and the reason, of which readers are told by itself."""

    asked = [*DATES, *REASONS, "live_at", "on_day_off"]

    on_day_off = forms.BooleanField(
        required=False,
        label=_("a weekend or a holiday is meant"),
        help_text=_("Tick only when the new day is in a weekend or on a holiday, on purpose."),
    )

    def notice_fields(self):
        return [name for name in super().notice_fields() if name != "on_day_off"]

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and not self.cleaned_data.get("on_day_off"):
            for warning in day_off_warnings(self.only_moved(), ()):
                self.add_error("on_day_off", warning)

    def only_moved(self):
        """The call with only those dates that this form changes."""
        call = copy(self.instance)
        for name in {"opens_at", "closes_at", "partner_closes_at"} - {*self.changed_data}:
            setattr(call, name, None)
        return call

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("why_nl"):
            self.add_error("why_nl", _("Say in Dutch why it moves: readers see the reason."))
        return data


class DeadlineMixin:
    """For the admin page of calls."""

    def get_urls(self):
        return [
            page_at(self, "<int:pk>/deadline-verplaatsen/", self.move_deadline, "move_deadline"),
            *super().get_urls(),
        ]

    def acts_of(self, request, record, draft):
        found = super().acts_of(request, record, draft)
        if was_public(record) and self.may_change_all(request, record):
            found.append((self.form_url(record, "move_deadline"), _("Move the deadline")))
        return found

    @method_decorator(transaction.atomic)
    def move_deadline(self, request, pk):
        call, _draft = self.record_and_draft(request, pk)
        if not (was_public(call) and self.may_change_all(request, call)):
            raise PermissionDenied
        intro = _(
            "Readers see the old and the new date with the reason: on the page, among the recent "
            "changes, in feeds and in calendars. Somebody else looks at it before it happens."
        )
        title = _("Move the deadline")
        return self.act_with_form(request, call, DeadlineForm, DATES, title, intro)
