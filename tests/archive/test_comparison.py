"""Two moments of a page side by side."""

import datetime

import pytest
import time_machine

from portal.archive.addresses import format_url_instant
from portal.archive.capture import capture
from portal.archive.comparison import compare
from tests.support.factories import brussels, in_four, make_call

NOON = brussels(2027, 2, 10, 12)
DAY = datetime.timedelta(days=1)


def pairs(old, new):
    return [(pair.old, pair.new) for pair in compare(old, new) if not pair.is_same]


def test_words_that_went_and_came_are_marked_on_their_side():
    assert pairs("<p>Voor één persoon.</p>", "<p>Voor twee personen.</p>") == [
        ("Voor <del>één persoon.</del>", "Voor <ins>twee personen.</ins>")
    ]


def test_what_is_the_same_stands_on_both_sides_unmarked():
    found = compare("<h2>Wat?</h2><p>Reizen.</p>", "<h2>Wat?</h2><p>Verblijf.</p>")
    assert (found[0].is_same, found[0].old, found[0].new) == (True, "Wat?", "Wat?")


def test_a_paragraph_that_came_has_nothing_beside_it():
    old, new = "<p>Eén.</p><p>Drie.</p>", "<p>Eén.</p><p>Twee.</p><p>Drie.</p>"
    assert pairs(old, new) == [("", "<ins>Twee.</ins>")]
    assert pairs(new, old) == [("<del>Twee.</del>", "")]


def test_signs_of_markup_in_a_text_stay_text():
    assert pairs("<p>a &lt;b&gt; c</p>", "<p>a &lt;i&gt; c</p>") == [
        ("a <del>&lt;b&gt;</del> c", "a <ins>&lt;i&gt;</ins> c")
    ]


@pytest.fixture
def moved(db):
    """A call whose deadline moved a day ago."""
    with time_machine.travel(NOON, tick=False):
        call = make_call(
            series__slug_nl="reeks",
            label="2027",
            closes_at=brussels(2027, 3, 15, 17),
            **in_four(theme="Licht"),
        )
        capture(call, NOON - 2 * DAY)
        call.closes_at = brussels(2027, 3, 20, 17)
        call.save()
        capture(call, NOON - DAY)
        yield call


def address(call, *days_ago, section="nl/geschiedenis"):
    instants = "/".join(format_url_instant(NOON - days * DAY) for days in days_ago)
    return f"/{section}/call/{call.pk}/{instants}/"


@pytest.mark.parametrize("days", [(2, 1), (1, 2)])
def test_a_moved_deadline_is_marked_whichever_moment_is_asked_first(moved, page, days):
    main = page(address(moved, *days)).main
    assert {one.text for one in main.select("td:first-child del")} == {"maandag 15"}
    assert {one.text for one in main.select("td:last-child ins")} == {"zaterdag 20"}
    assert not main.select("td:last-child del, td:first-child ins")


def test_it_says_when_nothing_differs(moved, page):
    main = page(address(moved, 1, 0)).main
    assert not main.select("ins, del")
    assert "op beide momenten gelijk" in main.text


@pytest.mark.parametrize("section", ["fr/historique", "de/verlauf", "en/history"])
def test_it_is_there_in_each_language(moved, client, section):
    response = client.get(address(moved, 2, 1, section=section))
    assert response.status_code == 200
    assert "<del>" in response.content.decode()


def test_a_moment_without_a_version_is_not_found(moved, client):
    assert client.get(address(moved, 3, 1)).status_code == 404
    assert client.get(address(moved, 1).replace("call/", "call/yesterday/")).status_code == 404


def test_the_form_leads_to_the_comparison_of_two_days(moved, client):
    start = f"/nl/geschiedenis/call/{moved.pk}/"
    days = {"day": "2027-02-08", "hour": "12:00:00", "other_day": "2027-02-09"}
    assert client.get(start, days)["Location"] == address(moved, 2, 1)
    del days["other_day"]
    assert client.get(start, days)["Location"] == address(moved, 2)


def test_each_version_of_the_list_leads_to_what_changed_in_it(moved, page):
    links = page(f"/nl/geschiedenis/call/{moved.pk}/").select(".changes a")
    targets = [link["href"] for link in links if link["href"].count("T12.") == 2]
    assert targets == [address(moved, 2, 1)]
