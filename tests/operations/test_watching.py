"""What the portal says of itself: health, log lines and metrics."""

import json
import logging
from collections import namedtuple

import pytest
from django.db import DatabaseError, OperationalError, connection
from prometheus_client import REGISTRY

from portal.operations import health, logs, metrics_server
from portal.operations.middleware import view_of

pytestmark = pytest.mark.django_db


class Written(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(logs.JsonFormatter())

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def lines():
    """`lines()` are the records so far, as they are written to the log."""
    written, logger = Written(), logging.getLogger("portal.request")
    loggers, level = [logging.getLogger(), logging.getLogger("django")], logger.level
    logger.setLevel(logging.INFO)
    for one in loggers:
        one.addHandler(written)
    yield lambda: [json.loads(line) for line in written.lines]
    for one in loggers:
        one.removeHandler(written)
    logger.setLevel(level)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


# Health


def test_a_portal_that_is_well_says_so_to_anybody(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["portal.example"], True
    for path, key in [("/health/live", "live"), ("/health/ready", "ready")]:
        response = client.get(path, headers={"host": "10.0.0.7"})
        assert (response.status_code, response.json()[key]) == (200, True)
        assert response.headers["Cache-Control"] == "no-store"


def test_without_a_database_it_lives_but_is_not_ready(client, monkeypatch):
    def fail(*_):
        raise OperationalError("gone: password=secret")

    monkeypatch.setattr(connection, "cursor", fail)
    assert client.get("/health/live").status_code == 200
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "does not answer"
    assert "secret" not in response.text


def test_it_is_not_ready_before_the_migrations(client, monkeypatch):
    monkeypatch.setattr(health, "known_migrations", lambda: {("calls", "0002_new")})
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "migrations are missing: calls.0002_new"


def test_it_is_not_ready_where_uploads_cannot_be_written(client, monkeypatch):
    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr(health.tempfile, "TemporaryFile", refuse)
    assert client.get("/health/ready").json()["checks"]["media"] == "not writable"


def test_it_is_not_ready_when_the_disk_is_full(client, monkeypatch):
    usage = namedtuple("usage", "free")(free=5 * 2**20)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: usage)
    assert client.get("/health/ready").json()["checks"]["disk"] == "5 MB free"


def test_the_first_upload_makes_its_folder(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"
    assert client.get("/health/ready").status_code == 200


# The id of a request


def test_a_request_keeps_the_id_it_came_with(client):
    response = client.get("/nl/", headers={"x-request-id": "abc-123.DEF_4"})
    assert response.headers["X-Request-ID"] == "abc-123.DEF_4"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space", 'a"quote"', "a\nbreak1"])
def test_an_id_that_is_not_well_formed_is_replaced(client, given):
    made = client.get("/nl/", headers={"x-request-id": given}).headers["X-Request-ID"]
    assert made != given
    assert len(made) == 32


def test_each_line_of_a_request_has_its_id(client, lines, settings):
    settings.SLOW_QUERY_MS = 0
    client.get("/nl/nowhere/", headers={"x-request-id": "the-first-one"})
    assert {"portal.slow_query", "portal.request", "django.request"} == {
        line["logger"] for line in lines()
    }
    assert {line["request_id"] for line in lines()} == {"the-first-one"}


# Log lines


def test_a_line_says_what_was_answered_and_nothing_about_who_asked(client, lines):
    client.get(
        "/nl/zoeken/?q=jan@example.org",
        headers={"user-agent": "A browser", "referer": "https://elsewhere.example/"},
        REMOTE_ADDR="192.0.2.7",
    )
    [line] = [line for line in lines() if line["logger"] == "portal.request"]
    assert (line["view"], line["status"], line["method"]) == ("search", 200, "GET")
    assert line["ms"] >= 0
    for private in ["jan", "192.0.2.7", "browser", "elsewhere"]:
        assert private not in json.dumps(lines())


@pytest.mark.parametrize(
    "path",
    [
        "/nl/an.jansen@example.org/",
        "/voorbeeld/a-secret-token/nl/",
        "/nl/e-mailberichten/uitschrijven/a-secret-token/",
    ],
)
def test_a_path_that_may_hold_anything_is_not_written(client, lines, path):
    client.get(path)
    assert lines()
    secret = max(path.split("/"), key=len)
    assert secret not in json.dumps(lines())


def test_a_mail_address_in_a_traceback_is_left_out():
    try:
        raise ValueError("Key (email)=(an@example.org) exists already")
    except ValueError as error:
        found = logging.LogRecord(
            "a", 40, "", 0, "For bo@example.org", (), (type(error), error, None)
        )
    line = logs.JsonFormatter().format(found)
    assert "\n" not in line
    assert "ValueError" in json.loads(line)["traceback"]
    assert "example.org" not in line


def test_a_slow_query_is_written_without_its_parameters(client, lines, settings):
    settings.SLOW_QUERY_MS = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["typed by a visitor"])
    [line] = lines()
    assert (line["logger"], line["sql"]) == ("portal.slow_query", "SELECT %s")


def test_a_fast_query_is_not_written(lines, settings):
    settings.SLOW_QUERY_MS = 10_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not lines()


# Metrics


def test_requests_are_counted_by_view_and_status(client):
    labels = {"view": "home", "method": "GET", "status": "200"}
    before = value("portal_requests_total", **labels)
    client.get("/nl/?anything=else")
    assert value("portal_requests_total", **labels) == before + 1
    assert value("portal_request_seconds_count", view="home") > 0


def test_invented_addresses_and_methods_make_no_new_series():
    assert view_of("/nl/an-invention/") == view_of("/nl/another/") == "none"
    assert view_of("/beheer/") == "admin:index"
    assert view_of("/fr/") == view_of("/nl/") == "home"


def test_errors_of_the_database_are_counted():
    name, labels = "portal_database_errors_total", {"kind": "ProgrammingError"}
    labels = labels if connection.vendor == "postgresql" else {"kind": "OperationalError"}
    before = value(name, **labels)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert value(name, **labels) == before + 1


def test_errors_in_the_log_are_counted_by_their_logger():
    name, labels = "portal_errors_total", {"logger": "portal.revisions.mails"}
    before = value(name, **labels)
    logging.getLogger("portal.revisions.mails").error("A mail could not be sent")
    assert value(name, **labels) == before + 1


def test_metrics_wait_for_an_address_that_the_version_before_still_has(monkeypatch):
    waits, outcomes = [], [OSError("taken"), OSError("taken"), None]
    monkeypatch.setattr(metrics_server.time, "sleep", waits.append)

    def start():
        if outcome := outcomes.pop(0):
            raise outcome

    metrics_server.start_once_free(start)
    assert not outcomes
    assert waits == [metrics_server.WAIT] * 3
