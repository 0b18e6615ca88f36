"""Response headers: strict security headers, strong ETags, no cookies."""

import gzip

import pytest
from django.test import Client

from tests.support.factories import (
    brussels,
    in_four,
    make_call,
    make_framework,
    make_measure,
    make_page,
    make_partner,
)

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/nl/",
    "/fr/partenaires/",
    "/de/partner/wales/",
    "/nl/vertegenwoordigingen/",
    "/en/project-calls/",
    "/nl/projectoproepen/reeks/",
    "/nl/projectoproepen/reeks/2027/",
    "/nl/projectoproepen/reeks/2027/kalender.ics",
    "/nl/projectoproepen/feed.atom?status=open",
    "/fr/appels-a-projets/calendrier.ics",
    "/de/projektaufrufe/aufrufe.json",
    "/en/changes/feed.atom",
    "/nl/strategisch-kader/2021-2025/",
    "/nl/akkoorden/",
    "/nl/ondersteuning/",
    "/nl/ondersteuning/steun/",
    "/nl/landen/",
    "/nl/landen/fr/",
    "/nl/zoeken/?q=wales",
    "/nl/wijzigingen/",
    "/nl/over/",
    "/sitemap.xml",
    "/robots.txt",
]


@pytest.fixture
def one_of_each(db):
    call = make_call(series__slug_nl="reeks", label="2027", series__partner__slug_nl="wales")
    make_framework(slug="2021-2025")
    make_measure(slug_nl="steun")
    make_page(key="about", **in_four(title="Over"))
    return call


@pytest.mark.parametrize("address", [*ADDRESSES, "/", "/nl/bestaat-niet/", "/beheer/login/"])
def test_every_response_has_the_security_headers(client, one_of_each, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [*ADDRESSES, "/nl/bestaat-niet/", "/beheer/login/"])
def test_csp_allows_nothing_unsafe_or_from_other_hosts(client, one_of_each, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"


def test_public_pages_have_no_csp_nonce(client, one_of_each):
    policies = {client.get("/nl/").headers["Content-Security-Policy"].count("nonce") for _ in "12"}
    assert policies == {0}


def test_no_hsts_without_https_only(client):
    assert "Strict-Transport-Security" not in client.get("/nl/", secure=True).headers


def test_https_only_redirects_and_sends_hsts_for_a_year(settings, db):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    client = Client()  # the middleware reads the settings when the first request comes
    assert client.get("/nl/").headers["Location"] == "https://testserver/nl/"
    promised = client.get("/nl/", secure=True).headers["Strict-Transport-Security"]
    assert promised.startswith("max-age=31536000; includeSubDomains")


@pytest.mark.parametrize("address", [*ADDRESSES, "/", "/nl/bestaat-niet/"])
def test_public_responses_neither_set_nor_vary_by_cookies(client, one_of_each, address):
    cookies = f"sessionid={'a' * 32}; csrftoken={'b' * 32}; django_language=fr"
    response = client.get(address, headers={"Cookie": cookies})
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("cookie", ["sessionid=short", "csrftoken=short", "messages=short"])
def test_malformed_foreign_cookies_change_nothing(client, cookie):
    response = client.get("/nl/", headers={"Cookie": cookie})
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_page_answers_304(client, one_of_each, address, encoding):
    first = client.get(address, headers={"Accept-Encoding": encoding})
    assert first.status_code == 200
    tag = first.headers["ETag"]
    assert tag.startswith('"'), "a strong tag"
    again = client.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag


@pytest.mark.parametrize("address", ADDRESSES)
def test_equal_bytes_have_equal_etags_and_others_differ(client, one_of_each, address):
    plain, plain_again, packed, packed_again = (
        client.get(address, headers={"Accept-Encoding": encoding})
        for encoding in ("identity", "identity", "gzip", "gzip")
    )
    assert plain.headers["ETag"] == plain_again.headers["ETag"]
    assert packed.content == packed_again.content
    assert packed.headers["ETag"] == packed_again.headers["ETag"]
    if "Content-Encoding" in packed.headers:
        assert gzip.decompress(packed.content) == plain.content
        assert packed.headers["ETag"] != plain.headers["ETag"]


def test_a_changed_page_has_another_etag(client):
    partner = make_partner()
    before = client.get("/nl/partners/").headers["ETag"]
    partner.name_nl = "Een andere naam"
    partner.save()
    assert client.get("/nl/partners/", headers={"If-None-Match": before}).status_code == 200


def test_public_pages_are_compressed_and_vary_by_encoding(client, one_of_each):
    response = client.get("/nl/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"


def test_admin_pages_are_not_compressed(client):
    response = client.get("/beheer/login/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_requests_answer_200(client, one_of_each, address):
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize(
    "address",
    [
        *ADDRESSES,
        "/",
        "/nl/bestaat-niet/",
        "/fr/partners/wales/",
        "/nl/projectoproepen/feed.atom?partner=mars",
        "/nl/projectoproepen/reeks/2027/checklist.txt",
        "/nl/partners/weg/",
        "/beheer/",
        "/favicon.ico",
        "/static/portal.css",
    ],
)
def test_head_says_what_get_says(client, one_of_each, time_machine, address, encoding):
    time_machine.move_to(brussels(2027, 2, 1), tick=False)
    make_partner(slug_nl="weg", state="withdrawn", withdrawal_reason_nl="Weg.")
    get, head = (
        ask(address, headers={"Accept-Encoding": encoding, "X-Request-ID": "the-same-one"})
        for ask in (client.get, client.head)
    )
    assert (head.status_code, dict(head.headers)) == (get.status_code, dict(get.headers))
    b"".join(get)  # closes the file of a style sheet, which nobody reads on a test
    if get.status_code == 200 and "ETag" in get.headers:
        tag = {"Accept-Encoding": encoding, "If-None-Match": get.headers["ETag"]}
        assert client.head(address, headers=tag).status_code == 304


def test_an_unknown_host_is_refused(client):
    assert client.get("/nl/", headers={"Host": "elsewhere.example"}).status_code == 400


OPEN_DATA = (".atom", ".ics", ".json", ".csv", ".xlsx")


@pytest.mark.parametrize("address", [*ADDRESSES, "/nl/bestaat-niet/", "/beheer/login/"])
def test_other_sites_may_fetch_open_data_and_embed_no_page(client, one_of_each, address):
    is_open = address.partition("?")[0].endswith(OPEN_DATA)
    headers = client.get(address).headers
    assert headers.get("Access-Control-Allow-Origin") == ("*" if is_open else None)
    policy = "cross-origin" if is_open else "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == policy
