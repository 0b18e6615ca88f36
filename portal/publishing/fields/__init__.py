from portal.publishing.fields.choices import ChoicesField
from portal.publishing.fields.partial_date import (
    PartialDateField,
    PartialDateFormField,
    not_ended_before,
)
from portal.publishing.fields.prose import (
    PROSE,
    ProseField,
    clean_prose,
    lines,
    reads_the_same,
    same_markup,
)

__all__ = [
    "PROSE",
    "ChoicesField",
    "PartialDateField",
    "PartialDateFormField",
    "ProseField",
    "clean_prose",
    "lines",
    "not_ended_before",
    "reads_the_same",
    "same_markup",
]
