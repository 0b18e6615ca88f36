"""Country pages: every country of ISO 3166-1 has one, and nothing else has."""

import pytest

from portal.countries import COUNTRY_CODES, countries_by_name, country_name
from tests.support.factories import (
    in_four,
    make_agreement,
    make_call,
    make_entry,
    make_jurisdiction,
    make_measure,
    make_partner,
)

pytestmark = pytest.mark.django_db


def test_there_are_249_countries():
    assert len(COUNTRY_CODES) == 249
    assert {"BE", "PS", "TW", "SS", "BQ", "AX"} <= set(COUNTRY_CODES)
    assert not {"EU", "XK", "AN", "UK", "ZZ"} & set(COUNTRY_CODES)


@pytest.mark.parametrize(
    "code", ["zz", "uk", "xk", "eu", "an", "fra", "f", "france", "1a", "ß", "ﬁ", "gb-wls"]
)
def test_an_unknown_country_code_is_not_found(page, code):
    page(f"/nl/landen/{code}/", status=404)


@pytest.mark.parametrize("code", ["FR", "Fr", "fR"])
@pytest.mark.parametrize("section", ["nl/landen", "fr/pays", "de/laender", "en/countries"])
def test_an_upper_case_code_redirects_to_lower_case(client, section, code):
    response = client.get(f"/{section}/{code}/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/{section}/fr/")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/nl/landen/de/", "Duitsland"),
        ("/fr/pays/de/", "Allemagne"),
        ("/de/laender/de/", "Deutschland"),
        ("/en/countries/de/", "Germany"),
    ],
)
def test_a_country_has_its_name_in_the_language_of_the_page(page, address, name):
    assert name in page(address).h1.text


def test_the_list_has_every_country_sorted_in_its_language(page):
    links = page("/de/laender/").select(".partner-list a")
    assert [link.text for link in links] == [name for _code, name in countries_by_name("de")]
    assert len(links) == len(COUNTRY_CODES)
    names = [link.text for link in links]
    assert names.index("Ägypten") < names.index("Albanien") < names.index("Österreich")


def test_a_country_without_content_has_a_page(page):
    make_measure(title_nl="Reisbeurs")
    soup = page("/nl/landen/tv/")
    assert country_name("TV", "nl") in soup.h1.text
    assert "Reisbeurs" in soup.main.text
    assert not soup.select(".card")


def test_a_partner_country_shows_its_part_regions_posts_calls_and_agreements(page):
    france = make_partner(slug_nl="frankrijk", iso_code="FR", **in_four(name="Frankrijk"))
    make_partner(kind="region", parent=france, slug_nl="hauts-de-france", name_nl="Hauts-de-France")
    make_jurisdiction(partner=france, post__slug_nl="parijs")
    make_call(series__partner=france, series__slug_nl="reeks", label="2027")
    make_agreement(slug_nl="akkoord").partners.add(france)
    links = {link["href"] for link in page("/nl/landen/fr/").main.select("a")}
    assert links >= {
        "/nl/partners/frankrijk/",
        "/nl/partners/hauts-de-france/",
        "/nl/vertegenwoordigingen/parijs/",
        "/nl/projectoproepen/reeks/2027/",
        "/nl/akkoorden/akkoord/",
    }


def test_a_country_shows_why_it_is_a_priority(page):
    france = make_partner(iso_code="FR")
    entry = make_entry(text_nl="de buurlanden", framework__slug="2021-2025")
    entry.partners.add(france)
    facts = page("/nl/landen/fr/").select_one(".facts")
    assert facts.find("a", string="de buurlanden")
    assert not page("/nl/landen/jp/").select_one(".facts").find("a", string="de buurlanden")


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"is_example": True}])
def test_drafts_and_examples_of_partners_are_not_shown_for_a_country(page, hidden):
    make_partner(iso_code="FR", name_nl="Verborgen", body_nl="<p>x</p>", **hidden)
    assert "Verborgen" not in page("/nl/landen/fr/").main.text


def test_a_region_that_is_not_public_is_not_shown(page):
    france = make_partner(iso_code="FR")
    make_partner(parent=france, name_nl="Verborgen", state="draft")
    assert "Verborgen" not in page("/nl/landen/fr/").main.text


def test_only_current_grants_are_shown_for_a_country(page):
    old = make_measure(title_nl="Oude steun")
    make_measure(title_nl="Nieuwe steun", replaces=old)
    make_measure(title_nl="Raad", kind="advice")
    text = page("/nl/landen/tv/").main.text
    assert "Nieuwe steun" in text
    assert "Oude steun" not in text
    assert "Raad" not in text
