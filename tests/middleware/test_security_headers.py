"""Every kind of answer has the security headers, whichever part of the portal gives it."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.test import Client

from tests.support.factories import in_four, make_call, make_page, make_partner

pytestmark = pytest.mark.django_db
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def missing(response):
    """What of the security headers a response lacks or has otherwise."""
    headers, wrong = response.headers, []
    wrong += [name for name, value in FIXED.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    for rule in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        wrong += [] if rule in policy else [rule]
    wrong += [word for word in ("unsafe", "http", "*") if word in policy]
    wrong += [] if "camera=()" in headers.get("Permissions-Policy", "") else ["Permissions-Policy"]
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        wrong.append("Referrer-Policy")
    if headers.get("Cross-Origin-Resource-Policy") not in {"same-origin", "cross-origin"}:
        wrong.append("Cross-Origin-Resource-Policy")
    if not headers.get("Strict-Transport-Security", "").startswith("max-age=31536000"):
        wrong.append("Strict-Transport-Security")
    return wrong


@pytest.fixture
def https(settings):
    """A client over https of the site as it is in production."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    return Client(raise_request_exception=False, headers={}, SERVER_PORT="443")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/nl/", 200),
        ("/nl", 301),
        ("/nl/partners/weg/", 410),
        ("/nl/partners/nergens/", 404),
        ("/nl/over/", 200),
        ("/nl/projectoproepen/feed.atom", 200),
        ("/nl/projectoproepen/oproepen.json", 200),
        ("/nl/projectoproepen/kalender.ics", 200),
        ("/sitemap.xml", 200),
        ("/robots.txt", 200),
        ("/favicon.ico", 301),
        ("/static/portal.css", 200),
        ("/static/favicon.svg", 200),
        ("/static/nergens.css", 404),
        ("/media/1/nergens.pdf", 404),
        ("/voorbeeld/geheim/nl/", 404),
        ("/beheer/", 302),
        ("/beheer/login/", 200),
        ("/beheer/nergens/", 302),
    ],
)
def test_every_address_has_the_security_headers(https, address, status):
    make_call()
    make_page(key="about", **in_four(title="Over"))
    make_partner(slug_nl="weg", state="withdrawn", withdrawal_reason_nl="Weg.")
    response = https.get(address, secure=True)
    assert response.status_code == status
    assert missing(response) == []
    b"".join(response)  # closes the file of a style sheet


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SuspiciousOperation, 400),
        (PermissionDenied, 403),
        (ZeroDivisionError, 500),
        (OperationalError, 503),
    ],
)
def test_every_error_has_the_security_headers(https, monkeypatch, error, status):
    def fail(*args):
        raise error

    monkeypatch.setattr("portal.views.newest_framework", fail)
    response = https.get("/nl/", secure=True)
    assert response.status_code == status
    assert missing(response) == []


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "trace"])
def test_a_method_that_nobody_takes_has_the_security_headers(https, method):
    response = getattr(https, method)("/nl/", secure=True)
    assert response.status_code == 405
    assert missing(response) == []


def test_a_foreign_host_and_a_form_without_token_have_the_security_headers(https):
    assert missing(https.get("/nl/", secure=True, headers={"Host": "elsewhere.example"})) == []
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/beheer/login/", {}, secure=True)
    assert refused.status_code == 403
    assert missing(refused) == []


def test_the_redirect_to_https_has_them_without_a_promise_over_http(https):
    response = https.get("/nl/")
    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/nl/")
    assert missing(response) == ["Strict-Transport-Security"]


@pytest.mark.parametrize("address", ["/nl/", "/static/portal.css", "/nl/projectoproepen/feed.atom"])
def test_an_unchanged_page_keeps_its_headers(https, address):
    first = https.get(address, secure=True)
    b"".join(first)
    again = https.get(address, secure=True, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert missing(again) == []
    for name in (
        "Content-Security-Policy",
        "Cross-Origin-Resource-Policy",
        "Access-Control-Allow-Origin",
    ):
        assert again.headers.get(name) == first.headers.get(name)


def test_an_uploaded_file_has_the_security_headers(https, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = ContentFile(b"%PDF-1.4", name="verslag.pdf")
    document = make_partner().documents.create(title_nl="Verslag", languages=["nl"], file=file)
    response = https.get(document.get_absolute_url(), secure=True)
    assert response.status_code == 200
    assert missing(response) == []
    b"".join(response)


def test_what_is_no_page_may_load_nothing(https):
    response = https.get("/static/favicon.svg", secure=True)
    assert response.headers["Content-Security-Policy"] == NO_PAGE
    b"".join(response)
