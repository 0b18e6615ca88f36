"""The page about what a receipt proves: in four languages, and its links lead somewhere."""

from pathlib import Path

import pytest
from django.utils.translation import gettext

from portal.archive.addresses import version_address
from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from portal.i18n.languages import CODES
from portal.transparency import log
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db
ADDRESSES = {"nl": "/nl/bewijs/", "fr": "/fr/preuve/", "de": "/de/nachweis/", "en": "/en/proof/"}
SCRIPT = Path(__file__).parents[2] / "docs/verify_receipt.py"


@pytest.mark.parametrize("code", CODES)
def test_the_page_exists_in_each_language(page, code):
    shown = page(ADDRESSES[code])
    assert len(shown.select("main h2")) == 7
    for link in shown.select('link[rel="alternate"][hreflang]'):
        assert link["href"].removeprefix("http://testserver") in ADDRESSES.values()


def test_each_link_leads_to_what_it_names(page, client, key):
    log.keep()
    links = page("/nl/bewijs/").select("main a[type]")
    assert {link["href"] for link in links} == {
        "/log/verify_receipt.py",
        "/log/key",
        "/log/checkpoint",
        "/log/feed.atom",
    }
    for link in links:
        response = client.get(link["href"])
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith(link["type"])


def test_without_a_key_the_page_says_so_and_links_to_nothing_that_is_missing(page, client):
    shown = page("/en/proof/")
    assert "does not sign its log" in shown.select_one("main .notice").text
    for link in shown.select("main a[type]"):
        assert client.get(link["href"]).status_code == 200


def test_the_program_is_that_of_docs(client):
    response = client.get("/log/verify_receipt.py")
    assert response.content == SCRIPT.read_bytes()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"


def test_histories_and_versions_link_to_the_page(page, key):
    capture(make_partner(slug_nl="japan"))
    version = PublicVersion.objects.get(language="nl")
    history = f"/nl/geschiedenis/partner/{version.object_id}/"
    for address in (history, version_address("partner", version.object_id, version.public_from)):
        link = page(address).select_one('a[href="/nl/bewijs/"]')
        assert link.text == gettext("What a receipt proves, and how to check it")


def test_reading_the_page_asks_the_database_nothing_of_its_own(client, django_assert_num_queries):
    client.get("/nl/bewijs/")
    with django_assert_num_queries(0):
        client.get("/nl/bewijs/")
