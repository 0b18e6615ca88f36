import pytest
import time_machine

from tests.support.factories import brussels, make_agreement, make_partner, make_programme

pytestmark = pytest.mark.django_db


def words(element):
    return " ".join(element.get_text(" ").split())


def facts(soup):
    return {words(dt): words(dt.find_next("dd")) for dt in soup.select(".facts dt")}


def test_an_agreement_shows_the_facts_that_are_known(page):
    agreement = make_agreement(
        slug_nl="akkoord",
        kind="treaty",
        signed="2000-12-15",
        signed_in_nl="Luxemburg",
        signed_in_en="Luxembourg",
        in_force="2004-07",
        renewal="until",
        ends="2030",
        authentic_languages=["fr", "nl"],
    )
    agreement.partners.add(make_partner(name_en="Luxembourg"))
    assert facts(page("/en/agreements/akkoord/")) == {
        "Type of agreement": "treaty",
        "Parties": "Flanders, Luxembourg",
        "Signed": "15 December 2000 , Luxembourg",
        "In force since": "July 2004",
        "Runs until": "2030",
        "Duration": "runs until a fixed date",
        "Authentic languages": "Dutch, French",
    }


def test_an_agreement_of_belgium_does_not_name_flanders_as_a_party(page):
    agreement = make_agreement(slug_nl="akkoord", by_belgium=True)
    agreement.partners.add(make_partner(name_en="China"))
    assert facts(page("/en/agreements/akkoord/"))["Parties"] == "Belgium, China"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("treaty", "treaty"),
        ("memorandum", "memorandum of understanding (not legally binding)"),
        ("declaration", "declaration (not legally binding)"),
        ("", None),
    ],
)
def test_what_does_not_bind_says_so(page, kind, said):
    make_agreement(slug_nl="akkoord", kind=kind)
    assert facts(page("/en/agreements/akkoord/")).get("Type of agreement") == said


@pytest.mark.parametrize(
    ("instant", "tag"),
    [(brussels(2024, 12, 31, 23, 59, 59), "Current"), (brussels(2025, 1, 1), "Ended")],
)
def test_the_first_thing_said_is_whether_it_still_runs(page, instant, tag):
    make_agreement(slug_nl="akkoord", ends="2024")
    with time_machine.travel(instant, tick=False):
        assert words(page("/en/agreements/akkoord/").select_one(".status-line")) == tag


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"signed": "1992"}, "Signed 1992; no end date known"),
        (
            {"signed": "1996-03-04", "in_force": "1997-01-22", "renewal": "tacit"},
            "In force since 22 January 1997; no end date known",
        ),
        ({"signed": ""}, "No end date known"),
    ],
)
def test_without_a_known_end_a_page_says_what_is_known_and_shows_no_green(page, facts, said):
    agreement = make_agreement(slug_nl="akkoord", **facts)
    agreement.partners.add(make_partner(slug_nl="wales"))
    soup = page("/en/agreements/akkoord/")
    assert words(soup.select_one(".status-line")) == said
    for address in ["akkoord/", "", "?view=timeline"]:
        assert not page(f"/en/agreements/{address}").select(".tag--open, .is-current")
    card = page("/en/partners/wales/").select_one("#agreements ~ ul .card")
    assert "no end date known" in words(card)
    assert not card.select(".tag")


def test_an_agreement_names_what_it_replaced_and_what_replaced_it(page):
    old = make_agreement(slug_nl="oud", title_en="The old one")
    new = make_agreement(slug_nl="nieuw", title_en="The new one", predecessor=old)
    make_agreement(title_nl="Geheim", predecessor=old, state="draft")
    assert facts(page("/en/agreements/nieuw/"))["Replaces"] == "The old one"
    soup = page("/en/agreements/oud/")
    assert facts(soup)["Replaced by"] == "The new one"
    assert soup.main.find("a", href=f"/en/agreements/{new.slug_nl}/")


def test_an_agreement_names_no_predecessor_that_is_not_public(page):
    make_agreement(slug_nl="akkoord", predecessor=make_agreement(title_nl="Geheim", state="draft"))
    assert "Geheim" not in page("/nl/akkoorden/akkoord/").get_text()


def test_an_agreement_names_no_partner_that_is_not_public(page):
    agreement = make_agreement(slug_nl="akkoord")
    agreement.partners.add(make_partner(name_nl="Geheim", state="draft"))
    assert "Geheim" not in page("/nl/akkoorden/akkoord/").get_text()
    assert "Geheim" not in page("/nl/akkoorden/").get_text()


@pytest.mark.parametrize(
    ("instant", "most_recent"),
    [(brussels(2024, 12, 31, 23, 59, 59), False), (brussels(2025, 1, 1), True)],
)
def test_when_no_programme_runs_the_most_recent_that_we_know_of_is_named(
    page, instant, most_recent
):
    agreement = make_agreement(slug_nl="akkoord")
    for years in [(2017, 2020), (2021, 2024), (2013, 2016)]:
        make_programme(agreement=agreement, first_year=years[0], last_year=years[1])
    with time_machine.travel(instant, tick=False):
        soup = page("/en/agreements/akkoord/")
    said = "The most recent one that we know of: 2021-2024." in words(soup.main)
    assert said is most_recent
    tags = [words(tag) for tag in soup.select("#programmes ~ ul .tag")]
    assert tags == ["Ended" if most_recent else "Current", "Ended", "Ended"]


def test_a_programme_that_is_not_public_is_not_mentioned(page):
    make_programme(agreement=make_agreement(slug_nl="akkoord"), state="draft")
    assert not page("/en/agreements/akkoord/").select("#programmes")


def test_a_full_page_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    agreement = make_agreement(slug_nl="akkoord", predecessor=make_agreement())

    def add():
        make_programme(agreement=agreement, first_year=2000 + agreement.programmes.count())
        make_agreement(predecessor=agreement)
        agreement.partners.add(make_partner())
        agreement.sources.create(title="Bron", url="https://example.org/", checked_on="2026-01-01")

    add()
    with django_assert_num_queries(2):
        client.get("/en/agreements/akkoord/")
    for _ in range(11):
        add()
    with django_assert_num_queries(2):
        client.get("/en/agreements/akkoord/")
