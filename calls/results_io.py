"""The selected projects of a call as a CSV file: uploaded by staff, downloaded by readers.

Staff save such files from Excel: they may be in UTF-8, UTF-16 or Windows-1252, with columns
separated by `;`, `,` or tabs and amounts in Dutch or English notation.
"""

import csv
import io
import re
from typing import NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_str
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from calls.models import Project
from portal.exchange import uploads
from portal.exchange.cells import describe_column, escape_formula, format_cell
from portal.exchange.tables import read_csv, write_table
from portal.i18n.languages import CODES, in_four
from portal.i18n.reading import read_amount
from portal.publishing.fields.money import WRITE_AMOUNT
from portal.publishing.models import Language
from portal.revisions.snapshot import save_together

# Like addresses, these headers are a public interface: no translation catalogue may change them.
DESCRIPTION = in_four(nl="beschrijving", fr="description", de="Beschreibung", en="description")
HEADERS = {
    "title": in_four(nl="titel", fr="titre", de="Titel", en="title"),
    "title_language": in_four(
        nl="taal van de titel", fr="langue du titre", de="Sprache des Titels", en="title language"
    ),
    "flemish_partners": in_four(
        nl="Vlaamse partners",
        fr="partenaires flamands",
        de="flämische Partner",
        en="Flemish partners",
    ),
    "other_partners": in_four(
        nl="andere partners", fr="autres partenaires", de="andere Partner", en="other partners"
    ),
    "amount": in_four(
        nl="bedrag in euro", fr="montant en euros", de="Betrag in Euro", en="amount in euro"
    ),
    **{f"description_{code}": format_lazy("{} ({})", DESCRIPTION, code) for code in CODES},
}
REQUIRED = ("title", "title_language", "flemish_partners", "other_partners")
REPLACE, ADD = "replace", "add"  # modes: what happens to the present list


# Writing


def public_file(projects, file_format):
    """The bytes of a file with headers in the active language. Amounts as 12500.00."""
    headers = [str(header) for header in HEADERS.values()]
    rows = [public_texts(project) for project in projects]
    if file_format == "csv":
        return public_csv(headers, rows)
    return write_table(headers, rows, [[header, "", ""] for header in headers], file_format)


def public_texts(project):
    values = (getattr(project, name) for name in HEADERS)
    return ["" if value is None else str(value) for value in values]


