"""Records are exported as a spreadsheet and imported, all rows or none, after a review."""

import csv
import io

import openpyxl
import pytest
import tablib
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, Project, SupportMeasure
from partners.models import Partner, Post
from portal.exchange import importer
from portal.exchange.cells import escape_formula, normalize_cell
from portal.exchange.tables import read_table, write_table
from portal.publishing.models import Contact
from portal.revisions.models import Draft
from tests.support.admin_forms import address, approve, soup
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_draft,
    make_jurisdiction,
    make_measure,
    make_partner,
    make_post,
    make_programme,
)
from tests.support.growth import assert_grows_with_length

pytestmark = pytest.mark.django_db
MAKERS = {
    Partner: make_partner,
    Agreement: make_agreement,
    WorkProgramme: make_programme,
    Post: make_post,
    SupportMeasure: make_measure,
}


@pytest.fixture
def client(admin_client):
    return admin_client


def exported(client, model, kind="csv", **filters):
    content = client.get(address(model, "export", kind), filters).content
    data = content.decode("utf-8-sig") if kind == "csv" else content
    options = {"delimiter": ";"} if kind == "csv" else {}
    return tablib.Dataset().load(data, format=kind, **options)


def sheet(*rows):
    """A file of these rows, each {column: cell}, as Belgian Excel saves it."""
    headers = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[row.get(name, "") for name in headers] for row in rows]
    return tablib.Dataset(*cells, headers=headers).export("csv", delimiter=";").encode("cp1252")


def check(client, model, content, name="a.csv", **fields):
    file = SimpleUploadedFile(name, content)
    return soup(client.post(address(model, "import"), {"file": file, **fields}))


def confirm(client, model, page):
    assert not errors(page)
    signed = page.select_one("[name=signed]")["value"]
    return client.post(address(model, "import"), {"signed": signed}, follow=True)


def errors(page):
    rows = [row.select("th, td") for row in page.select("[role=alert] + .scroll-x tbody tr")]
    return {(row[0].text, row[2].text): row[3].text for row in rows}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.model_name)
def test_importing_an_unchanged_export_changes_nothing(client, model, kind):
    MAKERS[model]()
    content = client.get(address(model, "export", kind)).content
    page = check(client, model, content, f"a.{kind}")
    assert not errors(page)
    assert "0 rijen" in page.select_one("[role=status]").text
    assert not page.select("[name=signed]")


def test_a_changed_cell_makes_a_draft_and_the_public_page_stays(client):
    partner = make_partner(**in_four(name="Japan"), slug_nl="japan")
    make_partner(slug_nl="zweden")
    page = check(client, Partner, sheet({"slug_nl": "japan", "name_nl": "Nippon"}), minor="on")
    assert not Draft.objects.exists()
    confirm(client, Partner, page)
    draft = Draft.objects.for_object(partner).get()
    assert draft.revision.data["fields"]["name_nl"] == "Nippon"
    assert draft.revision.notice == {"minor": True}
    partner.refresh_from_db()
    assert partner.name_nl == "Japan nl"


def test_a_new_row_makes_a_draft_of_a_new_page(client):
    row = {"slug_nl": "estland", "name_nl": "Estland", "kind": "state", "iso_code": "EE"}
    page = check(client, Partner, sheet(row))
    assert not Partner.objects.exists()
    confirm(client, Partner, page)
    partner = Partner.objects.get()
    assert (partner.name_nl, partner.iso_code, partner.state) == ("Estland", "EE", "draft")


def test_errors_are_reported_by_row_and_nothing_is_saved(client):
    make_partner(slug_nl="japan")
    good = {"slug_nl": "estland", "name_nl": "Estland", "kind": "state", "iso_code": "EE"}
    bad = {"slug_nl": "letland", "name_nl": "", "kind": "planeet", "iso_code": "LV"}
    lost = {"slug_nl": "japan", "name_nl": "Japan", "kind": "region", "parent": "nergens"}
    page = check(client, Partner, sheet(good, bad, lost, good))
    found = errors(page)
    assert {("3", "name_nl"), ("3", "kind"), ("4", "parent"), ("5", "slug_nl")} <= set(found)
    assert not page.select("[name=signed]")
    assert Partner.objects.count() == 1


