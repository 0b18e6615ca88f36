"""Fields and widgets of the admin: days, instants in Brussels time, files."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class DayWidget(forms.DateInput):
    """A day to type; static/desk/days.js adds a button with the browser's own calendar."""

    def get_context(self, name, value, attrs):
        words = {"placeholder": gettext("dd-mm-yyyy"), "data-calendar": gettext("Choose a day")}
        return super().get_context(name, value, words | {"class": "day"} | (attrs or {}))


class HourWidget(forms.TimeInput):
    def get_context(self, name, value, attrs):
        words = {"placeholder": gettext("hh:mm:ss"), "class": "hour"}
        return super().get_context(name, value, words | (attrs or {}))


class InstantWidget(forms.SplitDateTimeWidget):
    """A date and an hour, with “Brussels time” beside the hour."""

    template_name = "admin/widgets/split_datetime.html"
    label = ""

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(self, [DayWidget, HourWidget], attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        labels = [gettext("Date:"), gettext("Brussels time:")]
        context["date_label"], context["time_label"] = labels
        for widget, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            widget["attrs"]["aria-label"] = f"{self.label}, {label}".rstrip(":")
        return context


class InstantField(forms.SplitDateTimeField):
    """An instant in a year that databases and time zones can handle."""

    def compress(self, data_list):
        if data_list and data_list[0] and not 1900 <= data_list[0].year <= 2200:
            raise ValidationError(_("Give a year between 1900 and 2200."))
        return super().compress(data_list)


class StoredFile:
    """A file as the upload field shows it: with the address at which readers find it."""

    def __init__(self, file):
        self.name, self.url = file.name, file.instance.get_absolute_url()

    def __str__(self):
        return self.name


class DocumentWidget(AdminFileWidget):
    def format_value(self, value):
        return StoredFile(value) if self.is_initial(value) else None
