"""The selected projects of a call as a CSV file: read from what staff upload, written for readers.

Staff save such files from Excel, so bytes may be UTF-8, UTF-16 or Windows-1252, columns may be
separated by `;`, `,` or tabs, and amounts may be written in the Dutch or the English way.
"""

import csv
import io
import re
from decimal import Decimal
from typing import NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_str
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from calls.models import Project
from portal.exchange.cells import FORMULA, describe_column, format_cell
from portal.exchange.tables import parse_csv, write_table
from portal.i18n.languages import CODES, in_four
from portal.publishing.models import Language

# The words of the file, like those of an address, are part of what others build on.
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
LARGEST = 1_000_000  # bytes; the longest list so far has some 30 projects, about 10 kB
REPLACE, ADD = "replace", "add"  # what happens to the present list


# Writing


def write(projects):
    """The CSV text of projects, with headers in the active language. Amounts as 12500.00."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADERS.values())
    for project in projects:
        rows.writerow(safe(getattr(project, name)) for name in HEADERS)
    return "\ufeff" + text.getvalue()  # with the mark by which Excel knows UTF-8


def safe(value):
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) else text


def export(projects, kind):
    """The bytes of a file that can be read again, with the Dutch headers."""
    with override("nl"):
        headers = [str(header) for header in HEADERS.values()]
    fields = [Project._meta.get_field(name) for name in HEADERS]
    rows = [[format_cell(project, field) for field in fields] for project in projects]
    about = [
        [header, *describe_column(field)[1:]] for header, field in zip(headers, fields, strict=True)
    ]
    return write_table(headers, rows, about, kind)


def template():
    """An empty file with the Dutch headers, as a Dutch Excel separates columns."""
    with override("nl"):
        return "\ufeff" + ";".join(map(str, HEADERS.values())) + "\r\n"


# Reading


class Row(NamedTuple):
    """A row of the file: its number there, its texts, its project and what is wrong, by column."""

    number: int
    texts: dict
    project: Project
    errors: dict

    def cells(self):
        """(text, what is wrong with it) for each column: as understood, else as it stands."""
        for name in HEADERS:
            wrong = self.errors.get(name)
            value = self.texts.get(name, "") if wrong else getattr(self.project, name)
            yield "" if value is None else value, " ".join(wrong or ())


class Sheet(NamedTuple):
    """A file that was read: its rows, what is wrong with it as a whole, the projects that go."""

    rows: list
    errors: list
    gone: list

    @property
    def error_count(self):
        """In how many places something is wrong; a sheet with none can be kept."""
        return len(self.errors) + sum(len(row.errors) for row in self.rows)


def read(call, text, mode):
    """The projects in a CSV text, for a call whose list it replaces or adds to."""
    replaces = mode == REPLACE
    try:
        table = [row for row in parse_csv(text) if any(map(str.strip, row[1]))]
    except ValidationError as error:
        return Sheet([], error.messages, [])
    if len(table) < 2:
        return Sheet([], [gettext("The file has no rows under its header.")], [])
    (_number, headers), *body = table
    columns = [column(header) for header in headers]
    if wrong := list(wrong_columns(headers, columns)):
        return Sheet([], wrong, [])
    present = {project.title: project for project in call.projects.all()}
    rows = [read_row(call, *row, columns, present if replaces else {}) for row in body]
    say_what_is_double(rows, () if replaces else present)
    titles = {row.project.title for row in rows}
    gone = [project for title, project in present.items() if replaces and title not in titles]
    return Sheet(rows, [], gone)


def say_what_is_double(rows, present):
    numbers = {}
    for number, _texts, project, errors in rows:
        first = numbers.setdefault(project.title, number)
        if first != number and project.title:
            told = gettext("The same title is on row %(number)s.") % {"number": first}
            errors.setdefault("title", []).append(told)
        elif project.title in present:
            told = gettext("This project is already in the list.")
            errors.setdefault("title", []).append(told)


def column(header):
    """The field that a header names, in whichever of the four languages; None when it is none."""
    for code in CODES:
        with override(code):
            for name, known in HEADERS.items():
                if plain(known) == plain(header):
                    return name
    return None


def plain(header):
    return " ".join(str(header).casefold().split())


def wrong_columns(headers, columns):
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


def read_row(call, number, cells, columns, present):
    """One project. What the file has no column for stays as it is in the present list."""
    errors = {}
    if any(map(str.strip, cells[len(columns) :])):
        errors["title"] = [gettext("This row has more cells than the header has columns.")]
    padded = [*cells, *[""] * len(columns)]
    texts = {name: tidy(text) for name, text in zip(columns, padded, strict=False) if name}
    project = present.get(texts["title"]) or Project(call=call)
    for name, text in texts.items():
        try:
            setattr(project, name, READ.get(name, str)(text))
        except ValidationError as error:
            errors.setdefault(name, []).extend(error.messages)
    try:
        project.full_clean(exclude=["call", *errors], validate_unique=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            shown = name if name in HEADERS else "description_nl"  # a translation without Dutch
            errors.setdefault(shown, []).extend(messages)
    return Row(number, texts, project, errors)


def tidy(text):
    """On one line, and without the apostrophe that `safe` put before a formula."""
    return re.sub(r"^'(?=[=+\-@])", "", " ".join(text.split()))


def read_language(text):
    """The code of a language, given as 'fr' or as 'Frans'."""
    for code, label in Language.choices:
        if text.casefold() in {code, force_str(label).casefold()}:
            return code
    raise ValidationError(
        _("Give the language as one of: %(languages)s."),
        params={"languages": ", ".join(Language.values)},
    )


def read_amount(text):
    """An amount as people write it: 12.500,00 or 12500.00 or € 12 500; None when empty.

    '12.500' is twelve thousand five hundred; '12,500' could be either and is refused.
    """
    digits = re.sub(r"(?i)€|euro?|\s|,-+$", "", text)
    if not digits:
        return None
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d{1,2})?|\d+(,\d{1,2})?", digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d{1,2}|\d+\.\d{1,2}", digits):
        return Decimal(digits.replace(",", ""))
    raise ValidationError(_("Write the amount as 12500, 12.500,00 or 12500.00."))


READ = {"title_language": read_language, "amount": read_amount}


# Keeping


def signed(call, text, mode):
    """What was previewed, to come back with the confirmation as it is."""
    return signing.dumps([call.pk, text, mode], salt="calls.results_io", compress=True)


def confirmed(call, signature):
    """The text and mode that were signed for this call at most a day ago, else None."""
    try:
        pk, *previewed = signing.loads(signature, salt="calls.results_io", max_age=86400)
    except signing.BadSignature:
        return None
    return previewed if pk == call.pk else None


@transaction.atomic
def keep(sheet):
    """Write a sheet without errors: all of it or, when anything fails, nothing."""
    for project in sheet.gone:
        project.delete()
    for row in sheet.rows:
        row.project.save()
