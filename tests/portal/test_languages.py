"""The language of a URL: the root, the homes, the language switch, and the languages page."""

import pytest
from django.utils.text import capfirst

from agreements.models import Agreement
from partners.models import Partner
from portal.i18n.languages import CODES, HTML_CODES
from tests.support.factories import in_four, make_call, make_page, make_partner, make_series

pytestmark = pytest.mark.django_db
PATHS = {
    "nl": "/nl/projectoproepen/",
    "fr": "/fr/appels-a-projets/",
    "de": "/de/projektaufrufe/",
    "en": "/en/project-calls/",
}


def switch_of(soup):
    return {link["hreflang"]: link["href"] for link in soup.select(".languages a")}


@pytest.mark.parametrize("wanted", [None, "fr", "de-AT,de;q=0.9", "en-GB", "zh", "*"])
def test_the_root_always_redirects_to_dutch(client, wanted):
    response = client.get("/", headers={"Accept-Language": wanted} if wanted else {})
    assert (response.status_code, response.headers["Location"]) == (302, "/nl/")
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("language", CODES)
def test_each_home_ignores_the_language_of_browser_and_cookie(page, language):
    other = "fr" if language != "fr" else "de"
    home = page(
        f"/{language}/", headers={"Accept-Language": other, "Cookie": f"django_language={other}"}
    )
    assert home.html["lang"] == HTML_CODES[language]
    assert home.response.headers["Content-Language"] == language


@pytest.mark.parametrize("language", CODES)
def test_the_language_switch_keeps_the_list_and_its_filters(page, language):
    query = "?status=closed&partner=wales"
    switch = switch_of(page(PATHS[language] + query))
    assert switch == {
        HTML_CODES[code]: path + query for code, path in PATHS.items() if code != language
    }


def test_the_language_switch_keeps_the_search_query(page):
    switch = switch_of(page("/nl/zoeken/?q=caf%C3%A9%20%26%20bar"))
    assert switch["fr"] == "/fr/recherche/?q=caf%C3%A9+%26+bar"


def test_the_language_switch_uses_the_slug_of_each_language(page):
    make_partner(
        slug_nl="wales", slug_fr="pays-de-galles", slug_de="wales-de", **in_four(name="Wales")
    )
    assert switch_of(page("/fr/partenaires/pays-de-galles/?x=1")) == {
        "nl": "/nl/partners/wales/",
        "de": "/de/partner/wales-de/",
        "en-GB": "/en/partners/wales/",
    }


def test_the_language_switch_of_an_edition_uses_the_slugs_of_its_series(page):
    make_call(series=make_series(slug_nl="reeks", slug_de="reihe"), label="2027")
    switch = switch_of(page("/nl/projectoproepen/reeks/2027/"))
    assert switch["de"] == "/de/projektaufrufe/reihe/2027/"
    assert switch["fr"] == "/fr/appels-a-projets/reeks/2027/"


def test_the_language_switch_shows_the_current_language_without_a_link(page):
    current = page("/de/").select_one(".languages [aria-current]")
    assert current["lang"] == "de"
    assert not current.find_all("a")


def test_a_page_without_translation_shows_dutch_marked_as_dutch(page):
    make_partner(slug_nl="wales", name_nl="Wales", body_nl="<p>Tekst</p>")
    french = page("/fr/partenaires/wales/")
    assert french.h1.find("span", lang="nl").text == "Wales"
    assert french.select_one(".prose")["lang"] == "nl"
    assert french.select(".notice--warning a[hreflang=nl]")


def test_a_page_without_translation_is_indexed_only_in_dutch(page):
    make_partner(slug_nl="wales", name_nl="Wales", name_de="Wales")
    french = page("/fr/partenaires/wales/")
    assert french.find("meta", attrs={"name": "robots", "content": "noindex"})
    assert french.find("link", rel="canonical")["href"].endswith("/nl/partners/wales/")
    dutch = page("/nl/partners/wales/").select("link[rel=alternate][hreflang]")
    assert [link["hreflang"] for link in dutch] == ["nl", "de", "x-default"]


def test_the_languages_page_counts_public_pages_per_language(page):
    make_page(key="languages", **in_four(title="Talen"))
    make_partner(**in_four(name="Alles"))
    make_partner(name_nl="Deels", name_fr="En partie")
    make_partner(state="draft", **in_four(name="Ontwerp"))
    make_partner(is_example=True, **in_four(name="Voorbeeld"))
    rows = page("/nl/talen/").select("#coverage ~ table tbody tr")
    counts = {row.th.text: [int(cell.text) for cell in row.find_all("td")] for row in rows}
    assert counts[capfirst(Partner._meta.verbose_name_plural)] == [2, 2, 1, 1]
    assert counts[capfirst(Agreement._meta.verbose_name_plural)] == [0, 0, 0, 0]
