"""A cache in front that was configured is told of each change and each boundary, once."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from partners.models import Partner
from portal.operations.locks import only_one
from portal.page_cache import purge
from portal.page_cache.freshness import watch
from tests.support.factories import brussels, make_call, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
NOON = brussels(2027, 2, 10, 12)


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.told.append((self.command, self.path, self.headers.get("X-Key"), body))
        if self.server.is_odd:
            self.wfile.write(b"no HTTP\r\n\r\n")
            return
        status = self.server.statuses.pop() if self.server.statuses else 200
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    do_PURGE = do_POST = do_GET = answer

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def cache(settings):
    """A cache in front; `told` has what it was asked, `statuses` what it answers first."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.told, server.statuses, server.is_odd = [], [], False
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    settings.PURGE_URLS = [f"http://127.0.0.1:{server.server_port}/all"]
    settings.PURGE_HEADERS = {"X-Key": "secret"}
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as instant:
        yield instant


def later():
    """What the thread of a process does a second later."""
    watch.forget()
    return purge.tell_changes()


def test_a_cache_is_told_once_of_a_change(cache):
    assert [later(), later()] == [1, 0]
    make_partner()
    assert [later(), later()] == [1, 0]
    assert cache.told == 2 * [("PURGE", "/all", "secret", "")]


def test_how_it_is_told_can_be_chosen(cache, settings):
    settings.PURGE_METHOD, settings.PURGE_BODY = "POST", '{"purge_everything":true}'
    later()
    assert cache.told == [("POST", "/all", "secret", '{"purge_everything":true}')]


def test_it_is_told_when_a_deadline_passes(cache, noon):
    make_call(opens_at=brussels(2027, 1, 1), closes_at=brussels(2027, 2, 10, 13))
    assert later() == 1
    noon.move_to(brussels(2027, 2, 10, 13))
    assert [later(), later()] == [1, 0]


@pytest.mark.parametrize("status", [302, 403, 500])
def test_one_that_refuses_is_told_again(cache, caplog, status):
    cache.statuses = [status]
    with pytest.raises(OSError, match="1 of 1 caches were not told"):
        later()
    assert [later(), later()] == [1, 0]
    assert [path for _method, path, *_ in cache.told] == ["/all", "/all"]
    assert "/all" not in caplog.text


def test_one_that_speaks_no_http_is_told_again(cache):
    cache.is_odd = True
    with pytest.raises(OSError, match="1 of 1 caches were not told"):
        later()
    cache.is_odd = False
    assert later() == 1


def test_one_that_is_away_keeps_no_other_from_being_told(cache, settings):
    settings.PURGE_URLS = ["http://127.0.0.1:9/", *settings.PURGE_URLS]
    with pytest.raises(OSError, match="1 of 2"):
        later()
    assert len(cache.told) == 1
    with pytest.raises(OSError, match="1 of 2"):
        later()
    assert len(cache.told) == 1


def test_of_all_processes_one_tells(cache):
    with only_one("purge") as is_mine:
        assert is_mine
        assert later() == 0
    assert [later(), len(cache.told)] == [1, 1]


def test_what_is_rolled_back_is_not_told(cache):
    later()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Partner.objects.create(name_nl="Wales")
        raise ZeroDivisionError
    assert later() == 0


def test_the_periodic_command_tells_what_nobody_told(cache, capsys):
    call_command("portal_periodic", only=["purge_caches"])
    assert "purge_caches: 1 caches" in capsys.readouterr().out


def test_without_a_cache_in_front_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert purge.tell_changes() == 0
