"""What the page of the search shows beside the results, and its forms for programs."""

import json
from xml.etree import ElementTree

import pytest

from portal.search.models import BestBet, EmptySearch, SearchEntry
from portal.search.nearest import relaxed
from portal.search.query import Group, Query, parse
from portal.site_search.index import follow_change
from tests.support.factories import brussels, in_four, make_call, make_partner, make_series

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
SEARCHES = {"nl": "zoeken", "fr": "recherche", "de": "suche", "en": "search"}
NOON = brussels(2027, 2, 1, 12)


def publish(record):
    follow_change(record)
    return record


def partner(name, body="", **values):
    return publish(make_partner(name_nl=name, body_nl=f"<p>{body}</p>" if body else "", **values))


def titles(soup):
    return [link.text for link in soup.select("ol.results h3 a")]


def suggested(client, text, language="nl"):
    file = {"nl": "suggesties", "fr": "suggestions", "de": "vorschlaege", "en": "suggestions"}
    address = f"/{language}/{SEARCHES[language]}/{file[language]}.json"
    response = client.get(address, {"q": text})
    assert response.headers["Content-Type"] == "application/x-suggestions+json"
    return json.loads(response.content)


# Languages


def test_results_are_counted_and_narrowed_by_the_language_of_their_text(page):
    publish(make_partner(**in_four(name="Atlantis")))
    partner("Atlantis en Avalon")
    soup = page("/fr/recherche/?q=atlantis")
    (french, dutch) = soup.select('.facets a[href*="language="]')
    assert ("language=nl" in dutch["href"], "(1)" in dutch.text) == (True, True)
    assert "français" in french.text.lower()
    assert titles(page(f"/fr/recherche/{dutch['href']}")) == ["Atlantis en Avalon"]


def test_a_search_in_dutch_has_no_choice_of_language(page):
    partner("Atlantis")
    assert not page("/nl/zoeken/?q=atlantis").select('.facets a[href*="language="]')


# Nearest results


def test_a_word_that_no_page_has_is_left_out_and_named(page):
    partner("Wales")
    soup = page("/nl/zoeken/?q=Wales+Xyzzy")
    assert titles(soup) == ["Wales"]
    assert "“Xyzzy”" in soup.select_one("h2 + p").text


def test_results_that_lack_different_words_each_say_which(page):
    partner("Wales")
    partner("Japan")
    soup = page("/nl/zoeken/?q=Wales+Japan")
    said = {one.a.text: one.select("p")[-1].text for one in soup.select("ol.results > li")}
    assert {name: word for name in said for word in ("Wales", "Japan") if word in said[name]} == {
        "Wales": "Japan",
        "Japan": "Wales",
    }


def test_nearest_results_have_at_least_half_of_the_words(page):
    partner("Wales", "grenzen talen kunst")
    assert titles(page("/nl/zoeken/?q=wales+grenzen+talen+xyzzy")) == ["Wales"]
    assert titles(page("/nl/zoeken/?q=wales+xyzzy+qwrty")) == []
    assert titles(page("/nl/zoeken/?q=xyzzy")) == []


def test_a_page_that_has_all_words_leaves_no_place_for_nearest_results(page):
    partner("Wales", "Japan")
    partner("Japan")
    assert titles(page("/nl/zoeken/?q=wales+japan")) == ["Wales"]


def test_a_word_of_a_phrase_is_not_the_phrase(page):
    partner("Wales", "Grenzen en talen")
    soup = page('/nl/zoeken/?q=wales+"talen+grenzen"')
    assert titles(soup) == ["Wales"]
    assert "“talen grenzen”" in soup.select_one("h2 + p").text


@pytest.mark.parametrize("most", [60, 600])
def test_nearest_results_ask_as_much_of_the_database_however_many_words_are_alike(most):
    alike = {(f"w{number}",): 0.5 for number in range(most)}
    groups = relaxed(Query([Group(alike) for _each in range(8)]))
    assert sum(map(len, groups)) == 28 * 24  # 28 pairs of eight groups


