"""The Atom feed of a filtered list of calls, read as a feed reader reads it."""

import datetime
import re

import feedparser
import pytest
import time_machine
from django.utils import translation
from lxml import etree

from calls.models import Call
from portal.i18n.formats import machine
from portal.i18n.languages import CODES, HTML_CODES
from portal.publishing.atom import lasting_id
from portal.publishing.models import ChangeNote
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
FEEDS = {
    "nl": "/nl/projectoproepen/feed.atom",
    "fr": "/fr/appels-a-projets/feed.atom",
    "de": "/de/projektaufrufe/feed.atom",
    "en": "/en/project-calls/feed.atom",
}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
OPENS, CLOSES = brussels(2027, 1, 6, 9), brussels(2027, 3, 1, 17)
HOUR, SECOND = datetime.timedelta(hours=1), datetime.timedelta(seconds=1)


@pytest.fixture
def feed(client):
    """`feed("nl")` or `feed("nl", "?status=open")`, as feedparser understands it."""

    def read(language="nl", query=""):
        response = client.get(FEEDS[language] + query)
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        found = feedparser.parse(response.content)
        assert not found.bozo, found.get("bozo_exception")
        assert found.version == "atom10"
        return found

    return read


def instant(entry):
    return datetime.datetime(*entry.updated_parsed[:6], tzinfo=datetime.UTC)


def updates(feed, at, language="nl"):
    """When the one entry of the feed says that it changed, for a reader who looks at an instant."""
    with time_machine.travel(at, tick=False):
        (entry,) = feed(language).entries
        return instant(entry)


@time_machine.travel(OPENS, tick=False)
@pytest.mark.parametrize("language", CODES)
def test_a_feed_has_all_that_the_format_asks_for(client, feed, language):
    make_call(**in_four(summary="Wat"), publish_at=brussels(2026, 12, 1))
    make_call()
    tree = etree.fromstring(client.get(FEEDS[language]).content)
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == HTML_CODES[language]
    for part in [tree, *tree.findall("a:entry", ATOM)]:
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"a:{name}", ATOM)) == 1
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", part.findtext("a:updated", None, ATOM)
        )
        links = [
            tuple(map(link.get, ("rel", "type", "hreflang")))
            for link in part.findall("a:link", ATOM)
        ]
        assert len(links) == len(set(links))
    assert tree.findtext("a:author/a:name", None, ATOM)
    assert {entry.category for entry in feed(language).entries} == {"open"}


@pytest.mark.parametrize("language", CODES)
def test_an_entry_leads_to_its_page_in_the_language_of_the_feed_and_names_the_others(
    client, feed, language
):
    make_call()
    (entry,) = feed(language).entries
    assert entry.link.startswith(f"http://testserver/{language}/")
    assert client.get(entry.link).status_code == 200
    others = {link.hreflang for link in entry.links if link.rel == "related"}
    assert others == {HTML_CODES[code] for code in CODES} - {HTML_CODES[language]}


def test_a_feed_links_to_itself_its_list_and_the_other_languages(feed):
    links = feed("fr", "?status=open").feed.links
    assert [link.href for link in links if link.rel == "self"] == [
        "http://testserver/fr/appels-a-projets/feed.atom?status=open"
    ]
    page, *others = [link for link in links if link.rel == "alternate"]
    assert (page.type, page.href) == (
        "text/html",
        "http://testserver/fr/appels-a-projets/?status=open",
    )
    assert {link.hreflang: link.href.removeprefix("http://testserver") for link in others} == {
        HTML_CODES[code]: f"{FEEDS[code]}?status=open" for code in ("nl", "de", "en")
    }


@time_machine.travel(OPENS, tick=False)
def test_a_feed_follows_the_filters_of_the_list(feed):
    make_call(series__title_nl="Wales", series__partner__slug_nl="wales")
    make_call(series__title_nl="Japan")
    (entry,) = feed("nl", "?partner=wales").entries
    assert entry.title.startswith("Wales")
    assert feed("nl", "?status=closed").entries == []
    assert len(feed("nl", "?sort=x").entries) == 2


@time_machine.travel(OPENS, tick=False)
def test_the_feed_of_the_unfiltered_list_keeps_calls_that_leave_that_list(feed, page):
    make_call(cancelled_at=OPENS, cancellation_reason_nl="Geen geld.")
    assert not page("/nl/projectoproepen/").select(".cards li")
    (entry,) = feed().entries
    assert "Geen geld." in entry.content[0].value
    assert entry.category == "cancelled"
    assert feed("nl", "?status=open").entries == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": "draft"},
        {"is_example": True},
        {"series__is_example": True},
        {"publish_at": brussels(2999, 1, 1)},
        {"series__state": "draft"},
        {"state": "withdrawn", "withdrawal_reason_nl": "Fout."},
    ],
)
def test_what_is_not_public_or_an_example_is_in_no_feed(feed, hidden):
    make_call(**hidden)
    assert feed().entries == feed("nl", "?status=open&status=announced").entries == []


