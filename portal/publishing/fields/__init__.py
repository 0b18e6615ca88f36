from portal.publishing.fields.choices import ChoicesField
from portal.publishing.fields.money import AmountField, CurrencyField
from portal.publishing.fields.partial_date import (
    PartialDateField,
    PartialDateFormField,
    not_ended_before,
)
from portal.publishing.fields.plain import PlainTextField
from portal.publishing.fields.prose import (
    PROSE,
    ProseField,
    clean_import,
    clean_prose,
    lines,
    plain_text,
    reads_the_same,
    same_markup,
    validate_length,
)
from portal.publishing.fields.short_text import ShortTextField
from portal.publishing.fields.upload import UploadField

__all__ = [
    "PROSE",
    "AmountField",
    "ChoicesField",
    "CurrencyField",
    "PartialDateField",
    "PartialDateFormField",
    "PlainTextField",
    "ProseField",
    "ShortTextField",
    "UploadField",
    "clean_import",
    "clean_prose",
    "lines",
    "not_ended_before",
    "plain_text",
    "reads_the_same",
    "same_markup",
    "validate_length",
]