def test_words_with_a_synonym_or_one_wrong_letter_are_known(db):
    partner("Atlantis")
    assert [group.is_known for group in parse("atlantus", "nl").groups] == [True]
    assert [group.is_known for group in parse("xyzzy", "nl").groups] == [False]


# Answers


def test_an_answered_question_did_not_fail(page):
    make_partner(kind="state", **in_four(name="Japan"))
    soup = page("/nl/zoeken/?q=deadline+Japan")
    assert soup.select_one("#answer")
    assert [heading["id"] for heading in soup.select("main h2")] == ["answer"]
    assert not EmptySearch.objects.exists()


def test_a_search_that_found_only_nearest_results_is_counted_for_staff(page):
    partner("Wales")
    page("/nl/zoeken/?q=wales+xyzzy")
    page("/nl/zoeken/?q=wales+xyzzy&kind=partners.partner")
    assert [(one.words, one.times) for one in EmptySearch.objects.all()] == [("wales xyzzy", 1)]


# Suggestions


def test_names_that_begin_so_are_suggested_in_the_language_of_the_page(client):
    publish(
        make_partner(
            slug_nl="wales", name_nl="Wales", name_fr="Pays de Galles", synonyms_nl="Cymru"
        )
    )
    for text in ("wal", "Pays g", "cym", "WALES"):
        query, names, _kinds, addresses, more = suggested(client, text, "fr")
        assert (query, names) == (text, ["Pays de Galles"])
        assert addresses == ["http://testserver/fr/partenaires/wales/"]
        assert more["languages"] == ["fr"]


def test_only_places_are_suggested_by_their_names_in_other_languages(client):
    publish(make_series(title_nl="Reiskosten", title_fr="Frais de voyage"))
    assert suggested(client, "frais")[1] == []
    assert suggested(client, "frais", "fr")[1] == ["Frais de voyage"]


@pytest.mark.parametrize("text", ["", "w", "ales", "wal japan", "wal" * 70, "💥", "'%_*:", "\0"])
def test_what_begins_no_name_has_no_suggestions(client, text):
    partner("Wales", "Een tekst over japan")
    assert suggested(client, text)[1] == []


