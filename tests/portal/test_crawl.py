"""A crawl of the whole site: every page that links lead to, in four languages, fetched once."""

import json
import re
from collections import Counter, defaultdict, deque
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from lxml import html

from portal.countries import COUNTRY_CODES
from portal.i18n.languages import CODES, HTML_CODES
from tests.support.schema_org import faults
from tests.support.sitemaps import XML_NAMESPACES, urls_of_sitemap

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOST = "http://testserver"
HOMES = [f"/{code}/" for code in CODES]
COUNTRY = re.compile(r"/(?:nl/landen|fr/pays|de/laender|en/countries)/([a-z]{2})/")
FILE = re.compile(r"\.([a-z]+)(?:\?|$)")  # feeds, calendars, data, text: not pages
HISTORY = re.compile(r"/(nl/geschiedenis|fr/historique|de/verlauf|en/history)/(?!agreement/)")
# A sample of countries of every kind: all 249 look alike. `make check-site` reads each of them.
VISITED = {"be", "br", "cl", "dk", "jp", "ma", "us", "za"}


class Page(NamedTuple):
    """Facts of one page for the tests; `links` are (address, fragment) on this site."""

    language: str
    status: int
    moved_to: str
    title: str = ""
    h1: int = 0
    ids: list = ()
    links: set = frozenset()
    loaded: list = ()
    alternates: dict = {}
    canonical: str = ""
    noindex: bool = False
    switch: dict = {}
    headers: dict = {}
    styled: int = 0
    scripts: set = frozenset()
    images_without_alt: int = 0
    nested_links: int = 0
    levels: list = ()
    described: list = ()
    trail: int = 0


def local(address, base):
    """(path with query, fragment) of a URL on this site; None for one elsewhere."""
    parts = urlsplit(urljoin(HOST + base, address))
    if parts.scheme not in {"http", "https"} or parts.netloc != "testserver":
        return None
    return parts.path + (f"?{parts.query}" if parts.query else ""), parts.fragment


def read(address, response):
    if not response.content:
        moved_to, headers = response.headers.get("Location", ""), dict(response.headers)
        return Page("", response.status_code, moved_to, headers=headers)
    tree = html.document_fromstring(response.content, parser=html.HTMLParser(encoding="utf-8"))
    every = tree.xpath
    links = {local(href, address) for href in every("//a/@href")}
    canonical = every("//link[@rel='canonical']/@href")
    loaded = every("//@src | //link[@rel='stylesheet' or @rel='icon']/@href | //use/@href")
    headings = every("//h1|//h2|//h3|//h4|//h5|//h6")
    return Page(
        language=every("string(/html/@lang)"),
        status=response.status_code,
        moved_to=response.headers.get("Location", ""),
        title=every("string(//title)"),
        h1=len(every("//h1")),
        ids=every("//@id"),
        links=links - {None},
        loaded=loaded,
        alternates={
            tag.get("hreflang"): tag.get("href").removeprefix(HOST)
            for tag in every("//link[@rel='alternate'][@hreflang]")
        },
        canonical=canonical[0].removeprefix(HOST) if canonical else "",
        noindex=bool(every("//meta[@name='robots'][@content='noindex']")),
        switch={
            tag.get("hreflang"): tag.get("href")
            for tag in every(
                "//*[contains(concat(' ', normalize-space(@class), ' '), ' languages ')]//a"
            )
        },
        headers=dict(response.headers),
        styled=len(every("//*[@style] | //style")),
        scripts={tag.get("type") for tag in every("//script")},
        images_without_alt=len(every("//img[not(@alt)]")),
        nested_links=len(every("//a//a")),
        levels=[int(tag.tag[1]) for tag in headings],
        described=[
            json.loads(text) for text in every("//script[@type='application/ld+json']/text()")
        ],
        trail=len(every("//nav[@class='crumbs']//a")),
    )


def is_visited(address):
    country = COUNTRY.fullmatch(address)
    if FILE.search(address) or HISTORY.match(address) or address.startswith("/api/"):
        return False
    return not country or country[1] in VISITED


