"""Pages that are kept: sent again without a query, and never when they are no longer right."""

import gzip
import threading

import pytest
import time_machine
from django.db import OperationalError, connection, connections

from partners.models import Partner
from portal.page_cache.freshness import SECOND, watch
from portal.page_cache.store import OVERHEAD, Page, PageStore
from portal.redirects.models import Redirect
from tests.support.factories import brussels, in_four, make_call, make_page, make_partner

pytestmark = pytest.mark.django_db
NOON = brussels(2027, 2, 10, 12)
LISTS = ["/nl/partners/", "/fr/partenaires/", "/de/partner/", "/en/partners/"]


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def fails(*args, **kwargs):
    raise OperationalError("the database is gone")


def lose_database(monkeypatch):
    monkeypatch.setattr(connection, "cursor", fails)
    monkeypatch.setattr(connection, "ensure_connection", fails)


# Sent again


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}])
def test_a_page_is_sent_again_without_a_query(kept, noon, headers, django_assert_num_queries):
    first = kept.get("/nl/partners/", headers=headers)
    with django_assert_num_queries(0):
        again = kept.get("/nl/partners/", headers=headers)
    assert again.content == first.content
    ids = {"X-Request-ID": again.headers["X-Request-ID"]}
    assert dict(again.items()) == dict(first.items()) | ids


def test_who_takes_no_gzip_gets_none(kept, noon):
    make_page(key="about", body_nl=f"<p>{'Over deze site. ' * 50}</p>")
    packed = kept.get("/nl/over/", headers={"Accept-Encoding": "gzip"})
    plain = kept.get("/nl/over/")
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_head_and_304_are_answered_from_a_kept_page(kept, noon, django_assert_num_queries):
    page = kept.get("/nl/partners/")
    with django_assert_num_queries(0):
        head = kept.head("/nl/partners/")
        unchanged = kept.get("/nl/partners/", headers={"If-None-Match": page.headers["ETag"]})
    assert (head.content, head.headers["ETag"]) == (b"", page.headers["ETag"])
    assert unchanged.status_code == 304


def test_an_answer_to_a_condition_is_never_kept_as_the_page(kept, noon):
    page = kept.get("/nl/partners/")
    watch.forget()
    make_partner()
    kept.get("/nl/partners/", headers={"If-None-Match": page.headers["ETag"]})
    noon.shift(1)
    assert kept.get("/nl/partners/").status_code == 200


def test_revalidation_just_before_a_page_turns_gets_all_of_it(kept, noon):
    """On a 304, nginx would keep its copy for the original lifetime again."""
    make_call(opens_at=brussels(2027, 1, 1), closes_at=NOON + 10 * SECOND)
    copy = kept.get("/nl/projectoproepen/")
    noon.shift(9)
    answer = kept.get("/nl/projectoproepen/", headers={"If-None-Match": copy.headers["ETag"]})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.content == copy.content


def test_last_modified_is_said_once_no_process_can_know_better(kept, noon):
    assert "Last-Modified" not in kept.get("/nl/partners/").headers
    noon.shift(3)
    modified = kept.get("/nl/partners/").headers["Last-Modified"]
    assert modified == "Wed, 10 Feb 2027 11:00:00 GMT"
    again = kept.get("/nl/partners/", headers={"If-Modified-Since": modified})
    assert again.status_code == 304
    make_partner()
    noon.shift(1)
    assert kept.get("/nl/partners/", headers={"If-Modified-Since": modified}).status_code == 200


# What makes an address


@pytest.mark.parametrize(
    "query",
    ["order=nothing", "utm_source=x&status=open&partner=japan", "PARTNER=japan&Status=open"],
)
def test_what_a_page_does_not_read_makes_no_other_page(
    kept, noon, query, django_assert_num_queries
):
    kept.get("/nl/projectoproepen/")
    kept.get("/nl/projectoproepen/?partner=japan&status=open")
    with django_assert_num_queries(0):
        page = kept.get(f"/nl/projectoproepen/?{query}")
    assert "utm_source" not in page.content.decode()
    assert "nothing" not in page.content.decode()


def test_an_editors_redirect_still_sees_the_whole_query(kept, noon):
    Redirect.objects.create(old="/index.php?id=12&lang=nl", new="/nl/over/")
    assert kept.get("/index.php?id=13&lang=nl").status_code == 404
    found = kept.get("/index.php?id=12&lang=nl")
    assert (found.status_code, found.headers["Location"]) == (301, "/nl/over/")


