"""Answers to “what about country X?”: for every country, and every partner that is none."""

from collections import defaultdict

import pytest
import time_machine
from django.utils import translation

from partners.models import Partner
from portal.countries import (
    COUNTRY_CODES,
    countries_by_name,
    country_name,
    country_of_region,
    every_name,
    names_of,
)
from portal.i18n.languages import CODES
from portal.i18n.unaccent import fold
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_measure,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db


def test_there_are_249_countries():
    assert len(COUNTRY_CODES) == 249
    assert {"BE", "PS", "TW", "SS", "BQ", "AX"} <= set(COUNTRY_CODES)
    assert not {"EU", "XK", "AN", "UK", "ZZ"} & set(COUNTRY_CODES)


@pytest.mark.parametrize(
    "code", ["zz", "uk", "xk", "eu", "an", "fra", "f", "france", "1a", "ß", "ﬁ", "gb-xyz", "a\0b"]
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
    links = page("/de/laender/").select_one(".partner-list").select("a")
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


@pytest.mark.parametrize(
    ("code", "language", "names"),
    [
        ("GB", "nl", {"Verenigd Koninkrijk", "VK", "UK", "Groot-Brittannië"}),
        ("GB", "fr", {"Royaume-Uni", "Grande-Bretagne"}),
        ("MM", "nl", {"Myanmar", "Birma"}),
        ("CI", "de", {"Côte d’Ivoire", "Elfenbeinküste"}),
        ("SZ", "nl", {"Eswatini", "Swaziland"}),
        ("CZ", "nl", {"Tsjechië", "Tsjechische Republiek"}),
        ("NL", "nl", {"Nederland", "Holland", "Koninkrijk der Nederlanden"}),
        ("DE", "fr", {"Allemagne", "République fédérale d'Allemagne"}),
        ("BY", "fr", {"Biélorussie", "Bélarus"}),
        ("BW", "de", {"Botsuana", "Botswana"}),
        ("TT", "en", {"Trinidad & Tobago", "Trinidad and Tobago"}),
    ],
)
def test_a_country_has_its_official_short_former_and_other_names(code, language, names):
    assert names <= set(names_of(code, language))


@pytest.mark.parametrize("language", CODES)
def test_the_first_name_of_a_country_is_the_one_that_pages_use_and_none_comes_twice(language):
    for code in COUNTRY_CODES:
        names = names_of(code, language)
        assert names[0] == country_name(code, language)
        assert len({fold(name) for name in names}) == len(names)
        assert not [name for name in names[1:] if "," in name or "(" in name]


def test_the_names_of_a_country_are_in_the_active_language_by_default():
    with translation.override("fr"):
        assert names_of("CZ") == ["Tchéquie", "République tchèque"]


def test_no_name_means_two_countries():
    codes = defaultdict(set)
    for name, _language, code in every_name():
        codes[fold(name)].add(code)
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}
    assert "congo" not in codes


def test_every_country_has_a_name_in_every_language():
    found = {(language, code) for _name, language, code in every_name()}
    assert found == {(language, code) for language in CODES for code in COUNTRY_CODES}


def test_what_editors_enter_for_a_partner_are_names_of_it_too():
    wales = make_partner(iso_code="GB-WLS", **in_four(name="Wales"), synonyms_nl="Cymru, Welsh")
    france = make_partner(iso_code="FR", name_nl="Frankrijk", synonyms_nl="Frans")
    assert names_of("FR", "nl", france) == ["Frankrijk", "Franse Republiek", "Frans"]
    assert names_of("FR", "fr", france) == ["France", "République française"]
    assert names_of("GB-WLS", "nl", wales) == ["Wales nl", "Cymru", "Welsh"]
    names = list(every_name([wales, france]))
    assert {("Cymru", "nl", "GB-WLS"), ("Frans", "nl", "FR"), ("Wales fr", "fr", "GB-WLS")} <= {
        *names
    }


def test_names_need_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(every_name()) and names_of("FR", "nl")


def test_a_region_knows_its_country():
    assert country_of_region("DE-BY") == "DE"
    assert not country_of_region("DE-XYZ")
    assert not country_of_region("DE")


