"""The recent changes as an Atom feed."""

import datetime

import feedparser
import pytest
from django.utils import timezone

from portal.i18n.languages import CODES
from portal.publishing.models import ChangeNote
from tests.support.factories import in_four, make_call, make_partner, make_programme

pytestmark = pytest.mark.django_db
FEEDS = {
    "nl": "/nl/wijzigingen/feed.atom",
    "fr": "/fr/modifications/feed.atom",
    "de": "/de/aenderungen/feed.atom",
    "en": "/en/changes/feed.atom",
}
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def feed(client):
    def read(language="nl"):
        response = client.get(FEEDS[language])
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        found = feedparser.parse(response.content)
        assert not found.bozo, found.get("bozo_exception")
        return found

    return read


def note(record, ago=HOUR, **texts):
    return ChangeNote.objects.create(record=record, at=timezone.now() - ago, **texts)


@pytest.mark.parametrize("language", CODES)
def test_an_entry_is_in_the_language_of_the_feed(feed, language):
    partner = make_partner(**in_four(name="Wales"))
    change_note = note(partner, **in_four(text="Anders"))
    (entry,) = feed(language).entries
    assert (entry.title, entry.content[0].value) == (f"Wales {language}", f"Anders {language}")
    assert entry.link.startswith(f"http://testserver/{language}/")
    seconds = change_note.at.replace(microsecond=0)
    assert datetime.datetime.fromisoformat(entry.updated) == seconds


def test_notes_on_all_models_are_entries_newest_first(feed):
    note(make_call(series__title_nl="Oproep", label="1"), 2 * HOUR, text_nl="x")
    note(make_programme(agreement__title_nl="Akkoord"), 3 * HOUR, text_nl="x")
    note(make_partner(name_nl="Wales"), HOUR, text_nl="x")
    titles = [entry.title for entry in feed().entries]
    assert titles[:2] == ["Wales", "Oproep 1"]
    assert titles[2].startswith("Akkoord")


def test_a_feed_without_notes_is_as_old_as_the_last_check_of_a_source(feed):
    source = {"url": "https://example.org/", "checked_on": datetime.date(2026, 11, 22)}
    make_partner().sources.create(title="Kunstenpunt", **source)
    assert feed().feed.updated == "2026-11-22T00:00:00+01:00"


def test_an_entry_without_translation_is_marked_as_dutch(feed):
    note(make_partner(name_nl="Japan"), text_nl="Anders")
    (entry,) = feed("fr").entries
    assert (entry.title, entry.title_detail.language) == ("Japan", "nl")
    assert entry.content[0].value == '<span lang="nl">Anders</span>'


def test_examples_hidden_pages_and_future_notes_are_not_in_the_feed(feed):
    note(make_partner(is_example=True), text_nl="x")
    note(make_partner(state="draft"), text_nl="x")
    note(make_partner(), -HOUR, text_nl="x")
    assert feed().entries == []


def test_an_entry_keeps_its_id_and_each_language_has_its_own(feed):
    change_note = note(make_partner(slug_nl="oud"), text_nl="x")
    before = [feed(code).entries[0].id for code in CODES]
    change_note.record.slug_nl = "nieuw"
    change_note.record.save()
    change_note.text_nl = "zonder tikfout"
    change_note.save()
    assert [feed(code).entries[0].id for code in CODES] == before
    assert len(set(before)) == len({feed(code).feed.id for code in CODES}) == 4


@pytest.mark.parametrize("language", CODES)
def test_the_page_of_changes_links_to_the_feed(page, language):
    soup = page(FEEDS[language].removesuffix("feed.atom"))
    assert soup.select_one("head link[type='application/atom+xml']")["href"] == FEEDS[language]
    assert soup.main.select_one("a[type='application/atom+xml']")["href"] == FEEDS[language]


def test_a_full_feed_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    def add():
        for record in (make_call(), make_partner(), make_programme()):
            note(record, text_nl="x")

    add()
    with django_assert_num_queries(4):
        client.get(FEEDS["nl"])
    for _ in range(11):
        add()
    with django_assert_num_queries(4):
        client.get(FEEDS["nl"])
