"""A spreadsheet column for the inline rows of a form, such as the jurisdictions of a post.

A cell holds all rows of a record: `partner=oostenrijk since=2006-05; partner=japan`.
"""

import re
import shlex

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.exchange.cells import (
    SEPARATOR,
    CustomColumn,
    describe_column,
    fill_from_cell,
    format_cell,
)


class ChildRowsColumn(CustomColumn):
    """The rows of `model` that belong to a record of `parent`.

    A row in a cell is the existing row that has the same values in `key`; without a `key`, the one
    that has the same values in all `names`.
    """

    def __init__(self, model, parent, names, key=()):
        self.model, self.key = model, key or names
        self.fields = {name: model._meta.get_field(name) for name in names}
        link = next(field for field in model._meta.fields if field.related_model is parent)
        self.name = link.remote_field.get_accessor_name()
        self.verbose_name = model._meta.verbose_name_plural

    def format(self, record):
        return SEPARATOR.join(map(self.format_row, getattr(record, self.name).order_by("pk")))

    def format_row(self, row):
        cells = {name: format_cell(row, field) for name, field in self.fields.items()}
        return " ".join(f"{name}={quote(cell)}" for name, cell in cells.items() if cell)

    def fill(self, posted, cell):
        """Change, add and delete rows of a submitted form until they are those of the cell."""
        wanted = [self.form_values(row) for row in parse_rows(cell)]
        count = int(posted[f"{self.name}-INITIAL_FORMS"])
        for number in range(count):
            prefix = f"{self.name}-{number}-"
            current = tuple(posted.get(prefix + name, "") for name in self.key)
            match = next(
                (row for row in wanted if current == tuple(row[name] for name in self.key)), {}
            )
            if match:
                wanted.remove(match)
            else:
                posted[f"{prefix}DELETE"] = "on"
            fill_row(posted, prefix, match)
        for number, row in enumerate(wanted, count):
            fill_row(posted, f"{self.name}-{number}-", row)
        posted[f"{self.name}-TOTAL_FORMS"] = str(count + len(wanted))

    def form_values(self, cells):
        """{field: what a form would submit} of one row in a cell."""
        if unknown := set(cells) - set(self.fields):
            names = ", ".join(sorted(unknown))
            raise ValidationError(_("Unknown in this cell: %(names)s.") % {"names": names})
        defaults = {
            name: str(field.default) if field.has_default() else ""
            for name, field in self.fields.items()
        }
        posted = QueryDict(mutable=True)
        for name, cell in (defaults | cells).items():
            fill_from_cell(posted, self.fields[name], cell)
        return {name: posted.get(name, "") for name in self.fields}

    def describe(self):
        columns = (describe_column(field) for field in self.fields.values())
        meanings = [f"{name}: {meaning}" for name, meaning, _values in columns]
        syntax = _(
            "Put the values one after another, with a semicolon between them. Put text in "
            "quotation marks."
        )
        example = f"{next(iter(self.fields))}=…"
        label = f"{capfirst(str(self.verbose_name))}."
        return self.name, " ".join([label, syntax, *meanings]), example


def fill_row(posted, prefix, row):
    for name, value in row.items():
        posted[prefix + name] = value


def quote(cell):
    """A value as it can stand after `field=`: in quotation marks when it needs them."""
    if not re.search(r'[\s;"\\]', cell):
        return cell
    escaped = cell.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def parse_rows(cell):
    """[{field: value}, …] of the rows in a cell; ValidationError when it cannot be read."""
    lexer = shlex.shlex(cell, posix=True, punctuation_chars=";")
    lexer.whitespace_split, lexer.quotes, lexer.commenters = True, '"', ""
    rows = [{}]
    try:
        for token in lexer:
            name, equals, value = token.partition("=")
            if not token.strip(";"):
                rows.append({})
            elif not equals or name in rows[-1]:
                raise ValueError(token)
            else:
                rows[-1][name] = value
    except ValueError as error:
        message = _("Write this cell as field=value field=value, with a semicolon between rows.")
        raise ValidationError(message) from error
    return [row for row in rows if row]
