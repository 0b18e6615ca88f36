"""Long lists of choices, read when somebody looks and written without a template for each."""

from html import escape

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import mark_safe


class LazyChoices(BaseChoiceIterator):
    """What a function returns, a list of (value, label), each time that somebody reads it.

    Django goes through the result of a function as if it could be anything, which takes long.
    """

    def __init__(self, choices):
        self.choices = choices

    def __iter__(self):
        return iter(self.choices())


class LongSelect(forms.Select):
    """A select with any number of options: these are written without a template for each."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        options = "".join(
            f'<option value="{escape(str(option))}"{" selected" if option in chosen else ""}>'
            f"{escape(str(label))}</option>"
            for option, label in self.choices
        )
        attributes = flatatt(self.build_attrs({"name": name}, attrs))
        return mark_safe(f"<select{attributes}>{options}</select>")  # noqa: S308 escaped
