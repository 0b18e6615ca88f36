"""Filters: GET forms whose state is the address, and which say what they could not use."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from .words import day


class DayInput(forms.DateInput):
    """The browser's calendar; a plain field for what is no day, which a calendar would hide."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if not is_day(context["widget"]["value"] or "1900-01-01"):
            context["widget"]["type"] = "text"
        return context


def is_day(text):
    try:
        return bool(parse_date(text))
    except ValueError:  # well formed, but there is no such day
        return False


class DayField(forms.DateField):
    """A calendar day of our time: typed as people here do, or chosen in the browser's calendar."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
    default_validators = (
        MinValueValidator(datetime.date(1900, 1, 1)),
        MaxValueValidator(datetime.date(2199, 12, 31)),
    )


class Filter(forms.Form):
    """A form that narrows a list. A value that makes no sense is ignored, and `ignored` says so."""

    def __init__(self, query):
        self.query = query.copy()
        super().__init__(self.query)
        self.prepare()
        unusable = [(name, value) for name in self.fields for value in self.take_out_unknown(name)]
        self.is_valid()
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField) and self.value(name):
                self.query[name] = self.value(
                    name
                ).isoformat()  # as the browser's calendar reads it
        unusable += [(name, value) for name in self.errors for value in self.query.getlist(name)]
        self.ignored = [
            _("“%(value)s” is not a valid choice for “%(filter)s”, so it was ignored.")
            % {"value": value[:60], "filter": self.fields[name].label}
            for name, value in unusable
        ]

    def take_out_unknown(self, name):
        """Of several ticked values, keep those that exist; returns the others."""
        field = self.fields[name]
        if not isinstance(field, forms.MultipleChoiceField):
            return []
        values = self.query.getlist(name)
        known = [value for value in values if field.valid_value(value)]
        self.query.setlist(name, known)
        return [value for value in values if value not in known]

    def prepare(self):
        """Fill in choices that depend on the database or the language of the request."""

    def value(self, name):
        """The usable value of a filter, or something false."""
        return self.cleaned_data.get(name)

    @property
    def is_used(self):
        """Whether any usable filter narrows the list."""
        return any(self.value(name) for name in self.fields)

    def tags(self):
        """Each chosen value as (label, query string without it), for removing one filter."""
        tags = []
        for name, field in self.fields.items():
            chosen = self.value(name)
            if not chosen:
                continue
            many = isinstance(field, forms.MultipleChoiceField)
            for value in chosen if many else [self.query.get(name)]:
                tags.append((self.label_of(name, value), self.without(name, value)))
        return tags

    def label_of(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.DateField):
            return f"{field.label} {day(self.value(name))}"
        labels = {str(code): label for code, label in getattr(field, "choices", ())}
        return labels.get(str(value), value)

    def without(self, name, value):
        """The query string without one value of a filter, back on the first page."""
        rest = self.query.copy()
        rest.setlist(name, [v for v in rest.getlist(name) if v != str(value)])
        rest.pop("page", None)
        return rest.urlencode()

    def query_without(self, name):
        """The query string without one parameter, such as the page or the view."""
        rest = self.query.copy()
        rest.pop(name, None)
        return rest.urlencode()


def page_of(paginator, number):
    """The page asked for, the first when none is; a page that does not exist is a 404."""
    number = number or "1"
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404(f"there is no page {number[:20]!r}")
    if not 1 <= int(number) <= paginator.num_pages:
        raise Http404(f"there is no page {number}")
    return paginator.page(int(number))
