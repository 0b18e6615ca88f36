"""The walk past all pages, for what nobody read since it turned."""

import datetime
import time

import pytest
import time_machine
from django.core.management import call_command

from calls.models import Call
from partners.models import Partner
from portal.archive.models import Page, PublicVersion, Sweep
from portal.archive.pages import Place
from portal.keeping import sweep as sweeping
from portal.keeping.sweep import sweep
from portal.page_cache.models import ContentChange
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOON = brussels(2027, 2, 10, 12)
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
LIST = Page.at_place(Place("calls:calls"))


@pytest.fixture
def now(few_lists):
    """The changes that count are those that a test notes."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def call(now):
    call = make_call(
        label="2027", opens_at=NOON - HOUR, closes_at=NOON + HOUR, **in_four(theme="Licht")
    )
    ContentChange.objects.all().delete()
    return call


def changed():
    """What the database notes of a change, at the instant of the test."""
    ContentChange.objects.create(at=datetime.datetime.now(datetime.UTC), backend=1)


def mains(owner, language="nl"):
    found = PublicVersion.objects.for_object(owner, owner.pk).filter(language=language)
    return list(found.order_by("public_from").values_list("public_from", "main"))


def test_every_page_is_kept_and_then_nothing_more(call, few_lists):
    assert sweep() == 4 * (len(few_lists) + 3)  # and the pages of the call, its series and partner
    assert sweep() == 0


def test_a_walk_after_nothing_turned_looks_at_no_page(call, monkeypatch):
    sweep()
    monkeypatch.setattr(sweeping, "owners", lambda: 1 / 0)
    assert sweep() == 0


def test_a_change_by_whatever_way_is_found_on_every_page(call, now):
    sweep()
    now.move_to(NOON + MINUTE)
    Partner.objects.update(name_de="Cymru")
    changed()
    assert sweep() > 0
    assert [begin for begin, _main in mains(LIST, "de")] == [NOON, NOON + MINUTE]
    assert len(mains(LIST, "nl")) == 1


def test_a_list_turns_in_the_second_in_which_a_call_closes(call, now):
    sweep()
    now.move_to(NOON + HOUR + 4 * MINUTE)
    sweep()
    assert [begin for begin, _main in mains(LIST)] == [NOON, NOON + HOUR]


def test_what_was_changed_after_a_call_closed_is_not_said_to_have_been_there_then(call, now):
    sweep()
    now.move_to(NOON + HOUR + 2 * MINUTE)
    changed()
    now.move_to(NOON + HOUR + 4 * MINUTE)
    sweep()
    assert [begin for begin, _main in mains(LIST)] == [NOON, NOON + HOUR + 4 * MINUTE]


def test_other_software_is_a_reason_to_walk(call, now, monkeypatch):
    sweep()
    monkeypatch.setattr(sweeping, "code_hash", lambda: "another")
    Partner.objects.update(name_nl="Cymru")
    now.move_to(NOON + MINUTE)
    assert sweep() > 0


def test_a_walk_that_is_stopped_goes_on_where_it_was(call, now, monkeypatch):
    ticks = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    assert sweep(within=3) == 3 * 4
    assert Sweep.objects.get().reached
    assert sweep() == 3 * 4
    assert not Sweep.objects.get().reached


def test_what_turned_during_a_walk_brings_another_one(call, now, monkeypatch):
    ticks = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    sweep(within=3)
    now.move_to(NOON + MINUTE)
    Partner.objects.update(name_nl="Cymru")
    changed()
    assert sweep() and sweep()
    assert all("Cymru" in main for _begin, main in [mains(LIST)[-1]])


def test_a_page_that_is_no_more_ends(call, now, monkeypatch):
    monkeypatch.setattr("partners.views.A_PAGE", 2)
    for _number in range(2):
        make_partner()
    sweep()
    second = Page.at_place(Place("partners:partners", number=2))
    has_two = PublicVersion.objects.for_object(Page, second.pk).current()
    assert has_two.count() == 4
    now.move_to(NOON + MINUTE)
    Partner.objects.exclude(pk=call.series.partner_id).update(state="draft")
    changed()
    sweep()
    assert not has_two.exists()


def test_the_command_keeps_why_a_call_was_withdrawn_by_hand(call, now):
    call_command("keep_public_versions", verbosity=0)
    now.move_to(NOON + MINUTE)
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    changed()
    call_command("keep_public_versions", verbosity=0)
    current = PublicVersion.objects.for_object(Call, call.pk).current()
    assert current.count() == current.filter(is_withdrawn=True).count() == 4
    assert "Voorbij." in current.get(language="nl").main
    now.move_to(NOON + 2 * MINUTE)
    changed()
    assert sweep() == 0
