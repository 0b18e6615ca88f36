"""What processes share: it saves work, and nothing goes wrong without it or with what is in it."""

import contextlib
import shutil
import socket
import subprocess
import time

import pytest
import time_machine
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client

from portal.page_cache import shared as module
from portal.page_cache.freshness import LOOKUP_INTERVAL, Watch, watch
from portal.page_cache.shared import SharedCache, shared
from portal.page_cache.store import Page, PageStore
from tests.support.factories import brussels, make_partner

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM, reason="there is no redis-server: apt install redis-server"),
]
NOON = brussels(2027, 2, 10, 12)
UNTIL = brussels(2027, 2, 11)


def redis_url(port):
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="module")
def server():
    """A Redis of our own: (its port, its process)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PROGRAM, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  our own words
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(30)


def use(settings, port):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url(port),
            "OPTIONS": {
                "serializer": "portal.page_cache.shared.Bytes",
                "socket_connect_timeout": 0.5,
                "socket_timeout": 0.5,
            },
        },
    }


@pytest.fixture
def redis(server, settings, monkeypatch):
    use(settings, server)
    monkeypatch.setattr(shared, "failed_at", float("-inf"))
    caches["pages"].clear()
    return caches["pages"]


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def page(body=b"hello", version=(5, 2)):
    return Page(200, (("Content-Type", "text/html"),), body, version, UNTIL)


def another_process(settings):
    """A client of a process that has nothing in its own memory."""
    settings.PAGE_CACHE_BYTES = 2**20
    return Client()


def fails(*args, **kwargs):
    raise OperationalError("the database is gone")


def lose_database(monkeypatch):
    monkeypatch.setattr(connection, "cursor", fails)
    monkeypatch.setattr(connection, "ensure_connection", fails)


def test_a_page_that_one_process_made_is_there_for_the_next(redis, noon):
    PageStore(2**20).put("key", page())
    assert PageStore(2**20).get("key", (5, 2), NOON) == page()


def test_a_page_of_another_version_or_that_turned_is_not_found(redis, noon):
    PageStore(2**20).put("key", page())
    assert PageStore(2**20).get("key", (6, 2), NOON) is None
    assert PageStore(2**20).get("key", (5, 2), UNTIL) is None


def test_the_portal_answers_from_what_another_process_made(
    redis, settings, noon, django_assert_max_num_queries
):
    make_partner(slug_nl="japan")
    first = another_process(settings).get("/nl/partners/")
    with django_assert_max_num_queries(0):
        again = another_process(settings).get("/nl/partners/")
    assert again.content == first.content


@pytest.mark.every_database
@pytest.mark.django_db(transaction=True)
def test_after_an_edit_no_process_gets_the_page_of_before(redis, settings, noon):
    partner = make_partner(slug_nl="japan", name_nl="Japan")
    client = another_process(settings)
    assert "Japan" in client.get("/nl/partners/").text
    partner.name_nl = "Nippon"
    partner.save()
    noon.shift(2 * LOOKUP_INTERVAL)
    assert "Nippon" in another_process(settings).get("/nl/partners/").text


def test_a_process_that_begins_while_the_database_is_away_sends_pages_of_before(
    redis, settings, noon, monkeypatch
):
    first = another_process(settings).get("/nl/partners/")
    monkeypatch.setattr(watch, "known", None)  # as after a restart
    lose_database(monkeypatch)
    again = another_process(settings).get("/nl/partners/")
    assert (again.status_code, again.content) == (200, first.content)


def test_what_was_known_before_the_outage_ends_at_its_boundary(redis, noon, monkeypatch):
    known = Watch().now(NOON)
    with monkeypatch.context() as away:
        lose_database(away)
        assert Watch().now(NOON).version == known.version
        assert Watch().now(known.until) is None


def test_a_newer_finding_of_another_process_counts(redis, noon, monkeypatch):
    ours, theirs = Watch(), Watch()
    ours.now(NOON)
    noon.shift(2 * LOOKUP_INTERVAL)
    later = theirs.now(NOON + 2 * LOOKUP_INTERVAL)
    noon.shift(2 * LOOKUP_INTERVAL)
    lose_database(monkeypatch)
    assert ours.now(NOON + 4 * LOOKUP_INTERVAL).checked == later.checked


def test_without_a_server_all_is_as_if_there_were_no_cache(settings, noon, monkeypatch, caplog):
    use(settings, 1)  # where nothing listens
    monkeypatch.setattr(shared, "failed_at", float("-inf"))
    client = another_process(settings)
    assert client.get("/nl/partners/").status_code == 200
    assert client.get("/nl/partners/").status_code == 200
    assert len([one for one in caplog.records if "shared cache" in one.message]) == 1


@pytest.mark.parametrize("change", [lambda v: v[:-1], lambda v: b"x" + v[1:], lambda v: b"\x80"])
def test_a_value_that_we_did_not_write_is_not_there(redis, noon, change):
    store = SharedCache()
    store.put("key", b"content", 60)
    address = store.address("key")
    redis.set(address, change(redis.get(address)))
    assert store.get("key") is None


def test_the_value_of_one_key_cannot_be_given_for_another(redis):
    store = SharedCache()
    store.put("key", b"content", 60)
    redis.set(store.address("other"), redis.get(store.address("key")))
    assert store.get("other") is None
    assert store.get("key") == b"content"


def test_another_release_begins_anew(redis, monkeypatch):
    SharedCache().put("key", b"content", 60)
    monkeypatch.setattr(module, "release", lambda: "the next one")
    assert SharedCache().get("key") is None


def test_a_setting_that_pages_show_begins_anew(settings):
    before = module.release.__wrapped__()
    settings.DATA_LICENCE_NAME = "Another licence"
    licence = module.release.__wrapped__()
    settings.WEBSUB_HUB = "https://hub.example/"
    assert len({before, licence, module.release.__wrapped__()}) == 3


def test_addresses_that_somebody_invented_do_not_fill_it(redis, settings, noon):
    client = another_process(settings)
    client.get("/nl/partners/")
    before = redis._cache.get_client().dbsize()
    for number in range(3):
        assert client.get(f"/nl/partners/invented-{number}/").status_code == 404
    assert redis._cache.get_client().dbsize() == before
