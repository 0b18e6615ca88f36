"""Request lines that no browser sends: none of them is answered with an error of ours."""

import io
import random
import sys
from functools import cache

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

pytestmark = pytest.mark.usefixtures("kept_connection")
TARGETS = [
    "*",
    "",
    "nl",
    "//",
    "//nl/",
    "///beheer/",
    "host:443",
    "http://elsewhere.example/nl/",
    "nl/projectoproepen/",
    "beheer/",
    "voorbeeld/x/",
    "../nl/",
    "?q=x",
    "\\nl\\",
    "\x00",
    "/nl/\x00/",
    "nl/\xff\xfe",
    "media/1/x.pdf",
    "static/portal.css",
    "/static/../settings.py",
    "//elsewhere.example/%2e%2e",
    "/nl/oud%00",
    "/nl//projectoproepen",
    "/nl/projectoproepen/feed.atom/",
]


@pytest.fixture
def kept_connection(db):
    """A server closes what a request left in a transaction; here that is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def handler(*, https_only):
    return WSGIHandler()  # its middleware reads the settings


def ask(target, method="GET", query="", **environ):
    """The status of the answer of the WSGI application to a target that a server passes on."""
    answers = []
    body = handler(https_only=settings.SECURE_SSL_REDIRECT)(
        {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": target,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            **environ,
        },
        lambda status, headers, exc_info=None: answers.append(int(status.split()[0])),
    )
    for _part in body:
        pass
    return answers[0]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "CONNECT", "BREW"])
@pytest.mark.parametrize("target", TARGETS)
def test_no_target_is_answered_with_an_error_of_ours(target, method):
    assert ask(target, method) < 500


@pytest.mark.parametrize("https_only", [False, True])
def test_no_mixture_of_pieces_is_answered_with_an_error_of_ours(settings, https_only):
    settings.SECURE_SSL_REDIRECT = https_only
    chance = random.Random(1)  # noqa: S311 the same pieces at each run
    pieces = [*"/?%:.\\*@#;=&~ ", "//", "nl", "fr", "beheer", "op", "media", "1"]
    pieces += ["%00", "\x00", "\xff", "\xc3\xa9", "projectoproepen", "feed.atom"]
    pieces += [
        "..",
        "static",
        "voorbeeld",
        "wijzigingen",
        "geschiedenis",
        "call",
        "9" * 30,
        "2027",
        "\r\n",
    ]
    for _ in range(250):
        target = "".join(chance.choices(pieces, k=chance.randint(1, 7)))
        query = "".join(chance.choices(pieces, k=chance.randint(0, 3)))
        assert ask(target, query=query) < 500, (target, query)


@pytest.mark.parametrize("host", ["", "x y", "testserver:port", "[", "testserver:99999999", "\xff"])
def test_no_host_is_answered_with_an_error_of_ours(host):
    assert ask("/nl/", HTTP_HOST=host) < 500
    assert ask("*", HTTP_HOST=host) < 500
