"""Forms of the admin: Dutch first, and readers are told what changes."""

from copy import copy

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from portal.editing.widgets import InstantField, InstantWidget
from portal.i18n.languages import (
    CODES,
    SOURCE,
    TRANSLATIONS,
    translated_fields,
)
from portal.publishing.fields import reads_the_same
from portal.publishing.models import (
    SLUGS,
    ChangeNote,
    Publishable,
    Source,
)
from portal.redirects.validators import check_successor

WITHDRAWAL = [f"withdrawal_reason_{code}" for code in CODES]
# What says nothing new to readers: changing it makes no translation out of date.
NOT_SUBSTANCE = {"state", "publish_at", "slug", *SLUGS, *WITHDRAWAL}
NOT_SUBSTANCE |= {"withdraw_at", "withdrawn_as", "successor"}


class DutchFirstForm(forms.ModelForm):
    """Says at the text itself that a translation needs its Dutch."""

    def clean(self):
        data = super().clean()
        for name in translated_fields(self._meta.model):
            dutch = f"{name}_{SOURCE}"
            if dutch not in self.fields or dutch in self.errors or data.get(dutch):
                continue
            if any(data.get(f"{name}_{code}") for code in TRANSLATIONS):
                self.add_error(
                    dutch,
                    _("A translation cannot exist without its Dutch text. Write the Dutch first."),
                )
        return data


def up_to_date_box():
    return forms.BooleanField(
        required=False,
        label=_("this translation is up to date again"),
        help_text=_("Tick when it says what the Dutch says. Readers then see no warning."),
    )


class SubstanceForm(DutchFirstForm):
    """Asks whether readers must know of a change."""

    minor = forms.BooleanField(
        required=False,
        label=_("small improvement (readers need not know)"),
        help_text=_("For example a typing error. The translations then stay up to date."),
    )


def public_sentence(label, code, **kwargs):
    """A field for one sentence that readers get to see, in one language."""
    return forms.CharField(
        required=False,
        max_length=400,
        label=format_lazy("{} [{}]", label, code),
        widget=AdminTextInputWidget(attrs={"lang": code}),
        **kwargs,
    )


WHAT_CHANGED = _("what changes for the reader")


class PublishableForm(SubstanceForm):
    """Of a page that is public, readers are told what changes, unless that is minor.

    `before` is the record as it was. `only_shown` is for a form that comes back to be looked at,
    `publishes_alone` for a person who publishes what nobody else has seen.
    """

    only_shown = publishes_alone = False

    withdraw = forms.BooleanField(
        required=False,
        label=_("withdraw this page"),
        help_text=_("Readers no longer find it. Untick to publish it again."),
    )
    live_at = InstantField(
        required=False,
        label=_("goes live on"),
        widget=InstantWidget(),
        help_text=_("Brussels time. Leave empty: then it is public as soon as it is approved."),
    )
    alone_because = forms.CharField(
        required=False,
        max_length=400,
        label=_("why nobody else reviews this"),
        widget=AdminTextInputWidget(),
        help_text=_("Kept with the version. For example: “A mistake in the deadline, Sunday.”"),
    )
    updated_fr = up_to_date_box()
    updated_de = up_to_date_box()
    updated_en = up_to_date_box()
    told_nl = public_sentence(
        WHAT_CHANGED,
        "nl",
        help_text=_("What is different. For example: “The maximum rises from 10.000 to 12.000.”"),
    )
    told_fr = public_sentence(WHAT_CHANGED, "fr")
    told_de = public_sentence(WHAT_CHANGED, "de")
    told_en = public_sentence(WHAT_CHANGED, "en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = copy(self.instance)
        self.was_public = was_public(self.instance)
        self.initial["withdraw"] = self.instance.state == Publishable.State.WITHDRAWN
        if live_at := self.fields.get("live_at"):  # a translator has no such field
            live_at.widget.label = capfirst(live_at.label)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"state"}  # constraints ask about it

    def is_valid(self):
        return super().is_valid() and not self.only_shown

    def withdraws(self):
        return self.was_public and self.cleaned_data.get("withdraw", False)

    def _post_clean(self):
        if self.was_public:
            states = Publishable.State
            self.instance.state = states.WITHDRAWN if self.withdraws() else states.PUBLISHED
        super()._post_clean()  # only now the record is as the form says
        self.check_successor()
        if self.was_public:
            self.check_that_readers_are_told()
        if self.publishes_alone and not self.cleaned_data.get("alone_because"):
            message = _("You wrote this yourself. Say why nobody else can look at it.")
            self.add_error("alone_because", message)

    def check_successor(self):
        try:
            check_successor(self.instance)
        except ValidationError as error:
            self._update_errors(error)

    def check_that_readers_are_told(self):
        dutch = self.cleaned_data.get(f"told_{SOURCE}")
        is_minor = self.cleaned_data.get("minor")
        said = said_anew(self, self.instance.posted_rows)
        if dutch and is_minor:
            message = _("Either tell readers what changes, or tick that it is a small improvement.")
        elif not dutch and any(self.cleaned_data.get(f"told_{code}") for code in TRANSLATIONS):
            message = _("A translation cannot exist without its Dutch text. Write the Dutch first.")
        elif said & {SOURCE, None} and not (dutch or is_minor or self.tells_itself()):
            message = _(
                "This page is public. Tell readers in Dutch what changes, or tick that it is a "
                "small improvement."
            )
        else:
            return
        self.add_error(f"told_{SOURCE}", message)

    def tells_itself(self):
        """Whether what was changed is told to readers without anyone writing it."""
        return False


def was_public(record):
    """Whether readers have seen this record: it is public, or was until it was withdrawn."""
    return bool(record.pk) and (record.is_published() or record.was_withdrawn())


class DayOnlyForm(DutchFirstForm):
    """An instant of which perhaps only the day is known: then the hour may stay empty.

    `day_only` names the field, `day_only_box` the box that says so, `day_only_hour` what is kept.
    """

    day_only, day_only_box, day_only_hour = "", "", ""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        day, hour = (self.add_prefix(f"{self.day_only}_{part}") for part in (0, 1))
        if data and data.get(self.add_prefix(self.day_only_box)) and data.get(day):
            self.data = data.copy()
            self.data[hour] = data.get(hour) or self.day_only_hour


def said_anew(form, formsets):
    """The languages in which a posted page says something new; None stands for a changed fact.

    Bookkeeping is not counted.
    """
    rows = [
        row
        for formset in formsets
        if formset.model not in (Source, ChangeNote)
        for row in formset.forms
        if row.has_changed()
    ]
    return {
        language_of(one, name)
        for one in (form, *rows)
        for name in one.changed_data
        if name not in NOT_SUBSTANCE and name not in one.declared_fields
        if not only_laid_out_anew(one, name)
    }


def only_laid_out_anew(form, name):
    """Whether prose came back from the editor with the same words and links."""
    is_prose = isinstance(form.fields[name], ProseEditorFormField)
    return is_prose and reads_the_same(form.initial.get(name), form.cleaned_data.get(name))


def language_of(form, name):
    """The language of a text; None for a fact or a row that goes, which show in all."""
    try:
        return getattr(form._meta.model._meta.get_field(name), "language", None)
    except FieldDoesNotExist:
        return None
