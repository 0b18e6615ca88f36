"""The admin page that creates the next edition of a call."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calls import next_edition
from calls.models import Call
from calls.next_edition import COPIED_ROWS, SHIFTED, copy_row
from portal.i18n.formats import ending_day
from portal.i18n.languages import SOURCE
from portal.revisions.models import Revision


class NextEditionForm(forms.ModelForm):
    """The fields that differ in the next edition. Saving creates the draft with its copied rows."""

    class Meta:
        model = Call
        fields = ("label", "ordinal", *SHIFTED)

    def __init__(self, *args, old, **kwargs):
        self.old = old
        super().__init__(*args, instance=next_edition.next_edition(old), **kwargs)
        if old.opens_day_only:  # the old opening has no hour to propose
            self.initial["opens_at"] = [self.instance.first_day, None]
        if old.closes_day_only:  # nor has the old deadline
            self.initial["closes_at"] = [ending_day(self.instance.closes_at), None]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {
            "series"
        }  # so that the uniqueness of (series, label) is validated

    @transaction.atomic
    def save(self):
        call = self.instance
        call.note_changes([SOURCE])  # marks every translation as outdated
        call.save()
        call.contacts.set(self.old.contacts.all())
        for rows in COPIED_ROWS:
            for row in getattr(self.old, rows).all():
                copy_row(row, call)
        return call


class NextEditionMixin:
    """Adds the page to the admin of calls."""

    @method_decorator(transaction.atomic)
    def next_edition(self, request, pk):
        call = self.call_or_404(request, pk)
        if not (self.has_add_permission(request) and self.has_view_permission(request, call)):
            raise PermissionDenied
        admin_field = partial(self.formfield_for_dbfield, request=request)
        form_class = forms.modelform_factory(
            Call, form=NextEditionForm, formfield_callback=admin_field
        )
        form = form_class(request.POST or None, old=call)
        if form.is_valid():
            return self.redirect_to_draft(request, call, form.save())
        sessions = [next_edition.a_year_later(session.starts_at) for session in call.sessions.all()]
        context = {
            "form": form,
            "parts": AdminForm(form, [(None, {"fields": form._meta.fields})], {}),
            "media": self.media + form.media,
            "tasks": next_edition.follow_up_tasks(form.instance, call, sessions),
            "sentences": next_edition.old_sentences(form.instance, call),
        }
        return self.page_about(
            request, call, _("Create the next edition"), "next_edition", **context
        )

    def redirect_to_draft(self, request, old, call):
        request.made_from = Revision.objects.begin(old)
        self.log_addition(request, call, gettext("Created from %(edition)s.") % {"edition": old})
        message = gettext(
            "The draft has been created. Check its texts and dates before you publish it."
        )
        self.message_user(request, message, messages.SUCCESS)
        sessions = [session.starts_at for session in call.sessions.all()]
        sentences = [
            f"{found.label}: “{found.sentence}”" for found in next_edition.old_sentences(call, old)
        ]
        for task in (*next_edition.follow_up_tasks(call, old, sessions), *sentences):
            self.message_user(request, task, messages.WARNING)
        return redirect("admin:calls_call_change", call.pk)
