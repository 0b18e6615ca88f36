"""The public list of recent changes."""

import datetime

import pytest
from django.utils import timezone

from portal.publishing.models import ChangeNote
from tests.support.factories import make_call, make_partner, make_programme

pytestmark = pytest.mark.django_db
SECOND, HOUR = datetime.timedelta(seconds=1), datetime.timedelta(hours=1)


def note(record, text, ago=HOUR):
    return ChangeNote.objects.create(record=record, text_nl=text, at=timezone.now() - ago)


def listed(page, address="/nl/wijzigingen/"):
    return [item.p.text.split(": ", 1)[1].strip() for item in page(address).select(".changes li")]


def test_notes_on_all_models_are_listed_newest_first(page):
    note(make_call(), "tweede", 2 * HOUR)
    note(make_partner(), "derde", 3 * HOUR)
    note(make_programme(), "eerste", HOUR)
    assert listed(page) == ["eerste", "tweede", "derde"]


@pytest.mark.parametrize("address", ["/nl/wijzigingen/", "/nl/"])
def test_a_note_on_a_page_that_is_not_public_is_not_listed(page, address):
    note(make_partner(state="draft"), "geheim")
    note(make_partner(), "openbaar")
    assert listed(page, address) == ["openbaar"]


def test_a_note_is_listed_from_its_instant_on(page):
    note(make_partner(), "later", -HOUR)
    assert listed(page) == []


def test_the_home_page_shows_the_five_newest(page):
    for number in range(8):
        note(make_partner(), f"nummer {number}", number * HOUR)
    assert listed(page, "/nl/") == [f"nummer {number}" for number in range(5)]


def test_notes_on_hidden_pages_do_not_count_towards_the_limit(page):
    for number in range(12):
        note(make_partner(state="draft"), "geheim", number * HOUR)
    note(make_partner(), "openbaar", 20 * HOUR)
    assert listed(page, "/nl/") == ["openbaar"]


def test_a_note_links_to_its_page_and_is_shown_there_too(page):
    partner = make_partner()
    note(partner, "Nieuwe naam")
    assert page("/nl/wijzigingen/").main.find("a", href=partner.get_absolute_url())
    assert "Nieuwe naam" in page(partner.get_absolute_url()).select_one(".changes").text


def test_a_note_without_translation_is_marked_as_dutch(page):
    note(make_partner(), "Nieuwe naam")
    assert page("/fr/modifications/").main.find("span", lang="nl", string="Nieuwe naam")


def test_an_empty_list_of_changes_has_a_message(page):
    assert not page("/nl/wijzigingen/").select(".changes")
    assert len(page("/nl/wijzigingen/").main.select("p:not(.more, .actions)")) == 2


def test_since_a_day_in_the_address_only_what_changed_from_its_midnight_on(page):
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for text, at in [("vandaag", midnight), ("gisteren", midnight - SECOND)]:
        ChangeNote.objects.create(record=make_partner(), text_nl=text, at=at)
    assert listed(page, f"/nl/wijzigingen/?since={now:%Y-%m-%d}") == ["vandaag"]
    assert listed(page, f"/nl/wijzigingen/?since={now:%d/%m/%Y}") == ["vandaag"]


def test_a_day_that_means_nothing_shows_nothing_and_says_so(page, client):
    note(make_partner(), "iets")
    main = page("/nl/wijzigingen/?since=eergisteren").main
    assert not main.select(".changes")
    assert "eergisteren" in main.select_one(".notice").text
    assert client.get("/nl/wijzigingen/wijzigingen.csv?since=eergisteren").status_code == 404


def test_files_hold_what_changed_since_the_day(client):
    note(make_partner(), "lang geleden", 100 * 24 * HOUR)
    note(make_partner(), "pas")
    day = timezone.localdate() - datetime.timedelta(days=2)
    table = client.get(f"/nl/wijzigingen/wijzigingen.csv?since={day}").content.decode()
    assert "pas" in table
    assert "lang geleden" not in table


def test_many_changes_stand_on_pages_of_fifty(warm, page, client, django_assert_max_num_queries):
    partner = make_partner()
    for number in range(120):
        note(partner, f"nummer {number:03}", (number + 1) * HOUR)
    seen = [
        text for number in (1, 2, 3) for text in listed(page, f"/nl/wijzigingen/?page={number}")
    ]
    assert seen == [f"nummer {number:03}" for number in range(120)]
    assert client.get("/nl/wijzigingen/?page=4").status_code == 404
    with django_assert_max_num_queries(6):
        client.get("/nl/wijzigingen/?page=2")
