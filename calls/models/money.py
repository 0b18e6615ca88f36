"""Model fields for amounts of money."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Currency(models.TextChoices):
    EUR = "EUR", _("euro")
    CAD = "CAD", _("Canadian dollar")


def amount_field(label, **kwargs):
    """An amount, exact to the cent; in euro unless the model also has a currency column."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, **kwargs)


def currency_field(label):
    return models.CharField(label, max_length=3, choices=Currency.choices, default=Currency.EUR)
