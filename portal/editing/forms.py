"""Forms of the admin: Dutch first, and readers are told what changes."""

import datetime

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from portal.editing.widgets import InstantField, InstantWidget
from portal.i18n.languages import SOURCE, TRANSLATIONS, translated_fields
from portal.publishing.fields import PlainTextField


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
    return PlainTextField(
        required=False,
        max_length=400,
        label=format_lazy("{} [{}]", label, code),
        widget=AdminTextInputWidget(attrs={"lang": code}),
        **kwargs,
    )


WHAT_CHANGED = _("what changes for the reader")


class PublishableForm(SubstanceForm):
    """The facts and texts of a page, and the notice: what readers are told of the change.

    `kept_notice` is the notice of the revision that the form shows. A translator's form has only
    a part of these fields; the rest of the notice stays as it was.
    """

    kept_notice = {}

    live_at = InstantField(
        required=False,
        label=_("goes live on"),
        widget=InstantWidget(),
        help_text=_("Brussels time. Leave empty: then it is public as soon as it is approved."),
    )
    updated_fr = up_to_date_box()
    updated_de = up_to_date_box()
    updated_en = up_to_date_box()
    told_nl = public_sentence(
        WHAT_CHANGED,
        "nl",
        help_text=_("What is different. For example: “The maximum rises from 10,000 to 12,000.”"),
    )
    told_fr = public_sentence(WHAT_CHANGED, "fr")
    told_de = public_sentence(WHAT_CHANGED, "de")
    told_en = public_sentence(WHAT_CHANGED, "en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        capitalise(self)
        for name in self.notice_fields():
            self.initial[name] = self.fields[name].to_python(self.kept_notice.get(name))
        if live_at := self.fields.get("live_at"):  # a translator has no such field
            self.initial["live_at"] = instant_of_notice(self.kept_notice)
            live_at.widget.label = live_at.label

    def notice_fields(self):
        """The fields that are of no model."""
        return [name for name in self.declared_fields if name in self.fields]

    def notice(self):
        """The notice with what this form says, as JSON has it; empty values are left out."""
        own = {name: as_json(self.cleaned_data.get(name)) for name in self.notice_fields()}
        return {**self.kept_notice, **own}

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"state"}  # constraints ask about it


def capitalise(form):
    """Let labels begin with a capital, as those of columns do in the admin."""
    for field in form.fields.values():
        field.label = field.label and capfirst(str(field.label))


class PlainAdminForm(forms.Form):
    """A form of the admin that is of no model."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        capitalise(self)
        for field in self.fields.values():
            if isinstance(field, InstantField):
                field.widget.label = field.label


def as_json(value):
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def instant_of_notice(notice):
    """The instant at which the author wants a draft to go live; None for as soon as possible."""
    wanted = notice.get("live_at")
    return datetime.datetime.fromisoformat(wanted) if wanted else None


class DayOnlyForm(DutchFirstForm):
    """Instants of which perhaps only the day is known: then the hour may stay empty.

    `days_only` has (the field, the box that says so, the hour that is kept) of each.
    """

    days_only = []

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        for field, box, kept in self.days_only:
            day, hour = (self.add_prefix(f"{field}_{part}") for part in (0, 1))
            if data and data.get(self.add_prefix(box)) and data.get(day):
                self.data = self.data.copy()
                self.data[hour] = data.get(hour) or kept
