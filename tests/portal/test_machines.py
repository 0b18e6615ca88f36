"""robots.txt, favicon.ico and the sitemap."""

import pytest

from portal import sitemaps
from tests.support.factories import brussels, in_four, make_call, make_page, make_partner
from tests.support.sitemaps import XML_NAMESPACES, urls_of_sitemap

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitemap(client):
    """`sitemap()` returns {address: `url` element} of the sitemap."""
    return lambda: urls_of_sitemap(lambda address: client.get(address).content)


def test_robots_txt_excludes_the_admin_and_names_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Disallow: /beheer/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_favicon_ico_redirects_to_the_svg_icon(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (301, "/static/favicon.svg")


def test_the_sitemap_has_a_page_in_the_languages_in_which_it_exists(sitemap):
    make_partner(slug_nl="wales", slug_fr="galles", name_nl="Wales", name_fr="Pays de Galles")
    urls = sitemap()
    assert {"/nl/partners/wales/", "/fr/partenaires/galles/"} <= set(urls)
    assert not {"/de/partner/wales/", "/en/partners/wales/"} & set(urls)
    links = urls["/nl/partners/wales/"].findall("x:link", XML_NAMESPACES)
    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "nl": "http://testserver/nl/partners/wales/",
        "fr": "http://testserver/fr/partenaires/galles/",
    }


def test_the_lastmod_of_the_sitemap_is_the_last_dutch_change(sitemap):
    partner = make_partner(slug_nl="wales")
    partner.note_changes(at=brussels(2026, 3, 1, 12))
    partner.save()
    assert (
        sitemap()["/nl/partners/wales/"].findtext("s:lastmod", namespaces=XML_NAMESPACES)
        == "2026-03-01"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": "draft"},
        {"is_example": True},
        {"publish_at": brussels(2999, 1, 1)},
        {"state": "withdrawn", "withdrawal_reason_nl": "Fout."},
    ],
)
def test_hidden_pages_and_examples_are_not_in_the_sitemap(sitemap, hidden):
    make_partner(slug_nl="wales", **in_four(name="Wales"), **hidden)
    assert not [address for address in sitemap() if "wales" in address]


def test_a_sitemap_of_many_pages_has_several_files(sitemap, client, monkeypatch):
    monkeypatch.setattr(sitemaps, "A_FILE", 2)
    slugs = [make_partner(**in_four(name=f"Wales {number}")).slug_nl for number in range(5)]
    assert {f"/nl/partners/{slug}/" for slug in slugs} <= set(sitemap())
    assert client.get("/sitemap-partners.xml?p=3").status_code == 200
    assert client.get("/sitemap-partners.xml?p=4").status_code == 404
    assert client.get("/sitemap-x.xml").status_code == 404


def test_a_file_of_the_sitemap_reads_its_own_records_only(
    client, monkeypatch, warm, django_assert_num_queries
):
    monkeypatch.setattr(sitemaps, "A_FILE", 2)
    for number in range(5):
        make_partner(**in_four(name=f"Wales {number}"))
    with django_assert_num_queries(2):
        assert client.get("/sitemap-partners.xml?p=2").content.count(b"<url>") == 8


def test_results_are_in_the_sitemap_once_they_are_public(sitemap):
    call = {"series__slug_nl": "reeks", "opens_at": None, "closes_at": None}
    make_call(label="2026", results_at=brussels(2026, 1, 1), **call)
    make_call(label="2027", results_at=brussels(2999, 1, 1), series__slug_nl="andere")
    results = {address for address in sitemap() if "/resultaten/" in address}
    assert results == {"/nl/projectoproepen/reeks/2026/resultaten/"}


def test_the_sitemap_has_the_lists_and_the_pages_about_the_site(sitemap):
    make_page(key="privacy", **in_four(title="Privacy"))
    urls = sitemap()
    assert {"/nl/", "/fr/", "/de/projektaufrufe/", "/en/countries/", "/nl/landen/be/"} <= set(urls)
    assert {"/nl/privacy/", "/fr/vie-privee/", "/de/datenschutz/"} <= set(urls)
