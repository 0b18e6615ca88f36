"""GET forms that filter a list, with their state in the query string, and pagination."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from portal.i18n.formats import day


class DayInput(forms.DateInput):
    """A date input; a text input when the value is no date, which a date input would not show."""

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
    except ValueError:  # well formed, but no such day exists
        return False


class DayField(forms.DateField):
    """A day from 1900 to 2199, typed in a Belgian notation or chosen in the browser's calendar."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
    default_validators = (
        MinValueValidator(datetime.date(1900, 1, 1)),
        MaxValueValidator(datetime.date(2199, 12, 31)),
    )


class Filter(forms.Form):
    """A form that narrows a list.

    A value that means nothing never shows more than was asked for: a filter without any usable
    value lets nothing through (`meaningless` has its name). Any other unusable value is ignored.
    Both with a sentence in `warnings`.
    """

    display_fields = ()  # fields that sort or lay out the list; their first choice is the default
    informing_fields = ()  # fields that add something to what is listed, and narrow nothing
    linked_fields = ()  # filters that are chosen by a link: the form keeps them as hidden inputs

    def __init__(self, query):
        self.query = query.copy()
        super().__init__(self.query)
        self.unusable = []  # (name, value) of what was dropped beside something usable
        self.prepare()
        self.warnings = [text for name in self.fields for text in self.discard_unusable(name)]
        self.is_valid()
        self.meaningless = {name for name in self.errors if self.narrows(name)}
        self.warnings += [
            self.invalid_choice_message(name, value)
            for name in self.errors
            for value in self.values(name)
        ]
        self.keep_what_is_known()

    def discard_unusable(self, name):
        """Drop unknown choices beside known ones, and all but the last value of a single choice.

        Returns a sentence for each dropped value.
        """
        field, values = self.fields[name], self.values(name)
        if isinstance(field, forms.MultipleChoiceField):
            known = [value for value in values if field.valid_value(value)]
            self.query.setlist(name, list(dict.fromkeys(known or values)))
            if not known:
                return []
            unknown = [value for value in values if value not in known]
            self.unusable += [(name, value) for value in unknown]
            return [self.ignored_message(name, value) for value in unknown]
        *others, last = values or [""]
        if len(self.query.getlist(name)) > 1:
            self.query[name] = last
        return [
            _("Only one choice is possible for “%(filter)s”, so “%(value)s” was ignored.")
            % {"value": value[:60], "filter": field.label}
            for value in others
            if value != last
        ]

    def keep_what_is_known(self):
        """Rebuild `query` from the filters alone, always in the same order and notation.

        So one list has one address, whatever else a link to it brought along.
        """
        given, self.query = self.query, QueryDict(mutable=True)
        for name, field in self.fields.items():
            values = [value for value in given.getlist(name) if value]
            if isinstance(field, forms.MultipleChoiceField):
                order = [str(code) for code, _label in field.choices]
                values.sort(key=lambda value: order.index(value) if value in order else -1)
            elif name in self.display_fields:
                values = [value for value in values if value == self.value(name)]
                values = [value for value in values if value != field.choices[0][0]]
            elif isinstance(field, forms.DateField) and self.value(name):
                values = [self.value(name).isoformat()]
            if values:
                self.query.setlist(name, values)

    def narrows(self, name):
        return name not in {*self.display_fields, *self.informing_fields}

    def invalid_choice_message(self, name, value):
        if name not in self.meaningless:
            return self.ignored_message(name, value)
        return _("“%(value)s” is not a valid choice for “%(filter)s”, so nothing is found.") % {
            "value": value[:60],
            "filter": self.fields[name].label,
        }

    def ignored_message(self, name, value):
        return _("“%(value)s” is not a valid choice for “%(filter)s”, so it was ignored.") % {
            "value": value[:60],
            "filter": self.fields[name].label,
        }

    def prepare(self):
        """Hook for choices that depend on the database or the active language."""

    def value(self, name):
        """The cleaned value of a filter, or something falsy; a display field has its default."""
        value = self.cleaned_data.get(name)
        return value or self.fields[name].choices[0][0] if name in self.display_fields else value

    @property
    def active_filters(self):
        """Names of the filters in use, in the order of the form; meaningless ones too."""
        return [
            name
            for name in self.fields
            if name not in self.display_fields and (self.value(name) or name in self.meaningless)
        ]

    @property
    def is_active(self):
        """Whether any filter is in use."""
        return bool(self.active_filters)

    def narrow(self, records):
        """The records that each filter in use lets through."""
        for name in self.active_filters:
            if self.narrows(name):
                records = records.filter(self.condition_or_none(name))
        return records

    def condition_or_none(self, name):
        """The condition of a filter in use; one that no record meets when its value is unusable."""
        return Q(pk__in=[]) if name in self.meaningless else self.condition(name)

    def condition(self, name):
        """Hook for the condition on a record of a filter with a usable value."""
        raise NotImplementedError

    def require_meaning(self):
        """Raise Http404 when a filter finds nothing: for what programs read, without sentences."""
        if self.meaningless:
            raise Http404(f"no such value: {', '.join(sorted(self.meaningless))}")

    def values(self, name):
        """The chosen values of a filter, as in the query string."""
        return [value for value in self.query.getlist(name) if value]

    def removal_links(self):
        """(label, query string without it) for each chosen value."""
        return [
            (self.choice_label(name, value), self.query_without_filter(name, value))
            for name in self.active_filters
            for value in self.values(name)
        ]

    def summary(self, names=None):
        """The filters in words, such as 'Open or Closed, Wales'; of some `names`, or of all."""
        choices = [
            _(" or ").join(str(self.choice_label(name, value)) for value in self.values(name))
            for name in (self.active_filters if names is None else names)
        ]
        return ", ".join(choices)

    def choice_label(self, name, value):
        field = self.fields[name]
        if name in self.meaningless or isinstance(field, forms.CharField):
            return _("“%(word)s”") % {"word": value[:60]}
        if isinstance(field, forms.DateField):
            return f"{field.label} {day(self.value(name))}"
        labels = {str(code): label for code, label in getattr(field, "choices", ())}
        return labels.get(str(value), value)

    def filter_fields(self):
        hidden = {*self.display_fields, *self.linked_fields}
        return [self[name] for name in self.fields if name not in hidden]

    def chosen_hidden_fields(self):
        """Bound fields with a chosen value that the form keeps as hidden inputs."""
        hidden = (*self.display_fields, *self.linked_fields)
        return [self[name] for name in hidden if self.cleaned_data.get(name)]

    def query_cleared(self):
        """The query string without any filter: display fields alone."""
        rest = self.query.copy()
        for name in {*rest} - {*self.display_fields}:
            del rest[name]
        return rest.urlencode()

    def display_choices(self, name):
        """(value, label, query string, is current) for each choice; the first is the default."""
        rest, chosen = self.query_without_filter(name), self.value(name)
        for index, (value, label) in enumerate(self.fields[name].choices):
            query = f"{name}={value}" if index else ""  # the default needs no parameter
            yield value, label, "&".join(filter(None, [rest, query])), value == chosen

    def query_without_filter(self, name, value=None):
        """The query string without a filter, or without one of its values; back on page one."""
        rest = self.query.copy()
        rest.setlist(name, [v for v in rest.getlist(name) if v != str(value)] if value else [])
        return rest.urlencode()

    @property
    def address_query(self):
        """The query string of the list: the filters alone, in the one order."""
        return self.query.urlencode()

    def query_of_page(self, number):
        """The query string of one page of the list, as in the links to it."""
        page = f"page={number}" if number and number != "1" else ""
        return "&".join(filter(None, [self.address_query, page]))


def in_pages(groups, size_of, limit):
    """Groups in lists: as many in each as have a size of `limit` together; a group stays whole."""
    pages, room = [], 0
    for group in groups:
        if not pages or room < size_of(group):
            pages.append([])
            room = limit
        pages[-1].append(group)
        room -= size_of(group)
    return pages


def get_page_or_404(paginator, number):
    """The page with this number (a string; first page when empty), or Http404."""
    number = number or "1"
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404(f"there is no page {number[:20]!r}")
    if not 1 <= int(number) <= paginator.num_pages:
        raise Http404(f"there is no page {number}")
    return paginator.page(int(number))
