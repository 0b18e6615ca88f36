import pytest
import time_machine

from tests.support.factories import (
    brussels,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    return make_framework(
        slug="2021-2025", title_nl="Kader 2021-2025", title_en="Framework 2021-2025"
    )


def words(element):
    return " ".join(element.get_text(" ").split())


def fact(soup, term):
    """The answer under a term of the facts, None when the row is left out."""
    return next((dt.find_next("dd") for dt in soup.select(".facts dt") if words(dt) == term), None)


def reasons(soup):
    return [words(reason) for reason in fact(soup, "Priority").select("li")]


def test_a_partner_that_the_framework_names_says_so_and_leads_there(page, framework):
    japan = make_partner(slug_nl="japan")
    make_entry(framework=framework, position=7, text_en="Japan and friends").members.create(
        partner=japan
    )
    soup = page("/en/partners/japan/")
    assert reasons(soup) == ["Named in the focus list: Japan and friends"]
    assert fact(soup, "Priority").find("a", string="Japan and friends")["href"] == (
        "/en/strategic-framework/2021-2025/#focus-7"
    )


def test_a_region_is_a_priority_as_part_of_a_named_country(page, framework):
    spain = make_partner(name_en="Spain")
    make_partner(slug_nl="catalonie", kind="region", parent=spain)
    make_entry(framework=framework, text_en="Southern Europe").members.create(partner=spain)
    soup = page("/en/partners/catalonie/")
    assert reasons(soup) == ["Part of a country that is named (Spain): Southern Europe"]


def test_a_partner_is_a_priority_through_a_representation(page, framework):
    post = make_post(slug_nl="wenen", city_en="Vienna")
    make_jurisdiction(post=post, partner=make_partner(slug_nl="hongarije"))
    make_entry(framework=framework, kind="jurisdictions")
    soup = page("/en/partners/hongarije/")
    assert reasons(soup) == ["In the jurisdiction of a representation: Vienna"]
    assert fact(soup, "Priority").find("a", string="Vienna")["href"] == "/en/representations/wenen/"


def test_a_vacant_representation_is_called_vacant_wherever_it_is_a_reason(page, framework):
    make_entry(framework=framework, kind="jurisdictions")
    spain = make_partner(slug_nl="spanje", iso_code="ES")
    make_jurisdiction(partner=spain, post=make_post(city_en="Madrid", status="vacant"))
    for address in ["/en/partners/spanje/", "/en/countries/es/"]:
        soup = page(address)
        assert words(fact(soup, "Representation")) == "Madrid (vacant)"
        assert "Madrid (vacant)" in words(fact(soup, "Priority"))


def test_every_reason_is_shown_in_the_order_of_the_focus_list(page, framework):
    country = make_partner(name_en="Spain")
    region = make_partner(slug_nl="catalonie", parent=country)
    for city in ("Madrid", "Paris"):
        make_jurisdiction(post=make_post(city_nl=city, city_en=city), partner=country)
    make_entry(framework=framework, position=3, kind="jurisdictions")
    make_entry(framework=framework, position=2, text_en="Strong").members.create(partner=region)
    make_entry(framework=framework, position=1, text_en="Near").members.create(partner=country)
    assert reasons(page("/en/partners/catalonie/")) == [
        "Part of a country that is named (Spain): Near",
        "Named in the focus list: Strong",
        "In the jurisdiction of a representation: Madrid",
        "In the jurisdiction of a representation: Paris",
    ]


def test_a_partner_outside_the_focus_list_says_that(page, framework):
    make_partner(slug_nl="japan")
    make_entry(framework=framework).members.create(partner=make_partner())
    priority = fact(page("/en/partners/japan/"), "Priority")
    assert words(priority).startswith("Not in the focus list. Framework 2021-2025")


def test_without_a_framework_nothing_is_said_about_priority(page):
    make_partner(slug_nl="japan")
    assert fact(page("/en/partners/japan/"), "Priority") is None


@pytest.mark.parametrize(
    ("instant", "said"),
    [(brussels(2025, 12, 31, 23, 59, 59), False), (brussels(2026, 1, 1), True)],
)
def test_a_priority_of_a_past_framework_says_that_it_has_ended(page, framework, instant, said):
    japan = make_partner(slug_nl="japan")
    make_entry(framework=framework).members.create(partner=japan)
    with time_machine.travel(instant, tick=False):
        priority = fact(page("/en/partners/japan/"), "Priority")
    assert ("(ended)" in words(priority)) is said


@pytest.mark.parametrize(
    ("dates", "instant", "counts"),
    [
        ({"until": "2026"}, brussels(2026, 12, 31, 23, 59, 59), True),
        ({"until": "2026"}, brussels(2027, 1, 1), False),
        ({"until": "2026-06"}, brussels(2026, 6, 30, 23, 59, 59), True),
        ({"until": "2026-06"}, brussels(2026, 7, 1), False),
        ({"until": "2026-06-15"}, brussels(2026, 6, 15, 23, 59, 59), True),
        ({"until": "2026-06-15"}, brussels(2026, 6, 16), False),
        ({"since": "2026"}, brussels(2025, 12, 31, 23, 59, 59), False),
        ({"since": "2026"}, brussels(2026, 1, 1), True),
        ({"since": "2026-06"}, brussels(2026, 5, 31, 23, 59, 59), False),
        ({"since": "2026-06"}, brussels(2026, 6, 1), True),
        ({"since": "2026-06-15"}, brussels(2026, 6, 14, 23, 59, 59), False),
        ({"since": "2026-06-15"}, brussels(2026, 6, 15), True),
    ],
)
def test_a_jurisdiction_counts_from_its_first_through_its_last_day(
    page, framework, dates, instant, counts
):
    make_jurisdiction(partner=make_partner(slug_nl="japan"), **dates)
    make_entry(framework=framework, kind="jurisdictions")
    with time_machine.travel(instant, tick=False):
        soup = page("/en/partners/japan/")
    assert bool(reasons(soup)) is counts
    assert bool(fact(soup, "Representation")) is counts


@pytest.mark.parametrize(
    ("post", "counts"),
    [
        ({"status": "open"}, True),
        ({"status": "vacant"}, True),
        ({"status": "closed"}, False),
        ({"state": "draft"}, False),
    ],
)
def test_a_vacant_representation_counts_and_a_closed_or_unpublished_one_does_not(
    page, framework, post, counts
):
    make_jurisdiction(post=make_post(**post), partner=make_partner(slug_nl="japan"))
    make_entry(framework=framework, kind="jurisdictions")
    soup = page("/en/partners/japan/")
    assert bool(reasons(soup)) is counts
    assert bool(fact(soup, "Representation")) is counts


def test_a_partner_shows_its_calls_agreements_and_regions(page):
    wales = make_partner(
        slug_nl="wales", kind="region", parent=make_partner(slug_nl="vk"), name_en="Wales"
    )
    make_call(series=make_series(partner=wales, title_en="Call with Wales"), label="2027")
    make_agreement(title_en="Declaration with Wales").partners.add(wales)
    text = words(page("/en/partners/wales/").main)
    assert "Call with Wales 2027" in text
    assert "Declaration with Wales" in text
    assert words(fact(page("/en/partners/vk/"), "Regions we work with")) == "Wales"


def test_running_agreements_come_before_ended_ones(page):
    japan = make_partner(slug_nl="japan")
    make_agreement(title_nl="A", ends="2001").partners.add(japan)
    make_agreement(title_nl="B").partners.add(japan)
    titles = [words(title) for title in page("/nl/partners/japan/").select("h2#agreements ~ ul h3")]
    assert titles == ["B", "A"]


def test_a_partner_names_no_country_that_is_not_public(page):
    make_partner(
        slug_nl="wales", parent=make_partner(slug_nl="vk", name_nl="Geheim", state="draft")
    )
    soup = page("/nl/partners/wales/")
    assert "Geheim" not in soup.get_text()
    assert not soup.select("a[href='/nl/partners/vk/']")


def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client, warm, framework, django_assert_num_queries
):
    country = make_partner()
    region = make_partner(slug_nl="wales", parent=country)
    address = "/en/partners/wales/"
    make_entry(framework=framework, kind="jurisdictions")

    def add(number):
        make_jurisdiction(partner=country)
        make_partner(parent=region)
        make_entry(framework=framework).members.create(partner=region)
        make_call(series=make_series(partner=region)).amounts.create(side="total", amount=9)
        agreement = make_agreement()
        agreement.partners.add(region)
        make_programme(agreement=agreement)
        region.changes.create(text_nl=f"Wijziging {number}")
        region.sources.create(title="Bron", url="https://example.org/", checked_on="2026-01-01")

    add(0)
    with django_assert_num_queries(7):
        client.get(address)
    for number in range(1, 12):
        add(number)
    with django_assert_num_queries(7):
        client.get(address)
