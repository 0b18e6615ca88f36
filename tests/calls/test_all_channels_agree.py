"""Page, list, feed, calendar and data of the same instant show the same status of a call."""

import datetime
import json

import feedparser
import pytest
import time_machine
import vobject
from bs4 import BeautifulSoup
from django.utils.translation import override

from calls.announcements import Move
from portal.i18n.languages import CODES
from tests.calls.test_api import DATA
from tests.calls.test_feeds import FEEDS
from tests.calls.test_ical import CALENDARS
from tests.support.factories import brussels, make_call

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
EVERY = "?status=open&status=announced&status=closed&status=results&status=cancelled"
OPENS, CLOSES = brussels(2027, 1, 6, 9), brussels(2027, 3, 1, 17)
SOON, CANCELLED = brussels(2027, 2, 15, 17), brussels(2027, 2, 20, 12)
TAGS = {
    "tag--announced": "announced",
    "tag--open": "open",
    "tag--soon": "soon",
    "tag--closed": "closed",
    "tag--results": "results",
    "tag--stopped": "cancelled",
}
BOUNDARIES = [
    (OPENS, "announced", "open"),
    (SOON, "open", "soon"),
    (CLOSES, "soon", "closed"),
]


def tag_status(html):
    (tag,) = BeautifulSoup(html, "lxml").select("main .status-line .tag, main .cards li .tag")
    (status,) = [TAGS[name] for name in tag["class"] if name in TAGS]
    return status


def calendar_status(text, at):
    """The status that follows from the events of a calendar, which has no "closing soon"."""
    opening, closing = vobject.readOne(text).vevent_list
    if closing.status.value == "CANCELLED":
        return "cancelled"
    if at < opening.dtstart.value:
        return "announced"
    return "open" if at < closing.dtend.value else "closed"


def statuses(client, call, language, at):
    """{channel: status} of the only call, all fetched at one instant."""
    with time_machine.travel(at, tick=False):
        urls = {
            "list": FEEDS[language].removesuffix("feed.atom") + EVERY,
            "feed": FEEDS[language],
            "calendar": CALENDARS[language],
            "data": DATA[language] + EVERY,
        }
        texts = {name: client.get(url).content.decode() for name, url in urls.items()}
        (facts,) = json.loads(texts["data"])["calls"]
        texts["page"] = client.get(facts["url"]).content.decode()
    found = {name: tag_status(texts[name]) for name in ("page", "list")}
    (entry,) = feedparser.parse(texts["feed"].encode()).entries
    return found | {
        "feed": entry.category,
        "data": facts["status"],
        "calendar": calendar_status(texts["calendar"], at),
    }


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(("boundary", "before", "after"), BOUNDARIES)
def test_every_channel_changes_status_at_the_same_second(client, language, boundary, before, after):
    call = make_call(opens_at=OPENS, closes_at=CLOSES)
    for at, status in [(boundary - SECOND, before), (boundary, after), (boundary + SECOND, after)]:
        in_calendar = "open" if status == "soon" else status
        assert statuses(client, call, language, at) == {
            "page": status,
            "list": status,
            "feed": status,
            "data": status,
            "calendar": in_calendar,
        }


@pytest.mark.parametrize("language", CODES)
def test_every_channel_shows_a_cancellation_from_its_instant_on(client, language):
    call = make_call(cancelled_at=CANCELLED, cancellation_reason_nl="Geen geld.")
    before = statuses(client, call, language, CANCELLED - SECOND)
    assert "cancelled" not in before.values()
    assert set(statuses(client, call, language, CANCELLED).values()) == {"cancelled"}


@pytest.mark.parametrize(
    "closes", [brussels(2027, 3, 28, 3), brussels(2027, 10, 31, 2, 30), brussels(2028, 2, 29)]
)
def test_every_channel_closes_together_when_the_clock_jumps(client, closes):
    call = make_call(opens_at=OPENS, closes_at=closes)
    boundary = closes.astimezone(datetime.UTC)
    before = statuses(client, call, "nl", boundary - SECOND)
    assert set(before.values()) == {"soon", "open"}
    assert set(statuses(client, call, "nl", boundary).values()) == {"closed"}


@pytest.mark.parametrize(("at", "listed"), [(CLOSES - SECOND, 1), (CLOSES, 0)])
def test_a_call_leaves_every_channel_filtered_on_open_at_its_deadline(client, page, at, listed):
    make_call(opens_at=OPENS, closes_at=CLOSES)
    with time_machine.travel(at, tick=False):
        query = "?status=open"
        assert len(page(f"/nl/projectoproepen/{query}").select(".cards li")) == listed
        assert client.get(FEEDS["nl"] + query).content.count(b"<entry>") == listed
        assert client.get(CALENDARS["nl"] + query).content.count(b"DTEND") == listed
        assert len(client.get(DATA["nl"] + query).json()["calls"]) == listed


@time_machine.travel(brussels(2027, 2, 27, 12), tick=False)
def test_every_channel_names_a_deadline_at_midnight_by_the_day_it_ends(client, page):
    midnight, last = brussels(2027, 3, 1), "Sunday 28 February 2027, 24:00"
    call = make_call(opens_at=brussels(2027, 1, 6), closes_at=midnight, partner_closes_at=midnight)
    with override("en"):
        urls = [call.get_absolute_url(), call.get_checklist_url(), call.get_calendar_url()]
    urls += [FEEDS["en"], CALENDARS["en"], FEEDS["en"].removesuffix("feed.atom")]
    for url in urls:
        text = client.get(url).content.decode().replace("\r\n ", "").replace("\\,", ",")
        text = text.replace("\xa0", " ")
        assert last in text, url
        assert "1 March" not in text, url
    assert "1 day left" in page(urls[0]).text
    assert client.get(DATA["en"]).json()["calls"][0]["last_day"] == "2027-02-28"


@time_machine.travel(brussels(2026, 12, 1), tick=False)
def test_an_opening_at_midnight_is_the_begin_of_its_day_in_every_channel(client):
    call = make_call(opens_at=brussels(2027, 1, 6))
    with override("en"):
        urls = [call.get_absolute_url(), call.get_checklist_url(), FEEDS["en"], CALENDARS["en"]]
    for url in urls:
        text = client.get(url).content.decode().replace("\r\n ", "").replace("\\,", ",")
        assert "6 January 2027, 00:00" in text.replace("\xa0", " "), url


def test_a_deadline_moved_to_or_from_midnight_is_told_by_the_day_that_it_ends():
    move = Move("closing", brussels(2027, 3, 1), brussels(2027, 3, 16))
    with override("en"):
        said = str(move).replace("\xa0", " ")
    assert said == "Deadline extended from 28 February 2027, 24:00 to 15 March 2027, 24:00."
