"""The form that leads to a page as it was, or to two states of it side by side."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.i18n.instants import parse_instant
from portal.publishing.filters import DayField


class HourField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time", "step": 1})


class PastInstantForm(forms.Form):
    """An instant, and another one to compare it with if wanted; each must have a version."""

    day = DayField(label=gettext_lazy("Day"))
    hour = HourField(label=gettext_lazy("Hour, Brussels time"))
    other_day = DayField(label=gettext_lazy("Compare with this day"), required=False)
    other_hour = HourField(label=gettext_lazy("Hour, Brussels time"), required=False)

    def __init__(self, query, versions):
        self.versions = versions
        super().__init__(query or None, initial={"hour": "12:00:00", "other_hour": "12:00:00"})

    def clean(self):
        super().clean()
        if self.errors:
            return
        day, hour, other_day, other_hour = (self.cleaned_data[name] for name in self.base_fields)
        self.instants = [read(day, hour)]
        if other_day:
            self.instants.append(read(other_day, other_hour or datetime.time(12)))
        if not all(map(self.versions.at, self.instants)):
            raise ValidationError(
                _("We have no version of this page that was public at that time.")
            )


def read(day, hour):
    return parse_instant(f"{day}T{hour:%H:%M:%S}")
