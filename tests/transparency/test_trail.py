"""Whatever is altered of what was kept is named, also when every hash was computed anew."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import models
from django.utils.translation import override

from calls.models import Call, DeadlineChange
from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from portal.operations import periodic, trail
from portal.publishing.canonical import canonical_json, hash_of
from portal.publishing.models import Document
from portal.revisions.models import Revision
from portal.transparency import log, tiles
from portal.transparency.check import Known
from portal.transparency.log import text_of_log
from portal.transparency.models import Checkpoint, Leaf, Log, Tile
from portal.transparency.notes import Signer
from portal.transparency.sources import source_of
from tests.support.factories import brussels, make_call

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.every_database]
NOON = brussels(2027, 2, 10, 12)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def call(now, key, settings, tmp_path, django_user_model):
    """A call that was public and is withdrawn, a moved deadline, a document and eight entries."""
    settings.MEDIA_ROOT = tmp_path
    user = django_user_model.objects.create_user("an")
    call = make_call(closes_at=brussels(2027, 3, 15, 17))
    file = ContentFile(b"a;b", name="reglement.csv")
    Document.objects.create(record=call, title_nl="Reglement", languages=["nl"], file=file)
    dates = {"old": brussels(2027, 3, 1, 17), "new": call.closes_at, "changed_at": NOON}
    call.deadline_changes.create(**dates, reason_nl="Storing.")
    capture(call)
    for number in range(8):
        Revision.objects.keep(call, Revision.Action.CHANGED, user, note=f"{number}")
    now.move_to(NOON + HOUR)
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    capture(Call.objects.get())
    log.grow()
    assert trail.check_trail() == []
    now.move_to(NOON + 2 * HOUR)
    return Call.objects.get()


@pytest.fixture
def known(call):
    """A checkpoint that somebody else kept."""
    return Known("known", Checkpoint.objects.newest().signed_note)


def raw(model):
    """The rows of a model, past whatever forbids to change them."""
    return models.QuerySet(model).order_by("pk")


def public_version_of(call):
    versions = PublicVersion.objects.for_object(Call, call.pk).of_public_pages()
    return versions.get(language="fr")


def leaf_of(version, kind="version"):
    return f"{kind} {version.log_subject}"


def forge_text(version):
    raw(PublicVersion).filter(pk=version.pk).update(main="<h1>Anders</h1>")


def forge_text_and_its_hash(version):
    forge_text(version)
    version.refresh_from_db()
    digest = hash_of(version.canonical_text())
    raw(PublicVersion).filter(pk=version.pk).update(content_hash=digest)


def forge_facts(version):
    facts = {**version.facts, "budget": 1}
    raw(PublicVersion).filter(pk=version.pk).update(
        facts=facts, facts_hash=hash_of(canonical_json(facts))
    )


def forge_no_end(version):
    raw(PublicVersion).filter(language=version.language, is_withdrawn=True).delete()
    raw(PublicVersion).filter(pk=version.pk).update(public_until=None)


VERSION_FORGERIES = {
    "text": (forge_text, "version", "is not what the log says"),
    "text and hash": (forge_text_and_its_hash, "version", "is not what the log says"),
    "facts": (forge_facts, "version", "is not what the log says"),
    "hash alone": (
        lambda one: raw(PublicVersion).filter(pk=one.pk).update(content_hash="0" * 64),
        "version",
        "is not what the log says",
    ),
    "beginning": (
        lambda one: raw(PublicVersion).filter(pk=one.pk).update(public_from=NOON - DAY),
        "version",
        "is not what the log says",
    ),
    "whether the page was there": (
        lambda one: raw(PublicVersion).filter(pk=one.pk).update(is_withdrawn=True),
        "version",
        "is not what the log says",
    ),
    "when it was kept": (
        lambda one: raw(PublicVersion).filter(pk=one.pk).update(made_at=NOON - DAY),
        "version",
        "is not what the log says",
    ),
    "end": (
        lambda one: raw(PublicVersion).filter(pk=one.pk).update(public_until=NOON + DAY),
        "withdrawal",
        "is not what the log says",
    ),
    "no end": (
        forge_no_end,
        "withdrawal",
        "is in the log and is gone",
    ),
    "row removed": (
        lambda one: raw(PublicVersion).filter(pk=one.pk).delete(),
        "version",
        "is in the log and is gone",
    ),
}


@pytest.mark.parametrize(
    ("forge", "kind", "words"), VERSION_FORGERIES.values(), ids=VERSION_FORGERIES
)
def test_a_version_that_was_altered_is_named(call, forge, kind, words):
    version = public_version_of(call)
    forge(version)
    found = trail.check_trail()
    said = f"{leaf_of(version, kind)} {words}"
    assert said in [str(one).partition(" of it.")[0].rstrip(".") for one in found]
    one = next(one for one in found if str(one).startswith(said))
    assert trail.right_until(one) == (NOON if kind == "version" else NOON + HOUR)


def test_a_version_that_was_added_afterwards_is_named(call):
    version = public_version_of(call)
    version.pk, version.public_from = None, NOON - DAY
    version.public_until = NOON
    raw(PublicVersion).bulk_create([version])
    added = PublicVersion.objects.earliest("public_from")
    said = [str(one) for one in trail.check_trail()]
    assert f"{leaf_of(added)} is not in the log." in said


def test_a_moved_deadline_that_was_altered_is_named(call):
    raw(DeadlineChange).update(old=NOON)
    (found,) = trail.check_trail()
    assert str(found).startswith(f"deadline call/{call.pk}/")


def test_a_moved_deadline_of_a_call_that_staff_removed_is_no_finding(call):
    Revision.objects.keep(call, Revision.Action.REMOVED)
    log.grow()
    DeadlineChange.objects.all().delete()
    assert trail.check_trail()
    call.delete()
    assert not [one for one in trail.check_trail() if "deadline" in str(one)]


@pytest.mark.parametrize("change", ["bytes", "gone"])
def test_a_file_that_was_altered_or_removed_is_named(call, change):
    path = Path(Document.objects.get().file.path)
    path.write_bytes(b"a;c") if change == "bytes" else path.unlink()
    (found,) = trail.check_trail()
    assert Document.objects.get().file.name in str(found)


def test_a_file_with_its_hash_is_named_by_the_logbook(call):
    document = Document.objects.get()
    Path(document.file.path).write_bytes(b"a;c")
    raw(Document).update(sha256="0" * 64)
    assert [one.what for one in trail.check_trail()] == [trail.FILE_ALTERED]


# The logbook, with all hashes computed anew


def forge_logbook(entries):
    """Give the chain of hashes its right hashes again, from the first of these on."""
    for entry in entries:
        before = Revision.objects.filter(pk__lt=entry.pk).order_by("-pk").first()
        entry.previous = before.hash if before else "0" * 64
        raw(Revision).filter(pk=entry.pk).update(
            note=entry.note, previous=entry.previous, hash=hash_of(entry.as_hashed())
        )


def test_the_tail_of_the_logbook_that_was_cut_off_is_named(call):
    cut = list(raw(Revision)[5:])
    raw(Revision).filter(pk__in=[entry.pk for entry in cut]).delete()
    said = [str(one) for one in trail.check_trail()]
    assert said == [f"entry {entry.pk} is in the log and is gone." for entry in cut]


def test_the_tail_of_the_logbook_that_was_written_anew_is_named(call):
    tail = list(raw(Revision)[5:])
    tail[0].note = "anders"
    forge_logbook(tail)
    said = [str(one) for one in trail.check_trail()]
    assert said == [f"entry {entry.pk} is not what the log says of it." for entry in tail]


def test_the_middle_of_the_logbook_that_was_written_anew_is_named(call):
    rest = list(raw(Revision)[3:])
    rest[0].note = "anders"
    forge_logbook(rest)
    said = [str(one) for one in trail.check_trail()]
    assert said[0] == f"entry {rest[0].pk} is not what the log says of it."
    assert len(said) == len(rest)


def test_an_entry_that_was_altered_alone_is_named_by_its_chain_too(call):
    entry = raw(Revision)[3]
    raw(Revision).filter(pk=entry.pk).update(note="anders")
    (found,) = trail.check_trail()
    assert str(found).startswith(f"Entry {entry.pk} of the logbook was altered")


# The log itself


def test_a_leaf_that_was_altered_is_named(call):
    Leaf.objects.filter(index=4).update(at=NOON - DAY)
    assert [str(one) for one in trail.check_trail()] == ["Leaf 4 of the log was altered."]


def test_leaves_that_are_gone_are_named(call):
    Leaf.objects.filter(index__in=[1, 2]).delete()
    said = [str(one) for one in trail.check_trail()]
    assert "Leaves 1-2 of the log are gone." in said


@pytest.mark.parametrize(
    "change", [lambda content: content[:-32], lambda content: b"\0" + content[1:]]
)
def test_hashes_of_the_tree_that_were_altered_are_named(call, change):
    tile = Tile.objects.get()
    Tile.objects.update(hashes=change(bytes(tile.hashes)))
    assert trail.check_trail()


def test_a_checkpoint_that_was_forged_is_named(call):
    checkpoint = Checkpoint.objects.newest()
    forged = Signer("portal.example/log", b"2" * 32).sign("portal.example/log\n3\nAAAA\n")
    Checkpoint.objects.filter(pk=checkpoint.pk).update(signed_note=forged)
    (found,) = trail.check_trail()
    assert str(checkpoint) in str(found)
    Checkpoint.objects.filter(pk=checkpoint.pk).update(
        signed_note=checkpoint.signed_note, root="00" * 32
    )
    assert {str(checkpoint) in str(one) for one in trail.check_trail()} == {True}


def test_a_leaf_that_waits_too_long_for_its_place_is_named(call, now):
    log.append("day", {"2027-02-10": "2027-02-10"})
    assert trail.check_trail() == []
    now.move_to(NOON + 3 * HOUR)
    (found,) = trail.check_trail()
    assert str(found) == "day 2027-02-10 waits for its place in the log."


# Whoever has the database and the key can make all of it anew; whoever kept a checkpoint notices


def make_log_anew():
    """Every leaf, hash and checkpoint, as if what is there now had always been so."""
    for leaf in Leaf.objects.order_by("index"):
        text = source_of(leaf.kind).texts([leaf.subject]).get(leaf.subject)
        if text is None:
            leaf.delete()
        else:
            Leaf.objects.filter(pk=leaf.pk).update(data=hash_of(leaf.salt + text))
    leaves = list(Leaf.objects.order_by("index"))
    Leaf.objects.update(index=None)
    for index, leaf in enumerate(leaves):
        leaf.index = index
    Leaf.objects.bulk_update(leaves, ["index"])
    Tile.objects.all().delete()
    Checkpoint.objects.all().delete()
    tiles.append([leaf.hash() for leaf in leaves], 0)
    log.sign(Log.objects.current(), len(leaves))


def cut_logbook(call):
    raw(Revision).filter(pk__in=[entry.pk for entry in raw(Revision)[5:]]).delete()


def rewrite_logbook(call):
    rest = list(raw(Revision)[3:])
    rest[0].note = "anders"
    forge_logbook(rest)


def forge_dates(call):
    PublicVersion.objects.of_public_pages().filter(language="fr").update(public_from=NOON - DAY)


def forge_texts(call):
    for version in PublicVersion.objects.filter(language="fr"):
        forge_text_and_its_hash(version)


def remove_rows(call):
    raw(PublicVersion).filter(language="fr").delete()


@pytest.mark.parametrize(
    "forge", [forge_texts, remove_rows, forge_dates, cut_logbook, rewrite_logbook]
)
def test_a_log_that_was_made_anew_is_betrayed_by_a_checkpoint_from_outside(call, known, forge):
    forge(call)
    make_log_anew()
    assert trail.check_trail() == []
    (found,) = trail.check_trail([known])
    assert "known says otherwise" in str(found)


def test_a_file_of_a_log_that_was_made_anew_is_named(call, known):
    Path(Document.objects.get().file.path).write_bytes(b"a;c")
    make_log_anew()
    assert [one.what for one in trail.check_trail([known])] == [trail.FILE_ALTERED]


def test_where_it_was_altered_lies_between_two_known_checkpoints(call, known):
    size = Leaf.objects.size()
    capture(make_call())
    log.grow()
    later = Known("later", Checkpoint.objects.newest().signed_note)
    raw(PublicVersion).filter(pk=PublicVersion.objects.latest("pk").pk).update(main="x")
    make_log_anew()
    (found,) = trail.check_trail([later, known])
    assert f"among leaves {size} to {Leaf.objects.size() - 1}: later says otherwise" in str(found)


def test_a_log_that_was_emptied_is_betrayed(call, known):
    for model in (Leaf, Tile, Checkpoint, Log):
        model.objects.all().delete()
    assert "The log ends at leaf 0: known says otherwise." in map(str, trail.check_trail([known]))


def test_a_checkpoint_of_another_log_is_refused(call, known):
    other = Signer.make("other.example/log").sign("other.example/log\n1\nAAAA\n")
    for text in (other, "x", known.text.replace("portal", "Portal")):
        (found,) = trail.check_trail([Known("other", text)])
        assert str(found).startswith("other is of another log")


def test_a_former_key_still_counts(call, known, settings, key):
    settings.TRANSPARENCY_KEY = Signer.make("portal.example/log")
    assert trail.check_trail()
    settings.TRANSPARENCY_FORMER_KEYS = [key.verifier]
    log.keep()
    assert trail.check_trail([known]) == []


# The command, and once a day


def test_the_command_says_what_and_since_when_and_ends_with_an_error(call, known, tmp_path):
    path, said = tmp_path / "known", StringIO()
    path.write_text(known.text)
    call_command("check_trail", known=[str(path)], stdout=said)
    assert known.text in said.getvalue()
    version = PublicVersion.objects.first()
    forge_text(version)
    with pytest.raises(CommandError) as error:
        call_command("check_trail", known=[str(path)])
    assert (
        f"- {leaf_of(version)} is not what the log says of it. It was right on 2027-02-10"
        in str(error.value)
    )


def test_a_file_that_cannot_be_read_is_said(call):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_trail", known=["/does/not/exist"])


def test_once_a_day_it_is_checked_and_administrators_see_what_was_found(call, now, admin_client):
    assert periodic.check_trail() == "0 things that were kept are wrong."
    version = PublicVersion.objects.first()
    forge_text(version)
    now.move_to(NOON + 3 * HOUR)
    assert "less than a day ago" in periodic.check_trail()
    now.move_to(NOON + 2 * DAY)
    assert periodic.check_trail() == "1 things that were kept are wrong."
    assert trail.right_until(trail.last_findings()[0]) == NOON + 2 * HOUR
    with override("nl"):
        assert leaf_of(version) in admin_client.get("/beheer/").content.decode()


def test_health_says_whether_the_log_is_signed_and_right(call, now, client, settings):
    def said():
        return client.get("/health/ready").json()["log"]

    assert "not checked" in said()
    trail.check_daily()
    assert said() == "ok"
    forge_text(PublicVersion.objects.first())
    now.move_to(NOON + 2 * DAY)
    trail.check_daily()
    assert said() == "1 things are wrong: run check_trail"
    settings.TRANSPARENCY_KEY = ""
    assert said() == "not signed: TRANSPARENCY_KEY is not set"


def test_the_leaf_of_a_log_says_which_it_is(call):
    assert Leaf.objects.get(index=0).attests(text_of_log(Log.objects.get()))
    Log.objects.update(lost="something")
    assert [str(one) for one in trail.check_trail()] == ["log 1 is not what the log says of it."]
