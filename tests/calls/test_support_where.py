"""Where the project is: what is tied to another place falls away, and open calls are added."""

import pytest
import time_machine

from portal.i18n.unaccent import fold
from tests.support.factories import brussels, make_call, make_measure, make_partner, make_series

pytestmark = pytest.mark.django_db
FINDER = "/en/support/"


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


@pytest.fixture
def places():
    """The United Kingdom with two parts, and Japan; a measure and a call for each."""
    kingdom = make_partner(slug_nl="vk", name_nl="Verenigd Koninkrijk")
    found = {"vk": kingdom, "japan": make_partner(slug_nl="japan", name_nl="Japan")}
    for slug in ("wales", "schotland"):
        found[slug] = make_partner(
            slug_nl=slug, name_nl=slug.title(), kind="region", parent=kingdom
        )
    for slug, partner in found.items():
        make_measure(title_nl=f"Steun {slug}", slug_nl=f"steun-{slug}").places.add(partner)
        make_call(series=make_series(partner=partner, title_nl=f"Oproep {slug}"), label="2027")
    make_measure(title_nl="Overal")
    return found


def words(element):
    return " ".join(element.get_text(" ").split())


def titles(soup):
    found = [words(title) for title in soup.select(".card h3")]
    return {title.partition(" (in")[0].partition(" 2027")[0] for title in found}


@pytest.mark.parametrize(
    ("slug", "fits"),
    [
        ("", {"vk", "wales", "schotland", "japan"}),
        ("japan", {"japan"}),
        ("wales", {"wales", "vk"}),
        ("vk", {"vk", "wales", "schotland"}),
    ],
)
def test_what_fits_a_place_fits_what_it_is_part_of_and_its_parts(page, places, slug, fits):
    expected = {f"{kind} {place}" for kind in ("Steun", "Oproep") for place in fits}
    assert titles(page(f"{FINDER}?partner={slug}")) == {"Overal", *expected}


def test_a_measure_for_two_places_that_fit_is_listed_once(page, places):
    measure = make_measure(title_nl="Twee")
    measure.places.set([places["wales"], places["vk"]])
    found = page(f"{FINDER}?partner=wales").select(".card h3")
    assert [words(title) for title in found if "Twee" in words(title)] == ["Twee (in Dutch)"]


def test_a_card_and_a_page_name_the_places_that_a_measure_is_tied_to(page, places):
    cards = {words(one.h3): words(one) for one in page(FINDER).select(".card")}
    assert "Only for projects in: Japan" in cards["Steun japan (in Dutch)"]
    assert "Only for projects in:" not in cards["Overal (in Dutch)"]
    facts = page(f"{FINDER}steun-japan/").select_one(".facts")
    assert "Only for projects in Japan" in words(facts)


def test_a_place_without_a_public_page_is_not_named(page):
    secret = make_partner(name_nl="Geheim", state="draft")
    make_measure(slug_nl="steun").places.add(secret)
    for address in (FINDER, f"{FINDER}steun/"):
        assert "Geheim" not in page(address).get_text()


def test_countries_regions_and_communities_are_offered_and_no_organisation_or_draft(page, places):
    make_partner(name_nl="Unesco", kind="organisation")
    make_partner(name_nl="Franse Gemeenschap", kind="community")
    make_partner(name_nl="Concept", state="draft")
    offered = [words(one) for one in page(FINDER).select("select[name=partner] option")]
    assert offered[0] == "all countries"
    assert {"Franse Gemeenschap", "Japan", "Schotland", "Wales", "Brazil"} <= {*offered}
    assert not {"Unesco", "Concept"} & {*offered}
    assert offered[1:] == sorted(offered[1:], key=fold)


@pytest.mark.parametrize("query", ["partner=mars", "audience=king", "goal=sleep&partner=japan"])
def test_a_value_that_means_nothing_finds_no_support_and_no_call(page, places, query):
    soup = page(f"{FINDER}?{query}")
    assert titles(soup) == set()
    assert soup.select(".notice--warning")
    assert not soup.select("#follow, link[rel=alternate][type]")


def test_an_old_address_of_a_place_gives_the_present_one(page, places):
    places["wales"].slug_nl = "cymru"
    places["wales"].save()
    soup = page(f"{FINDER}?partner=wales")
    assert soup.select_one("link[rel=canonical]")["href"].endswith("?partner=cymru")
    assert soup.title.get_text().startswith("Find support – Wales – ")


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("artist", {"Iedereen", "Kunstenaars"}),
        ("foreign", {"Iedereen"}),
        ("", {"Iedereen", "Kunstenaars"}),
    ],
)
def test_calls_fit_by_their_applicants(page, audience, expected):
    make_call(series__title_nl="Iedereen", label="2027")
    make_call(series__title_nl="Kunstenaars", label="2027", applicants=["artist"])
    assert titles(page(f"{FINDER}?audience={audience}")) == expected


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (brussels(2027, 1, 6, 8, 59, 59), False),
        (brussels(2027, 1, 6, 9), True),
        (brussels(2027, 3, 1, 16, 59, 59), True),
        (brussels(2027, 3, 1, 17), False),
    ],
)
def test_a_call_is_shown_while_it_is_open_to_the_second(page, client, at, is_open):
    make_call(series__title_nl="Oproep", label="2027")
    with time_machine.travel(at, tick=False):
        assert bool(titles(page(FINDER))) is is_open
        assert bool(client.get(f"{FINDER}support.json").json()["calls"]) is is_open
        assert ("Oproep" in client.get(f"{FINDER}calendar.ics").content.decode()) is is_open


@pytest.mark.parametrize(
    ("start", "is_outside"),
    [("2027-04-30", True), ("2027-05-01", False), ("2028-12-31", False), ("2029-01-01", True)],
)
def test_a_call_says_when_the_start_lies_outside_its_projects(page, start, is_outside):
    make_call(label="2027", project_from="2027-05", project_until="2028")
    [card] = page(f"{FINDER}?start={start}").select(".card")
    assert ("does not fit in the project period: May 2027 to 2028" in words(card)) is is_outside


def test_soonest_calls_come_first(page):
    for title, month in (("Later", 6), ("Eerst", 3)):
        make_call(series__title_nl=title, label="2027", closes_at=brussels(2027, month, 1, 17))
    assert [words(one) for one in page(FINDER).select(".card h3")] == ["Eerst 2027", "Later 2027"]
