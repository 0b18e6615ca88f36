import datetime

import pytest
import time_machine

from tests.support.factories import (
    brussels,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_partner,
    make_post,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/en/strategic-framework/2021-2025/"
NEXT = {
    "slug": "2026-2030",
    "starts_on": datetime.date(2026, 1, 1),
    "ends_on": datetime.date(2030, 12, 31),
}


def words(element):
    return " ".join(element.get_text(" ").split())


def notices(soup):
    return " ".join(words(notice) for notice in soup.select(".notice:not(.notice--warning)"))


def entries(soup):
    return soup.select(".focus-list > li")


@pytest.mark.parametrize(
    ("instant", "is_past"),
    [
        (brussels(2025, 12, 31, 23, 59, 59), False),
        (brussels(2026, 1, 1, 0, 0, 0), True),
        (datetime.datetime(2025, 12, 31, 22, 59, 59, tzinfo=datetime.UTC), False),
        (datetime.datetime(2025, 12, 31, 23, 0, 0, tzinfo=datetime.UTC), True),  # 0:00 in Brussels
        (datetime.datetime(2025, 12, 31, 23, 30, 0, tzinfo=datetime.UTC), True),
    ],
)
def test_a_framework_is_past_from_the_midnight_after_its_last_day_in_brussels(
    page, instant, is_past
):
    framework = make_framework(slug="2021-2025")
    with time_machine.travel(instant, tick=False):
        assert framework.is_past() is is_past
        assert framework.is_current() is not is_past
        assert ("This period has ended (2021-2025)." in notices(page(ADDRESS))) is is_past


def test_a_framework_is_current_from_its_first_day():
    framework = make_framework()
    assert not framework.is_current(datetime.date(2020, 12, 31))
    assert not framework.is_past(datetime.date(2020, 12, 31))
    assert framework.is_current(datetime.date(2021, 1, 1))


@time_machine.travel(brussels(2026, 6, 1), tick=False)
def test_a_past_framework_leads_to_its_successor(page):
    successor = make_framework(**NEXT, title_en="The next framework")
    make_framework(slug="2021-2025", successor_framework=successor)
    soup = page(ADDRESS)
    assert "It is followed by: The next framework" in notices(soup)
    assert soup.select_one(".notice a[href='/en/strategic-framework/2026-2030/']")


@time_machine.travel(brussels(2026, 6, 1), tick=False)
@pytest.mark.parametrize(
    "successor", [None, {"state": "draft"}, {"publish_at": brussels(2026, 6, 2)}]
)
def test_without_a_public_successor_the_page_says_so(page, successor):
    following = successor and make_framework(**NEXT, title_en="The next framework", **successor)
    make_framework(slug="2021-2025", successor_framework=following)
    said = notices(page(ADDRESS))
    assert "No new framework has been published on this site yet." in said
    assert "The next framework" not in said


@time_machine.travel(brussels(2025, 6, 1), tick=False)
def test_a_current_framework_does_not_mention_a_successor(page):
    make_framework(slug="2021-2025", successor_framework=make_framework(**NEXT))
    assert notices(page(ADDRESS)) == ""


def test_the_focus_list_keeps_the_order_and_words_of_the_framework(page):
    framework = make_framework(slug="2021-2025")
    make_entry(framework=framework, position=2, text_en="Neighbours")
    make_entry(framework=framework, position=3, text_en="Baltic states")
    make_entry(framework=framework, position=1, text_en="Communities")
    rows = entries(page(ADDRESS))
    assert [words(row.h3) for row in rows] == ["Communities", "Neighbours", "Baltic states"]
    assert [row["id"] for row in rows] == ["focus-1", "focus-2", "focus-3"]


def test_partners_of_an_entry_are_in_the_order_of_the_text(page):
    entry = make_entry(framework=make_framework(slug="2021-2025"))
    for position, name in [(2, "Germany"), (3, "Luxembourg"), (1, "Netherlands")]:
        partner = make_partner(name_en=name, slug_nl=name.lower())
        entry.members.create(partner=partner, position=position)
    links = entries(page(ADDRESS))[0].select("a")
    assert [words(link) for link in links] == ["Netherlands", "Germany", "Luxembourg"]
    assert links[0]["href"] == "/en/partners/netherlands/"


def test_a_partner_that_is_not_public_is_left_out_of_the_focus_list(page):
    entry = make_entry(framework=make_framework(slug="2021-2025"))
    entry.members.create(partner=make_partner(name_nl="Geheim", state="draft"))
    assert "Geheim" not in page(ADDRESS).get_text()


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("named", ""),
        ("such-as", "This list is open: the framework names these as examples."),
        ("open", "The framework names no cities."),
        ("jurisdictions", "Derived from the representations:"),
    ],
)
def test_each_kind_of_entry_says_what_it_stands_for(page, kind, note):
    make_entry(framework=make_framework(slug="2021-2025"), kind=kind)
    [entry] = entries(page(ADDRESS))
    assert " ".join(words(meta) for meta in entry.select(".meta")) == note


