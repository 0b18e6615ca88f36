"""What nginx answers itself has the security headers too, with the rules that are shipped."""

import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.serving import HOUSE
from portal.middleware.headers import DEFAULTS, PERMISSIONS_POLICY
from tests.support import nginx

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not nginx.PROGRAM, reason="nginx is missing: apt install nginx-light"),
]
ALWAYS = DEFAULTS | {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# The pages of our own that nginx sends for the portal have a style sheet.
STYLED = {
    "Content-Security-Policy": ALWAYS["Content-Security-Policy"].replace(
        "default-src 'none';", "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    )
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}
OF_THE_PORTAL = {name: f"portal: {name}" for name in ALWAYS | HSTS}


class Portal(BaseHTTPRequestHandler):
    """Answers /bare as gunicorn does for itself, anything else with headers of its own."""

    def do_GET(self):
        self.send_response(400 if self.path == "/bare" else 200)
        for name, value in self.own_headers().items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "public, max-age=0, s-maxage=3")
        self.send_header("Accepted", self.headers.get("Accept", ""))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def own_headers(self):
        framed = {"Content-Security-Policy": "default-src 'none'; frame-ancestors *"}
        return {"/bare": {}, "/framed": framed}.get(self.path, OF_THE_PORTAL)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    work = tmp_path_factory.mktemp("nginx")
    (work / "static").mkdir()
    (work / "static/desk.0123456789ab.css").write_text("a{}")
    (work / "static/portal.css").write_text("a{}")
    (work / "before/static").mkdir(parents=True)
    (work / "before/static/desk.ba9876543210.css").write_text("b{}")
    return work


@pytest.fixture(scope="module")
def servers(work):
    """The ports of nginx: http, https, and https of one whose portal is down."""
    problem = work / "down/static/problem"
    problem.mkdir(parents=True)
    (problem / "503.nl.html").write_text("<h1>Even niet</h1>")
    (problem / "503.fr.json").write_text('{"status": 503}')
    portal = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    with (
        nginx.running(work, portal.server_port) as (plain, secure),
        nginx.running(work / "down", nginx.free_port()) as (_plain, down),
    ):
        yield {"http": plain, "https": secure, "down": down}
    portal.shutdown()
    portal.server_close()


def ask(port, method="GET", path="/", **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers={"Host": "portal.example", **headers})
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("server", "path", "status", "method", "headers"),
    [
        ("http", "/nl/", 301, "GET", {}),
        ("https", "/static/portal.css", 200, "GET", {}),
        ("https", "/static/desk.0123456789ab.css", 200, "GET", {}),
        ("https", "/static/desk.ba9876543210.css", 200, "GET", {}),  # of the version before
        ("https", "/static/nergens.css", 404, "GET", {}),
        ("https", "/static/portal.css", 405, "POST", {}),
        ("https", "/static/portal.css", 200, "GET", {"Range": "bytes=9-"}),
        ("https", "/static/portal.css", 304, "GET", {"If-Modified-Since": None}),
        ("https", "/nl/", 405, "TRACE", {}),
        ("https", "/nl/", 413, "POST", {"Content-Length": "99000000"}),
        ("https", f"/{'x' * 9000}", 414, "GET", {}),
        ("https", "/nl/", 400, "GET", {"Cookie": "x" * 40_000}),
        ("https", "/bare", 400, "GET", {}),
        ("down", "/nl/", 503, "GET", {}),
        ("down", "/beheer/", 503, "GET", {}),
        ("down", "/voorbeeld/geheim/nl/", 503, "GET", {}),
    ],
)
def test_what_nginx_answers_has_each_header_once(servers, server, path, status, method, headers):
    port = servers[server]
    if "If-Modified-Since" in headers:
        headers = {"If-Modified-Since": ask(port, path=path).headers["Last-Modified"]}
    response = ask(port, method, path, **headers)
    assert response.status == status
    expected = ALWAYS | {"http": {}, "https": HSTS, "down": HSTS | STYLED}[server]
    found = {name: response.headers.get_all(name) for name in ALWAYS | HSTS}
    assert {name: values for name, values in found.items() if values} == {
        name: [value] for name, value in expected.items()
    }


def test_nginx_forbids_no_frame_that_the_portal_allows(servers):
    headers = ask(servers["https"], path="/framed").headers
    assert "X-Frame-Options" not in headers
    assert headers.get_all("Content-Security-Policy") == ["default-src 'none'; frame-ancestors *"]


@pytest.mark.parametrize("path", ["/nl/", "/nl/", "/beheer/", "/voorbeeld/geheim/"])
def test_the_headers_of_the_portal_pass_alone(servers, path):
    headers = ask(servers["https"], path=path).headers
    found = {name: headers.get_all(name) for name in OF_THE_PORTAL}
    assert found == {name: [value] for name, value in OF_THE_PORTAL.items()}
    assert len(headers.get_all("Cache-Control")) == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/nl/", "public, max-age=0, must-revalidate"),
        ("/static/portal.css", "public, max-age=60"),
        ("/static/desk.0123456789ab.css", "public, max-age=315360000, immutable"),
        ("/static/weg.0123456789ab.css", None),
    ],
)
def test_each_file_says_how_long_it_may_be_kept(servers, path, told):
    assert ask(servers["https"], path=path).headers["Cache-Control"] == told


def test_without_the_portal_nginx_sends_a_page_of_ours_and_says_when_to_come_back(servers):
    response = ask(servers["down"], path="/nl/")
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert response.headers["Cache-Control"] == "no-store"


def test_programs_are_told_in_data_in_the_language_they_asked_for(servers):
    response = ask(servers["down"], path="/api/v1/calls/?lang=fr")
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert ask(servers["https"], path="/nl/").headers["Access-Control-Allow-Origin"] is None


def test_no_log_has_the_token_of_a_preview_or_a_mail(servers, work):
    for name in ("https", "down"):
        ask(servers[name], path="/voorbeeld/een-geheim/nl/?x=1")
        ask(servers[name], path="/nl/", Referer="https://portal.example/voorbeeld/een-geheim/nl/")
        for page in ("nl/e-mailberichten/beheren", "fr/alertes/gerer", "en/email-alerts/manage"):
            ask(servers[name], path=f"/{page}/een-geheim/")
            ask(servers[name], path="/nl/", Referer=f"https://portal.example/{page}/een-geheim/")
    ask(servers["http"], path="/voorbeeld/een-geheim/nl/")
    ask(servers["http"], path="/de/e-mail-nachrichten/abmelden/een-geheim/")
    logs = "".join(path.read_text() for path in work.rglob("*.log"))
    assert "/voorbeeld/..." in logs
    assert "/fr/alertes/..." in logs
    assert "een-geheim" not in logs


def test_nginx_and_the_portal_forbid_the_same_features():
    assert f'"{PERMISSIONS_POLICY}"' in (HOUSE / "deploy" / "nginx.conf").read_text()


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("/id/call/12", False),
        ("/id/work-programme/3.md", False),
        ("/data/catalogue", False),
        ("/id/call/12.ttl", True),
        ("/id/call/12.fr.md", True),
        ("/data/catalogue.jsonld", True),
    ],
)
def test_what_depends_on_the_form_that_is_asked_for_is_not_kept(servers, path, is_kept):
    accepted = [
        ask(servers["https"], path=path, Accept=media_type).headers["Accepted"]
        for media_type in ("text/turtle", "text/html")
    ]
    assert accepted == ["text/turtle", "text/turtle" if is_kept else "text/html"]