@pytest.fixture(scope="module")
def site(content):
    """{address: page} of all pages reachable from the four homes, with a sample of countries."""
    client, pages, waiting = Client(), {}, deque(HOMES)
    while waiting:
        address = waiting.popleft()
        if address in pages or not is_visited(address):
            continue
        pages[address] = found = read(address, client.get(address))
        if found.moved_to:
            waiting.append(local(found.moved_to, address)[0])
        waiting += [link for link, _fragment in found.links]
    return pages


@pytest.fixture(scope="module")
def html_pages(site):
    """The pages of `site` that are not redirects."""
    return {address: page for address, page in site.items() if page.status == 200}


@pytest.fixture(scope="module")
def sitemap(content):
    """{address: alternates} of the sitemap."""
    urls = urls_of_sitemap(lambda address: Client().get(address).content, HOST)
    return {
        address: {
            link.get("hreflang"): link.get("href").removeprefix(HOST)
            for link in url.findall("x:link", XML_NAMESPACES)
        }
        for address, url in urls.items()
    }


def addresses_where(pages, wrong):
    """The addresses of the pages for which `wrong(page)` is true."""
    return [address for address, page in pages.items() if wrong(page)]


def test_the_crawl_reaches_the_whole_site_in_every_language(html_pages):
    counts = Counter(address.split("/")[1] for address in html_pages)
    assert set(counts) == set(CODES)
    assert len(set(counts.values())) == 1
    assert counts["nl"] > 200


def test_every_link_leads_to_a_page_or_a_redirect_to_one(site):
    assert addresses_where(site, lambda page: page.status not in {200, 301, 302}) == []
    moved = {address: page for address, page in site.items() if page.moved_to}
    assert [a for a, page in moved.items() if site[local(page.moved_to, a)[0]].status != 200] == []


def test_every_linked_file_exists(site):
    linked = {link for page in site.values() for link, _fragment in page.links if FILE.search(link)}
    kinds = {FILE.search(link)[1] for link in linked}
    assert {"atom", "json"} <= kinds
    client = Client()
    for link in linked:
        response = client.get(link)
        assert response.status_code == 200, link
        response.getvalue()  # closes a file


def test_no_link_leads_through_a_redirect(site):
    assert addresses_where(site, lambda page: page.moved_to) == []


def test_every_fragment_of_a_link_exists_on_its_page(html_pages):
    broken = {
        (address, f"{target}#{fragment}")
        for address, page in html_pages.items()
        for target, fragment in page.links
        if fragment and target in html_pages and fragment not in html_pages[target].ids
    }
    assert broken == set()


def test_the_language_of_the_page_is_that_of_its_address(html_pages):
    wrong = [a for a, page in html_pages.items() if page.language != HTML_CODES[a.split("/")[1]]]
    assert wrong == []


def test_nothing_is_loaded_from_other_hosts(html_pages):
    loaded = {source for page in html_pages.values() for source in page.loaded}
    scripts = {"/static/portal.js", "/static/search.js"}
    assert loaded == {"/static/portal.css", "/static/favicon.svg", *scripts}


def test_only_a_page_with_a_filter_form_loads_the_script(html_pages):
    lists = {"projectoproepen", "akkoorden", "partners", "ondersteuning"}
    dutch = {a for a in html_pages if a.startswith("/nl/")}
    scripted = {a for a in dutch if "/static/portal.js" in html_pages[a].loaded}
    assert {a.split("?")[0] for a in scripted} == {f"/nl/{name}/" for name in lists}


def test_only_a_page_with_a_large_search_field_loads_the_script_of_suggestions(html_pages):
    scripted = {a.split("?")[0] for a in html_pages if "/static/search.js" in html_pages[a].loaded}
    searches = {"/nl/zoeken/", "/fr/recherche/", "/de/suche/", "/en/search/"}
    assert scripted == {*HOMES} | (searches & {*html_pages})


def test_no_page_has_style_in_its_markup_or_a_script_that_runs(html_pages):
    assert addresses_where(html_pages, lambda page: page.styled) == []
    scripts = set().union(*(page.scripts for page in html_pages.values()))
    assert scripts <= {"application/ld+json", "module"}


def test_every_description_for_search_engines_keeps_to_the_vocabulary(html_pages):
    wrong = {
        address: [fault for description in page.described for fault in faults(description)]
        for address, page in html_pages.items()
    }
    assert {address: found for address, found in wrong.items() if found} == {}


