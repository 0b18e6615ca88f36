"""The log grows by all that becomes public, ends, moves or is done; in order, and signed."""

import datetime

import pytest
import time_machine
from django.db import transaction

from calls.models import Call
from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from portal.operations.trail import check_trail
from portal.publishing.canonical import hash_of
from portal.revisions.models import Revision
from portal.transparency import log, tiles
from portal.transparency.merkle import root_of
from portal.transparency.models import Checkpoint, Leaf, Log, Tile
from portal.transparency.notes import Head, verified
from tests.support.factories import brussels, make_call, make_partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.every_database]
NOON = brussels(2027, 2, 10, 12)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def kinds():
    return list(Leaf.objects.order_by("index").values_list("kind", flat=True))


def test_a_publication_is_in_the_log_at_once_and_signed(now, key):
    partner = make_partner()
    capture(partner)
    assert kinds() == ["log", *["version"] * 4]
    checkpoint = Checkpoint.objects.newest()
    text, _by = verified(checkpoint.signed_note, [key.verifier])
    leaves = Leaf.objects.order_by("index")
    assert [leaf.index for leaf in leaves] == list(range(5))
    root = root_of(leaf.hash() for leaf in leaves)
    assert Head.parse(text) == Head("portal.example/log", 5, root)
    assert tiles.root(5) == root
    version = PublicVersion.objects.get(language="fr")
    leaf = leaves.get(subject=f"partner/{partner.pk}/fr/{version.pk}")
    assert leaf.data == hash_of(version.log_text())
    assert version.content_hash in version.log_text()


def test_what_is_rolled_back_is_not_in_the_log(now):
    partner = make_partner()
    with transaction.atomic():
        capture(partner)
        transaction.set_rollback(True)
    assert kinds() == []
    capture(partner)
    assert kinds() == ["log", *["version"] * 4]


def test_the_end_of_a_version_and_a_withdrawal_are_in_the_log(now):
    call = make_call(closes_at=brussels(2027, 3, 15, 17))
    capture(call)
    now.move_to(NOON + HOUR)
    Call.objects.update(closes_at=brussels(2027, 4, 1, 17))
    capture(Call.objects.get())
    now.move_to(NOON + 2 * HOUR)
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    capture(Call.objects.get())
    changed, withdrawn = kinds()[5:13], kinds()[13:]
    assert changed == [*["end"] * 4, *["version"] * 4]
    assert withdrawn == [*["withdrawal"] * 4, *["version"] * 4]  # and why


def test_the_end_of_a_withdrawal_is_in_the_log(now):
    call = make_call(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    capture(call)
    now.move_to(NOON + HOUR)
    Call.objects.update(state="published", withdrawal_reason_nl="")
    capture(Call.objects.get())
    assert kinds()[5:] == [*["end"] * 4, *["version"] * 4]
    assert check_trail() == []


def test_a_moved_deadline_is_in_the_log_and_its_translation_too(now):
    call = make_call()
    dates = {"old": NOON, "new": NOON + DAY, "changed_at": NOON}
    change = call.deadline_changes.create(**dates, reason_nl="Storing.")
    change.save()
    assert kinds() == ["log", "deadline"]
    change.reason_fr = "Panne."
    change.save()
    assert kinds() == ["log", "deadline", "deadline"]
    assert Leaf.objects.newest("deadline", [change.log_subject])[change.log_subject].attests(
        change.log_text()
    )


def test_the_log_has_entries_of_the_logbook_of_which_nothing_can_be_guessed(now, django_user_model):
    user = django_user_model.objects.create_user("an.peeters")
    entry = Revision.objects.keep(make_partner(), Revision.Action.CHANGED, user)
    leaf = Leaf.objects.get(kind="entry")
    assert leaf.attests(entry.hash)
    assert leaf.data != hash_of(entry.hash)
    assert leaf.salt not in leaf.entry()


def test_what_there_was_before_the_log_is_taken_up(now):
    capture(make_partner())
    first = {hash_of(version.log_text()) for version in PublicVersion.objects.all()}
    for model in (Leaf, Tile, Checkpoint, Log):
        model.objects.all().delete()
    capture(make_partner())
    assert kinds() == ["log", *["version"] * 8]
    assert first < set(Leaf.objects.values_list("data", flat=True))


def test_a_process_that_ended_before_its_leaf_had_a_place_loses_nothing(now, monkeypatch):
    monkeypatch.setattr(log, "grow_once", lambda: 1 / 0)
    capture(make_partner())
    assert kinds() == [*["version"] * 4]
    assert Leaf.objects.waiting().count() == 4
    monkeypatch.undo()
    assert log.grow() == 5
    assert not Leaf.objects.waiting().exists()


def test_there_is_a_checkpoint_each_day_although_nothing_changes(now, key):
    log.keep()
    sizes = [Checkpoint.objects.newest().size]
    for days in (0, 1, 2):
        now.move_to(NOON + days * DAY + HOUR)
        log.keep()
        sizes.append(Checkpoint.objects.newest().size)
    assert sizes == [2, 2, 3, 4]
    assert Checkpoint.objects.count() == 3


def test_without_a_key_the_tree_grows_and_with_one_it_is_signed(now, settings, key):
    settings.TRANSPARENCY_KEY = ""
    capture(make_partner())
    assert Checkpoint.objects.get().signed_note == ""
    settings.TRANSPARENCY_KEY = key
    log.keep()
    assert Head.parse(Checkpoint.objects.newest().signed_note).size == 6
    log.keep()
    assert Checkpoint.objects.signed().count() == 1


def test_a_long_transaction_lets_the_log_grow_once(now, monkeypatch):
    grown = []
    monkeypatch.setattr(log, "grow_once", lambda: grown.append(1) or Leaf.objects.all().delete())
    with transaction.atomic():
        for _number in range(3):
            capture(make_partner())
        with transaction.atomic():
            capture(make_partner())
    assert grown == [1]
