"""Fields and widgets of the admin: days, instants in Brussels time, files, choices of a record."""

import datetime

from django import forms
from django.contrib.admin.widgets import (
    AdminFileWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.formats import day, moment, partial
from portal.i18n.partial_dates import parse_partial_date
from portal.i18n.reading import MIDNIGHT_AFTER, read_day, read_hour
from portal.publishing.fields.addresses import is_email

WRITE_DAY = _("Write a day as 15-01-2027, 15.01.2027 or 15 januari 2027.")
WRITE_HOUR = _("Write the time as 17:00, 17.30 or 17u30; 24:00 is the end of that day.")
WRITE_YEAR = _("Give a year between 1900 and 2200.")

NO_EMAIL = _("This is an email address. Give that of a web page, such as https://www.example.org.")


class UnderstoodMixin:
    """Says after a field how its value is read, with the day of the week where it has one."""

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        try:
            words = self.in_words(value) if value else ""
        except (ValueError, ValidationError):
            words = ""
        return format_html('{}<span class="understood">{}</span>', field, words) if words else field

    def in_words(self, value):
        raise NotImplementedError


class DayWidget(UnderstoodMixin, forms.DateInput):
    """A day to type; static/desk/days.js adds a button with the browser's own calendar."""

    def get_context(self, name, value, attrs):
        words = {"placeholder": gettext("dd-mm-yyyy"), "data-calendar": gettext("Choose a day")}
        return super().get_context(name, value, words | {"class": "day"} | (attrs or {}))

    def in_words(self, value):
        return day(read_day(value) if isinstance(value, str) else value, weekday=True)


class PartialDateWidget(UnderstoodMixin, forms.TextInput):
    def in_words(self, value):
        return partial(parse_partial_date(value))


class HourWidget(forms.TimeInput):
    def get_context(self, name, value, attrs):
        words = {"placeholder": gettext("hh:mm:ss"), "class": "hour"}
        return super().get_context(name, value, words | (attrs or {}))


class InstantWidget(UnderstoodMixin, forms.SplitDateTimeWidget):
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

    def in_words(self, value):
        instant = InstantField().clean(value) if isinstance(value, list) else value
        return moment(instant, weekday=True) if instant else ""


class DayField(forms.DateField):
    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_day(value)
        except ValueError as error:
            raise ValidationError(WRITE_DAY, code="invalid") from error


class HourField(forms.TimeField):
    """A time of the day, or MIDNIGHT_AFTER for the end of it."""

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_hour(value)
        except ValueError as error:
            raise ValidationError(WRITE_HOUR, code="invalid") from error


class InstantField(forms.MultiValueField):
    """An instant in Brussels time, in a year that databases and time zones can handle."""

    widget = InstantWidget
    hidden_widget = forms.SplitHiddenDateTimeWidget

    def __init__(self, **kwargs):
        super().__init__((DayField(), HourField()), **kwargs)

    def compress(self, data_list):
        if not any(data_list):
            return None
        date, time = data_list
        if not date:
            raise ValidationError(WRITE_DAY, code="invalid_date")
        if not time:
            raise ValidationError(WRITE_HOUR, code="invalid_time")
        if not 1900 <= date.year <= 2200:
            raise ValidationError(WRITE_YEAR)
        if time is MIDNIGHT_AFTER:
            date, time = date + datetime.timedelta(days=1), datetime.time()
        return from_current_timezone(datetime.datetime.combine(date, time))


class WebAddressField(forms.URLField):
    """An address of the web; one typed without https:// gets it, that of a person is refused."""

    def to_python(self, value):
        if value and is_email(value):
            raise ValidationError(NO_EMAIL, code="invalid")
        return super().to_python(value)


class StoredFile:
    """A file as the upload field shows it: with the address at which readers find it."""

    def __init__(self, file):
        self.name, self.url = file.name, file.instance.get_absolute_url()

    def __str__(self):
        return self.name


class DocumentWidget(AdminFileWidget):
    def format_value(self, value):
        return StoredFile(value) if self.is_initial(value) else None


MOST_CHOICES = 500  # in a list; of more records a script must search

TOO_MANY = _("There are more than %(count)d to choose from: without JavaScript this cannot change.")
SEVERAL = _("Hold down “Control”, or “Command” on a Mac, to select more than one.")


class ListedMixin:
    """A list of all records, which the script of the admin makes a search box of.

    `read` has the choices that this request read already, so that rows do not each ask for them.
    """

    def __init__(self, *args, read, **kwargs):
        super().__init__(*args, **kwargs)
        self.read = read
        # Its answers open inside the page's main part, not after the page.
        self.attrs["data-dropdown-parent"] = "#content-start"

    def listed(self):
        """[(value, label)] of every choice; of too many, only as many as show that."""
        key = (self.field.remote_field.model, str(self.field.get_limit_choices_to()))
        if key not in self.read:
            choice = self.choices.choice
            records = self.choices.queryset.all()[: MOST_CHOICES + 1]
            self.read[key] = [(str(value), label) for value, label in map(choice, records)]
        return self.read[key]

    def optgroups(self, name, value, attrs=None):
        listed = self.listed()
        if len(listed) > MOST_CHOICES:
            return super().optgroups(name, value, attrs)
        may_be_none = not self.allow_multiple_selected and not (self.is_required and any(value))
        choices = [("", ""), *listed] if may_be_none else listed
        return [
            (None, [self.create_option(name, key, label, key in value, index)], index)
            for index, (key, label) in enumerate(choices)
        ]

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        said = SEVERAL if self.allow_multiple_selected else ""
        if len(self.listed()) > MOST_CHOICES:
            said = TOO_MANY % {"count": MOST_CHOICES}
        return format_html("{}<noscript>{}</noscript>", field, said) if said else field


class ListedSelect(ListedMixin, AutocompleteSelect):
    pass


class ListedSelectMultiple(ListedMixin, AutocompleteSelectMultiple):
    pass
