import pytest
import time_machine

from agreements import views
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_partner,
    make_programme,
)

pytestmark = pytest.mark.django_db


def words(element):
    return " ".join(element.get_text(" ").split())


def titles(soup):
    return [words(link) for link in soup.select(".table th + td a")]


def warnings(soup):
    return [words(line) for line in soup.select(".notice--warning p")]


@pytest.fixture
def three():
    japan = make_partner(name_nl="Japan", name_en="Japan", slug_nl="japan")
    wales = make_partner(slug_nl="wales")
    for title, partner, facts in [
        ("A", japan, {"kind": "treaty", "signed": "1996-10-18"}),
        ("B", japan, {"kind": "memorandum", "signed": "2001", "ends": "2009"}),
        ("C", wales, {"kind": "memorandum", "signed": ""}),
    ]:
        make_agreement(title_nl=title, title_en=title, **facts).partners.add(partner)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A", "B", "C"]),
        ("partner=japan", ["A", "B"]),
        ("kind=memorandum", ["B", "C"]),
        ("period=current", []),
        ("period=unknown", ["A", "C"]),
        ("period=ended", ["B"]),
        ("partner=japan&kind=memorandum&period=ended", ["B"]),
        ("partner=wales&period=ended", []),
        ("partner=&kind=&period=", ["A", "B", "C"]),
    ],
)
@pytest.mark.parametrize("view", ["", "&view=timeline"])
def test_the_list_is_narrowed_by_partner_kind_and_period(page, three, query, found, view):
    soup = page(f"/nl/akkoorden/?{query}{view}")
    assert titles(soup) == found
    assert not warnings(soup)


@pytest.mark.parametrize(
    ("query", "label"),
    [("partner=mars", "Partner"), ("kind=pact", "Type of agreement"), ("period=soon", "Period")],
)
def test_a_value_that_means_nothing_finds_nothing_and_says_so(page, three, query, label):
    soup = page(f"/en/agreements/?{query}&view=timeline")
    value = query.split("=")[1]
    assert titles(soup) == []
    expected = f"“{value}” is not a valid choice for “{label}”, so nothing is found."
    assert warnings(soup) == [expected]


def test_nothing_found_says_so(page, three):
    soup = page("/en/agreements/?partner=wales&period=ended")
    assert "No agreements match these filters." in words(soup.main)


@pytest.mark.parametrize("view", ["", "?view=", "?view=table", "?view=cube", "?view=%3Cb%3E"])
def test_any_other_view_is_the_table(page, three, view):
    soup = page(f"/en/agreements/{view}")
    assert len(soup.select(".table tbody tr")) == 3
    assert not soup.select("figure")
    assert soup.select_one(".switch [aria-current]").get_text() == "Table"


def test_switching_the_view_keeps_the_filters(page, three):
    table, timeline = page("/en/agreements/?partner=japan&kind=treaty").select(".switch a")
    assert timeline["href"] == "?partner=japan&kind=treaty&view=timeline"
    assert table["href"] == "?partner=japan&kind=treaty"


def test_each_chosen_filter_can_be_removed_alone(page, three):
    chips = page("/en/agreements/?partner=japan&kind=treaty&view=timeline").select("a.chip")
    assert {words(chip): chip["href"] for chip in chips} == {
        "Remove filter: Japan": "?kind=treaty&view=timeline",
        "Remove filter: treaty": "?partner=japan&view=timeline",
    }


def test_filters_survive_a_change_of_language(page, three):
    french = page("/en/agreements/?partner=japan&view=timeline").select_one("a[hreflang=fr]")
    assert french["href"] == "/fr/accords/?partner=japan&view=timeline"
    assert len(titles(page(french["href"]))) == 2


def test_only_partners_with_a_public_agreement_are_offered(page, three):
    make_agreement(state="draft").partners.add(make_partner(slug_nl="mars"))
    make_partner(slug_nl="venus")
    options = page("/en/agreements/").select("select[name=partner] option")
    assert {option["value"] for option in options} == {"", "japan", "wales"}


@time_machine.travel(brussels(2025, 6, 1), tick=False)
@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ([], "none known"),
        ([(2021, 2024)], "2021-2024 (ended)"),
        ([(2021, 2024), (2025, 2028)], "2025-2028"),
        ([(2025, 2028), (2029, 2032)], "2025-2028"),
    ],
)
def test_the_table_shows_the_current_work_programme_or_else_the_most_recent(page, years, shown):
    agreement = make_agreement()
    for first, last in years:
        make_programme(agreement=agreement, first_year=first, last_year=last)
    [row] = page("/en/agreements/").select("tbody tr")
    assert words(row.select("td")[-1]).removeprefix("– ") == shown


@pytest.mark.parametrize("query", ["", "?view=timeline", "?partner=japan"])
def test_a_long_list_costs_as_many_queries_as_a_short_one(
    client, warm, three, query, django_assert_num_queries
):
    address, japan = f"/en/agreements/{query}", make_partner(slug_nl="chili")
    make_programme().agreement.partners.add(japan)
    with django_assert_num_queries(4):
        client.get(address)
    for _ in range(11):
        make_programme().agreement.partners.add(japan, make_partner())
    with django_assert_num_queries(4):
        client.get(address)


def test_a_list_that_is_too_long_has_several_pages(page, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 2)
    monkeypatch.setattr(views, "ON_AXIS", 2)
    for number in range(5):
        partner = make_partner(**in_four(name=f"Land {number}"))
        make_agreement(title_nl=f"Akkoord {number}", signed=f"200{number}").partners.add(partner)
    first, last = page("/nl/akkoorden/"), page("/nl/akkoorden/?view=timeline&page=3")
    assert [words(row.a) for row in first.select("tbody tr")] == ["Akkoord 0", "Akkoord 1"]
    assert "5 akkoorden" in words(first.main)
    assert [words(row.a) for row in last.select("li.lane")] == ["Land 4 nl"]
    assert page("/nl/akkoorden/?page=4", status=404)
