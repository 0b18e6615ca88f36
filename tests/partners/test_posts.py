import pytest

from partners import posts
from tests.support.factories import make_jurisdiction, make_partner, make_post

pytestmark = pytest.mark.django_db


def words(element):
    return " ".join(element.get_text(" ").split())


def fact(soup, term):
    return next((dt.find_next("dd") for dt in soup.select(".facts dt") if words(dt) == term), None)


def test_a_representation_says_what_it_is_competent_for_and_since_when(page):
    post = make_post(slug_nl="wenen")
    make_jurisdiction(post=post, partner=make_partner(name_en="Austria"), since="1995-03")
    make_jurisdiction(post=post, partner=make_partner(name_en="Hungary"), until="2001")
    rows = fact(page("/en/representations/wenen/"), "Responsible for").select("li")
    assert [words(row) for row in rows] == [
        "Austria since March 1995",
        "Hungary until 2001",
    ]


def test_a_note_of_a_jurisdiction_is_shown(page):
    post = make_post(slug_nl="wenen")
    make_jurisdiction(post=post, note_nl="vanuit Brussel", note_en="run from Brussels")
    rows = fact(page("/en/representations/wenen/"), "Responsible for")
    assert "(run from Brussels)" in words(rows)


@pytest.mark.parametrize(
    ("status", "said"), [("open", ""), ("vacant", "vacant"), ("closed", "closed")]
)
def test_the_list_says_which_representations_are_vacant_or_closed(page, status, said):
    make_post(status=status)
    [card] = page("/en/representations/").select(".card")
    assert "".join(words(line) for line in card.select(".meta")) == said


@pytest.mark.parametrize(
    "address", ["/nl/vertegenwoordigingen/", "/nl/vertegenwoordigingen/wenen/"]
)
def test_a_representation_names_no_partner_that_is_not_public(page, address):
    hidden = make_partner(slug_nl="atlantis", name_nl="Geheim", state="draft")
    make_jurisdiction(post=make_post(slug_nl="wenen"), partner=hidden)
    soup = page(address)
    assert "Geheim" not in soup.get_text()
    assert not soup.select("a[href='/nl/partners/atlantis/']")


def test_a_representation_names_no_country_of_its_seat_that_is_not_public(page):
    make_post(slug_nl="wenen", country=make_partner(name_nl="Geheim", state="draft"))
    assert "Geheim" not in page("/nl/vertegenwoordigingen/wenen/").get_text()


def test_a_representation_without_jurisdictions_leaves_that_row_out(page):
    make_post(slug_nl="wenen")
    assert fact(page("/en/representations/wenen/"), "Responsible for") is None
    assert "Responsible for" not in words(page("/en/representations/").main.ul)


def test_a_long_list_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    make_jurisdiction()
    with django_assert_num_queries(2):
        client.get("/en/representations/")
    for _ in range(11):
        make_jurisdiction()
    with django_assert_num_queries(2):
        client.get("/en/representations/")


def test_a_full_page_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    post = make_post(slug_nl="wenen", country=make_partner())
    make_jurisdiction(post=post)
    with django_assert_num_queries(3):
        client.get("/en/representations/wenen/")
    for _ in range(11):
        make_jurisdiction(post=post)
    with django_assert_num_queries(3):
        client.get("/en/representations/wenen/")


@pytest.mark.parametrize("few", [0, 9])
def test_all_posts_of_a_partner_and_its_country_are_in_order_of_city(monkeypatch, few):
    monkeypatch.setattr(posts, "FEW", few)
    country, other = make_partner(), make_partner()
    region = make_partner(parent=country)
    for city, partner in [("W", region), ("P", other), ("D", country), ("M", region)]:
        make_jurisdiction(partner=partner, post__city_nl=city)
    partners = [country, region, make_partner()]
    posts.note_posts(partners)
    cities = [[post.city_nl for post in partner.posts] for partner in partners]
    assert cities == [["D"], ["D", "M", "W"], []]
