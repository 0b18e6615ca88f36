"""The main part of a page as Markdown, and the list of these pages."""

import re

import pytest
import time_machine

from portal.i18n.languages import CODES
from portal.linked_data.identifiers import LISTS
from tests.linked_data.conftest import HOST
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_page,
    make_partner,
)

pytestmark = pytest.mark.django_db
LINK = re.compile(r"\]\(([^)]*)\)")


@pytest.fixture
def partner():
    return make_partner(
        slug_nl="japan",
        slug_fr="japon",
        name_nl="Japan",
        name_fr="Japon",
        body_nl="<h2>Samen</h2><p>Zie de <a href='/nl/akkoorden/'>akkoorden</a>.</p>",
        body_fr="<h2>Ensemble</h2><ul><li>un</li><li>deux</li></ul>",
    )


@pytest.fixture
def markdown(client):
    def fetch(path):
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
        return response.content.decode()

    return fetch


def test_a_page_has_its_headings_lists_and_links(markdown, partner):
    text = markdown(f"/id/partner/{partner.pk}.nl.md")
    assert text.startswith("# Japan\n")
    assert "\n## Samen\n" in text
    assert f"Zie de [akkoorden]({HOST}/nl/akkoorden/)." in text
    assert "- un\n- deux\n" in markdown(f"/id/partner/{partner.pk}.fr.md")


def test_amounts_stay_a_table(markdown):
    call = make_call()
    call.amounts.create(side="total", kind="max", amount=20000)
    rows = [line for line in markdown(f"/id/call/{call.pk}.en.md").splitlines() if line[:1] == "|"]
    assert len(rows) == 3
    assert "€20,000" in rows[-1]


def test_the_frame_of_the_page_is_left_out(markdown, partner):
    text = markdown(f"/id/partner/{partner.pk}.nl.md")
    for word in ("Naar de inhoud", "Privacy", "<svg", "<form"):
        assert word not in text


def test_it_ends_with_where_it_is_from_and_how_it_may_be_used(markdown, client, partner, settings):
    path = f"/id/partner/{partner.pk}"
    end = markdown(f"{path}.fr.md").rpartition("---")[2]
    assert f"<{HOST}/fr/partenaires/japon/>" in end
    assert f"<{HOST}{path}>" in end
    assert f"[nl]({HOST}{path}.nl.md)" in end
    assert settings.DATA_LICENCE_URL in end
    headers = client.get(f"{path}.fr.md").headers
    assert headers["Content-Language"] == "fr"
    assert f'<{HOST}/fr/partenaires/japon/>; rel="canonical"' in headers["Link"]


def test_every_link_leads_to_a_whole_address(markdown):
    page = make_page(body_nl="<p><a href='/nl/'>Thuis</a> <a href='mailto:a@example.org'>A</a></p>")
    links = LINK.findall(markdown(f"/id/page/{page.pk}.nl.md"))
    assert f"{HOST}/nl/" in links
    assert [link for link in links if not re.match("https?://|mailto:", link)] == []


@pytest.mark.parametrize("code", CODES)
def test_it_says_of_a_call_what_the_page_says_at_that_instant(markdown, page, code):
    call = make_call(closes_at=brussels(2027, 3, 1, 17), **in_four(summary="Samen"))
    for at in (brussels(2027, 3, 1, 16, 59, 59), brussels(2027, 3, 1, 17)):
        with time_machine.travel(at, tick=False):
            text = markdown(f"/id/call/{call.pk}.{code}.md")
            address = re.search(rf"<({HOST}/{code}/[^>]*)>", text)[1]
            status = page(address.removeprefix(HOST)).select_one(".status-line .tag").text.strip()
        assert text.split("\n")[2].startswith(status)


@pytest.mark.parametrize("ending", [".xx.md", ".md.md", ".nl.txt"])
def test_there_is_no_other_language_or_ending(client, partner, ending):
    assert client.get(f"/id/partner/{partner.pk}{ending}").status_code == 404


def test_without_a_language_the_reader_gets_their_own(client, partner):
    path = f"/id/partner/{partner.pk}"
    response = client.get(f"{path}.md", headers={"accept-language": "fr"})
    assert (response.status_code, response.headers["Location"]) == (303, f"{path}.fr.md")


def test_what_was_withdrawn_is_gone_in_the_language_of_the_address(page):
    partner = make_partner(state="withdrawn", **in_four(withdrawal_reason="Weg"))
    assert page(f"/id/partner/{partner.pk}.fr.md", 410).html["lang"] == "fr"


# The list


def test_llms_txt_lists_every_public_page_and_each_is_there(client, partner):
    make_call()
    make_partner(state="draft", name_nl="Ontwerp")
    make_partner(is_example=True, name_nl="Voorbeeld")
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# ")
    assert f"- [Japan]({HOST}/id/partner/{partner.pk}.nl.md)" in text
    assert "Ontwerp" not in text
    assert "Voorbeeld" not in text
    for link in LINK.findall(text):
        assert client.get(link.removeprefix(HOST)).status_code == 200, link


# Lists


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_there_in_every_language_and_its_page_leads_to_it(markdown, page, name, code):
    make_call(opens_at=brussels(2020, 1, 1), closes_at=brussels(2990, 1, 1))
    path = f"/data/{name}.{code}.md"
    text = markdown(path)
    heading = text.split("\n")[0].removeprefix("# ")
    address = re.search(rf"<({HOST}/{code}/[^>]*)>", text)[1]
    soup = page(address.removeprefix(HOST))
    assert heading == " ".join(soup.h1.get_text().split())
    assert soup.select_one("link[type='text/markdown']")["href"] == HOST + path


def test_the_list_of_calls_says_until_when_each_is_open(markdown):
    make_call(
        opens_at=brussels(2020, 1, 1), closes_at=brussels(2990, 3, 1, 17), series__title_nl="Samen"
    )
    text = markdown("/data/calls.nl.md")
    assert "Samen" in text
    assert "1\xa0maart\xa02990" in text


def test_what_is_only_seen_is_left_out(markdown):
    make_agreement(signed="")
    row = [line for line in markdown("/data/agreements.nl.md").splitlines() if line[:1] == "|"][-1]
    assert "niet bekend" in row
    assert "–" not in row
    assert "Filter" not in markdown("/data/calls.nl.md")


def test_a_filtered_list_has_no_markdown(page):
    found = page("/nl/projectoproepen/?status=closed")
    assert found.select("link[type='text/markdown']") == []


@pytest.mark.parametrize("path", ["/data/geheim.nl.md", "/data/calls.xx.md"])
def test_no_other_list_is_there(client, path):
    assert client.get(path).status_code == 404