def test_a_page_with_a_draft_is_an_error(client):
    make_partner(slug_nl="japan")
    confirm(client, Partner, check(client, Partner, sheet({"slug_nl": "japan", "name_nl": "A"})))
    page = check(client, Partner, sheet({"slug_nl": "japan", "name_nl": "B"}))
    assert "ontwerp" in errors(page)["2", "–"]
    assert Draft.objects.get().revision.data["fields"]["name_nl"] == "A"


def test_a_missing_column_changes_nothing_and_an_empty_cell_clears_the_field(client):
    partner = make_partner(slug_nl="japan", state="draft", iso_code="JP", **in_four(synonyms="x"))
    row = {"slug_nl": "japan", "synonyms_fr": ""}
    confirm(client, Partner, check(client, Partner, sheet(row)))
    partner.refresh_from_db()
    assert (partner.iso_code, partner.synonyms_fr, partner.synonyms_nl) == ("JP", "", "x nl")


def test_cells_refer_to_records_by_slug(client):
    japan, ghana = make_partner(slug_nl="japan"), make_partner(slug_nl="ghana")
    agreement = make_agreement(slug_nl="verdrag", state="draft")
    agreement.partners.set([japan])
    row = {"slug_nl": "verdrag", "partners": "japan; ghana"}
    confirm(client, Agreement, check(client, Agreement, sheet(row)))
    assert set(agreement.partners.all()) == {japan, ghana}


def test_the_export_follows_the_filters_of_the_list(client):
    make_partner(slug_nl="japan", kind="state")
    make_partner(slug_nl="wales", kind="region", parent=make_partner(slug_nl="vk"))
    assert exported(client, Partner, kind="csv", kind__exact="region")["slug_nl"] == ["wales"]


def test_excel_gets_a_second_sheet_that_explains_the_columns(client):
    make_partner()
    content = client.get(address(Partner, "export", "xlsx")).content
    first, second = tablib.Databook().load(content, format="xlsx").sheets()
    assert len(second) == len(first.headers)
    assert "state" in dict(zip(second["Kolom"], second["Waarden"], strict=True))["kind"]


