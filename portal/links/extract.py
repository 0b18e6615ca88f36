"""Links in texts and in fields for web addresses: where they stand, and what is known of each.

A link is not called broken for one bad day: see `FAILURES` and `SPREAD`.
"""

import hashlib
import html
import re
from datetime import timedelta
from typing import NamedTuple

from django.db import models

from portal.i18n.languages import translated_fields
from portal.publishing.children import rows_of
from portal.publishing.fields import ProseField

FAILURES, SPREAD = 3, timedelta(days=2)  # at least so many, over at least so long
HREF = re.compile(r"""(<a\b[^>]*?\shref=)("[^"]*"|'[^']*')""", re.IGNORECASE)
NOT_PAGES = ("#", "mailto:", "tel:")


def mark_of(address):
    return hashlib.sha256(address.encode()).hexdigest()


def name_of_field(model, field, of=""):
    """What editors call a field, and of which kind of row when it is not the record's own."""
    label = str(model._meta.get_field(field).verbose_name)
    is_own = model._meta.model_name == of
    return label if is_own else f"{model._meta.verbose_name}: {label}"


# Where links stand


class Place(NamedTuple):
    """A link in a field: `holder` is the record or a row of it."""

    holder: models.Model
    field: str
    language: str
    address: str

    @property
    def part(self):
        return self.holder._meta.label_lower


def link_fields(model):
    """[(field, language)] of the texts and addresses of a model; '' is for all languages."""
    texts = translated_fields(model) if hasattr(model, "tidy_texts") else ()
    return [
        (field, getattr(field, "language", ""))
        for field in model._meta.concrete_fields
        if isinstance(field, (ProseField, models.URLField)) and field.name not in texts
    ]


def rows_with_links(model):
    """Names of the rows of a record that can have links."""
    return [name for name, rows in rows_of(model(pk=0)).items() if link_fields(rows.model)]


def links_of(record, rows=None):
    """Every link of a record and of its rows, those that are stored unless others are given."""
    if rows is None:
        rows = [
            row for name in rows_with_links(type(record)) for row in getattr(record, name).all()
        ]
    for obj in (record, *rows):
        yield from links_in(obj)


def links_in(record):
    for field, language in link_fields(type(record)):
        value = getattr(record, field.name) or ""
        for address in dict.fromkeys(addresses(field, value)):
            yield Place(record, field.name, language, address)


def addresses(field, value):
    if not isinstance(field, ProseField):
        return [value.strip()] if value.strip() else []
    found = [plain(quoted) for _before, quoted in HREF.findall(value)]
    return [address for address in found if address and not address.lower().startswith(NOT_PAGES)]


def plain(quoted):
    return html.unescape(quoted[1:-1]).strip()


def with_new(field, value, old, new):
    """The value of a field, leading to a new address wherever it led to an old one."""
    if not isinstance(field, ProseField):
        return new if value.strip() == old else value

    def turned(match):
        return f'{match[1]}"{html.escape(new)}"' if plain(match[2]) == old else match[0]

    return HREF.sub(turned, value)
