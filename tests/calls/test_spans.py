"""Filters that count days from today: what closes soon, what was published lately."""

import datetime

import pytest
import time_machine

from calls.models import Call
from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from tests.support.factories import brussels, make_call, make_series

pytestmark = pytest.mark.django_db
LIST = "/en/project-calls/"
MICROSECOND = datetime.timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def first_of_march():
    """Thirty days later, the clock is an hour ahead."""
    with time_machine.travel(brussels(2027, 3, 1, 12), tick=False) as clock:
        yield clock


def editions(client, query):
    """The editions in the data of a list, without an order."""
    calls = client.get(f"{LIST}calls.json?{query}").json()["calls"]
    return {call["edition"] for call in calls}


@pytest.mark.parametrize("days", [7, 30, 90])
def test_within_some_days_lasts_until_the_end_of_the_last_of_them(client, days):
    end = brussels(2027, 3, 1) + datetime.timedelta(days=days + 1)  # midnight by the clock
    make_call(label="passed", opens_at=None, closes_at=brussels(2027, 3, 1, 12))
    make_call(label="today", closes_at=brussels(2027, 3, 1, 12, 0, 1))
    make_call(label="last", closes_at=end)
    make_call(label="after", closes_at=end + MICROSECOND)
    make_call(label="never", timing="rolling", closes_at=None)
    assert editions(client, f"within={days}") == {"today", "last"}


def test_what_one_cannot_apply_for_does_not_close(client):
    soon = {"closes_at": brussels(2027, 3, 8, 17)}
    reason = {"cancellation_reason_nl": "Geen geld."}
    make_call(label="upcoming", opens_at=brussels(2027, 3, 5), **soon)
    make_call(label="budget", timing="budget", **soon)
    make_call(label="cancelled", cancelled_at=brussels(2027, 2, 1), **reason, **soon)
    assert editions(client, "within=30") == {"upcoming", "budget"}
    assert editions(client, "within=30&status=cancelled") == set()


def test_the_earlier_deadline_of_both_sides_counts(client):
    far = brussels(2027, 9, 1)
    make_call(label="theirs", closes_at=far, partner_closes_at=brussels(2027, 3, 5))
    make_call(label="far", closes_at=far, partner_closes_at=far)
    assert editions(client, "within=7") == {"theirs"}


def test_a_day_later_the_same_address_holds_a_day_more(client, first_of_march):
    make_call(label="next", closes_at=brussels(2027, 4, 1, 9))
    assert editions(client, "within=30") == set()
    first_of_march.move_to(brussels(2027, 3, 2))
    assert editions(client, "within=30") == {"next"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since=2027-02-01", {"begun"}),
        ("since=2027-01-30", {"begun", "before"}),
        ("since=2027-03-02", set()),
        ("recent=30", {"begun", "before"}),
        ("recent=7", set()),
        ("recent=90", {"begun", "before", "old"}),
    ],
)
def test_published_since_counts_from_the_begin_of_a_day(client, query, found):
    make_call(label="begun", publish_at=brussels(2027, 2, 1))
    make_call(label="before", publish_at=brussels(2027, 1, 30))
    make_call(label="old", publish_at=brussels(2027, 1, 29, 23, 59, 59))
    make_call(label="later", publish_at=brussels(2027, 3, 1, 13))
    make_call(label="unknown")
    assert editions(client, query) == found


def test_a_call_is_published_when_its_page_was_first_kept(client, first_of_march):
    call = make_call(label="at-once")
    capture(call)
    first_of_march.move_to(brussels(2027, 6, 1))
    call.closes_at = brussels(2027, 7, 1)
    call.save()
    capture(call)
    assert PublicVersion.objects.for_object(Call, call.pk).filter(language="nl").count() == 2
    assert editions(client, "since=2027-03-01") == {"at-once"}
    assert editions(client, "since=2027-03-02") == editions(client, "recent=90") == set()


def test_a_call_is_not_published_before_its_series(client):
    series = make_series(publish_at=brussels(2027, 2, 20))
    make_call(label="waited", series=series, publish_at=brussels(2027, 1, 1))
    make_call(label="came-later", series=series, publish_at=brussels(2027, 2, 25))
    assert editions(client, "since=2027-02-20") == {"waited", "came-later"}
    assert editions(client, "since=2027-02-21") == {"came-later"}


def test_to_load_a_call_is_not_to_publish_it(client):
    capture(make_call(label="loaded", edits=0))
    assert editions(client, "recent=7") == set()


@pytest.mark.parametrize("query", ["within=7", "recent=30", "since=2027-02-20"])
def test_page_feed_calendar_and_files_hold_the_same(page, client, query):
    new = {"closes_at": brussels(2027, 3, 8, 17), "publish_at": brussels(2027, 2, 20)}
    make_call(label="new-one", **new)
    make_call(label="old-one", closes_at=brussels(2027, 9, 1), publish_at=brussels(2027, 1, 1))
    soup = page(f"{LIST}?{query}")
    links = [link["href"] for link in soup.select(".follow a, a[download], [rel=alternate]")]
    followed = {link.replace("webcal:", "http:") for link in links if query in link}
    assert len({link.partition("?")[0] for link in followed if "/en/" in link}) == 6
    for link in [f"{LIST}?{query}", *(link for link in followed if ".xlsx" not in link)]:
        text = client.get(link).content.decode()
        assert "new-one" in text, link
        assert "old-one" not in text, link


def test_the_page_says_that_the_days_move_along(page):
    make_call()
    moving = "moves along with today"
    assert moving in page(f"{LIST}?within=7").select_one(".follow").get_text()
    assert moving not in page(f"{LIST}?before=2027-06-01").select_one(".follow").get_text()