def public_csv(headers, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    for row in rows:
        writer.writerow(escape_formula(cell, in_csv=True) for cell in row)
    # The byte order mark, by which Excel recognises UTF-8.
    return ("\ufeff" + text.getvalue()).encode()


def export_file(projects, kind):
    """The bytes of a file with Dutch headers that can be uploaded again; `kind` is its format."""
    with override("nl"):
        headers = [str(header) for header in HEADERS.values()]
    fields = [Project._meta.get_field(name) for name in HEADERS]
    rows = [[format_cell(project, field) for field in fields] for project in projects]
    notes = [
        [header, *describe_column(field)[1:]] for header, field in zip(headers, fields, strict=True)
    ]
    return write_table(headers, rows, notes, kind)


def empty_csv():
    """A file with the Dutch headers alone, separated by `;` as in a Dutch Excel."""
    with override("nl"):
        return "\ufeff" + ";".join(map(str, HEADERS.values())) + "\r\n"


# Reading


class Row(NamedTuple):
    """A row of the file: its number, its texts and errors by column, and the project they make."""

    number: int
    texts: dict
    project: Project
    errors: dict

    def cells(self):
        """(value, error or "") for each column; with an error, the value is the text."""
        for name in HEADERS:
            errors = self.errors.get(name)
            value = self.texts.get(name, "") if errors else getattr(self.project, name)
            yield "" if value is None else value, " ".join(errors or ())


class Sheet(NamedTuple):
    """A parsed file: its rows, the errors of the file as such, and the projects to delete."""

    rows: list
    errors: list
    removed: list

    @property
    def error_count(self):
        """The number of places with an error; a sheet without any can be saved."""
        return len(self.errors) + sum(len(row.errors) for row in self.rows)


def parse_sheet(call, text, mode):
    """The sheet in a CSV text, for a call whose list it replaces or adds to. Saves nothing."""
    replaces = mode == REPLACE
    try:
        table = read_csv(text)
    except ValidationError as error:
        return Sheet([], error.messages, [])
    if len(table) < 2:
        return Sheet([], [gettext("The file has no rows under its header.")], [])
    (_number, headers), *body = table
    columns = [field_for_header(header) for header in headers]
    if errors := list(column_errors(headers, columns)):
        return Sheet([], errors, [])
    present = {project.title: project for project in call.projects.all()}
    rows = [parse_row(call, *row, columns, present if replaces else {}) for row in body]
    add_duplicate_errors(rows, () if replaces else present)
    titles = {row.project.title for row in rows}
    removed = [project for title, project in present.items() if replaces and title not in titles]
    return Sheet(rows, [], removed)


def add_duplicate_errors(rows, present):
    numbers = {}
    for number, _texts, project, errors in rows:
        first = numbers.setdefault(project.title, number)
        if first != number and project.title:
            message = gettext("The same title is on row %(number)s.") % {"number": first}
            errors.setdefault("title", []).append(message)
        elif project.title in present:
            message = gettext("This project is already in the list.")
            errors.setdefault("title", []).append(message)


def field_for_header(header):
    """The name of the field that a header names in any of the four languages, or None."""
    for code in CODES:
        with override(code):
            for name, known in HEADERS.items():
                if normalised(known) == normalised(header):
                    return name
    return None


def normalised(header):
    return " ".join(str(header).casefold().split())


def column_errors(headers, columns):
    with override("nl"):
        names = {name: str(header) for name, header in HEADERS.items()}
    for name in REQUIRED:
        if name not in columns:
            yield gettext("The column “%(column)s” is missing.") % {"column": names[name]}
    for header, name in zip(headers, columns, strict=True):
        if header.strip() and name is None:
            yield gettext("The column “%(column)s” is not known.") % {"column": header.strip()}
        elif name and columns.count(name) > 1:
            yield gettext("The column “%(column)s” is there twice.") % {"column": header.strip()}


def parse_row(call, number, cells, columns, present):
    """The project of one row; fields without a column keep their value from the present list."""
    errors = {}
    if any(map(str.strip, cells[len(columns) :])):
        errors["title"] = [gettext("This row has more cells than the header has columns.")]
    padded = [*cells, *[""] * len(columns)]
    texts = {
        name: " ".join(text.split()) for name, text in zip(columns, padded, strict=False) if name
    }
    project = present.get(texts["title"]) or Project(call=call)
    for name, text in texts.items():
        try:
            setattr(project, name, PARSERS.get(name, str)(text))
        except ValidationError as error:
            errors.setdefault(name, []).extend(error.messages)
    try:
        project.full_clean(exclude=["call", *errors], validate_unique=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            # A constraint, on a translation without Dutch, has no column of its own.
            column = name if name in HEADERS else "description_nl"
            errors.setdefault(column, []).extend(messages)
    return Row(number, texts, project, errors)


def parse_language(text):
    """The code of a language, given as 'fr' or by its name in the active language, 'Frans'."""
    for code, label in Language.choices:
        if text.casefold() in {code, force_str(label).casefold()}:
            return code
    raise ValidationError(
        _("Use one of these languages: %(languages)s."),
        params={"languages": ", ".join(Language.values)},
    )


def parse_amount(text):
    """An amount such as 12.500,00 or 12500.00 or € 12 500; None when empty.

    '12.500' is twelve thousand five hundred; '12,500' is ambiguous and raises a ValidationError.
    """
    written = re.sub(r"(?i)€|euro?|,-+\s*$", "", text).strip()
    try:
        return read_amount(written) if written else None
    except ValueError as error:
        raise ValidationError(WRITE_AMOUNT) from error


PARSERS = {"title_language": parse_language, "amount": parse_amount}


# Saving


def sign(call, text, mode):
    """The previewed file as a signed string, which the confirmation sends back."""
    return uploads.sign([call.pk, text, mode], "calls.results_io")


def unsign(call, signature):
    """The [text, mode] that were signed for this call at most a day ago, else None."""
    try:
        pk, *previewed = signing.loads(signature, salt="calls.results_io", max_age=86400)
    except signing.BadSignature:
        return None
    return previewed if pk == call.pk else None


@transaction.atomic
def save(sheet):
    """Save a sheet without errors: all of it or, when anything fails, nothing."""
    for project in sheet.removed:
        project.delete()
    save_together(
        Project, [row.project for row in sheet.rows]
    )  # their texts were tidied when checked
