from django import forms

from portal.i18n.visible import tidy_text


class PlainTextField(forms.CharField):
    """A text in a form that is of no model: what has no visible sign is no answer."""

    def to_python(self, value):
        return tidy_text(super().to_python(value))
