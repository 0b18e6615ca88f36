"""Results: uploaded as CSV, all or nothing after a preview, and downloaded as CSV by anyone."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext, override
from openpyxl import load_workbook

from calls.models import Project
from calls.results_io import HEADERS, empty_csv, parse_amount
from tests.support.admin_forms import change_page, edit, fields, soup
from tests.support.factories import brussels, make_call

pytestmark = pytest.mark.django_db
HEADER = "titel;taal van de titel;Vlaamse partners;andere partners;bedrag in euro"
CIRCUS = "Circus zonder grenzen;nl;Circus Ronaldo;Halles de Schaerbeek;12.500,00"
SONG = "Été;Frans;Koor;Chorale;"


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def call():
    return make_call(series__slug_nl="reeks", label="2026", results_at=brussels(2026, 6, 1))


def upload(client, call, *lines, mode="replace", encoding="utf-8"):
    """The page after uploading a file of these lines, or of these bytes."""
    data = lines[0] if isinstance(lines[0], bytes) else "\r\n".join(lines).encode(encoding)
    page = reverse("admin:calls_call_read_results", args=[call.pk])
    response = client.post(page, {"file": SimpleUploadedFile("a.csv", data), "mode": mode})
    assert response.status_code == 200
    return soup(response)


def confirm(client, call, page):
    """Press the button under a preview; then, if it is a draft now, tell readers and publish it."""
    signed = page.select_one("input[name=signed]")["value"]
    address = reverse("admin:calls_call_read_results", args=[call.pk])
    response = client.post(address, {"signed": signed})
    if response.status_code == 302:
        edit(client, call, **({} if shown_told(client, call) else {"minor": "on"}))
    return response


def shown_told(client, call):
    """The sentence to readers that the form of a call has."""
    return fields(client.get(change_page(call))).get("told_nl", [""])[0]


def errors_by_cell(page):
    """{(row, column): error} in a preview."""
    columns = [cell.text for cell in page.select("#content thead th")]
    return {
        (row.th.text, columns[index]): cell.strong.text
        for row in page.select("#content tbody tr")
        for index, cell in enumerate(row.select("th, td"))
        if cell.strong
    }


def titles(call):
    return list(call.projects.values_list("title", flat=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_as_spreadsheets_save_it_is_previewed(editor, call, encoding, separator):
    lines = [line.replace(",00", "").replace(";", separator) for line in (HEADER, CIRCUS, SONG)]
    page = upload(editor, call, *lines, encoding=encoding)
    titles = [row.td.text for row in page.select("#content tbody tr")]
    assert titles == ["Circus zonder grenzen", "Été"]
    assert not Project.objects.exists()


def test_what_was_previewed_is_saved_when_confirmed(editor, call):
    page = upload(editor, call, HEADER, CIRCUS, SONG, encoding="utf-16")
    assert confirm(editor, call, page).status_code == 302
    circus, song = (call.projects.get(title=title) for title in ("Circus zonder grenzen", "Été"))
    assert (circus.flemish_partners, circus.amount) == ("Circus Ronaldo", Decimal(12500))
    assert (song.title_language, song.amount) == ("fr", None)


def test_every_error_is_listed_by_row_and_column_and_nothing_is_saved(editor, call):
    page = upload(
        editor,
        call,
        HEADER,
        CIRCUS,
        f"Zang;xx;;{'x' * 1001};veel",
        f"{CIRCUS};meer",
        "Laat;nl;A;B;0",
    )
    found = errors_by_cell(page)
    assert {row for row, _column in found} == {"3", "4", "5"}
    assert {column for row, column in found if row == "3"} == {*HEADER.split(";")[1:]}
    assert "1001" in found["3", "andere partners"]
    assert gettext("The same title is on row %(number)s.") % {"number": 2} in found["4", "titel"]
    assert not page.select("input[name=signed]")
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        ([HEADER.replace("titel;", "naam;"), CIRCUS], ["titel", "naam"]),
        ([f"{HEADER};titel", CIRCUS], ["titel"]),
        ([HEADER], ["rows"]),
        ([HEADER, 'Zang;"nl;A;B;'], ["2"]),
        ([b"\x00\x01\x02"], ["CSV"]),
        ([b"PK\x03\x04\x00\x8d"], ["CSV"]),
        ([b"\n" * 5_000_001], ["too large"]),
    ],
)
def test_a_file_that_is_no_list_of_projects_is_refused_with_a_reason(editor, call, lines, messages):
    with override("nl"):
        page = upload(editor, call, *lines)
    errors = " ".join(one.text for one in page.select(".errornote, .errorlist"))
    translated = {"rows": "The file has no rows under its header."}
    translated["too large"] = gettext("This file is too large: at most %(n)d MB.") % {"n": 5}
    assert all(gettext(translated.get(word, word)) in errors for word in messages)
    assert not page.select("input[name=signed]")


@pytest.mark.slow
def test_a_consortium_of_many_partners_is_read_and_shown(editor, call, page):
    consortium = ", ".join(f"Gezelschap nummer {number} vzw" for number in range(38))
    assert 900 < len(consortium) <= 1000
    preview = upload(editor, call, HEADER, f"Circus;nl;{consortium};Halles;")
    assert not errors_by_cell(preview)
    confirm(editor, call, preview)
    assert call.projects.get().flemish_partners == consortium
    assert consortium in page(call.get_results_url()).text


@pytest.mark.parametrize("line", ['"sep=;"', "SEP=;", "sep=;\r\n\ufeff"])
def test_results_may_begin_with_a_line_that_names_the_separator(editor, call, line):
    preview = upload(editor, call, line, HEADER, CIRCUS)
    assert preview.select("input[name=signed]")


@pytest.mark.slow
def test_replacing_deletes_what_is_not_in_the_file_and_keeps_what_it_has_no_column_for(
    editor, call
):
    call.projects.create(title="Weg", flemish_partners="A", other_partners="B")
    song = call.projects.create(
        title="Été", flemish_partners="A", other_partners="B", description_nl="Zang"
    )
    page = upload(editor, call, HEADER, SONG)
    assert [item.text for item in page.select("#content li")] == ["Weg"]
    confirm(editor, call, page)
    song.refresh_from_db()
    assert titles(call) == ["Été"]
    assert (song.flemish_partners, song.description_nl) == ("Koor", "Zang")


@pytest.mark.slow
def test_adding_keeps_the_list_and_refuses_a_project_that_is_in_it(editor, call):
    call.projects.create(title="Été", flemish_partners="A", other_partners="B")
    message = gettext("This project is already in the list.")
    assert errors_by_cell(upload(editor, call, HEADER, SONG, mode="add")) == {
        ("2", "titel"): message
    }
    confirm(editor, call, upload(editor, call, HEADER, CIRCUS, mode="add"))
    assert set(titles(call)) == {"Circus zonder grenzen", "Été"}


def test_what_was_previewed_is_checked_again_when_confirmed(editor, call):
    page = upload(editor, call, HEADER, SONG, mode="add")
    call.projects.create(title="Été", flemish_partners="A", other_partners="B")
    response = confirm(editor, call, page)
    assert response.status_code == 200
    assert errors_by_cell(soup(response))
    assert call.projects.get().flemish_partners == "A"


def test_a_preview_of_another_call_or_a_changed_one_is_not_saved(editor, call):
    page = upload(editor, call, HEADER, SONG)
    for other, signed in ((make_call(), page.select_one("[name=signed]")["value"]), (call, "x")):
        address = reverse("admin:calls_call_read_results", args=[other.pk])
        assert editor.post(address, {"signed": signed}).status_code == 302
    assert not Project.objects.exists()


def test_nothing_is_saved_when_one_row_fails_in_the_database(editor, call, monkeypatch):
    page = upload(editor, call, HEADER, CIRCUS, SONG)
    check = Project.full_clean

    def spoils(project, *args, **kwargs):
        check(project, *args, **kwargs)
        if project.title == "Été":
            project.title_language = None

    monkeypatch.setattr(Project, "full_clean", spoils)
    with pytest.raises(IntegrityError):
        confirm(editor, call, page)
    assert not Project.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(("results_at", "notes"), [(brussels(2026, 6, 1), 1), (None, 0)])
def test_a_new_list_is_announced_when_it_is_public(editor, results_at, notes):
    call = make_call(results_at=results_at)
    confirm(editor, call, upload(editor, call, HEADER, SONG))
    assert call.changes.count() == notes


def test_reading_a_file_requires_permission_to_change_projects(client, django_user_model, call):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    address = reverse("admin:calls_call_read_results", args=[call.pk])
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.500,00", "12500"),
        ("12500.00", "12500"),
        ("12500", "12500"),
        ("12.500", "12500"),
        ("12,500.50", "12500.50"),
        ("€ 12\u202f500,5", "12500.5"),
        ("1.234.567,89 euro", "1234567.89"),
        ("12.500,-", "12500"),
    ],
)
def test_an_amount_can_be_written_in_usual_notations(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["12,500", "1.2.3", "-5", "twaalf", "1.23,45", "12.500.00"])
def test_an_ambiguous_or_meaningless_amount_is_refused(text):
    with pytest.raises(ValidationError):
        parse_amount(text)


def test_the_empty_file_has_the_dutch_headers_and_can_be_read(editor, call):
    response = editor.get(reverse("admin:calls_call_results_template"))
    assert response.content.decode() == empty_csv()
    assert HEADER in empty_csv()
    page = upload(editor, call, empty_csv().strip(), CIRCUS)
    assert page.select("input[name=signed]")


# For readers

ADDRESSES = {
    "nl": "/nl/projectoproepen/reeks/2026/resultaten/resultaten.csv",
    "fr": "/fr/appels-a-projets/reeks/2026/resultats/resultats.csv",
    "de": "/de/projektaufrufe/reeks/2026/ergebnisse/ergebnisse.csv",
    "en": "/en/project-calls/reeks/2026/results/results.csv",
}


def table(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("code", ADDRESSES)
def test_readers_download_the_results_with_headers_in_their_language(client, call, code):
    texts = {"description_nl": "Een tournee", "description_fr": "Une tournée"}
    call.projects.create(
        title="Été", title_language="fr", flemish_partners="A", other_partners="B", amount=12500
    )
    call.projects.create(title="Zang", flemish_partners="C", other_partners="D", **texts)
    with override(code):
        headers = [str(header) for header in HEADERS.values()]
    header, *rows = table(client.get(ADDRESSES[code]))
    song, summer = sorted(rows, key=lambda row: row[0] == "Été")
    assert header == headers
    assert summer[:5] == ["Été", "fr", "A", "B", "12500.00"]
    assert song[4:] == ["", "Een tournee", "Une tournée", "", ""]


@pytest.mark.parametrize("code", ADDRESSES)
def test_readers_download_the_results_for_excel_as_well(client, call, page, code):
    call.projects.create(title="=Zang", flemish_partners="A", other_partners="B", amount=12500)
    address = ADDRESSES[code].replace(".csv", ".xlsx")
    assert page(ADDRESSES[code].rpartition("/")[0] + "/").find("a", href=address)
    book = load_workbook(io.BytesIO(client.get(address).content))
    header, row = book.worksheets[0].iter_rows(values_only=True)
    with override(code):
        assert list(header) == [str(text) for text in HEADERS.values()]
    assert (row[0], row[2], row[4]) == ("'=Zang", "A", "12500.00")


@pytest.mark.slow
def test_what_is_downloaded_can_be_read_again(client, editor, call):
    call.projects.create(title="=1+1", flemish_partners="@A", other_partners="B", amount=5)
    data = client.get(ADDRESSES["fr"]).content
    confirm(editor, call, upload(editor, call, data))
    project = call.projects.get()
    assert (project.title, project.flemish_partners, project.amount) == ("=1+1", "@A", 5)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-x", "@SUM(A1)", " =1", "'=1"])
def test_a_text_that_looks_like_a_formula_is_escaped(client, call, formula):
    call.projects.create(title=formula, flemish_partners="A", other_partners="B")
    assert table(client.get(ADDRESSES["nl"]))[1][0] == f"'{formula}"


def test_results_that_are_not_public_cannot_be_downloaded(client, call, page):
    assert ADDRESSES["en"] not in str(page("/en/project-calls/reeks/2026/results/"))
    call.projects.create(title="A", flemish_partners="A", other_partners="B")
    assert page("/en/project-calls/reeks/2026/results/").find(href=ADDRESSES["en"])
    type(call).objects.update(results_at=brussels(2099, 1, 1))
    assert client.get(ADDRESSES["en"]).status_code == 404


@pytest.mark.parametrize(("expected", "verb"), [("2027-06", "are"), ("2027-03-15", "were")])
def test_the_page_says_whether_expected_results_are_late(page, time_machine, expected, verb):
    time_machine.move_to(brussels(2027, 4, 1), tick=False)
    make_call(series__slug_nl="reeks", label="2027", decision_expected=expected)
    notice = page("/en/project-calls/reeks/2027/").select_one(".notice").text
    assert f"The results have not been published yet. They {verb} expected by" in notice


def test_the_page_opens_without_errors_and_with_a_mode_selected(editor, call):
    shown = soup(editor.get(reverse("admin:calls_call_read_results", args=[call.pk])))
    assert not shown.select(".errorlist")
    assert shown.select_one("[name=mode][checked]")["value"] == "replace"


@pytest.mark.slow
def test_a_call_with_thousands_of_projects_is_read_opened_saved_and_published(editor, call):
    rows = [f"Project {number};nl;Koor;Chorale;1000" for number in range(2000)]
    confirm(editor, call, upload(editor, call, HEADER, *rows))
    assert call.projects.count() == 2000
    response = edit(editor, call, theme_nl="Circus")
    assert response.status_code == 302
    call.refresh_from_db()
    assert (call.theme_nl, call.projects.count()) == ("Circus", 2000)
