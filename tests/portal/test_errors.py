"""Error pages: in the language of the URL, without internals."""

import errno

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from portal.i18n.languages import CODES, HTML_CODES
from tests.support.factories import make_partner

# Most of these tests have no database, because an error page must not need it.


@pytest.fixture(autouse=True)
def no_database_in_middleware(monkeypatch):
    monkeypatch.setattr("portal.page_cache.freshness.watch.now", lambda at: None)
    monkeypatch.setattr("portal.middleware.fallback.Redirect.from_address", lambda path: None)


@pytest.fixture
def broken(monkeypatch):
    """`broken(error, "fr")` returns the response of a page whose view raises the error."""

    def fetch(error, language):
        def fail():
            raise error

        monkeypatch.setattr("portal.views.public_changes", fail)
        with override(language):
            return Client(raise_request_exception=False).get(reverse("changes"))

    return fetch


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (OperationalError("the database is gone"), 503, "We cannot reach our data for a moment"),
        (OSError(errno.ENOSPC, "a secret"), 507, "We cannot store anything for a moment"),
        (OSError(errno.EROFS, "a secret"), 507, "We cannot store anything for a moment"),
        (FileNotFoundError(errno.ENOENT, "a secret"), 500, "Something went wrong on our side"),
        (ZeroDivisionError("a secret"), 500, "Something went wrong on our side"),
        (PermissionDenied("a secret"), 403, "You do not have access to this page"),
        (SuspiciousOperation("a secret"), 400, "We cannot read this request"),
    ],
)
@pytest.mark.parametrize("language", CODES)
def test_an_error_page_is_in_the_language_of_the_url(broken, language, error, status, title):
    response = broken(error, language)
    soup = BeautifulSoup(response.content, "lxml")
    with override(language):
        assert soup.h1.text == gettext(title)
    assert soup.html["lang"] == HTML_CODES[language]
    assert response.status_code == status


def test_an_error_page_shows_no_internals(broken):
    text = broken(ZeroDivisionError("a secret"), "nl").content.decode()
    assert not [word for word in ("secret", "Traceback", "ZeroDivision", ".py") if word in text]


def test_an_error_page_has_links_and_security_headers(broken):
    response = broken(OperationalError("gone"), "de")
    soup = BeautifulSoup(response.content, "lxml")
    assert soup.select_one(".masthead__home")["href"] == "/de/"
    assert soup.select(".menu a")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("address", "language"),
    [(f"/{code}/x/y/", HTML_CODES[code]) for code in CODES]
    + [("/x/", "nl"), ("/es/", "nl"), ("/NL/", "nl"), ("/frans/", "nl"), ("/favicon.png", "nl")],
)
def test_a_404_page_is_in_the_language_of_the_prefix_or_dutch(page, address, language):
    soup = page(address, status=404)
    assert soup.html["lang"] == language
    with override(language[:2]):
        assert soup.h1.text == gettext("This page does not exist")


def test_a_404_page_offers_search_and_links(page):
    soup = page("/fr/x/", status=404)
    assert soup.main.find("form")["action"] == "/fr/recherche/"
    assert soup.main.find("a", href="/fr/appels-a-projets/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/nl/x/", "/nl/partners/x/", "/nl/landen/zz/", "/nl/partners/wales/"]
)
def test_a_404_page_is_not_indexed_and_has_no_alternates(client, address):
    make_partner(slug_nl="wales", state="withdrawn", withdrawal_reason_nl="Fout.")
    soup = BeautifulSoup(client.get(address).content, "lxml")
    assert soup.find("meta", attrs={"name": "robots", "content": "noindex"})
    assert not soup.select("link[rel=alternate], link[rel=canonical]")


@pytest.mark.parametrize(
    "address", ["/nl/x%00y/", "/nl/%ff/", "/nl/..%2f..%2fetc/passwd", "/nl//x"]
)
def test_a_malformed_url_is_not_found(client, address):
    assert client.get(address).status_code == 404