@pytest.mark.parametrize("text", ["=1+1", "+32", "-x", "@a", "\t=1"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    assert escape_formula(text).startswith("'")
    assert (
        normalize_cell(escape_formula(text)) == text.strip()
        or normalize_cell(escape_formula(text)) == text
    )
    assert escape_formula("-4.5") == "-4.5"


HIDDEN = [
    *("a;=1", "a,=1", "a\t=1", "a\n=1", "a\r\n=1", "a; @b", 'a;"=1"', "a,\u00a0-b", "€ 500,- euro"),
    *("a; '=1", "a;''=1", "a;'\"=1", "-a,+b;=c", "\t=1", "'\n=1", 'a";"=1', ";;,,=1", "\n- a\n- b"),
]


@pytest.mark.parametrize("text", HIDDEN)
def test_no_separator_makes_a_formula_of_a_part_of_a_cell(text):
    headers, rows = ["een", "twee"], [[text, text], ["x", text]]
    content = write_table(headers, rows, [], "csv").decode("utf-8-sig")
    for separator in ";,\t":
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator):
            for cell in row:
                assert cell.strip().strip('"')[:1] not in set("=+-@")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", HIDDEN)
def test_a_text_with_separators_is_read_back_as_it_was(text, kind):
    content = write_table(["een", "twee"], [["x", text], ["y", "-4.5"]], [["", "", ""]], kind)
    (_one, first), (_two, second) = read_table(content)[1]
    assert first[1].strip().replace("\r\n", "\n") == text.strip().replace("\r\n", "\n")
    assert second == ["y", "-4.5"]


def test_separators_are_read_in_one_go():
    def act(text):
        return normalize_cell(escape_formula(text, in_csv=True))

    for part in (";", "\t", ";'", ", -", "' "):
        assert_grows_with_length(act, lambda many, part=part: part * many + "a", 10_000)


@pytest.mark.parametrize(
    ("cell", "said"),
    [("", ""), (True, "ja"), (False, "nee"), (" a ", "a"), ("\u200b\u00a0", ""), ("'=1", "=1")],
)
def test_a_cell_is_normalized_whatever_its_type(cell, said):
    assert normalize_cell(cell) == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"onbekend;slug_nl\r\n1;2\r\n", "onbekend"),
        (b"name_nl\r\nJapan\r\n", "slug_nl"),
        (b"PK\x03\x04 geen zip", "rijen"),
        (b"PK\x05\x06" + bytes(18), "rekenblad"),
        (b"\x00\x01\x02", "CSV"),
        (b"slug_nl\r\n" + b"x\r\n" * 2001, "2000"),
        (b"x" * 5_000_001, "te groot"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_reason(client, content, said):
    assert said in check(client, Partner, content).select_one(".errorlist").text


def test_rows_are_validated_again_on_confirmation(client):
    partner = make_partner(slug_nl="japan", state="draft", iso_code="JP")
    row = {"slug_nl": "ghana", "name_nl": "G", "kind": "state", "iso_code": "GH"}
    page = check(client, Partner, sheet(row))
    Partner.objects.filter(pk=partner.pk).update(iso_code="GH")
    answer = soup(confirm(client, Partner, page))
    assert answer.select("[role=alert]")
    assert Partner.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "reads", "exports"),
    [("Redacteur", 200, 200), ("Publicist", 200, 200), ("Vertaler Frans", 403, 200)],
)
def test_importing_takes_write_permission_and_exporting_view_permission(
    client, django_user_model, role, reads, exports
):
    user = django_user_model.objects.create_user("iemand", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert client.get(address(Partner, "import")).status_code == reads
    assert client.get(address(Partner, "export", "csv")).status_code == exports


def test_results_are_imported_from_excel(client):
    call = make_call(label="2026", results_at=brussels(2026, 6, 1))
    headers = "titel;taal van de titel;Vlaamse partners;andere partners;bedrag in euro".split(";")
    rows = tablib.Dataset(["Circus", "nl", "Ronaldo", "Halles", 12500.5], headers=headers)
    page = address(Call, "read_results", call.pk)
    file = io.BytesIO(rows.export("xlsx"))
    file.name = "a.xlsx"
    shown = soup(client.post(page, {"file": file, "mode": "replace"}))
    client.post(page, {"signed": shown.select_one("[name=signed]")["value"]})
    (project,) = Draft.objects.get().revision.data["rows"]["projects"].values()
    assert project["fields"]["amount"] == "12500.50"


def excel(*rows, active=0):
    """An .xlsx file of these rows of cells, with a second sheet as an export has."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet().append(["Kolom"])
    book.active = active
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("cell", "amount"), [("1.234", 1234), ("1.234,50", 1234.5), (1234.5, 1234.5)]
)
def test_an_amount_in_a_cell_is_read_as_in_the_form(client, cell, amount):
    measure = make_measure(slug_nl="reizen", state="draft")
    content = excel(["slug_nl", "maximum"], ["reizen", cell])
    confirm(client, SupportMeasure, check(client, SupportMeasure, content, "a.xlsx"))
    measure.refresh_from_db()
    assert measure.maximum == amount


@pytest.mark.parametrize("cell", ["1,234", 1.234])
def test_an_amount_in_a_cell_is_never_a_thousandth(client, cell):
    make_measure(slug_nl="reizen", state="draft")
    content = excel(["slug_nl", "maximum"], ["reizen", cell])
    assert ("2", "maximum") in errors(check(client, SupportMeasure, content, "a.xlsx"))


# Rows inside a form


def test_jurisdictions_are_one_column_of_a_post(client):
    post = make_post(slug_nl="wenen", state="draft")
    for name in ("oostenrijk", "hongarije", "japan"):
        make_partner(slug_nl=name)
    first = make_jurisdiction(post=post, partner__slug_nl="vaticaan", since="2006-05")
    cell = exported(client, Post)["jurisdictions"][0]
    assert cell == "partner=vaticaan since=2006-05"
    row = {"slug_nl": "wenen", "jurisdictions": f'{cell} until=2010; partner=japan note_nl="a; b"'}
    page = check(client, Post, sheet(row))
    assert not post.jurisdictions.filter(partner__slug_nl="japan").exists()
    confirm(client, Post, page)
    kept, new = post.jurisdictions.order_by("pk")
    assert (kept.pk, kept.until, new.partner.slug_nl) == (first.pk, "2010", "japan")
    assert new.note_nl == "a; b"
    assert exported(client, Post)["jurisdictions"][0] == row["jurisdictions"]


def test_a_jurisdiction_missing_from_the_cell_is_deleted_when_the_draft_is_published(client):
    post = make_post(slug_nl="wenen")
    make_jurisdiction(post=post, partner__slug_nl="japan")
    row = {"slug_nl": "wenen", "jurisdictions": ""}
    confirm(client, Post, check(client, Post, sheet(row), minor="on"))
    assert post.jurisdictions.count() == 1
    approve(client, post, alone_because="Ik ben alleen.")
    assert post.jurisdictions.count() == 0


def test_yearly_deadlines_are_one_column_of_a_measure(client):
    measure = make_measure(slug_nl="reizen", state="draft")
    measure.rounds.create(deadline_day=15, deadline_month=3)
    cell = "deadline_day=1 deadline_month=9; deadline_day=15 deadline_month=3"
    row = {"slug_nl": "reizen", "rounds": cell}
    confirm(client, SupportMeasure, check(client, SupportMeasure, sheet(row)))
    assert set(measure.rounds.values_list("deadline_month", "years_before")) == {(3, 0), (9, 0)}


@pytest.mark.parametrize(
    "cell", ["partner=nergens", "partner", 'partner="a', "partner=a partner=b", "stad=a", "since=x"]
)
def test_a_cell_with_rows_that_cannot_be_read_is_an_error_of_its_row(client, cell):
    make_post(slug_nl="wenen")
    assert errors(check(client, Post, sheet({"slug_nl": "wenen", "jurisdictions": cell})))


# Quirks of spreadsheet files


def test_rows_are_numbered_as_a_spreadsheet_does(client):
    lines = ["slug_nl;name_nl;kind;;", "", ";;;;", 'a;"x', 'y";state', "b;;state"]
    assert {
        row for row, _column in errors(check(client, Partner, "\r\n".join(lines).encode()))
    } == {"5"}


def test_the_first_sheet_is_read_without_empty_formatted_cells(client):
    make_partner(slug_nl="japan", name_nl="Japan")
    book = openpyxl.load_workbook(
        io.BytesIO(excel(["Slug_NL ", "name_nl"], ["japan", "Japan"], active=1))
    )
    for cell in ("B5000", "ZZ3"):
        book.worksheets[0][cell].font = openpyxl.styles.Font(bold=True)
    file = io.BytesIO()
    book.save(file)
    page = check(client, Partner, file.getvalue(), "a.xlsx")
    assert "1 rij verandert niets" in page.select_one("[role=status]").text


@pytest.mark.parametrize("longitude", ["50.8", "50,80", 50.8])
def test_another_notation_of_the_same_value_makes_no_draft(client, longitude):
    make_partner(slug_nl="japan", longitude="50.80", latitude="4.50")
    page = check(client, Partner, excel(["slug_nl", "longitude"], ["japan", longitude]), "a.xlsx")
    assert not errors(page)
    assert not page.select("[name=signed]")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ["=1+1", "'=1", "a\r\nb", "x\x0by", "'t Stad", "+32 2"])
def test_every_text_survives_export_and_import(client, kind, text):
    make_partner(caveat_nl=text)
    page = check(client, Partner, client.get(address(Partner, "export", kind)).content)
    assert not page.select(".errorlist, [name=signed]")


def test_line_ends_of_another_program_change_nothing(client):
    make_partner(slug_nl="japan", caveat_nl="a\r\nb")
    page = check(client, Partner, excel(["slug_nl", "caveat_nl"], ["japan", "a\nb"]), "a.xlsx")
    assert not page.select(".errorlist, [name=signed]")


def test_prose_in_a_cell_keeps_its_paragraphs_or_is_refused(client):
    partner = make_partner(slug_nl="japan", state="draft")
    row = {"slug_nl": "japan", "body_nl": "<div>Wie?</div><div>Een <b>vzw</b>.</div>"}
    confirm(client, Partner, check(client, Partner, sheet(row)))
    partner.refresh_from_db()
    assert partner.body_nl == "<p>Wie?</p><p>Een <strong>vzw</strong>.</p>"
    lost = {"slug_nl": "japan", "body_nl": "<p>100 m<sup>2</sup></p>"}
    assert ("2", "body_nl") in errors(check(client, Partner, sheet(lost)))


def test_a_text_too_long_for_excel_is_exported_as_csv_only(client):
    partner = make_partner(slug_nl="japan", caveat_nl="x" * 33_000)
    answer = client.get(address(Partner, "export", "xlsx"), follow=True)
    assert "caveat_nl" in soup(answer).select_one(".messagelist").text
    assert exported(client, Partner)["caveat_nl"] == [partner.caveat_nl]
    cut = sheet({"slug_nl": "japan", "caveat_nl": "x" * 32_767})
    assert ("2", "caveat_nl") in errors(check(client, Partner, cut))


@pytest.mark.parametrize("length", [200_001, 900_000])
def test_a_prose_of_more_characters_than_a_page_takes_says_so_in_its_column(client, length):
    make_partner(slug_nl="japan")
    page = check(client, Partner, sheet({"slug_nl": "japan", "body_nl": "x" * length}))
    assert "200.000" in errors(page)["2", "body_nl"]


# Refused rows


def test_an_invalid_number_is_reported_in_its_column(client):
    make_agreement(slug_nl="verdrag")
    row = {"agreement": "verdrag", "first_year": "²", "last_year": "2024"}
    assert ("2", "first_year") in errors(check(client, WorkProgramme, sheet(row)))


def test_a_record_scheduled_for_publication_gets_a_draft(client):
    later = make_partner(slug_nl="japan", publish_at=brussels(2099, 1, 1))
    row = {"slug_nl": "japan", "name_nl": "Anders"}
    confirm(client, Partner, check(client, Partner, sheet(row)))
    assert Draft.objects.for_object(later).get().revision.data["fields"]["name_nl"] == "Anders"


def test_a_record_under_review_is_not_changed(client, django_user_model):
    reviewed = make_partner(slug_nl="ghana", state="draft")
    author = django_user_model.objects.create_user("auteur")
    make_draft(reviewed, author, step="review")
    row = {"slug_nl": "ghana", "name_nl": "Anders"}
    assert [row for row, _column in errors(check(client, Partner, sheet(row)))] == ["2"]


def test_a_row_with_another_result_on_confirmation_is_shown_again(client):
    partner = make_partner(slug_nl="japan", name_nl="Japan", state="draft")
    page = check(client, Partner, sheet({"slug_nl": "japan", "name_nl": "Nippon"}))
    Partner.objects.update(name_nl="Nihon")
    again = soup(confirm(client, Partner, page))
    partner.refresh_from_db()
    assert partner.name_nl == "Nihon"
    confirm(client, Partner, again)
    partner.refresh_from_db()
    assert partner.name_nl == "Nippon"


def test_a_row_may_refer_to_a_record_that_an_earlier_row_creates(client):
    country = {"slug_nl": "vk", "name_nl": "VK", "kind": "state", "parent": ""}
    region = {"slug_nl": "wales", "name_nl": "Wales", "kind": "region", "parent": "vk"}
    confirm(client, Partner, check(client, Partner, sheet(country, region)))
    assert Partner.objects.get(slug_nl="wales").parent.slug_nl == "vk"


def test_too_many_changes_at_once_are_refused(client, monkeypatch):
    monkeypatch.setattr(importer, "MAX_CHANGED_ROWS", 1)
    rows = [{"slug_nl": name, "name_nl": name, "kind": "state"} for name in ("a", "b")]
    assert "1" in check(client, Partner, sheet(*rows)).select_one(".errorlist").text


def test_an_ambiguous_name_of_a_contact_is_an_error(client):
    for _time in range(2):
        Contact.objects.create(name_nl="Team", email="team@example.org")
    make_measure(slug_nl="reizen")
    row = {"slug_nl": "reizen", "contacts": "Team"}
    assert ("2", "contacts") in errors(check(client, SupportMeasure, sheet(row)))


def test_an_export_with_a_filter_that_does_not_exist_leads_to_the_list(client):
    answer = client.get(address(Partner, "export", "csv"), {"planeet": "mars"})
    assert answer.url.startswith(address(Partner, "changelist"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_results_survive_export_and_import(client, kind):
    call = make_call(label="2026", results_at=brussels(2026, 6, 1))
    call.projects.create(title="=Été", flemish_partners="A", other_partners="B", amount=12500)
    content = client.get(address(Call, "export_results", call.pk, kind)).content
    file = SimpleUploadedFile(f"a.{kind}", content)
    page = address(Call, "read_results", call.pk)
    shown = soup(client.post(page, {"file": file, "mode": "replace"}))
    client.post(page, {"signed": shown.select_one("[name=signed]")["value"]})
    project = Project.objects.get()
    assert (project.title, project.amount) == ("=Été", 12500)
