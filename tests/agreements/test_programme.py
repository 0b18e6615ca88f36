import pytest
import time_machine

from tests.support.factories import brussels, make_agreement, make_programme

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "nl": "/nl/akkoorden/luxemburg/werkprogramma-2021-2024/",
    "fr": "/fr/accords/luxembourg/programme-de-travail-2021-2024/",
    "de": "/de/abkommen/luxemburg-de/arbeitsprogramm-2021-2024/",
    "en": "/en/agreements/luxembourg-en/work-programme-2021-2024/",
}


@pytest.fixture
def agreement():
    slugs = {"nl": "luxemburg", "fr": "luxembourg", "de": "luxemburg-de", "en": "luxembourg-en"}
    return make_agreement(**{f"slug_{code}": slug for code, slug in slugs.items()})


@pytest.fixture
def programme(agreement):
    return make_programme(agreement=agreement, first_year=2021, last_year=2024)


def words(element):
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_a_programme_has_an_address_in_each_language_and_leads_to_the_others(
    page, programme, address
):
    soup = page(address)
    switch = {link["hreflang"][:2]: link["href"] for link in soup.select(".languages a")}
    assert switch == {code: other for code, other in ADDRESSES.items() if other != address}


@pytest.mark.parametrize("slug", ["luxemburg", "luxembourg", "luxemburg-de"])
def test_the_slug_of_another_language_moves_on_for_good(client, programme, slug):
    response = client.get(f"/en/agreements/{slug}/work-programme-2021-2024/?from=mail")
    assert response.status_code == 301
    assert response["Location"] == f"{ADDRESSES['en']}?from=mail"


def test_a_former_slug_of_the_agreement_moves_on_for_good(client, programme):
    programme.agreement.slug_en = "grand-duchy"
    programme.agreement.save()
    response = client.get(ADDRESSES["en"])
    assert response.status_code == 301
    assert response["Location"] == "/en/agreements/grand-duchy/work-programme-2021-2024/"


@pytest.mark.parametrize("period", ["2021-2025", "2020-2024", "2021"])
def test_another_period_is_not_found(page, programme, period):
    page(f"/en/agreements/luxembourg-en/work-programme-{period}/", status=404)


def test_the_word_of_another_language_is_not_found(page, programme):
    page("/en/agreements/luxembourg-en/werkprogramma-2021-2024/", status=404)


@pytest.mark.parametrize(
    ("instant", "tag"),
    [(brussels(2024, 12, 31, 23, 59, 59), "Current"), (brussels(2025, 1, 1), "Ended")],
)
def test_a_programme_runs_through_its_last_year_in_brussels(page, programme, instant, tag):
    with time_machine.travel(instant, tick=False):
        assert words(page(ADDRESSES["en"]).select_one(".status-line .tag")) == tag


@time_machine.travel(brussels(2020, 12, 31, 23, 59, 59), tick=False)
def test_a_programme_that_has_not_begun_is_not_called_ended(page, programme):
    assert "Ended" not in words(page(ADDRESSES["en"]).select_one(".status-line"))
    assert "Ended" not in words(
        page("/en/agreements/luxembourg-en/").select_one("#programmes ~ ul")
    )


@pytest.mark.parametrize(("has_budget", "said"), [(False, True), (True, False), (None, False)])
def test_only_a_programme_known_to_have_no_budget_says_so(page, agreement, has_budget, said):
    make_programme(agreement=agreement, first_year=2021, last_year=2024, has_budget=has_budget)
    text = words(page(ADDRESSES["en"]).main)
    assert ("There is no budget attached to this work programme." in text) is said


def test_other_programmes_of_the_agreement_are_linked(page, agreement, programme):
    make_programme(agreement=agreement, first_year=2017, last_year=2020)
    make_programme(agreement=agreement, first_year=2025, last_year=2028, state="draft")
    links = page(ADDRESSES["en"]).select("#others ~ ul a")
    assert [(words(link), link["href"]) for link in links] == [
        ("2017-2020", "/en/agreements/luxembourg-en/work-programme-2017-2020/")
    ]


def test_a_programme_of_one_year_shows_that_year(page, agreement):
    make_programme(agreement=agreement, first_year=2023, last_year=2023)
    soup = page("/en/agreements/luxembourg-en/work-programme-2023-2023/")
    assert words(soup.h1) == "Work programme 2023"


def test_a_programme_of_an_agreement_that_is_not_public_is_not_found(page, agreement, programme):
    agreement.state = "draft"
    agreement.save()
    page(ADDRESSES["nl"], status=404)


def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client, warm, agreement, programme, django_assert_num_queries
):
    make_programme(agreement=agreement, first_year=1999, last_year=2000)
    with django_assert_num_queries(3):
        client.get(ADDRESSES["en"])
    for year in range(2000, 2011):
        make_programme(agreement=agreement, first_year=year, last_year=year)
    with django_assert_num_queries(3):
        client.get(ADDRESSES["en"])
