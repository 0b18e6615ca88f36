"""A number on the map is the number of the same partner in the list."""

import pytest

from partners.layers import COLOURS, styles_of
from partners.models import Jurisdiction, Partner
from portal.publishing.signals import page_changed
from tests.support.factories import make_partner


def index(partner):
    page_changed.send(Partner, record=partner)


def marks(soup):
    """The discs: areas, which have no name of their own, are only larger targets."""
    return soup.select(".map a[aria-label]")


def on_the_map(soup):
    labels = [link["aria-label"].partition(" – ")[0] for link in marks(soup)]
    return {tuple(label.split(" ", 1)) for label in labels}


def in_the_list(soup):
    """(number, name) of each row; a name that fell back stands there without “(in Dutch)”."""
    rows = soup.select(".partner-list li")
    return {(row["value"], (row.a.find("span") or row.a).get_text()) for row in rows}


@pytest.mark.parametrize(
    "address",
    ["/nl/partners/", "/fr/partenaires/", "/de/partner/?kind=region", "/en/partners/?q=land"],
)
def test_every_mark_has_the_number_and_name_of_the_list(content, db, page, address):
    soup = page(address)
    assert len(on_the_map(soup)) > 3
    assert on_the_map(soup) <= in_the_list(soup)


def test_every_mark_leads_where_its_row_leads(content, db, page):
    soup = page("/en/partners/")
    rows = {row["value"]: row.a["href"] for row in soup.select(".partner-list li")}
    for mark in marks(soup):
        assert mark["href"] == rows[mark.select_one("text").get_text()]


def test_an_area_leads_where_its_disc_leads(content, db, page):
    soup = page("/en/partners/")
    discs = {mark["href"] for mark in marks(soup)}
    areas = soup.select(".map a[aria-hidden]")
    assert len(areas) > 30
    assert {area["href"] for area in areas} <= discs
    assert {area["tabindex"] for area in areas} == {"-1"}


def test_a_narrowed_list_is_numbered_from_one(content, db, page):
    numbers = [
        int(row["value"]) for row in page("/nl/partners/?kind=region").select(".partner-list li")
    ]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_partner_without_a_place_keeps_its_number_but_has_no_mark(content, db, page):
    index(make_partner(name_nl="Aaa zonder plaats"))
    index(make_partner(name_nl="Aab met plaats", longitude="139.69", latitude="35.69"))
    soup = page("/nl/partners/?q=plaats")
    assert in_the_list(soup) == {("1", "Aaa zonder plaats"), ("2", "Aab met plaats")}
    assert on_the_map(soup) == {("2", "Aab met plaats")}


def test_a_list_without_places_has_no_map(content, db, page):
    index(make_partner(name_nl="Zonder plaats"))
    soup = page("/nl/partners/?q=Zonder+plaats")
    assert len(in_the_list(soup)) == 1
    assert not soup.select(".map")


def test_posts_next_to_each_other_have_different_colours(content, db):
    covered = {}
    for row in Jurisdiction.objects.select_related("post", "partner"):
        covered.setdefault(row.post, []).append(row.partner)
    colours = {post.city_nl: colour for post, (colour, _texture) in styles_of(covered).items()}
    assert {*colours.values()} == {*COLOURS}
    for one, other in [
        ("Parijs", "Berlijn"),
        ("Parijs", "Madrid"),
        ("Wenen", "Rome"),
        ("Berlijn", "Warschau"),
    ]:
        assert colours[one] != colours[other]
