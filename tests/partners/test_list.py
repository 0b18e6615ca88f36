import pytest

from partners.views import A_PAGE
from tests.support.factories import PartnerFactory, in_four, make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]


def words(element):
    return " ".join(element.get_text(" ").split())


def names(soup):
    return [words(link) for link in soup.select(".partner-list a")]


@pytest.mark.parametrize(
    ("address", "in_order"),
    [
        ("/nl/partners/", ["Duitsland", "Égypte", "Oostenrijk", "Zweden"]),
        ("/fr/partenaires/", ["Allemagne", "Autriche", "Égypte", "Suède"]),
        ("/de/partner/", ["Ägypten", "Deutschland", "Österreich", "Schweden"]),
        ("/en/partners/", ["Austria", "Egypt", "Germany", "Sweden"]),
    ],
)
def test_the_list_is_in_the_alphabetical_order_of_its_language(page, address, in_order):
    make_partner(name_nl="Zweden", name_fr="Suède", name_de="Schweden", name_en="Sweden")
    make_partner(name_nl="Oostenrijk", name_fr="Autriche", name_de="Österreich", name_en="Austria")
    make_partner(name_nl="Égypte", name_fr="Égypte", name_de="Ägypten", name_en="Egypt")
    make_partner(name_nl="Duitsland", name_fr="Allemagne", name_de="Deutschland", name_en="Germany")
    assert names(page(address)) == in_order


def test_an_untranslated_name_is_in_dutch_and_says_so(page):
    make_partner(name_nl="Duitsland", name_en="Germany")
    make_partner(name_nl="Zweden")
    german, swedish = page("/en/partners/").select(".partner-list li a")
    assert words(german) == "Germany"
    assert not german.select("[lang]")
    assert words(swedish) == "Zweden (in Dutch)"
    assert swedish.find(lang="nl").get_text() == "Zweden"


def test_a_dutch_name_is_sorted_among_the_translated_ones(page):
    make_partner(name_nl="Letland")
    make_partner(name_nl="Duitsland", name_en="Germany")
    make_partner(name_nl="Zweden", name_en="Sweden")
    assert names(page("/en/partners/")) == ["Germany", "Letland (in Dutch)", "Sweden"]


def test_many_partners_are_on_pages_each_with_its_own_map(page):
    PartnerFactory.create_batch(A_PAGE + 2, longitude=4.35, latitude=50.85)
    first, second = page("/en/partners/"), page("/en/partners/?page=2")
    assert words(first.h2) == words(second.h2) == f"{A_PAGE + 2} partners"
    assert len(first.select(".partner-list li")) == len(first.select(".map a.mark")) == A_PAGE
    numbers = [row["value"] for row in second.select(".partner-list li")]
    assert numbers == [words(disc) for disc in second.select(".map a.mark circle + text")]
    assert "(page 2 of 2)" in second.title.text


@pytest.mark.parametrize("q", ["wales", "WALES", "cymru", "Pays de Galles", "kymrisch", "galles"])
@pytest.mark.parametrize("address", ["/nl/partners/", "/en/partners/"])
def test_a_partner_is_found_by_any_name_in_any_language(page, address, q):
    make_partner(
        name_nl="Wales", name_fr="Pays de Galles", synonyms_nl="Cymru", synonyms_de="Kymrisch"
    )
    make_partner(name_nl="Japan", name_en="Japan")
    [found] = names(page(f"{address}?q={q}"))
    assert found.startswith("Wales")


@pytest.mark.parametrize("q", ["quebec", "Québec", "QUÉBEC", "québ"])
def test_accents_and_capitals_do_not_matter(page, q):
    make_partner(name_nl="Quebec", name_fr="Québec", synonyms_nl="Québec")
    make_partner(name_nl="Japan")
    assert names(page(f"/nl/partners/?q={q}")) == ["Quebec"]


@pytest.mark.parametrize("q", ["%25", "_"])
def test_signs_that_mean_something_to_a_database_are_plain_signs(page, q):
    make_partner(name_nl="Japan")
    assert names(page(f"/nl/partners/?q={q}")) == []


def test_kind_narrows_the_list(page):
    make_partner(kind="state", name_nl="Japan")
    make_partner(kind="region", name_nl="Wales")
    soup = page("/nl/partners/?kind=region")
    assert names(soup) == ["Wales"]
    assert not soup.select(".notice--warning")


@pytest.mark.parametrize(
    ("query", "value", "label"),
    [
        ("kind=planet", "planet", "Type"),
        (f"q={'x' * 101}", "x" * 60, "Search for a country, region or organisation"),
        ("q=a%00b", "b", "Search for a country, region or organisation"),
    ],
)
def test_a_value_that_means_nothing_finds_nothing_and_says_so(page, query, value, label):
    make_partner(**in_four(name="Japan"))
    soup = page(f"/en/partners/?{query}")
    assert names(soup) == []
    [said] = soup.select(".notice--warning p")
    assert value in said.get_text()
    assert f"“{label}”, so nothing is found" in said.get_text()


def test_nothing_found_offers_the_list_of_all_countries(page):
    make_partner(name_nl="Japan")
    soup = page("/en/partners/?q=atlantis")
    assert "No partner matches." in words(soup.main)
    assert soup.main.find("a", href="/en/countries/", string="Look in the list of all countries")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_only_published_partners_are_listed(page, state):
    make_partner(name_nl="Japan")
    make_partner(name_nl="Atlantis", state=state, withdrawal_reason_nl="Bestaat niet.")
    assert names(page("/nl/partners/")) == ["Japan"]


def test_a_long_list_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    def region(number):
        return make_partner(kind="region", parent=make_partner(), longitude=number, latitude=50)

    region(0)
    with django_assert_num_queries(3):
        client.get("/en/partners/")
    for number in range(11):
        region(number)
    with django_assert_num_queries(3):
        client.get("/en/partners/")