def test_a_country_says_how_else_it_is_called(page):
    names = page("/nl/landen/mm/").select_one(".facts").find("dt", string="Andere namen")
    assert "Birma" in names.find_next("dd").text
    assert not page("/nl/landen/tw/").select_one(".facts").find("dt", string="Andere namen")


def test_a_region_that_is_a_partner_has_an_answer_with_the_grants_too(page):
    country = make_partner(iso_code="GB", name_nl="Verenigd Koninkrijk")
    make_partner(kind="region", iso_code="GB-WLS", name_nl="Wales", parent=country)
    make_jurisdiction(partner=country, post__slug_nl="londen")
    make_measure(title_nl="Reisbeurs")
    main = page("/nl/landen/gb-wls/").main
    assert "Wales" in main.h1.text
    assert main.find("a", href="/nl/vertegenwoordigingen/londen/")
    assert main.find("a", string="Reisbeurs")


@pytest.mark.parametrize(
    ("address", "moved_to"),
    [
        ("/nl/landen/GB-wls/", "/nl/landen/gb-wls/"),
        ("/nl/landen/wales/", "/nl/landen/gb-wls/"),
        ("/nl/landen/communaute/", "/nl/landen/gemeenschap/"),
        ("/fr/pays/gemeenschap/", "/fr/pays/communaute/"),
    ],
)
def test_an_answer_has_one_address_per_language(client, address, moved_to):
    make_partner(kind="region", iso_code="GB-WLS", slug_nl="wales")
    make_partner(kind="community", slug_nl="gemeenschap", slug_fr="communaute", **in_four(name="x"))
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (301, moved_to)


@pytest.mark.parametrize("hidden", [None, {"state": "draft"}, {"is_example": True}])
def test_a_region_without_its_own_page_is_answered_through_its_country(client, hidden):
    if hidden:
        make_partner(kind="region", iso_code="DE-BY", slug_nl="beieren", **hidden)
    response = client.get("/nl/landen/de-by/")
    assert (response.status_code, response.headers["Location"]) == (302, "/nl/landen/de/")
    assert client.get("/nl/landen/beieren/").status_code == 404


def test_the_list_leads_to_the_answers_about_regions_and_organisations(page):
    make_partner(iso_code="FR", name_nl="Frankrijk")
    make_partner(kind="organisation", slug_nl="unesco", name_nl="UNESCO")
    make_partner(kind="region", iso_code="GB-WLS", name_nl="Wales")
    make_partner(kind="region", name_nl="Ontwerp", state="draft")
    links = page("/nl/landen/").select(".partner-list")[1].select("a")
    assert [(link.text, link["href"]) for link in links] == [
        ("UNESCO", "/nl/landen/unesco/"),
        ("Wales", "/nl/landen/gb-wls/"),
    ]


def test_an_answer_about_a_region_exists_in_the_languages_of_the_region(page, client):
    make_partner(kind="region", iso_code="GB-WLS", name_nl="Wales", name_fr="Pays de Galles")
    assert not page("/fr/pays/gb-wls/").select("meta[name=robots]")
    german = page("/de/laender/gb-wls/")
    assert german.select("meta[name=robots][content=noindex]")
    assert german.h1.find("span", lang="nl", string="Wales")
    sitemap = client.get("/sitemap-other_partners.xml").content.decode()
    assert "/fr/pays/gb-wls/" in sitemap
    assert "/de/laender/gb-wls/" not in sitemap


def test_a_country_says_which_post_covers_it_since_when(page):
    ireland = make_partner(iso_code="IE")
    make_jurisdiction(partner=ireland, since="2017", note_nl="geen vast personeel")
    make_jurisdiction(partner=ireland, post=make_post(city_nl="Rome", opened="2019-02-25"))
    make_jurisdiction(partner=ireland, post=make_post(city_nl="Parijs", is_example=True))
    text = page("/nl/landen/ie/").select_one(".facts").text
    assert "2017" in text
    assert "geen vast personeel" in text
    assert "25 februari 2019" in text.replace("\xa0", " ")
    assert "Parijs" not in text


