from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.i18n.partial_dates import parse_partial_date


def not_ended_before(column, on):
    """A Q: the partial date in a column is empty, or its last day is `on` or later."""
    iso = on.isoformat()
    return (
        Q(**{column: ""})
        | Q(**{f"{column}__gte": iso})
        | Q(**{f"{column}__in": [iso[:7], iso[:4]]})
    )


class PartialDateFormField(forms.CharField):
    def clean(self, value):
        value = super().clean(value)
        try:
            return parse_partial_date(value) if value else ""
        except ValueError as error:
            raise ValidationError(
                _("Write a year, a month or a day, such as 1994, 2006-05 or 1996-03-04.")
            ) from error


class PartialDateField(models.CharField):
    """A calendar date known to the day, the month or only the year, stored as ISO 8601 text.

    '1994', '2006-05' or '1996-03-04'; '' when unknown. The text sorts chronologically.
    """

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 10, "blank": True, "default": ""}
        kwargs.setdefault("help_text", _("A year, month or day: 1994, 2006-05 or 1996-03-04."))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "blank", "default"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    def to_python(self, value):
        return str(value) if value else ""

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        try:
            if value and parse_partial_date(value) != value:
                raise ValueError(value)
        except ValueError as error:
            raise ValidationError(
                _("Write a year, a month or a day, such as 1994, 2006-05 or 1996-03-04.")
            ) from error

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})
