"""The lists of the site as files for a spreadsheet, with the filters of the page."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import time_machine
from openpyxl import load_workbook

from partners.models import Partner
from portal.i18n.languages import CODES
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_framework,
    make_measure,
    make_partner,
    make_post,
    make_series,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]
LISTS = {
    "calls": ("/nl/projectoproepen/", "status=open", "status=closed"),
    "agreements": ("/nl/akkoorden/", "partner=wales", "kind=treaty"),
    "partners": ("/nl/partners/", "q=wales", "q=japan"),
    "support": ("/nl/ondersteuning/", "audience=artist", "audience=amateur"),
}
# Lists without filters, with a cell of each row.
WHOLE = {
    "representations": ("/nl/vertegenwoordigingen/", "+Wenen"),
    "countries": ("/nl/landen/", "Oostenrijk"),
    "changes": ("/nl/wijzigingen/", "Wales"),
}


@pytest.fixture(autouse=True)
def records():
    wales = make_partner(slug_nl="wales", **in_four(name="Wales"))
    make_call(series=make_series(partner=wales, title_nl="=1+1"), label="2027")
    make_agreement(title_nl="@Akkoord", kind="memorandum").partners.add(wales)
    make_measure(title_nl="+Steun", audiences=["artist"])
    make_post(city_nl="+Wenen", is_example=False).jurisdictions.create(partner=wales)
    make_post(city_nl="Voorbeeldstad", is_example=True)
    wales.changes.create(text_nl="=Nieuw.", at=brussels(2027, 1, 31))
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


def links(page, address):
    return [link["href"] for link in page(address).select("a[download]")]


def rows(client, address):
    """The rows of a file under its header, as texts."""
    response = client.get(address)
    assert response.status_code == 200
    if address.partition("?")[0].endswith(".csv"):
        table = [*csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")]
    else:
        sheet = load_workbook(BytesIO(response.content)).worksheets[0]
        table = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    return table[1:]


@pytest.mark.parametrize("kind", LISTS)
def test_a_file_holds_what_the_filters_of_the_page_hold(page, client, kind):
    address, holds, without = LISTS[kind]
    for link in links(page, f"{address}?{holds}"):
        [row] = rows(client, link)
        assert "wales" in str(row).lower() or kind == "support"
        assert row[-1].startswith(f"http://testserver{address}")
    for link in links(page, f"{address}?{without}"):
        assert link.endswith(f"?{without}")
        assert rows(client, link) == []


@pytest.mark.parametrize("kind", WHOLE)
def test_a_list_without_filters_has_files_too(page, client, kind):
    address, text = WHOLE[kind]
    for link in (found := links(page, address)):
        table = rows(client, link)
        assert any(text in cell for row in table for cell in row)
        assert all(row[-1].startswith("http://testserver/nl/") for row in table)
        assert "Voorbeeldstad" not in str(table)
    assert [link.rpartition(".")[2] for link in found] == ["csv", "xlsx"]


def test_a_representation_has_the_partners_it_is_responsible_for(page, client):
    _csv, address = links(page, "/nl/vertegenwoordigingen/")
    [row] = rows(client, address)
    assert "Wales nl" in row


def test_a_focus_list_comes_along_in_its_order(page, client):
    framework = make_framework(slug="kader")
    entry = framework.entries.create(position=1, kind="named", text_nl="Dichtbij")
    entry.members.create(partner=Partner.objects.get(slug_nl="wales"))
    framework.entries.create(position=2, kind="open", text_nl="Steden")
    for link in links(page, "/nl/strategisch-kader/kader/"):
        table = rows(client, link)
        assert [row[1] for row in table] == ["Dichtbij", "Steden"]
        assert "Wales" in table[0][3]
        assert table[0][-1] == "http://testserver/nl/strategisch-kader/kader/#focus-1"


def test_the_results_of_a_search_come_along_the_best_first(page, client):
    found = links(page, "/nl/zoeken/?q=wales")
    assert len(found) == 2
    for link in found:
        addresses = [row[-1] for row in rows(client, link)]
        assert addresses[0] == "http://testserver/nl/partners/wales/"
    narrowed = links(page, "/nl/zoeken/?q=wales&kind=calls.call")
    assert all("/projectoproepen/" in row[-1] for row in rows(client, narrowed[0]))
    assert client.get("/nl/zoeken/resultaten.csv").status_code == 404


@pytest.mark.parametrize("kind", ["calls", "agreements", "support"])
def test_no_cell_is_a_formula(page, client, kind):
    for link in links(page, LISTS[kind][0]):
        assert rows(client, link)[0][0][:2] in {"'=", "'@", "'+"}


def test_no_cell_of_a_note_or_a_city_is_a_formula(page, client):
    for address, index in (("/nl/vertegenwoordigingen/", 0), ("/nl/wijzigingen/", 2)):
        for link in links(page, address):
            assert rows(client, link)[0][index][:2] in {"'=", "'+"}


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_each_language_has_its_files(page, client, code):
    for list_address, *_rest in [*LISTS.values(), *WHOLE.values()]:
        there = page(list_address).select_one(f".languages [hreflang^={code}]")
        address = there["href"] if there else list_address
        assert len(files := links(page, address)) == 2
        assert all(client.get(file).headers["Content-Language"] == code for file in files)


def test_a_value_that_means_nothing_gives_no_file(page, client):
    assert client.get("/nl/akkoorden/akkoorden.csv?partner=mars").status_code == 404
    assert links(page, "/nl/akkoorden/?partner=mars") == []


@pytest.mark.parametrize("kind", LISTS)
def test_a_file_without_news_is_not_sent_again(page, client, kind):
    _csv, address = links(page, LISTS[kind][0])
    first = client.get(address)
    with time_machine.travel(brussels(2027, 2, 1, 13), tick=False):
        assert client.get(address).content == first.content
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304


def test_a_file_does_not_say_when_it_was_made(page, client):
    _csv, address = links(page, LISTS["calls"][0])
    archive = ZipFile(BytesIO(client.get(address).content))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = archive.read("docProps/core.xml").decode()
    assert "openpyxl" in about
    assert "created" not in about
    assert "modified" not in about
