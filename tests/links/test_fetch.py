"""Visits to other websites: their outcomes, and the addresses that are never visited."""

import http.server
import socket
import ssl
import subprocess
import threading
import time

import pytest

from portal.links.cookies import Cookies
from portal.links.fetch import HOPS, Outcome, Visitor, problem_of
from portal.links.problems import Problem
from portal.links.ssrf import is_allowed, is_public, target_of

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://017700000001/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://[::1]/",
    "http://[::]/",
    "http://0.0.0.0/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:a00:1]/",
    "http://[::10.0.0.1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[2002:a00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
]


class Pages(http.server.BaseHTTPRequestHandler):
    """Responds to each path from `answers`: (status, {headers}), or a function of the handler."""

    answers, asked = {}, []

    def do_GET(self):
        self.asked.append((self.command, self.path, self.headers["Host"]))
        answer = self.answers.get((self.command, self.path)) or self.answers.get(self.path)
        if callable(answer):
            answer(self)
            return
        status, headers = answer or (404, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    """A website on this machine; `.answers`, `.asked`, and `.url` for one of its paths."""
    handler = type("Handler", (Pages,), {"answers": {}, "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.answers, server.asked = handler.answers, handler.asked
        port = server.server_address[1]
        server.url = lambda path, host="site.test": f"http://{host}:{port}{path}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def here(host, port):
    """Resolve every name to this machine, except names that begin with `inner`: to a private IP."""
    return ["10.0.0.1"] if host.startswith("inner") else ["127.0.0.1"]


def is_here(ip, port):
    return ip == "127.0.0.1"


@pytest.fixture
def visitor():
    return Visitor(resolve=here, is_allowed=is_here, pause=0, budget=5)


def no_resolver(host, port):
    raise AssertionError("the name is looked up before the address is refused")


# Outcomes


@pytest.mark.parametrize(
    ("status", "is_good"),
    [
        (200, True),
        (204, True),
        (404, False),
        (410, False),
        (500, False),
        (502, False),
        (401, None),
        (403, None),
        (429, None),
        (503, None),
        (999, None),
    ],
)
def test_a_status_is_good_bad_or_inconclusive(server, visitor, status, is_good):
    server.answers["/a"] = (status, {})
    assert visitor.visit(server.url("/a")) == Outcome(is_good, str(status))


def test_a_site_that_rejects_head_gets_a_get(server, visitor):
    server.answers |= {("HEAD", "/a"): (405, {}), ("GET", "/a"): (200, {})}
    assert visitor.visit(server.url("/a")).is_good
    assert [method for method, *_rest in server.asked] == ["HEAD", "GET"]


def test_a_site_that_closes_the_connection_on_head_gets_a_get(server, visitor):
    server.answers |= {("HEAD", "/a"): lambda handler: None, ("GET", "/a"): (200, {})}
    assert visitor.visit(server.url("/a")).is_good


def test_too_many_requests_is_not_followed_by_a_get(server, visitor):
    server.answers["/a"] = (429, {})
    visitor.visit(server.url("/a"))
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_says_where_the_page_moved(server, visitor, status):
    server.answers |= {"/a": (status, {"Location": "/b"}), "/b": (200, {})}
    outcome = visitor.visit(server.url("/a#part"))
    assert outcome == Outcome(True, "200", server.url("/b#part"))


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_does_not_count_as_moved(server, visitor, status):
    server.answers |= {"/a": (status, {"Location": "/b"}), "/b": (301, {"Location": "/c"})}
    server.answers["/c"] = (200, {})
    assert visitor.visit(server.url("/a")) == Outcome(True, "200")


def test_a_redirect_to_a_missing_page_is_bad(server, visitor):
    server.answers["/a"] = (301, {"Location": "/gone"})
    assert visitor.visit(server.url("/a")) == Outcome(False, "404")


def test_five_redirects_are_followed_and_no_more(server, visitor):
    for n in range(HOPS + 1):
        server.answers[f"/{n}"] = (302, {"Location": f"/{n + 1}"})
    server.answers[f"/{HOPS + 1}"] = (200, {})
    assert visitor.visit(server.url("/1")).is_good
    assert visitor.visit(server.url("/0")) == Outcome(False, Problem.ROUND)


def until_known(status=302, attributes=""):
    """A site that sends on to the same address until it gets its cookie back."""

    def answer(handler):
        is_known = "seen=1" in handler.headers.get("Cookie", "")
        handler.send_response(200 if is_known else status)
        handler.send_header("Location", handler.path)
        handler.send_header("Set-Cookie", f"seen=1; Path=/{attributes}")
        handler.end_headers()

    return answer


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_cookie_is_kept_within_one_visit(server, visitor, status):
    server.answers["/a"] = until_known(status)
    assert visitor.visit(server.url("/a")) == Outcome(True, "200")


def test_a_cookie_is_forgotten_after_the_visit_and_sent_to_its_own_site_only(server, visitor):
    cookies = []
    server.answers |= {
        "/a": (302, {"Location": server.url("/b", host="other.test"), "Set-Cookie": "seen=1"}),
        "/b": lambda handler: cookies.append(handler.headers.get("Cookie")),
    }
    visitor.visit(server.url("/a"))
    server.answers["/c"] = server.answers["/b"]
    visitor.visit(server.url("/c"))
    assert set(cookies) == {None}


def test_a_site_that_does_not_get_its_cookie_back_cannot_be_judged(server, visitor):
    server.answers["/a"] = until_known(attributes="; Secure")
    assert visitor.visit(server.url("/a")) == Outcome(None, Problem.ROUND)


@pytest.mark.parametrize("header", ["", "x", "=1", "a=b c", "a=\u00e9", "a=" + "b" * 5000])
def test_an_odd_cookie_is_left_out(header):
    cookies, target = Cookies(), target_of("https://example.org/")
    cookies.keep(target, [header])
    assert cookies.header(target) == {}


def test_accents_and_spaces_in_an_address_are_percent_encoded(server, visitor):
    server.answers["/%C3%A9%20t?q=%C3%A9"] = (200, {})
    assert visitor.visit(server.url("/é t?q=é")).is_good


def test_a_redirect_in_utf_8_is_understood(server, visitor):
    server.answers |= {"/a": (302, {"Location": "/é".encode().decode("latin-1")})}
    server.answers["/%C3%A9"] = (200, {})
    assert visitor.visit(server.url("/a")).is_good


@pytest.mark.parametrize("line", ["nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nX: " + "x" * 70_000])
def test_a_malformed_or_endless_status_line_or_header_is_a_problem(server, visitor, line):
    server.answers["/a"] = lambda handler: handler.wfile.write(line.encode())
    assert visitor.visit(server.url("/a")) == Outcome(False, Problem.NONSENSE)


def test_endless_headers_are_cut_off(server, visitor):
    server.answers["/a"] = lambda handler: handler.wfile.write(
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 9_000 + (b"\r\nX: " + b"x" * 9_000) * 20
    )
    assert visitor.visit(server.url("/a")) == Outcome(False, Problem.NONSENSE)


def test_a_slow_response_times_out_within_the_budget(server):
    def drip(handler):
        for _second in range(100):
            try:
                handler.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)

    server.answers["/a"] = drip
    begun = time.monotonic()
    outcome = Visitor(resolve=here, is_allowed=is_here, pause=0, budget=0.3).visit(server.url("/a"))
    assert outcome == Outcome(False, Problem.TIMEOUT)
    assert time.monotonic() - begun < 3


def test_a_closed_port_is_a_failed_connection(visitor):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert visitor.visit(f"http://site.test:{port}/").answer == Problem.NO_CONNECTION


def test_an_unknown_host_name_is_a_problem():
    def nobody(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert Visitor(resolve=nobody).visit("https://x.test/") == Outcome(False, Problem.NO_HOST)


def test_requests_to_the_same_host_are_a_pause_apart(server, monkeypatch):
    waits = []
    monkeypatch.setattr("portal.links.fetch.time.sleep", waits.append)
    visitor = Visitor(resolve=here, is_allowed=is_here, pause=2)
    server.answers["/a"] = (200, {})
    for host in ("a.test", "b.test", "a.test"):
        visitor.visit(server.url("/a", host))
    assert [wait > 1.5 for wait in waits] == [False, False, True]


# Refused addresses


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused_in_every_spelling(address):
    assert Visitor(pause=0).visit(address) == Outcome(False, Problem.PRIVATE)


@pytest.mark.parametrize("address", [*PRIVATE, "http://localhost./"])
def test_a_private_address_is_recognised_without_a_dns_lookup(address):
    assert problem_of(address) == Problem.PRIVATE


def test_public_addresses_are_allowed():
    for ip in ("193.190.130.1", "2a02:1807::1", "::ffff:193.190.130.1", "64:ff9b::c1be:8201"):
        assert is_public(ip)
        assert is_allowed(ip, 443) and is_allowed(ip, 80)
        assert not is_allowed(ip, 8080)


@pytest.mark.parametrize(
    "found", [["10.1.2.3"], ["193.190.130.1", "10.1.2.3"], ["::ffff:10.0.0.1"]]
)
def test_a_name_that_resolves_to_a_private_address_is_refused(found):
    visitor = Visitor(resolve=lambda host, port: found, pause=0)
    assert visitor.visit("https://looks-fine.test/") == Outcome(False, Problem.PRIVATE)


@pytest.mark.parametrize("there", ["http://inner.test/", "//inner.test/", "http://inner.test:80/x"])
def test_a_redirect_to_a_private_address_is_refused(server, visitor, there):
    server.answers["/a"] = (302, {"Location": there})
    assert visitor.visit(server.url("/a")) == Outcome(False, Problem.PRIVATE)


@pytest.mark.parametrize("there", ["file:///etc/passwd", "gopher://site.test/", "ftp://site.test/"])
def test_a_redirect_to_anything_but_a_web_address_is_refused(server, visitor, there):
    server.answers["/a"] = (302, {"Location": there})
    assert visitor.visit(server.url("/a")) == Outcome(False, Problem.MALFORMED)


def test_the_connection_goes_to_the_address_that_was_checked(server, monkeypatch):
    """DNS rebinding: a different answer to a second lookup is never used."""
    answers, asked_for = [["127.0.0.1"], ["10.0.0.1"]], []
    connect = socket.create_connection

    def connected(address, *args):
        asked_for.append(address[0])
        return connect(address, *args)

    monkeypatch.setattr("portal.links.fetch.socket.create_connection", connected)
    server.answers["/a"] = (200, {})
    visitor = Visitor(lambda host, port: answers.pop(0), is_here, pause=0)
    assert visitor.visit(server.url("/a")).is_good
    assert (asked_for, answers) == (["127.0.0.1"], [["10.0.0.1"]])
    assert server.asked[0][2].startswith("site.test:")


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://", Problem.MALFORMED),
        ("http://[::1/", Problem.MALFORMED),
        ("http://a..b/", Problem.MALFORMED),
        ("http://x.be:port/", Problem.MALFORMED),
        ("ftp://x.be/", Problem.MALFORMED),
        ("www.x.be", Problem.MALFORMED),
        ("https://name:secret@x.be/", Problem.CREDENTIALS),
        ("https://name@x.be/", Problem.CREDENTIALS),
    ],
)
def test_a_malformed_address_is_refused_without_a_dns_lookup(address, problem):
    assert Visitor(resolve=no_resolver).visit(address) == Outcome(False, problem)
    assert problem_of(address) == problem


@pytest.mark.parametrize("port", [0, 22, 8080, 8443])
def test_other_ports_are_refused(port):
    address = f"https://x.be:{port}/"
    visitor = Visitor(resolve=lambda host, port: ["193.190.130.1"], pause=0)
    assert visitor.visit(address) == Outcome(False, Problem.PORT)
    assert problem_of(address) == Problem.PORT


def test_a_line_end_in_an_address_adds_no_header():
    assert target_of("http://x.be/a\r\nX: y").path == "/aX:%20y"
    assert target_of("http://x.be/a%0d%0aX").path == "/a%0d%0aX"


# TLS


@pytest.fixture
def certificate(tmp_path):
    """A certificate for site.test that its own maker signed; its path, and its context."""
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    asked = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=site.test -addext subjectAltName=DNS:site.test"
    )
    files = ["-keyout", key, "-out", made]
    subprocess.run([*asked.split(), *files], check=True, capture_output=True)  # noqa: S603
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return made, context


@pytest.fixture
def secure(server, certificate):
    server.names = []
    context = certificate[1]
    context.sni_callback = lambda sock, name, context: server.names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *args: (
        None
    )  # clients that do not trust the certificate close the connection
    server.answers["/"] = (200, {})
    port = server.server_address[1]
    server.secure_url = lambda host: f"https://{host}:{port}/"
    return server


def test_a_certificate_is_verified_for_the_name_in_the_link(secure, certificate):
    trusting = ssl.create_default_context(cafile=certificate[0])
    visitor = Visitor(here, is_here, pause=0, budget=5, tls=trusting)
    assert visitor.visit(secure.secure_url("site.test")) == Outcome(True, "200")
    assert visitor.visit(secure.secure_url("other.test")) == Outcome(False, Problem.TLS)
    assert secure.names == ["site.test", "other.test"]


def test_an_untrusted_certificate_is_a_problem(secure, visitor):
    assert visitor.visit(secure.secure_url("site.test")) == Outcome(False, Problem.TLS)
