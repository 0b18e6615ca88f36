"""A list of calls in a frame of another site: plain HTML, and only that address may be framed."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from portal.i18n.languages import CODES, HTML_CODES
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
PAGE = "/en/project-calls/embed.html"


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


@pytest.fixture
def wales():
    partner = make_partner(slug_nl="wales", **in_four(name="Wales"))
    dates = {"opens_at": brussels(2027, 1, 1), "closes_at": brussels(2027, 3, 1, 17)}
    return make_call(series__partner=partner, **in_four(theme="Music"), **dates)


@pytest.mark.parametrize("language", CODES)
def test_the_open_calls_of_a_partner_are_listed_in_each_language(client, wales, language):
    make_call(**in_four(theme="Elsewhere"))
    with override(language):
        response = client.get(reverse("calls:embed"), {"partner": "wales"})
        address = wales.get_absolute_url()
    soup = BeautifulSoup(response.content, "lxml")
    assert soup.html["lang"] == HTML_CODES[language]
    assert [link["href"] for link in soup.select("h2 a")] == [address]
    assert not soup.select("script, form, iframe, [style]")


def test_only_this_page_may_stand_in_the_frame_of_another_site(client, wales):
    headers = client.get(PAGE).headers
    assert "frame-ancestors *" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for address in (wales.get_absolute_url(), "/en/project-calls/", "/oembed/"):
        headers = client.get(address).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


def test_an_empty_list_says_why(client):
    assert "No calls are open at the moment." in client.get(PAGE).text
    assert "No calls match these filters." in client.get(PAGE, {"status": "results"}).text


def test_more_calls_cost_as_many_queries(client, wales, django_assert_num_queries):
    client.get(PAGE)
    make_call(opens_at=brussels(2027, 1, 1), closes_at=brussels(2027, 4, 1), label="other")
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE, {"partner": "wales"})
    with django_assert_num_queries(len(one)):
        assert "other" in client.get(PAGE).text


def test_a_filter_that_means_nothing_shows_no_list(client, wales):
    assert client.get(PAGE, {"partner": "nowhere"}).status_code == 404


def test_the_page_offers_the_html_of_the_frame_with_its_filters(page, wales):
    code = page("/en/project-calls/?partner=wales").select_one("#follow ~ details code").text
    frame = BeautifulSoup(code, "lxml").iframe
    assert frame["src"] == f"http://testserver{PAGE}?partner=wales"
    assert "Wales" in frame["title"]


def oembed(client, url, **others):
    return client.get("/oembed/", {"url": f"http://testserver{url}", **others})


def test_programs_that_are_given_the_address_of_a_list_get_its_frame(client, page, wales):
    link = page("/en/project-calls/?partner=wales").select_one("[type='application/json+oembed']")
    found = client.get(link["href"]).json()
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert f"{PAGE}?partner=wales" in found["html"]
    assert found["title"] == "Project calls – Wales en"


def test_the_address_of_a_partner_gives_the_calls_with_it(client, page, wales):
    partner = wales.series.partner.get_absolute_url()
    link = page(partner).select_one("[type='application/json+oembed']")
    assert "?partner=wales" in client.get(link["href"]).json()["html"]


@pytest.mark.parametrize(
    "url", ["/en/", "/nowhere/", "/en/partners/nowhere/", "/en/project-calls/?partner=x", "//["]
)
def test_an_address_without_a_list_is_not_found(client, wales, url):
    assert oembed(client, url).status_code == 404


def test_an_address_of_another_site_is_not_found(client):
    elsewhere = {"url": "https://example.org/en/project-calls/"}
    assert client.get("/oembed/", elsewhere).status_code == 404


def test_a_frame_is_no_larger_than_the_other_site_has_room_for(client, wales):
    found = oembed(client, "/en/project-calls/", maxwidth="300", maxheight="1").json()
    assert (found["width"], found["height"]) == (300, 120)
    assert oembed(client, "/en/project-calls/", maxwidth="x" * 9999).json()["width"] == 600


def test_xml_is_not_offered(client):
    assert oembed(client, "/en/project-calls/", format="xml").status_code == 501
