"""What was public is withdrawn, now or at an instant, with what belongs to it; or it comes back."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.editing.history_views import page_at
from portal.i18n.languages import CODES
from portal.publishing.models import Publishable, dependents_of
from portal.redirects.validators import check_successor
from portal.revisions import current
from portal.revisions.current import has_left_draft
from portal.revisions.publication import is_or_will_be_public

REASONS = [f"withdrawal_reason_{code}" for code in CODES]
BY_SUCCESSOR = _("the successor at once if there is one, or else the reason")
WITHDRAWAL = [*REASONS, "withdrawn_as", "successor", "withdraw_at"]


class WithdrawalForm(forms.ModelForm):
    """Which readers find what, from when on."""

    with_dependents = forms.BooleanField(
        label=_("The pages above go with it"),
        error_messages={"required": _("Tick that these pages go with it.")},
    )

    class Meta:
        fields = WITHDRAWAL

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not public_dependents(self.instance):
            del self.fields["with_dependents"]
        mode = self.fields["withdrawn_as"]
        mode.required = False
        mode.choices = [("", BY_SUCCESSOR), *Publishable.WithdrawalMode.choices]
        if not (self.instance.was_withdrawn() or will_be_withdrawn(self.instance)):
            self.initial["withdrawn_as"] = ""

    def clean_withdrawn_as(self):
        modes = Publishable.WithdrawalMode
        by_successor = modes.MOVED if self.data.get("successor") else modes.GONE
        return self.cleaned_data["withdrawn_as"] or by_successor

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


class WithdrawalMixin:
    """For the admin page of a record with a public page."""

    def get_urls(self):
        return [
            page_at(self, "<int:pk>/intrekken/", self.withdraw, "withdraw"),
            page_at(self, "<int:pk>/niet-intrekken/", self.keep_public, "keep_public"),
            page_at(self, "<int:pk>/weer-publiceren/", self.publish_again, "publish_again"),
            *super().get_urls(),
        ]

    def acts_of(self, request, record, draft):
        found = super().acts_of(request, record, draft)
        if not self.may_withdraw(request, record):
            return found
        if record.was_withdrawn():
            found.append((self.form_url(record, "publish_again"), gettext("Publish again")))
        if will_be_withdrawn(record):
            found.append((self.form_url(record, "keep_public"), gettext("Cancel the withdrawal")))
            found.append((self.form_url(record, "withdraw"), gettext("Change the withdrawal")))
        else:
            found.append((self.form_url(record, "withdraw"), gettext("Withdraw")))
        return found

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
        title = _("Change the withdrawal") if will_be_withdrawn(record) else _("Withdraw")
        dependents = public_dependents(record)
        return self.act_with_form(
            request, record, WithdrawalForm, WITHDRAWAL, title, intro, dependents=dependents
        )

    def to_look_at(self, record, after):
        yield from super().to_look_at(record, after)
        pages = public_dependents(record) if goes_away(record, after) else []
        if names := ", ".join(map(str, pages)):
            yield gettext("These pages go with it: %(names)s.") % {"names": names}

    def publish_again(self, request, pk):
        """Ask that readers find a withdrawn page again."""
        intro = _(
            "Readers find this page again as it is now. Somebody else looks at it before it "
            "happens."
        )
        return self.made_public(request, pk, Publishable.was_withdrawn, _("Publish again"), intro)

    def keep_public(self, request, pk):
        """Ask that a planned withdrawal does not happen."""
        intro = _(
            "Readers keep finding this page after that day. Somebody else looks at it before it "
            "happens."
        )
        title = _("Cancel the withdrawal")
        return self.made_public(request, pk, will_be_withdrawn, title, intro)

    @method_decorator(transaction.atomic)
    def made_public(self, request, pk, is_asked_of, title, intro):
        record, _draft = self.record_and_draft(request, pk)
        if not (self.may_withdraw(request, record) and is_asked_of(record)):
            raise PermissionDenied
        if request.method != "POST":
            return self.act_page(request, record, title, "make_public", intro=intro)
        base = current.newest(record)
        now_public = {"state": record.State.PUBLISHED.value, "withdraw_at": None}
        data = {**base.data, "fields": base.data["fields"] | now_public}
        return self.proposed(request, record, base, data)


def will_be_withdrawn(record):
    """Whether a withdrawal of a record is planned for an instant that has still to come."""
    return bool(record.withdraw_at) and is_or_will_be_public(record)


def goes_away(before, after):
    """Whether a change withdraws a record, or plans that."""
    return not before.was_withdrawn() and (after.was_withdrawn() or will_be_withdrawn(after))


def public_dependents(record):
    """The pages that readers find, or will, only as long as they find this one."""
    return [one for one in dependents_of(record) if is_or_will_be_public(one)]