def test_every_indexed_page_with_a_trail_describes_it(html_pages):
    def lacks(page):
        kinds = {description["@type"] for description in page.described}
        return (page.trail > 1 and not page.noindex) != ("BreadcrumbList" in kinds)

    assert addresses_where(html_pages, lacks) == []
    assert any(page.trail > 1 for page in html_pages.values())


def test_no_page_sets_a_cookie_or_varies_by_one(html_pages):
    assert addresses_where(html_pages, lambda page: "Set-Cookie" in page.headers) == []
    assert (
        addresses_where(html_pages, lambda page: "cookie" in page.headers.get("Vary", "").lower())
        == []
    )


@pytest.mark.parametrize("language", CODES)
def test_every_indexed_page_has_a_unique_title(html_pages, language):
    titles = defaultdict(list)
    for address, page in html_pages.items():
        if address.startswith(f"/{language}/") and not page.noindex:
            titles[page.title].append(address)
    assert {title: same for title, same in titles.items() if len(same) > 1} == {}


def test_every_page_has_one_h1_and_unique_ids(html_pages):
    assert addresses_where(html_pages, lambda page: page.h1 != 1) == []
    assert addresses_where(html_pages, lambda page: len(page.ids) != len(set(page.ids))) == []


def test_no_heading_skips_a_level(html_pages):
    def skips(page):
        return any(below > above + 1 for above, below in pairwise([0, *page.levels]))

    assert addresses_where(html_pages, skips) == []


def test_adjacent_links_are_separated_and_images_have_alt_text(html_pages):
    assert addresses_where(html_pages, lambda page: page.nested_links) == []
    assert addresses_where(html_pages, lambda page: page.images_without_alt) == []


def test_each_page_is_an_alternate_of_its_alternates(html_pages):
    wrong = [
        (address, code, other)
        for address, page in html_pages.items()
        for code, other in page.alternates.items()
        if other not in html_pages or html_pages[other].alternates != page.alternates
    ]
    assert wrong == []


def test_the_alternates_of_a_page_include_itself_and_x_default(html_pages):
    for address, page in html_pages.items():
        if page.alternates:
            assert page.alternates[address.split("/")[1]] == address
            assert page.alternates["x-default"] == page.alternates["nl"]


def test_a_page_is_its_own_canonical_url_or_is_not_indexed(html_pages):
    assert [a for a, page in html_pages.items() if not page.noindex and page.canonical != a] == []
    assert addresses_where(html_pages, lambda page: page.noindex and page.alternates) == []
    assert addresses_where(html_pages, lambda page: not page.noindex and not page.alternates) == []


def test_the_language_switch_links_to_the_three_other_languages(html_pages):
    for address, page in html_pages.items():
        own = HTML_CODES[address.split("/")[1]]
        assert set(page.switch) == set(HTML_CODES.values()) - {own}, address
        assert all(html_pages[other].switch[own] == address for other in page.switch.values()), (
            address
        )


def test_every_sitemap_url_is_a_page_in_its_language(sitemap, html_pages):
    visited = [address for address in sitemap if is_visited(address)]
    assert [address for address in visited if address not in html_pages] == []
    assert [address for address in visited if html_pages[address].noindex] == []


def test_the_sitemap_has_every_country_in_every_language(sitemap):
    countries = [address for address in sitemap if COUNTRY.fullmatch(address)]
    assert len(countries) == len(CODES) * len(COUNTRY_CODES)


def test_the_sitemap_has_the_same_alternates_as_the_pages(sitemap, html_pages):
    for address in filter(is_visited, sitemap):
        alternates = sitemap[address]
        page = {
            code: url for code, url in html_pages[address].alternates.items() if code != "x-default"
        }
        assert {code: url for code, url in alternates.items() if code != "x-default"} == page


def test_the_sitemap_has_every_indexed_page(sitemap, html_pages):
    indexed = {address for address, page in html_pages.items() if not page.noindex}
    searches = {"zoeken", "recherche", "suche", "search"}
    missing = {a for a in indexed - set(sitemap) if a.strip("/").split("/")[-1] not in searches}
    assert missing == set()
