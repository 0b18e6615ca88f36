"""What a process keeps: the same for every reader, and never when it is no longer right."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from calls.models import Call
from partners.models import Partner
from portal.page_cache.freshness import watch
from portal.publishing import clock, shelf
from portal.publishing.internal_client import internal_get
from portal.publishing.signals import page_changed
from portal.search.models import Synonym
from tests.support.factories import brussels, in_four, make_call, make_partner

NOON = brussels(2027, 2, 10, 12)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def content(monkeypatch, open_shelves):
    """The content as a process knows it, at noon."""
    known = SimpleNamespace(version=(1, 1), checked=NOON, until=NOON + HOUR)
    monkeypatch.setattr(shelf, "_known", [lambda: known])
    monkeypatch.setattr(shelf, "connection", SimpleNamespace(in_atomic_block=False))
    with clock.frozen_at(NOON):
        yield known


@pytest.fixture
def made():
    """A function to keep the result of, which counts how often it was asked."""

    def make():
        make.times += 1
        return make.times

    make.times = 0
    return make


def test_a_thing_is_made_once(content, made):
    kept = shelf.Shelf(10)
    assert [kept.get("a", made), kept.get("a", made), kept.get("b", made)] == [1, 1, 2]


def test_each_language_and_each_place_of_the_site_has_its_own(content, made):
    kept = shelf.Shelf(10)
    kept.get("a", made)
    with translation.override("fr"):
        assert kept.get("a", made) == 2
    assert kept.get("a", made) == 1


@pytest.mark.parametrize(
    "turned",
    [{"version": (2, 2)}, {"until": NOON + 2 * HOUR}, {"until": NOON}, {"checked": NOON + HOUR}],
    ids=["edited", "another boundary", "past the boundary", "known only later"],
)
def test_nothing_outlives_the_content_it_was_made_from(content, made, turned):
    kept = shelf.Shelf(10)
    kept.get("a", made)
    vars(content).update(turned)
    assert kept.get("a", made) == 2


@pytest.mark.parametrize("hidden", ["transaction", "itself"])
def test_nothing_is_kept_of_what_nobody_else_sees(content, made, monkeypatch, hidden):
    kept = shelf.Shelf(10)
    if hidden == "transaction":
        shelf.connection.in_atomic_block = True
        assert [kept.get("a", made), kept.get("a", made)] == [1, 2]
    else:
        with shelf.closed():
            assert [kept.get("a", made), kept.get("a", made)] == [1, 2]


def test_without_knowledge_of_the_content_nothing_is_kept(content, made, monkeypatch):
    monkeypatch.setattr(shelf, "_known", [lambda: None])
    kept = shelf.Shelf(10)
    assert [kept.get("a", made), kept.get("a", made)] == [1, 2]


def test_a_shelf_that_is_full_begins_anew(content, made):
    kept = shelf.Shelf(2)
    assert [kept.get(key, made) for key in "abcc"] == [1, 2, 3, 3]
    assert len(kept.kept[1]) == 1


def test_only_what_is_missing_is_made(content):
    kept, asked = shelf.Shelf(10), []

    def make(missing):
        asked.append(missing)
        return {key: key.upper() for key in missing if key != "x"}

    assert kept.get_many(["a", "b"], make) == ["A", "B"]
    assert kept.get_many(["b", "x", "c", "a"], make) == ["B", "C", "A"]
    assert asked == [["a", "b"], ["x", "c"]]


def test_what_depends_on_a_kept_thing_depends_on_the_clock(content, made):
    kept = shelf.Shelf(10)
    kept.get("a", made)
    with clock.frozen_at(NOON) as frozen:
        kept.get("a", made)
    assert frozen.was_read


# On the site, outside any transaction

real = pytest.mark.django_db(transaction=True)
CURRENT = {"opens_at": brussels(2027, 1, 1), "closes_at": brussels(2027, 3, 1)}


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as instant:
        yield instant


@real
@pytest.mark.parametrize("address", ["/nl/", "/nl/projectoproepen/", "/en/project-calls/"])
def test_a_second_reader_costs_no_query(
    client, noon, open_shelves, address, django_assert_num_queries
):
    make_call(**CURRENT)
    first = client.get(address)
    with django_assert_num_queries(0):
        again = client.get(address)
    assert again.content == first.content


@real
def test_an_edit_is_on_every_page_at_the_next_lookup(client, noon, open_shelves):
    call = make_call(series__title_nl="Oud", **CURRENT)
    pages = ["/nl/", "/nl/projectoproepen/", call.series.get_absolute_url()]
    assert all("Oud" in client.get(address).content.decode() for address in pages)
    type(call.series).objects.update(title_nl="Nieuw")
    watch.forget()
    assert all("Nieuw" in client.get(address).content.decode() for address in pages)


@real
def test_a_card_changes_at_the_deadline(client, noon, open_shelves):
    make_call(opens_at=brussels(2027, 1, 1), closes_at=NOON + HOUR, **in_four(theme="Dans"))
    assert "Dans" in client.get("/nl/projectoproepen/").content.decode()
    noon.shift(HOUR)
    assert "Dans" not in client.get("/nl/projectoproepen/").content.decode()


@real
def test_the_site_asked_by_itself_sees_what_is_there(client, noon, open_shelves):
    call = make_call(**CURRENT, **in_four(theme="Oud"))
    client.get("/nl/projectoproepen/")
    with transaction.atomic():
        Call.objects.filter(pk=call.pk).update(theme_nl="Ontwerp")
        seen = internal_get("/nl/projectoproepen/").content.decode()
        transaction.set_rollback(True)
    assert "Ontwerp" in seen
    assert "Ontwerp" not in client.get("/nl/projectoproepen/").content.decode()


@real
def test_a_partner_page_costs_four_queries_once_others_were_read(
    client, noon, open_shelves, django_assert_num_queries
):
    first, second = (make_partner(**in_four(name=name)) for name in ("Wales", "Japan"))
    client.get(first.get_absolute_url())
    with django_assert_num_queries(4):  # the partner, its rows, agreements and calls
        client.get(second.get_absolute_url())


@real
def test_the_choices_of_a_filter_follow_an_edit(client, noon, open_shelves):
    call = make_call(**CURRENT)
    address = reverse("calls:calls")
    client.get(address)
    Partner.objects.filter(pk=call.series.partner_id).update(name_nl="Cymru")
    watch.forget()
    assert "Cymru" in client.get(address).content.decode()


@real
def test_a_search_costs_three_queries_once_others_were_made(
    client, noon, open_shelves, django_assert_num_queries
):
    page_changed.send(Partner, record=make_partner(**in_four(name="Wales")))
    client.get("/nl/zoeken/?q=wales")
    with django_assert_num_queries(3):  # words, entries of those words, those shown
        client.get("/nl/zoeken/?q=waleS")


@real
def test_a_synonym_counts_at_the_next_lookup(client, noon, open_shelves):
    page_changed.send(Partner, record=make_partner(**in_four(name="Wales")))
    assert "Wales" not in client.get("/nl/zoeken/?q=cymru").content.decode()
    Synonym.objects.create(language="nl", words="wales, cymru")
    watch.forget()
    assert "Wales" in client.get("/nl/zoeken/?q=cymru").content.decode()
