"""Cells of a spreadsheet: the text that stands for a field's value, and a form value from a text.

A column is either a field of a model or a `CustomColumn`.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from portal.i18n.reading import split_instant
from portal.i18n.visible import tidy_text
from portal.publishing.fields import (
    AmountField,
    ChoicesField,
    ProseField,
    clean_import,
    validate_length,
)

MAX_CELL_LENGTH = 32_767  # characters: Excel cuts off longer texts without a warning
YES, NO, SEPARATOR = "ja", "nee", "; "
# Spreadsheets evaluate a text that begins with one of these; a leading apostrophe prevents it.
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
# Whoever opens a CSV file with another separator gets a new cell after each of these signs.
BETWEEN, SIGN = re.compile(r"[\s;,\"']+"), frozenset("=+-@")
SEPARATES = re.compile(r"[;,\t\r\n]")


class CustomColumn:
    """A column that is not a field of the model. Subclasses have a `name` and a `verbose_name`."""

    def format(self, record):
        """The cell of a record."""
        raise NotImplementedError

    def fill(self, posted, cell):
        """Set the values of a cell in a submitted form, a mutable QueryDict."""
        raise NotImplementedError

    def describe(self):
        """(name, meaning, possible values), as `describe_column` returns it."""
        raise NotImplementedError


# Cells as text


def normalize_cell(cell):
    """The text of a cell: a text, or True or False. Without a visible sign it is empty."""
    if isinstance(cell, bool):
        return YES if cell else NO
    text = BETWEEN.sub(unescape_between, tidy_text(cell))
    return text[1:] if text.startswith("'") and FORMULA.match(text.lstrip("'")) else text


def escape_formula(text, in_csv=False):
    """The text, behind an apostrophe when a spreadsheet would take it for a formula.

    In CSV also what another separator would make a cell of: `a;=1` is `a;'=1`. In .xlsx that is
    done only where there is an apostrophe already, so that reading gives the same text again.
    """
    is_formula = FORMULA.match(text.lstrip("'")) and not NUMBER.fullmatch(text)
    text = f"'{text}" if is_formula else text
    return BETWEEN.sub(lambda signs: escape_between(signs, in_csv), text)


def escape_between(signs, in_csv):
    needed = begins_cell(signs) and (in_csv or signs[0].endswith("'"))
    return f"{signs[0]}'" if needed else signs[0]


def unescape_between(signs):
    return signs[0].removesuffix("'") if begins_cell(signs) else signs[0]


def begins_cell(signs):
    """Whether a separator is among the signs, and the sign of a formula behind them."""
    return bool(SEPARATES.search(signs[0])) and signs.string[signs.end() : signs.end() + 1] in SIGN


# Out


def format_cell(record, column):
    """The value of a record in a column, as a cell. Instants are in Brussels time."""
    if isinstance(column, CustomColumn):
        return column.format(record)
    if column.many_to_many:
        return SEPARATOR.join(key_of(related) for related in getattr(record, column.name).all())
    value = getattr(record, column.name)
    if value is None or value == "":
        return ""
    if column.is_relation:
        return key_of(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, list):
        return SEPARATOR.join(map(str, value))
    return ILLEGAL_CHARACTERS_RE.sub("", str(value)).strip()  # openpyxl refuses these characters


def key_of(record):
    """How a cell refers to a record: by its Dutch slug, or by its Dutch name."""
    return getattr(record, "slug_nl", None) or record.name_nl


def describe_column(column):
    """(name, meaning, possible values) of a column, for people who fill in a sheet."""
    if isinstance(column, CustomColumn):
        return column.describe()
    help_text = str(getattr(column, "help_text", ""))
    values = [code for code, _label in getattr(column, "choices", None) or []]
    if isinstance(column, ChoicesField):
        values = [code for code, _label in column.choice_list()]
    elif isinstance(column, models.BooleanField):
        values = [YES, NO]
    elif column.is_relation:
        values = [_("the address of a page in Dutch, or a name")]
    label = capfirst(str(column.verbose_name))
    return column.name, f"{label}. {help_text}".strip(), SEPARATOR.join(map(str, values))


# In


def fill_from_cell(posted, column, cell):
    """Set the value of a cell in a submitted form, a mutable QueryDict.

    Raises ValidationError when the cell refers to a record that does not exist or to several, or
    when it cannot be read. Other values are checked by the form itself.
    """
    name = column.name
    if isinstance(column, CustomColumn):
        column.fill(posted, cell)
    elif len(cell) >= MAX_CELL_LENGTH:
        if isinstance(column, ProseField):
            validate_length(cell)  # its own page would refuse it as well
        raise ValidationError(_("Excel may have cut off this text: change it on its own page."))
    elif column.is_relation:
        keys = split_cell(cell)
        posted.setlist(name, [str(find_by_key(column.related_model, key).pk) for key in keys])
    elif isinstance(column, models.BooleanField):
        posted[name] = bool_value(cell, column)
        if not posted[name]:
            posted.pop(name)  # an unchecked box is not submitted
    elif isinstance(column, models.DateTimeField):
        posted[f"{name}_0"], posted[f"{name}_1"] = split_instant(cell)
    elif isinstance(column, ProseField):
        posted[name] = clean_import(cell)
    elif isinstance(column, ChoicesField):
        posted.setlist(name, split_cell(cell))
    elif isinstance(column, AmountField):
        posted[name] = cell
    elif isinstance(column, models.DecimalField) and NUMBER.fullmatch(cell):
        posted[name] = cell.replace(",", ".")
    else:
        posted[name] = cell


def split_cell(cell):
    return [part.strip() for part in cell.split(SEPARATOR.strip()) if part.strip()]


def bool_value(cell, field):
    """What a form submits for a yes or no: of a NullBooleanSelect or, else, of a checkbox."""
    value = {YES: True, NO: False, "": None}.get(cell.lower(), cell)
    if isinstance(value, str):
        raise ValidationError(_("Write “ja”, “nee” or nothing."))
    if field.null:
        return {True: "true", False: "false", None: "unknown"}[value]
    return "on" if value else ""


def find_by_key(model, key):
    """The record to which a cell refers, see `key_of`; ValidationError unless there is just one."""
    column = "slug_nl" if hasattr(model, "slug_nl") else "name_nl"
    found = model._base_manager.filter(**{column: key})[:2]
    params = {"kind": model._meta.verbose_name, "key": key}
    if not found:
        raise ValidationError(_("There is no %(kind)s “%(key)s”.") % params)
    if len(found) > 1:
        raise ValidationError(_("There is more than one %(kind)s “%(key)s”.") % params)
    return found[0]