def test_what_is_not_public_at_this_second_is_not_suggested(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    partner("Atlantis", publish_at=NOON)
    partner("Atlantis 2", withdraw_at=NOON, withdrawal_reason_nl="Weg.")
    partner("Atlantis 3", state="draft")
    assert suggested(client, "atlan")[1] == ["Atlantis"]


def test_at_most_eight_are_suggested_the_shortest_first_and_each_title_once(client):
    for number in range(11):
        partner(f"Atlantis {'x' * number}".strip())
    partner("Atlantis")
    names = suggested(client, "atl")[1]
    assert (names[0], len(names), len(set(names))) == ("Atlantis", 8, 8)


def test_suggestions_are_kept_by_caches_as_pages_are_and_set_no_cookie(client):
    response = client.get("/nl/zoeken/suggesties.json?q=wal")
    assert response.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert not response.cookies


def test_suggestions_cost_three_queries(warm, client, django_assert_num_queries):
    for number in range(12):
        partner(f"Atlantis {number}")
    with django_assert_num_queries(3):
        suggested(client, "atl atlan atlanti")


# OpenSearch


@pytest.mark.parametrize("language", SEARCHES)
def test_browsers_are_told_how_to_search_in_each_language(page, client, language):
    (link,) = page(f"/{language}/").select('link[rel="search"]')
    response = client.get(link["href"])
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    tree = ElementTree.fromstring(response.content)  # noqa: S314 our own
    assert 0 < len(tree.findtext(f"{OPEN_SEARCH}ShortName")) <= 16
    for url in tree.findall(f"{OPEN_SEARCH}Url"):
        address = url.get("template").replace("{searchTerms}", "wales")
        answer = client.get(address.removeprefix("http://testserver"))
        assert answer.headers["Content-Type"].partition(";")[0] == url.get("type")
        assert f"/{language}/" in address


# The feed


def feed(client, address):
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314 our own


def test_a_search_has_a_feed_of_its_results_the_newest_first(page, client):
    for name, day in (("Atlantis", 3), ("Atlantis oost", 5), ("Atlantis west", 4)):
        partner(name, changed_nl=brussels(2026, 11, day))
    (link,) = page("/nl/zoeken/?q=atlantis").select('link[type="application/atom+xml"]')
    tree = feed(client, link["href"])
    names = [entry.findtext(f"{ATOM}title") for entry in tree.findall(f"{ATOM}entry")]
    assert names == ["Atlantis oost", "Atlantis west", "Atlantis"]
    assert tree.findtext(f"{ATOM}updated").startswith("2026-11-05")
    (itself,) = tree.findall(f'{ATOM}link[@rel="self"]')
    assert itself.get("href") == "http://testserver/nl/zoeken/feed.atom?q=atlantis"


def test_a_feed_has_what_the_page_has_with_the_same_choices(page, client):
    publish(make_series(partner=partner("Atlantis"), title_nl="Oproep Atlantis"))
    query = "?q=atlantis&kind=calls.callseries"
    entries = feed(client, f"/nl/zoeken/feed.atom{query}").findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Oproep Atlantis"]
    assert titles(page(f"/nl/zoeken/{query}")) == ["Oproep Atlantis"]


def test_an_entry_names_the_page_in_the_languages_in_which_it_exists(client):
    publish(make_partner(slug_nl="atlantis", name_nl="Atlantis", name_fr="Atlantide"))
    (entry,) = feed(client, "/nl/zoeken/feed.atom?q=atlantis").findall(f"{ATOM}entry")
    links = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links == {
        "nl": "http://testserver/nl/partners/atlantis/",
        "fr": "http://testserver/fr/partenaires/atlantis/",
    }


def test_an_entry_keeps_its_id_when_the_page_gets_another_name(client):
    record, ids = partner("Atlantis"), []
    for name in ("Atlantis", "Atlantis en Avalon"):
        record.name_nl = name
        record.save()
        publish(record)
        ids += [
            entry.text
            for entry in feed(client, "/nl/zoeken/feed.atom?q=atlantis").iter(f"{ATOM}id")
        ]
    assert ids[:2] == ids[2:]


@pytest.mark.parametrize("query", ["", "?q=", "?q=++", f"?q={'a' * 201}"])
def test_no_search_has_no_feed(client, query):
    assert client.get(f"/nl/zoeken/feed.atom{query}").status_code == 404


def test_a_feed_of_nothing_is_valid_and_counts_no_search(client):
    assert not feed(client, "/nl/zoeken/feed.atom?q=xyzzy").findall(f"{ATOM}entry")
    assert not EmptySearch.objects.exists()


# Queries


@pytest.mark.parametrize("number", [1, 12])
def test_the_number_of_queries_does_not_depend_on_what_is_found(
    warm, client, django_assert_num_queries, number
):
    series = make_series(title_nl="Atlantis")
    for at in range(number):
        one = partner(f"Atlantis {at}", "grenzen")
        BestBet.objects.create(words="talen", key=f"partners.partner:{one.pk}")
        publish(make_call(series=series, label=str(2020 + at)))
    for queries, address in [
        (6, "zoeken/?q=atlantis"),  # synonyms, words, recommended, pages, states of calls, texts
        (5, "zoeken/?q=grenzen"),
        (6, "zoeken/feed.atom?q=atlantis"),
    ]:
        with django_assert_num_queries(queries):
            client.get(f"/nl/{address}")


def test_each_page_is_indexed_with_when_it_last_changed():
    partner("Atlantis", publish_at=NOON, changed_nl=brussels(2026, 1, 1))
    entries = SearchEntry.objects.values_list("updated_at", flat=True)
    assert {*entries} == {NOON}
