"""Filters: GET forms whose state is the address, and which say what they could not use."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from portal.i18n.formats import day


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

    arranging = ()  # fields that order or shape the list; their first choice is the usual one

    def __init__(self, query):
        self.query = query.copy()
        super().__init__(self.query)
        self.prepare()
        self.ignored = [said for name in self.fields for said in self.take_out_unusable(name)]
        self.is_valid()
        self.ignored += [
            self.not_valid(name, value)
            for name in self.errors
            for value in self.query.getlist(name)
        ]
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField) and self.value(name):
                self.query[name] = self.value(
                    name
                ).isoformat()  # as the browser's calendar reads it

    def take_out_unusable(self, name):
        """Keep ticked values that exist, and one value where only one is possible; say the rest."""
        field, values = self.fields[name], self.query.getlist(name)
        if isinstance(field, forms.MultipleChoiceField):
            known = list(dict.fromkeys(value for value in values if field.valid_value(value)))
            self.query.setlist(name, known)
            return [self.not_valid(name, value) for value in values if value not in known]
        *others, kept = [value for value in values if value] or [""]
        if len(values) > 1:
            self.query[name] = kept
        return [
            _("Only one choice is possible for “%(filter)s”, so “%(value)s” was ignored.")
            % {"value": value[:60], "filter": field.label}
            for value in others
            if value != kept
        ]

    def not_valid(self, name, value):
        return _("“%(value)s” is not a valid choice for “%(filter)s”, so it was ignored.") % {
            "value": value[:60],
            "filter": self.fields[name].label,
        }

    def prepare(self):
        """Fill in choices that depend on the database or the language of the request."""

    def value(self, name):
        """The usable value of a filter, or something false; of an arrangement the usual one."""
        value = self.cleaned_data.get(name)
        return value or self.fields[name].choices[0][0] if name in self.arranging else value

    @property
    def used(self):
        """Names of the filters that narrow the list, in the order of the form."""
        return [name for name in self.fields if name not in self.arranging and self.value(name)]

    @property
    def is_used(self):
        """Whether any usable filter narrows the list."""
        return bool(self.used)

    def values(self, name):
        """The chosen values of a filter as the address has them."""
        return [value for value in self.query.getlist(name) if value]

    def tags(self):
        """Each chosen value as (label, query string without it), for removing one filter."""
        return [
            (self.label_of(name, value), self.without(name, value))
            for name in self.used
            for value in self.values(name)
        ]

    def in_words(self, names=None):
        """What the list is narrowed by: 'Open or Closed, Wales'."""
        choices = [
            _(" or ").join(str(self.label_of(name, value)) for value in self.values(name))
            for name in (self.used if names is None else names)
        ]
        return ", ".join(choices)

    def label_of(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.DateField):
            return f"{field.label} {day(self.value(name))}"
        labels = {str(code): label for code, label in getattr(field, "choices", ())}
        return labels.get(str(value), value)

    def shown_fields(self):
        return [self[name] for name in self.fields if name not in self.arranging]

    def kept_fields(self):
        """The chosen arrangements, which the form carries along."""
        return [self[name] for name in self.arranging if self.cleaned_data.get(name)]

    def cleared(self):
        """The query string without any filter: the arrangement alone."""
        rest = self.query.copy()
        for name in {*rest} - {*self.arranging}:
            del rest[name]
        return rest.urlencode()

    def arrangements(self, name):
        """Each choice of an arrangement: (value, label, query string for it, whether it is now)."""
        rest, chosen = self.without(name), self.value(name)
        for number, (value, label) in enumerate(self.fields[name].choices):
            query = f"{name}={value}" if number else ""
            yield value, label, "&".join(filter(None, [rest, query])), value == chosen

    def without(self, name, value=None):
        """The query string without a filter, or one value of it, back on the first page."""
        rest = self.query.copy()
        rest.setlist(name, [v for v in rest.getlist(name) if value and v != str(value)])
        rest.pop("page", None)
        return rest.urlencode()

    def query_without(self, name):
        """The query string without one parameter, such as the page."""
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