def test_a_country_names_the_entry_that_covers_all_jurisdictions(page):
    poland = make_partner(iso_code="PL")
    make_jurisdiction(partner=poland)
    make_entry(kind="jurisdictions", text_nl="alle ambtsgebieden")
    assert page("/nl/landen/pl/").select_one(".facts").find("a", string="alle ambtsgebieden")


def test_a_country_says_which_of_its_regions_are_named_themselves(page):
    spain = make_partner(iso_code="ES")
    region = make_partner(kind="region", parent=spain, name_nl="Catalonië")
    make_entry(text_nl="sterke regio’s", kind="such-as").partners.add(region)
    facts = page("/nl/landen/es/").select_one(".facts")
    assert "sterke regio’s" in facts.find("a", string="Catalonië").find_parent("li").text


def test_without_a_focus_list_no_country_is_said_to_be_outside_it(page):
    make_framework()
    assert not page("/nl/landen/tv/").select_one(".facts").find("dt", string="Prioriteit")


@time_machine.travel(brussels(2027, 2, 1), tick=False)
def test_a_country_shows_calls_to_apply_for_before_the_newest_other_editions(page):
    france = make_partner(iso_code="FR")
    yearly = make_series(partner=france, slug_nl="reeks", title_nl="B")
    for year in range(2020, 2028):
        closing = brussels(year, 3, 1, 17)
        make_call(series=yearly, label=str(year), opens_at=None, closes_at=closing)
    old = make_series(partner=france, slug_nl="oud", title_nl="A")
    make_call(series=old, label="1999", timing="past", opens_at=None, closes_at=None)
    links = [link["href"] for link in page("/nl/landen/fr/").select(".card h3 a")]
    editions = ["reeks/2027", "reeks/2026", "reeks/2025", "oud/1999"]
    assert links == [f"/nl/projectoproepen/{edition}/" for edition in editions]
    assert page("/nl/landen/fr/").main.find("a", href="/nl/projectoproepen/oud/")


@time_machine.travel(brussels(2027, 4, 1), tick=False)
def test_a_country_says_when_one_cannot_apply(page):
    make_call(series__partner=make_partner(iso_code="FR"))
    sentence = "You cannot apply at the moment."
    assert sentence in page("/en/countries/fr/").main.text
    make_call(series__partner=Partner.objects.get(), closes_at=brussels(2027, 4, 1, 17))
    assert sentence not in page("/en/countries/fr/").main.text


def test_a_country_shows_the_last_programme_that_has_begun(page):
    agreement = make_agreement(slug_nl="akkoord")
    agreement.partners.add(make_partner(iso_code="PL"))
    make_programme(agreement=agreement, first_year=2015, last_year=2017)
    make_programme(agreement=agreement, first_year=2018, last_year=2020)
    main = page("/nl/landen/pl/").main
    assert main.find("a", href="/nl/akkoorden/akkoord/werkprogramma-2018-2020/")
    assert not main.find("a", href="/nl/akkoorden/akkoord/werkprogramma-2015-2017/")


def test_examples_of_calls_agreements_and_programmes_are_not_shown_for_a_country(page):
    france = make_partner(iso_code="FR")
    make_call(series__partner=france, series__title_nl="Voorbeeldoproep", is_example=True)
    make_agreement(title_nl="Voorbeeldakkoord", is_example=True).partners.add(france)
    real = make_agreement(title_nl="Echt akkoord")
    real.partners.add(france)
    make_programme(agreement=real, first_year=1999, last_year=2001, is_example=True)
    text = page("/nl/landen/fr/").main.text
    assert "Echt akkoord" in text
    assert not [word for word in ("Voorbeeld", "1999") if word in text]


def test_a_region_does_not_name_its_country_that_is_a_draft(page):
    draft = make_partner(iso_code="GB", name_nl="Geheim", state="draft")
    make_entry().partners.add(draft)
    make_partner(kind="region", iso_code="GB-WLS", parent=draft)
    assert "Geheim" not in page("/nl/landen/gb-wls/").text


def test_a_country_shows_what_to_know_about_the_facts_of_its_partner(page):
    make_partner(iso_code="FR", caveat_nl="Over dit land spreken de bronnen elkaar tegen.")
    assert "spreken de bronnen elkaar tegen" in page("/nl/landen/fr/").main.text