def test_an_id_is_the_same_after_a_move_to_another_address_and_differs_per_language(feed):
    call = make_call(series__slug_nl="oud")
    before = [feed(code).entries[0].id for code in CODES]
    series = call.series
    series.slug_nl, series.title_nl = "nieuw", "Anders"
    series.save()
    assert [feed(code).entries[0].id for code in CODES] == before
    assert len(set(before)) == 4
    assert before[0] == lasting_id("call", call.pk, "nl").urn


def test_the_ids_that_readers_know_never_change(feed):
    assert lasting_id("call", 12, "nl").urn == "urn:uuid:4290dd2c-4793-5239-b77d-836f89511056"
    assert feed("nl", "?partner=&status=open&q=x").feed.id == feed("nl", "?q=x&status=open").feed.id
    assert feed("nl", "?status=open").feed.id != feed("nl", "?status=closed").feed.id


@pytest.mark.parametrize(
    ("at", "updated"),
    [
        (OPENS - SECOND, brussels(2026, 12, 1, 12)),
        (OPENS, OPENS),
        (brussels(2027, 2, 15, 16, 59, 59), OPENS),
        (brussels(2027, 2, 15, 17), brussels(2027, 2, 15, 17)),
        (CLOSES - SECOND, brussels(2027, 2, 15, 17)),
        (CLOSES, CLOSES),
        (brussels(2027, 8, 1), CLOSES),
    ],
)
def test_an_entry_is_updated_when_its_status_changes_and_at_no_other_second(feed, at, updated):
    make_call(opens_at=OPENS, closes_at=CLOSES, publish_at=brussels(2026, 12, 1, 12))
    assert updates(feed, at) == updated


def test_an_event_that_no_longer_comes_is_no_update(feed):
    make_call(cancelled_at=OPENS + HOUR, cancellation_reason_nl="Geen geld.")
    assert updates(feed, CLOSES + HOUR) == OPENS + HOUR


def test_a_moved_deadline_is_an_update_and_shown_with_its_reason(feed):
    call = make_call(closes_at=brussels(2027, 3, 15, 17))
    moved = brussels(2027, 1, 20, 10)
    call.deadline_changes.create(
        old=CLOSES, new=call.closes_at, changed_at=moved, reason_nl="Storing.", reason_fr="Panne."
    )
    assert updates(feed, moved - SECOND) == OPENS
    assert updates(feed, moved) == updates(feed, moved, "fr") == moved
    with time_machine.travel(moved, tick=False):
        contents = {code: feed(code).entries[0].content[0].value for code in CODES}
    assert "1 maart 2027" in contents["nl"].replace("\xa0", " ")
    assert "15 maart 2027" in contents["nl"].replace("\xa0", " ")
    assert "Storing." in contents["nl"]
    assert "Panne." in contents["fr"]
    assert '<span lang="nl">Storing.</span>' in contents["de"]


def test_a_change_that_the_editor_calls_minor_is_no_update(feed):
    call = make_call()
    call.note_changes(["nl"], at=OPENS + HOUR)
    call.save()
    Call.objects.update(summary_nl="Zonder tikfout.")
    assert updates(feed, OPENS + 2 * HOUR) == OPENS + HOUR


def test_a_translation_is_updated_when_it_changes_not_when_the_dutch_does(feed):
    call = make_call(**in_four(summary="Wat"))
    call.note_changes(["nl"], at=OPENS + 2 * HOUR)
    call.note_changes(["fr"], at=OPENS + HOUR)
    call.save()
    assert updates(feed, CLOSES - 20 * 24 * HOUR, "nl") == OPENS + 2 * HOUR
    assert updates(feed, CLOSES - 20 * 24 * HOUR, "fr") == OPENS + HOUR


def test_a_page_that_falls_back_is_updated_when_its_dutch_changes_and_says_it_is_dutch(feed):
    call = make_call(summary_nl="Alleen in het Nederlands", series__title_fr="")
    call.note_changes(["nl"], at=OPENS + HOUR)
    call.save()
    assert updates(feed, OPENS + 2 * HOUR, "fr") == OPENS + HOUR
    (entry,) = feed("fr").entries
    assert entry.title_detail.language == "nl"
    assert '<span lang="nl">Alleen in het Nederlands</span>' in entry.content[0].value
    assert entry.content[0].language == "fr"


def test_a_public_note_is_an_update_from_its_instant_on(feed):
    call = make_call()
    ChangeNote.objects.create(record=call, text_nl="Meer budget.", at=OPENS + HOUR)
    assert updates(feed, OPENS + HOUR - SECOND) == OPENS
    assert updates(feed, OPENS + HOUR) == OPENS + HOUR
    with time_machine.travel(OPENS + HOUR - SECOND, tick=False):
        assert "Meer budget." not in feed().entries[0].content[0].value
    with time_machine.travel(OPENS + HOUR, tick=False):
        assert "Meer budget." in feed().entries[0].content[0].value


