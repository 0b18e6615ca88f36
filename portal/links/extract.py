"""Finds the links in the rich texts and URL fields of a record, and replaces them."""

import hashlib
import html
import re
from datetime import timedelta
from typing import NamedTuple

from django.db import models

from portal.i18n.languages import translated_fields
from portal.publishing.children import rows_of
from portal.publishing.fields import ProseField

# One bad day does not make a link broken: it takes this many failures over at least this long.
FAILURES, SPREAD = 3, timedelta(days=2)
HREF = re.compile(r"""(<a\b[^>]*?\shref=)("[^"]*"|'[^']*')""", re.IGNORECASE)
NOT_PAGES = ("#", "mailto:", "tel:")


def hash_address(address):
    """The SHA-256 of an address, by which the database finds it however long it is."""
    return hashlib.sha256(address.encode()).hexdigest()


def field_label(model, field, of=""):
    """The label of a field for editors, after the kind of row unless it is a field of `of`."""
    label = str(model._meta.get_field(field).verbose_name)
    is_own = model._meta.model_name == of
    return label if is_own else f"{model._meta.verbose_name}: {label}"


# Finding


class Place(NamedTuple):
    """A link in a field: `owner` is the record or one of its rows."""

    owner: models.Model
    field: str
    language: str
    address: str

    @property
    def part(self):
        """The label of the model that has the field, as `LinkPlace.part` stores it."""
        return self.owner._meta.label_lower


def link_fields(model):
    """[(field, language)] of the rich texts and URL fields of a model; '' for all languages."""
    texts = translated_fields(model) if hasattr(model, "tidy_texts") else ()
    return [
        (field, getattr(field, "language", ""))
        for field in model._meta.concrete_fields
        if isinstance(field, (ProseField, models.URLField)) and field.name not in texts
    ]


def rows_with_links(model):
    """The names of the relations to rows of a record that can have links."""
    return [name for name, rows in rows_of(model(pk=0)).items() if link_fields(rows.model)]


def links_of(record, rows=None):
    """Every link of a record and of its rows: the given rows, or else the stored ones."""
    if rows is None:
        rows = [
            row for name in rows_with_links(type(record)) for row in getattr(record, name).all()
        ]
    for obj in (record, *rows):
        yield from links_in(obj)


def links_in(record):
    for field, language in link_fields(type(record)):
        value = getattr(record, field.name) or ""
        for address in dict.fromkeys(addresses_in(field, value)):
            yield Place(record, field.name, language, address)


def addresses_in(field, value):
    if not isinstance(field, ProseField):
        return [value.strip()] if value.strip() else []
    found = [unquote_attribute(quoted) for _before, quoted in HREF.findall(value)]
    return [address for address in found if address and not address.lower().startswith(NOT_PAGES)]


def unquote_attribute(quoted):
    return html.unescape(quoted[1:-1]).strip()


def replace_address(field, value, old, new):
    """The value of a field with a new address wherever it had the old one."""
    if not isinstance(field, ProseField):
        return new if value.strip() == old else value

    def replacement(match):
        return f'{match[1]}"{html.escape(new)}"' if unquote_attribute(match[2]) == old else match[0]

    return HREF.sub(replacement, value)
