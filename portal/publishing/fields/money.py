from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.i18n.currencies import currency_choices, currency_codes
from portal.i18n.reading import read_amount
from portal.publishing.choices import LazyChoices, LongSelect

NOTATION = _(
    "A point groups thousands: 1.234 is more than a thousand. Cents come after a comma: 1.234,50."
)
WRITE_AMOUNT = _(
    "Write the amount as 12500, 12.500,00 or 12,500.00. For thousands, 12.500 is clear and 12,500 "
    "is not."
)


def in_dutch_notation(amount):
    """An amount as a form shows it, whatever language the form is in: '12.500' or '12.500,50'."""
    text = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    return text.removesuffix(",00")


class AmountInput(forms.TextInput):
    """Shows an amount in one notation, also one that was typed in another."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", **(attrs or {})})

    def format_value(self, value):
        try:
            amount = read_amount(value) if isinstance(value, str) else value
        except ValueError:
            return super().format_value(value)
        return None if amount is None else in_dutch_notation(amount)


class AmountFormField(forms.DecimalField):
    widget = AmountInput

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_amount(value)
        except ValueError as error:
            raise ValidationError(WRITE_AMOUNT, code="invalid") from error


class AmountField(models.DecimalField):
    """An amount of money, exact to the cent."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 2} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs

    def formfield(self, **kwargs):
        help_text = format_lazy("{} {}", self.help_text, NOTATION) if self.help_text else NOTATION
        defaults = {"form_class": AmountFormField, "help_text": help_text}
        return super().formfield(**{**defaults, **kwargs})


def validate_currency(code):
    if code not in currency_codes():
        raise ValidationError(NO_CURRENCY, params={"value": code})


NO_CURRENCY = _("“%(value)s” is no currency. Choose one by its code, such as EUR, CAD or JPY.")


class CurrencyField(models.CharField):
    """The code of a currency of ISO 4217."""

    def __init__(self, *args, **kwargs):
        defaults = {"max_length": 3, "default": "EUR", "validators": [validate_currency]}
        super().__init__(*args, **defaults | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs):
        return forms.ChoiceField(
            choices=LazyChoices(currency_choices),
            widget=LongSelect,
            label=self.verbose_name,
            initial=self.default,
            error_messages={"invalid_choice": NO_CURRENCY},
        )
