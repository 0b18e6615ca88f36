"""A public list as a file for a spreadsheet, in the language of the page.

Each domain package defines its columns in `tables`; a record has a row, and the last cell is the
address of its page.
"""

from operator import methodcaller
from typing import NamedTuple

from django.urls import path
from django.utils.translation import gettext as _

from portal.exchange.tables import CONTENT_TYPES, file_response, write_table
from portal.i18n.languages import in_four


class Column(NamedTuple):
    """`value` gives the cell of a record, a text or something that is empty when not known."""

    header: str
    meaning: str
    value: object


def table_paths(view, name="table", **words):
    """The paths of a list as .csv and .xlsx, from the word for it in each language."""
    return [
        path(
            in_four(**{code: f"{word}.{file_format}" for code, word in words.items()}),
            view,
            {"file_format": file_format},
            name=f"{name}_{file_format}",
        )
        for file_format in CONTENT_TYPES
    ]


def table_response(
    request, columns, records, file_format, address=methodcaller("get_absolute_url")
):
    """`address` gives the page of a record."""
    headers = [*(str(column.header) for column in columns), _("Address of the page")]
    meanings = [*(str(column.meaning) for column in columns), ""]
    rows = [
        [
            *(str(column.value(record) or "") for column in columns),
            request.build_absolute_uri(address(record)),
        ]
        for record in records
    ]
    legend = [(header, meaning, "") for header, meaning in zip(headers, meanings, strict=True)]
    content = write_table(headers, rows, legend, file_format)
    return file_response(content, request.path.rpartition("/")[2])
