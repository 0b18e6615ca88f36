from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ChoicesField(models.JSONField):
    """Several of a list of choices, stored as a JSON list of their codes."""

    def __init__(self, *args, options=(), **kwargs):
        self.options = options
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if unknown := set(value or []) - {code for code, _label in self.choice_list()}:
            raise ValidationError(
                _("Unknown choice: %(codes)s."), params={"codes": ", ".join(map(str, unknown))}
            )

    def choice_list(self):
        return getattr(self.options, "choices", self.options)

    def labels(self, value):
        """The chosen labels, in the order of the list."""
        return [label for code, label in self.choice_list() if code in (value or [])]

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.choice_list(),
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
