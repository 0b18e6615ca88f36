"""The feeds as JSON Feed: the same entries as the Atom feed beside it."""

import feedparser
import pytest
import time_machine

from portal.i18n.languages import CODES
from tests.support.factories import brussels, in_four, make_call

pytestmark = pytest.mark.django_db
FEEDS = ["/nl/projectoproepen/feed", "/nl/wijzigingen/feed", "/nl/zoeken/feed"]


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


@pytest.fixture
def call():
    dates = {"opens_at": brussels(2027, 1, 1), "closes_at": brussels(2027, 3, 1, 17)}
    call = make_call(theme_nl="Muziek", **in_four(summary="Wat"), **dates)
    call.changes.create(text_nl="Meer geld.", at=brussels(2027, 1, 5))
    return call


@pytest.mark.parametrize("feed", FEEDS)
def test_both_formats_have_the_same_entries(client, call, feed):
    atom = feedparser.parse(client.get(f"{feed}.atom?q=muziek").content)
    response = client.get(f"{feed}.json?q=muziek")
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    found = response.json()
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"] == atom.feed.title
    keys = [(entry.id, entry.title, entry.link, entry.updated) for entry in atom.entries]
    items = found["items"]
    assert [(i["id"], i["title"], i["url"], i["date_modified"]) for i in items] == keys


def test_a_feed_names_itself_its_page_its_language_and_its_licence(client, call, settings):
    settings.WEBSUB_HUB = "https://hub.example/"
    found = client.get("/fr/appels-a-projets/feed.json?status=open").json()
    assert found["feed_url"] == "http://testserver/fr/appels-a-projets/feed.json?status=open"
    assert found["home_page_url"] == "http://testserver/fr/appels-a-projets/?status=open"
    assert (found["language"], found["_licence"]["url"]) == ("fr", settings.DATA_LICENCE_URL)
    assert found["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert "nl" in found["items"][0]["_languages"]


def test_atom_names_the_licence_and_the_hub(client, call, settings):
    settings.WEBSUB_HUB = "https://hub.example/"
    feed = feedparser.parse(client.get("/nl/projectoproepen/feed.atom").content).feed
    links = {link.rel: link.href for link in feed.links}
    assert (links["license"], links["hub"]) == (settings.DATA_LICENCE_URL, settings.WEBSUB_HUB)
    assert feed.rights == settings.DATA_LICENCE_NAME


ADDRESSES = ["feed.atom", "feed.json", "oproepen.json", "oproepen.csv", "oproepen.xlsx"]


@pytest.mark.parametrize("name", [*ADDRESSES, "kalender.ics"])
def test_everything_to_take_along_says_its_licence_and_may_be_fetched(client, call, settings, name):
    headers = client.get(f"/nl/projectoproepen/{name}").headers
    assert headers["Link"] == f'<{settings.DATA_LICENCE_URL}>; rel="license"'
    assert headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("language", CODES)
def test_each_page_says_under_which_licence_it_may_be_used_again(page, settings, language):
    link = page(f"/{language}/").select_one("footer a[rel=license]")
    assert link["href"] == settings.DATA_LICENCE_URL
