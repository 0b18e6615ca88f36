"""What a value in the address of a list means, on pages, in feeds, in calendars and as data."""

import json

import pytest
import time_machine

from tests.support.factories import brussels, make_agreement, make_call, make_partner, make_series

pytestmark = pytest.mark.django_db
LIST = "/en/project-calls/"
PROGRAMS = ["feed.atom", "calendar.ics", "calls.json"]


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


@pytest.fixture
def wales():
    partner = make_partner(
        slug_nl="wales", name_nl="Wales", slug_fr="pays-de-galles", name_fr="Pays de Galles"
    )
    make_call(series=make_series(partner=partner, title_nl="Met Wales"), label="2027-w")
    make_call(label="2027-x")
    partner.slug_nl = "cymru"
    partner.save()
    return partner


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    "query",
    [
        *("partner=nope", "status=sleeping", "before=soon", "q=a%00b", "discipline=x&status=open"),
        *("within=31", "recent=-7", "since=last-week"),
    ],
)
def test_programs_get_404_for_a_value_that_means_nothing(client, wales, program, query):
    assert client.get(f"{LIST}{program}?{query}").status_code == 404


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("slug", ["cymru", "wales", "pays-de-galles"])
def test_any_address_of_a_partner_means_that_partner(client, wales, program, slug):
    text = client.get(f"{LIST}{program}?partner={slug}").content.decode()
    assert "2027-w" in text
    assert "2027-x" not in text


def test_a_partner_without_calls_gives_an_empty_answer_and_no_warning(page, client, wales):
    make_partner(slug_nl="japan", name_nl="Japan")
    soup = page(f"{LIST}?partner=japan")
    assert not soup.select(".card, .notice--warning")
    assert json.loads(client.get(f"{LIST}calls.json?partner=japan").content)["calls"] == []


def test_the_page_of_an_old_address_has_the_present_one_in_its_links(page, wales):
    soup = page(f"{LIST}?partner=pays-de-galles")
    assert soup.select_one("link[rel=canonical]")["href"].endswith("?partner=cymru")
    assert soup.select_one("option[selected]")["value"] == "cymru"


def test_agreements_know_old_addresses_of_a_partner_too(page, wales):
    make_agreement(title_nl="Met Wales").partners.add(wales)
    make_agreement(title_nl="Met Japan")
    table = page("/nl/akkoorden/?partner=wales").table.get_text()
    assert "Met Wales" in table
    assert "Met Japan" not in table


def test_addresses_hold_only_what_the_list_knows_in_one_order(page, wales):
    query = "sort=newest&utm_source=x&status=closed&fbclid=y&status=open&before=1/3/2027&page=1"
    query += "&since=1-1-2027&within=30"
    soup = page(f"{LIST}?{query}")
    known = "?status=open&status=closed&within=30&before=2027-03-01&since=2027-01-01&sort=newest"
    links = soup.select(
        "[rel=canonical], [rel=alternate]:not([type*=oembed]), .languages a, .follow a"
    )
    addresses = [link["href"] for link in links]
    assert len(addresses) >= 9
    assert all(address.endswith(known) for address in addresses), addresses


@pytest.mark.parametrize(
    "address",
    ["/nl/landen/", "/nl/", "/nl/projectoproepen/", "/nl/partners/", "/nl/wijzigingen/"],
)
def test_a_link_with_a_mark_of_who_sent_it_leads_to_the_page_itself(page, address):
    soup = page(f"{address}?utm_source=x")
    assert soup.select_one("link[rel=canonical]")["href"] == f"http://testserver{address}"
    assert not soup.select("meta[name=robots]")
    assert "utm" not in soup.select_one(".languages").decode()


def test_a_feed_names_only_what_it_knows_as_its_own_address(client, wales):
    feed = client.get(f"{LIST}feed.atom?utm_source=x&status=open").content.decode()
    assert "utm_source" not in feed
    assert 'href="http://testserver/en/project-calls/feed.atom?status=open"' in feed


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (f"{LIST}?partner=cymru&status=open", "Project calls – Open, Wales – "),
        (f"{LIST}?q=theatre", "Project calls – “theatre” – "),
        (f"{LIST}?within=30", "Project calls – closes within 30 days – "),
        (
            f"{LIST}?recent=7&since=1/1/2027",
            "Project calls – published in the last 7 days, Published since 1\xa0January\xa02027 – ",
        ),
        ("/en/agreements/?kind=treaty", "Bilateral agreements – Treaty"),
        ("/en/partners/?q=jap&kind=state", "Partners – “jap”, Country"),
        ("/en/support/?audience=artist", "Find support – "),
        ("/en/search/?q=wales", "Search results for “wales”"),
    ],
)
def test_the_title_names_the_filters_in_words(page, wales, address, title):
    assert page(address).title.get_text().lower().startswith(title.lower())