def test_another_host_never_gets_a_page_of_the_first(kept, noon, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    make_page(key="about")
    for host in settings.ALLOWED_HOSTS:
        page = kept.get("/nl/over/", headers={"Host": host}).content.decode()
        assert [f"http://{name}/" in page for name in ("a.example", "b.example")].count(True) == 1
        assert f"http://{host}/" in page
    assert kept.get("/nl/over/", headers={"Host": "c.example"}).status_code == 400


# Never when it is no longer right


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", LISTS)
def test_a_change_shows_at_the_next_lookup_also_one_in_bulk(kept, noon, address):
    partner = make_partner(**in_four(name="Wales"))
    assert "Wales" in kept.get(address).content.decode()
    Partner.objects.filter(pk=partner.pk).update(**in_four(name="Cymru"))
    noon.shift(1)
    page = kept.get(address).content.decode()
    assert "Cymru" in page
    assert "Wales" not in page


def test_who_saves_sees_it_at_once(kept, noon, admin_client):
    kept.get("/nl/partners/")
    partner = make_partner(**in_four(name="Cymru"))
    kept.post(f"/beheer/partners/partner/{partner.pk}/change/")
    assert "Cymru" in kept.get("/nl/partners/").content.decode()


def test_what_visitors_send_makes_nobody_ask_the_database(kept, noon, django_assert_num_queries):
    kept.get("/nl/partners/")
    with django_assert_num_queries(0):
        assert kept.post("/nl/partners/").status_code == 405
        assert kept.get("/nl/partners/").status_code == 200


def test_a_kept_page_turns_to_the_second(kept, noon):
    make_call(opens_at=brussels(2027, 1, 1), closes_at=brussels(2027, 2, 10, 13))
    noon.move_to(brussels(2027, 2, 10, 12, 59, 59))
    assert "tag--soon" in kept.get("/nl/projectoproepen/").content.decode()
    assert "tag--soon" in kept.get("/nl/projectoproepen/").content.decode()
    noon.move_to(brussels(2027, 2, 10, 13))
    assert "tag--soon" not in kept.get("/nl/projectoproepen/").content.decode()


def test_a_page_that_did_not_exist_appears(kept, noon):
    assert kept.get("/nl/over/").status_code == 404
    make_page(key="about")
    noon.shift(1)
    assert kept.get("/nl/over/").status_code == 200


# Without a database


def test_kept_pages_stay_until_they_turn_while_the_database_is_gone(kept, noon, monkeypatch):
    kept.raise_request_exception = False
    make_call(opens_at=brussels(2027, 1, 1), closes_at=NOON + 75 * SECOND)
    page = kept.get("/nl/projectoproepen/")
    lose_database(monkeypatch)
    for _ in range(7):
        noon.shift(10)
        again = kept.get("/nl/projectoproepen/")
        assert (again.status_code, again.content) == (200, page.content)
        assert "s-maxage=" in again.headers["Cache-Control"]
    noon.shift(5)
    assert kept.get("/nl/projectoproepen/").status_code == 503


def test_other_pages_say_so_in_their_language_and_come_back_by_themselves(kept, noon, monkeypatch):
    kept.raise_request_exception = False
    with monkeypatch.context() as outage:
        lose_database(outage)
        page = kept.get("/fr/partenaires/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert page.headers["Cache-Control"] == "no-store"
    assert '<html lang="fr"' in page.content.decode()
    noon.shift(5)
    assert kept.get("/fr/partenaires/").status_code == 200


# The store


def page_of(size, version=(1, 1)):
    return Page(200, (), b"x" * size, version, NOON)


def test_the_store_keeps_the_pages_used_last_and_no_more_bytes():
    store = PageStore(4 * (OVERHEAD + 100))
    for key in "abcd":
        store.put(key, page_of(100))
    store.get("a", (1, 1), NOON - SECOND)
    store.put("e", page_of(100))
    store.put("large", page_of(10_000))
    assert list(store.pages) == ["c", "d", "a", "e"]
    assert store.size == store.limit


def test_the_store_gives_no_page_of_another_version_or_that_has_turned():
    store = PageStore(10_000)
    store.put("a", page_of(1))
    assert store.get("a", (1, 1), NOON - SECOND)
    assert store.get("a", (2, 2), NOON - SECOND) is None
    assert store.get("a", (1, 1), NOON) is None


@pytest.mark.django_db(transaction=True)
def test_many_who_come_at_once_have_a_page_made_once(kept, monkeypatch):
    made, arrived = [], threading.Barrier(4)

    def changes(limit):
        made.append(limit)
        return []

    def visit():
        arrived.wait(5)
        kept.get("/nl/")
        connections.close_all()

    kept.get("/robots.txt")  # the middleware is there
    monkeypatch.setattr("portal.views.recent_changes", changes)
    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(20)
    assert len(made) == 1


def test_a_page_kept_after_a_deadline_is_not_shown_before_it(kept, noon):
    call = make_call(opens_at=brussels(2027, 1, 1), closes_at=brussels(2027, 2, 10, 13))
    noon.move_to(brussels(2027, 2, 10, 14))
    closed = kept.get(call.get_absolute_url()).text
    noon.move_to(NOON)
    watch.known = None
    watch.now(NOON)
    assert kept.get(call.get_absolute_url()).text != closed
