"""The feed of changes: nothing is missed, however it changed."""

import datetime
import threading
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from partners.models import Partner
from portal.api import changes
from portal.api.models import LastLook, ToldChange
from portal.page_cache.freshness import watch
from tests.support.everything import NOON, make_everything
from tests.support.factories import in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def follow(client):
    """`follow(address)` reads on to the end: ([(what, type, id)], the address to come back to)."""

    def read(address="/api/v1/changes/"):
        watch.known = None
        if connection.in_atomic_block:  # PostgreSQL notes one change of content for all of it
            LastLook.objects.all().delete()
        found, is_end = [], False
        while not is_end:
            data = client.get(address).json()
            found += [(row["what"], row["type"], row["id"]) for row in data["data"]]
            address, is_end = data["next"], data["is_end"]
        return found, address

    return read


def test_at_first_everything_is_told(client, follow, read):
    make_everything()
    found, _address = follow("/api/v1/changes/?limit=3")
    assert {what for what, *_rest in found} == {"published"}
    assert len(found) == len(set(found)) == ToldChange.objects.count()
    for row in read("changes/?limit=100")["data"]:
        answer = client.get(row["data"])
        assert (answer.status_code, answer.json()["uri"]) == (200, row["uri"])


def test_what_changes_later_comes_after_the_cursor(follow):
    kept, edited, withdrawn, deleted = (make_partner() for _ in range(4))
    _found, address = follow()
    Partner.objects.filter(pk=edited.pk).update(name_nl="Anders")
    withdrawn.state, withdrawn.withdrawal_reason_nl = "withdrawn", "Dubbel"
    withdrawn.save()
    key = deleted.pk
    deleted.delete()
    found, address = follow(address)
    assert sorted(found) == sorted(
        [
            ("changed", "partner", edited.pk),
            ("withdrawn", "partner", withdrawn.pk),
            ("deleted", "partner", key),
        ]
    )
    assert follow(address)[0] == []
    kept.save()
    assert follow(address)[0] == []


def test_what_the_clock_changes_is_told_too(follow, noon):
    call = make_call(closes_at=NOON + HOUR)
    partner = make_partner(publish_at=NOON + HOUR)
    _found, address = follow()
    noon.move_to(NOON + HOUR)
    found, _address = follow(address)
    assert set(found) == {("changed", "call", call.pk), ("published", "partner", partner.pk)}


def test_a_day_that_passes_is_no_change_of_a_measure(follow, noon):
    make_everything()
    _found, address = follow()
    noon.move_to(NOON + 24 * HOUR)
    assert "support" not in {kind for _what, kind, _pk in follow(address)[0]}


def test_changes_can_be_asked_for_since_an_instant(client, follow, noon):
    make_partner()
    follow()
    noon.move_to(NOON + HOUR)
    late = make_partner()
    follow()
    since = quote((NOON + HOUR).isoformat())
    assert follow(f"/api/v1/changes/?since={since}")[0] == [("published", "partner", late.pk)]
    nothing, address = follow(f"/api/v1/changes/?since={quote((NOON + 2 * HOUR).isoformat())}")
    assert nothing == []
    third = make_partner()
    assert follow(address)[0] == [("published", "partner", third.pk)]


@pytest.mark.slow
@pytest.mark.every_database
@pytest.mark.django_db(transaction=True)
def test_an_answer_that_may_lack_something_is_not_kept(client, monkeypatch):
    make_partner()
    monkeypatch.setattr(changes, "MOST_IN_A_VISIT", 0)
    assert client.get("/api/v1/changes/").headers["Cache-Control"] != "no-store"
    make_partner()
    watch.known = None
    response = client.get("/api/v1/changes/")
    assert (len(response.json()["data"]), response.headers["Cache-Control"]) == (1, "no-store")
    changes.tell(NOON)
    watch.known = None
    assert len(client.get("/api/v1/changes/").json()["data"]) == 2


@pytest.mark.parametrize("break_order", ["empty", "restored"])
def test_a_cursor_of_another_order_is_refused(client, follow, noon, break_order):
    """As after a backup was put back, which knows nothing of what was told since."""
    for _ in range(3):
        make_partner()
    _found, address = follow()
    ToldChange.objects.all().delete()
    if break_order == "restored":
        noon.move_to(NOON + HOUR)
        make_partner()
        follow()
    response = client.get(address)
    assert (response.status_code, response.json()["status"]) == (410, 410)


def test_no_one_is_told_of_drafts_and_examples(follow):
    make_partner(state="draft")
    make_partner(is_example=True)
    assert follow()[0] == []


def test_a_visit_to_another_instant_tells_nothing(admin_client):
    make_partner(**in_four(name="Wales"))
    address = "/beheer/op/2027-02-01T12:00:00/api/v1/changes/"
    assert admin_client.get(address).status_code == 200
    assert not ToldChange.objects.exists()


@pytest.mark.slow
@pytest.mark.every_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_a_transaction_that_is_committed_last_is_not_missed(follow):
    began, goes_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            make_partner(pk=1)
            began.set()
            goes_on.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    began.wait(10)
    make_partner(pk=2)
    found, address = follow()
    assert found == [("published", "partner", 2)]
    goes_on.set()
    writer.join()
    assert follow(address)[0] == [("published", "partner", 1)]
