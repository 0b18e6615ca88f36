"""What any import may read: encodings, a line that names the separator, and hostile files."""

import io
import resource
import zipfile
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError

from portal.exchange.po import UnreadablePOFile, parse_po_file
from portal.exchange.tables import read_csv, read_table, to_csv_text
from portal.exchange.uploads import decode
from portal.publishing.bounded import SECONDS
from tests.support.hostile_files import (
    HOSTILE,
    HOSTILE_CSV,
    HOSTILE_PO,
    SHARED,
    STRINGS,
    TEXT,
    TYPES,
    excel,
    with_part,
)

TABLE = (["a", "b"], [(2, ["é", "2"])])
LINES = "a;b\r\né;2\r\n"


@pytest.mark.parametrize("encoding", "utf-8 utf-8-sig cp1252 utf-16 utf-16-le utf-16-be".split())
def test_a_file_is_read_in_the_encodings_that_programs_save(encoding):
    assert read_table(LINES.encode(encoding)) == TABLE


SEPARATOR_LINES = [
    "sep=;\r\n",
    "SEP=;\n",
    '"sep=;"\r\n',
    "sep=;;;\r\n",
    "\ufeffsep=;\r\n",
    "sep=;\r\n\ufeff",
    "\ufeff\ufeffSep=;\r",
    "sep=,\r\n",
]


@pytest.mark.parametrize("line", SEPARATOR_LINES)
def test_a_line_that_names_the_separator_is_no_row(line):
    assert read_table((line + LINES).encode()) == TABLE
    assert read_csv(decode((line + LINES).encode())) == [(1, ["a", "b"]), (2, ["é", "2"])]


def test_the_separator_is_the_one_that_the_file_names():
    assert read_csv("sep=|\na;x|b\n1|2\n") == [(1, ["a;x", "b"]), (2, ["1", "2"])]


@pytest.mark.parametrize("error", ["#N/B", "#REF!", "#DEEL/0!", "#NAAM?", "#####", "Err:502"])
def test_an_error_in_a_cell_is_refused_in_words(error):
    with pytest.raises(ValidationError, match=error.replace("?", r"\?")):
        read_table(f"a;b\n1;{error}\n".encode())
    with pytest.raises(ValidationError):
        read_table(excel({"A1": "a", "A2": error}))


def test_a_number_sign_is_no_error():
    assert read_table(b"a\n#1 in Belgium!\n")[1] == [(2, ["#1 in Belgium!"])]


@pytest.mark.slow
@pytest.mark.parametrize("data", HOSTILE_CSV.values(), ids=HOSTILE_CSV)
def test_a_hostile_csv_file_is_refused_in_the_process_that_reads_it(data, monkeypatch):
    monkeypatch.setattr("csv.reader", None)  # of this process
    with pytest.raises(ValidationError):
        read_table(data)


def test_a_text_in_a_column_too_far_is_not_lost_without_a_word():
    with pytest.raises(ValidationError):
        read_table(excel({"A1": "a", "A2": "b", "GT2": "c"}))


@pytest.mark.parametrize("data", [b"a;" * 300 + b"\nx", b"x;" * 300, b"a\n" + b"x\n" * 2001])
def test_a_file_with_too_many_columns_or_rows_is_refused(data):
    with pytest.raises(ValidationError):
        read_table(data)


# Hostile files


@contextmanager
def readers_end_in_time():
    """The processes that read files get no more of a processor than they are due."""
    began = of_processor()
    yield
    assert of_processor() - began < 2 * SECONDS  # which has room for its start and its end


def of_processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.slow
@pytest.mark.parametrize(("part", "change"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_spreadsheet_is_refused_before_long(part, change):
    data = with_part(part, change)
    assert len(data) < 5_000_000
    with readers_end_in_time(), pytest.raises(ValidationError):
        to_csv_text(data)


@pytest.mark.slow
def test_texts_that_cells_share_have_an_end_too():
    file = io.BytesIO(with_part(TYPES, lambda types: types.replace(b"</Types>", SHARED)))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", STRINGS % (TEXT * 4_000_000))
    with readers_end_in_time(), pytest.raises(ValidationError):
        read_table(file.getvalue())


def test_a_row_far_below_the_others_does_not_keep_the_site_busy():
    with pytest.raises(ValidationError):
        read_table(with_part(*HOSTILE["a far row"]))


def test_a_cell_at_the_end_of_a_sheet_is_a_row_as_any():
    assert read_table(excel({"A1": "a", "A1048576": "b"}))[1] == [(1_048_576, ["b"])]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE_PO.values(), ids=HOSTILE_PO)
def test_a_hostile_po_file_is_read_or_refused_before_long(text):
    with readers_end_in_time():
        try:
            parse_po_file(text.encode(), "fr")
        except UnreadablePOFile as refused:
            assert str(refused)


ODD_PO = {
    "a line of 4 MB": 'msgctxt "a.b.1.c"\nmsgid "%s"\nmsgstr "y"\n' % ("x" * 4_000_000),
    "an escape that is cut off": 'msgctxt "a.b.1.c"\nmsgid "x\\"\nmsgstr "y\\x"\n',
    "an escape of nothing": 'msgctxt "a.b.1.c"\nmsgid "\\q\\U0011FFFF"\nmsgstr "\\777"\n',
    "plural forms": 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=999999999; plural=n/0;\\n"\n\n'
    + 'msgctxt "a.b.1.c"\nmsgid "x"\nmsgid_plural "y"\nmsgstr[9999999999] "z"\n',
    "a wrong plural": 'msgctxt "a.b.1.c"\nmsgid "x"\nmsgid_plural "y"\nmsgstr[x] "z"\n',
    "an encoding": 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=rot13\\n"\n',
    "only quotation marks": '"' * 100_000,
    "a header of no language": 'msgid ""\nmsgstr ""\n"Language: %s\\n"\n' % ("x" * 50_000),
    "a character too much": 'msgctxt "a.b.1.c"\nmsgid "x\0"\nmsgstr "y"\n',
}


@pytest.mark.parametrize("text", ODD_PO.values(), ids=ODD_PO)
def test_an_odd_po_file_is_read_or_refused_in_a_sentence(text):
    try:
        assert all(entry.context for entry in parse_po_file(text.encode(), "fr"))
    except UnreadablePOFile as refused:
        assert len(str(refused)) < 200
