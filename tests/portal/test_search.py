"""The search by name, and malformed queries to every list."""

import pytest
from django.db import transaction

from portal.site_search.index import index_countries
from portal.site_search.views import MAX_LENGTH
from tests.support.factories import (
    in_four,
    make_agreement,
    make_call,
    make_measure,
    make_page,
    make_partner,
    make_post,
    make_series,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]
LISTS = [
    ("/nl/zoeken/", "q"),
    ("/nl/partners/", "q"),
    ("/nl/partners/", "kind"),
    ("/nl/projectoproepen/", "q"),
    ("/nl/projectoproepen/", "status"),
    ("/nl/projectoproepen/", "partner"),
    ("/nl/projectoproepen/", "before"),
    ("/nl/projectoproepen/", "language"),
    ("/nl/akkoorden/", "partner"),
    ("/nl/akkoorden/", "kind"),
    ("/nl/akkoorden/", "period"),
    ("/nl/akkoorden/", "view"),
    ("/nl/ondersteuning/", "audience"),
    ("/nl/ondersteuning/", "goal"),
    ("/nl/ondersteuning/", "start"),
    ("/nl/vertegenwoordigingen/", "q"),
    ("/nl/landen/", "q"),
    ("/nl/wijzigingen/", "since"),
    ("/nl/", "q"),
]
ODD = {
    "a null byte": "a\x00b",
    "a byte that is no text": b"\xff\xfe",
    "5000 characters": "a" * 5000,
    "a hundred words": "a " * (MAX_LENGTH // 2),
    "an emoji": "🎭",
    "half an emoji": "\ud83c".encode("utf-8", "surrogatepass"),
    "quotes": "\"'`",
    "a percent sign": "%",
    "an underscore": "_",
    "a backslash": "\\",
    "markup": "<script>alert(1)</script>",
    "only spaces": "   ",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "a large number": "9" * 40,
    "right to left": "\u202eabc",
}


@pytest.fixture
def wales(db):
    return make_partner(
        slug_nl="wales",
        name_nl="Wales",
        name_fr="Pays de Galles",
        name_de="Wales",
        name_en="Wales",
        synonyms_nl="Cymru, Welsh",
    )


def found(page, q, language="nl"):
    word = {"nl": "zoeken", "fr": "recherche", "de": "suche", "en": "search"}[language]
    soup = page(f"/{language}/{word}/", query_params={"q": q})
    return [link["href"] for link in soup.main.select(".results a")]


@pytest.mark.parametrize(
    "q", ["Wales", "wales", "WAL", "Pays de Galles", "galles pays", "cymru", "Wélsh"]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_country_is_found_by_any_of_its_names_in_any_language(page, wales, q, language):
    assert found(page, q, language)[0] == f"/{language}/partners/wales/"


def test_a_country_without_a_partner_is_found_as_a_country_page(page):
    index_countries()
    assert found(page, "brazilie") == ["/nl/landen/br/"]


def test_every_word_of_the_query_must_match(page, wales):
    make_partner(name_nl="Noord-Wales", slug_nl="noord-wales")
    assert found(page, "noord wales") == ["/nl/partners/noord-wales/"]
    assert found(page, "wales japan xyzzy") == []


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (make_partner, "name"),
        (make_post, "city"),
        (make_post, "alternative_names"),
        (make_series, "title"),
        (make_call, "theme"),
        (make_agreement, "title"),
        (make_measure, "owner"),
        (make_page, "title"),
    ],
)
def test_every_model_with_pages_is_searched(page, make, field):
    record = make(**in_four(**{field: "Zeldzaam"}))
    assert found(page, "zeldzaam fr") == [record.get_absolute_url()]


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"is_example": True}])
def test_drafts_and_examples_are_not_found(page, hidden):
    make_partner(name_nl="Atlantis", **hidden)
    assert found(page, "atlantis") == []


def test_a_result_without_translation_is_marked_as_dutch(page):
    make_partner(name_nl="Baskenland")
    results = page("/fr/recherche/?q=baskenland").main
    assert results.find("a", lang="nl").text == "Baskenland"


def test_the_query_is_shown_in_its_field_and_in_the_title(page):
    soup = page("/nl/zoeken/?q=%22a%22+%26+b")
    assert soup.main.find("input", attrs={"name": "q"})["value"] == '"a" & b'
    assert '"a" & b' in soup.title.text


def test_a_search_without_results_has_a_message_and_links(page):
    soup = page("/nl/zoeken/?q=atlantis")
    assert "atlantis" in soup.h2.text
    assert soup.main.find("a", href="/nl/projectoproepen/")


def test_a_query_that_is_too_long_is_refused_with_a_message(page, wales):
    just_right = page("/nl/zoeken/", query_params={"q": "a" * MAX_LENGTH})
    assert not just_right.select(".notice--warning")
    too_long = page("/nl/zoeken/", query_params={"q": "a" * (MAX_LENGTH + 1)})
    assert str(MAX_LENGTH) in too_long.select_one(".notice--warning").text


def test_an_empty_query_gives_no_results(page, wales):
    assert found(page, "") == found(page, "   ") == []


@pytest.mark.slow
@pytest.mark.every_database
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_malformed_queries_never_cause_a_server_error(client, odd):
    make_call()
    make_measure(timing="rolling", lead_weeks=6)
    client.raise_request_exception = False  # so that the other lists are tested too
    wrong = []
    for address, name in LISTS:
        with transaction.atomic():  # keeps a database error from affecting the next page
            response = client.get(address, query_params={name: odd})
        if response.status_code != 200 or b"<script>alert" in response.content:
            wrong.append((address, name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("page_number", ["0", "-1", "2", "x", "1.0", "\x00", "9" * 5000, "٢"])
def test_a_page_of_a_list_that_does_not_exist_is_not_found(client, page_number):
    response = client.get("/nl/projectoproepen/", query_params={"page": page_number})
    assert response.status_code == 404


@pytest.mark.parametrize("query", ["japan", "q" * 5000])
def test_no_search_engine_keeps_the_results_of_a_search(page, query):
    found = page("/nl/zoeken/", data={"q": query})
    assert found.select_one('meta[name="robots"]')["content"] == "noindex"
    assert not found.select('link[rel="alternate"][hreflang]')
    assert page("/nl/zoeken/").select_one('meta[name="robots"]') is None
