"""The page on which the results of a call are published, with what readers are told."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calls.admin.forms import CallActForm
from calls.announcements import no_result_notice, results_notice
from calls.status import Status
from portal.editing.forms import as_json
from portal.editing.history_views import page_at
from portal.i18n.formats import money
from portal.i18n.languages import CODES
from portal.revisions import current
from portal.revisions.current import was_public

COUNTS = ["applications_received", "applications_selected", "amount_awarded"]
RESULTS = ["results_at", "decided", *COUNTS]
REASONS = [f"results_note_{code}" for code in CODES]
TOLD = [f"told_{code}" for code in CODES]


class PublishResultsForm(CallActForm):
    """From when the list is public, the figures, and the sentence for readers."""

    asked = [*RESULTS, *TOLD]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["results_at"].required = True
        if not self.initial.get("told_nl"):
            self.initial |= results_notice()

    def clean(self):
        data = super().clean()
        if not data.get("told_nl"):
            self.add_error("told_nl", _("Say in Dutch that the results are known."))
        return data

    def _post_clean(self):
        self.instance.no_result = False
        super()._post_clean()

    def clean_results_at(self):
        """Nothing decides on a call that people can still apply for."""
        at, closing = self.cleaned_data["results_at"], self.instance.closing
        if at and closing and at < closing:
            raise forms.ValidationError(_("The results cannot be public before the call closes."))
        return at

    def notice(self):
        """The sentence is told when the list is public: the draft goes live at that instant."""
        at = self.cleaned_data["results_at"]
        return super().notice() | {"live_at": as_json(at) if at > timezone.now() else None}


class NoResultForm(CallActForm):
    """Why no result will follow; readers are told by itself."""

    asked = REASONS

    def _post_clean(self):
        self.instance.no_result = True
        super()._post_clean()

    def clean(self):
        data = super().clean()
        if not data.get("results_note_nl"):
            why = _("Say in Dutch why no result is published: readers see it.")
            self.add_error("results_note_nl", why)
        return data

    def notice(self):
        return super().notice() | no_result_notice()


class PublishResultsMixin:
    """For the admin page of calls."""

    def get_urls(self):
        address = "<int:pk>/resultaten-publiceren/"
        return [
            page_at(self, address, self.publish_results, "publish_results"),
            page_at(self, "<int:pk>/zonder-resultaten/", self.settle_without, "without_result"),
            *super().get_urls(),
        ]

    def acts_of(self, request, record, draft):
        found = super().acts_of(request, record, draft)
        if self.may_publish_results(request, record):
            found.append((self.form_url(record, "publish_results"), _("Publish the results")))
            if not record.no_result:
                words = _("No result will be published")
                found.append((self.form_url(record, "without_result"), words))
        return found

    def may_publish_results(self, request, call):
        waits = was_public(call) and call.status() == Status.CLOSED
        return waits and self.may_change_all(request, call)

    @method_decorator(transaction.atomic)
    def publish_results(self, request, pk):
        """Ask that readers see the results from an instant on."""
        call, _draft = self.record_and_draft(request, pk)
        if not self.may_publish_results(request, call):
            raise PermissionDenied
        intro = _(
            "Readers see the list of projects, the figures and one sentence among the recent "
            "changes. Somebody else looks at it before it happens."
        )
        title, waiting = _("Publish the results"), self.waiting_list(call)
        return self.act_with_form(
            request, call, PublishResultsForm, RESULTS, title, intro, waiting=waiting
        )

    @method_decorator(transaction.atomic)
    def settle_without(self, request, pk):
        """Ask that readers no longer expect a result."""
        call, _draft = self.record_and_draft(request, pk)
        if not self.may_publish_results(request, call) or call.no_result:
            raise PermissionDenied
        intro = _(
            "Readers see that the results are not published, and why. The call stays closed and "
            "leaves the worklist. Somebody else looks at it before it happens."
        )
        title = _("No result will be published")
        return self.act_with_form(request, call, NoResultForm, REASONS, title, intro)

    def waiting_list(self, call):
        """The list of projects as the newest revision has it, in one sentence."""
        rows = current.newest(call).data["rows"].get("projects", {}).values()
        amounts = [row["fields"]["amount"] for row in rows if row["fields"]["amount"] is not None]
        if not rows:
            return gettext("The list of projects is empty: read it first, or none was selected.")
        sentence = gettext("Projects in the list: %(count)d. Together: %(total)s.") % {
            "count": len(rows),
            "total": money(sum(map(forms.DecimalField().to_python, amounts)), "EUR"),
        }
        without = len(rows) - len(amounts)
        unknown = gettext("Without an amount: %(count)d.") % {"count": without}
        return f"{sentence} {unknown}" if without else sentence