@time_machine.travel(brussels(2025, 6, 1), tick=False)
def test_all_jurisdictions_are_those_of_today_under_their_representation(page):
    make_entry(framework=make_framework(slug="2021-2025"), kind="jurisdictions")
    vienna = make_post(slug_nl="wenen", city_en="Vienna")
    for name, dates in [("Austria", {}), ("Hungary", {}), ("Slovakia", {"until": "2024"})]:
        make_jurisdiction(post=vienna, partner=make_partner(name_en=name), **dates)
    make_jurisdiction(post=make_post(city_en="Tokyo", status="closed"))
    [row] = entries(page(ADDRESS))[0].select("li")
    assert words(row) == "Vienna : Austria, Hungary"
    assert row.a["href"] == "/en/representations/wenen/"


def test_a_representation_is_named_once_however_its_jurisdictions_were_entered(page):
    make_entry(framework=make_framework(slug="2021-2025"), kind="jurisdictions")
    vienna, tokyo = make_post(city_en="Vienna"), make_post(city_en="Tokyo")
    for post in (vienna, tokyo, vienna):
        make_jurisdiction(post=post)
    rows = entries(page(ADDRESS))[0].select("li")
    assert sorted(words(row.a) for row in rows) == ["Tokyo", "Vienna"]


@pytest.mark.parametrize(
    ("section", "address"),
    [
        ("/nl/strategisch-kader/", "/nl/strategisch-kader/2026-2030/"),
        ("/fr/cadre-strategique/", "/fr/cadre-strategique/2026-2030/"),
        ("/de/strategischer-rahmen/", "/de/strategischer-rahmen/2026-2030/"),
        ("/en/strategic-framework/", "/en/strategic-framework/2026-2030/"),
    ],
)
def test_the_address_of_the_section_leads_to_the_newest_framework_for_now(client, section, address):
    make_framework(slug="2021-2025")
    make_framework(**NEXT)
    make_framework(slug="2031", state="draft", starts_on="2031-01-01", ends_on="2031-12-31")
    response = client.get(section)
    assert response.status_code == 302  # a permanent one would be remembered when a newer one comes
    assert response["Location"] == address


def test_without_a_framework_the_section_is_not_found(page):
    make_framework(state="draft")
    page("/nl/strategisch-kader/", status=404)


def test_a_full_page_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    framework = make_framework(slug="2021-2025")
    make_entry(framework=framework, kind="jurisdictions")

    def add(number):
        make_entry(framework=framework).members.create(partner=make_partner())
        make_jurisdiction()
        make_framework()
        framework.points.create(kind="objective", position=number, text_nl="Doel")

    add(0)
    with django_assert_num_queries(5):
        client.get(ADDRESS)
    for number in range(1, 12):
        add(number)
    with django_assert_num_queries(5):
        client.get(ADDRESS)


def test_the_menu_leads_to_the_newest_framework_itself(page, db):
    make_framework(slug="2021-2025")
    link = page("/fr/partenaires/").select_one(".menu a")
    assert link["href"] == "/fr/cadre-strategique/2021-2025/"
    assert page(link["href"]).select_one(".menu [aria-current]")["href"] == link["href"]


def test_without_a_framework_the_menu_leads_to_where_it_will_be(page, db):
    assert page("/en/").select_one(".menu a")["href"] == "/en/strategic-framework/"