@time_machine.travel(brussels(2027, 2, 1), tick=False)
def test_the_newest_change_is_first_and_fifty_are_enough(feed):
    for number in range(52):
        make_call(publish_at=OPENS + number * HOUR)
    found = feed()
    assert len(found.entries) == 50
    assert [instant(entry) for entry in found.entries] == [
        OPENS + number * HOUR for number in range(51, 1, -1)
    ]
    assert found.feed.updated == found.entries[0].updated


def test_a_feed_of_which_nothing_is_known_is_still_valid(feed):
    assert feed().feed.updated == "1970-01-01T01:00:00+01:00"
    make_call(opens_at=None, closes_at=None)
    assert feed().entries[0].updated == "1970-01-01T01:00:00+01:00"


@time_machine.travel(CLOSES + HOUR, tick=False)
def test_a_feed_that_became_empty_has_the_date_of_the_last_change_of_any_call(feed):
    make_call()
    assert not feed("nl", "?status=open").entries
    assert feed("nl", "?status=open").feed.updated == feed().feed.updated == machine(CLOSES)


@time_machine.travel(brussels(2027, 2, 1), tick=False)
def test_a_call_that_was_loaded_is_no_news_until_somebody_edits_it(feed):
    old = {"opens_at": None, "closes_at": brussels(2019, 1, 15), "closes_day_only": True}
    call = make_call(**old, edits=0)
    call.note_changes(at=brussels(2026, 11, 22))
    call.save()
    (entry,) = feed().entries
    assert instant(entry) == brussels(2019, 1, 15)
    Call.objects.update(edits=1)
    assert instant(feed().entries[0]) == brussels(2026, 11, 22)


@time_machine.travel(brussels(2027, 2, 1), tick=False)
def test_of_a_loaded_call_without_dates_the_check_of_its_source_counts(feed):
    call = make_call(opens_at=None, closes_at=None, timing="past", edits=0)
    call.note_changes(at=brussels(2026, 11, 22))
    call.save()
    assert instant(feed().entries[0]) == brussels(2026, 11, 22)


def test_an_unchanged_feed_is_not_sent_twice_and_has_no_clock_in_it(client):
    make_call()
    with time_machine.travel(brussels(2027, 2, 1), tick=False):
        first = client.get(FEEDS["nl"])
    with time_machine.travel(brussels(2027, 2, 2), tick=False):
        again = client.get(FEEDS["nl"], headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_what_xml_cannot_hold_or_would_read_as_markup_breaks_no_feed(client, feed):
    make_call(series__title_nl="A & B <i>\x0b</i> ]]>", summary_nl="<b>\x02</b> & 5 < 6", label="1")
    assert feed("nl", "?q=%3Cb%3E%26%0B").entries == []
    tree = etree.fromstring(client.get(FEEDS["nl"]).content)
    assert tree.findtext("a:entry/a:title", None, ATOM) == "A & B <i></i> ]]> 1"
    assert "&lt;b&gt;&lt;/b&gt; &amp; 5 &lt; 6" in feed().entries[0].content[0].value


def test_a_partner_that_is_not_public_is_not_named(feed):
    make_call(series__partner=make_partner(state="draft", name_nl="Geheim"))
    assert "Geheim" not in feed().entries[0].content[0].value


def test_a_full_feed_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    def add():
        call = make_call(**in_four(summary="Wat"))
        call.amounts.create(side="total", kind="max", amount=1000)
        call.deadline_changes.create(old=OPENS, new=CLOSES, changed_at=OPENS, reason_nl="x")
        ChangeNote.objects.create(record=call, text_nl="x", at=OPENS)

    add()
    with django_assert_num_queries(5):
        client.get(FEEDS["nl"])
    for _ in range(11):
        add()
    with django_assert_num_queries(5):
        client.get(FEEDS["nl"])


@pytest.mark.parametrize("language", CODES)
def test_the_list_leads_to_its_feed_calendar_and_data_with_its_filters(page, client, language):
    address = FEEDS[language].removesuffix("feed.atom")
    soup = page(f"{address}?status=open&q=%26")
    heads = {tag["type"]: tag["href"] for tag in soup.select("head link[rel=alternate][type]")}
    visible = {tag.get("type"): tag["href"] for tag in soup.select(".follow a")}
    assert "%3Fstatus%3Dopen%26q%3D%2526" in heads.pop("application/json+oembed")
    feeds = {"application/atom+xml", "application/feed+json"}
    assert set(heads) == {*feeds, "text/calendar", "application/json"}
    for kind, url in {**visible, **heads}.items():
        assert url.endswith("?status=open&q=%26")
        if kind:
            assert client.get(url).headers["Content-Type"].startswith(kind)
    assert visible[None] == heads["text/calendar"].replace("http:", "webcal:")
    assert soup.select_one(".follow code").text == heads["text/calendar"]


def test_a_translation_behind_its_dutch_says_so(feed):
    call = make_call(**in_four(summary="Wat"))
    call.note_changes(["fr"], at=OPENS)
    call.note_changes(["nl"], at=OPENS + HOUR)
    call.save()
    with translation.override("fr"):
        behind = translation.gettext(
            "The Dutch text changed on %(date)s. This translation is not up to date yet."
        )
    assert behind.split("%")[0] in feed("fr").entries[0].content[0].value
