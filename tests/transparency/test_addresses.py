"""Anyone can follow the log: checkpoints, proofs, leaves and tiles have addresses of their own."""

import base64
from hashlib import sha256
from xml.etree import ElementTree

import pytest

from portal.archive.capture import capture
from portal.publishing.canonical import canonical_json
from portal.revisions.models import Revision
from portal.transparency import log, merkle
from portal.transparency.models import Checkpoint, Leaf, Log
from portal.transparency.notes import Head, Verifier, verified
from tests.support.factories import make_partner
from tests.transparency import rfc9162

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def long(key):
    """A log of 300 leaves, of which the first 40 had a checkpoint of their own."""
    for more in (39, 260):
        before = Leaf.objects.size()
        log.append("version", {f"call/1/nl/{before + number}": "x" for number in range(more)})
        log.grow()
    return key


def decoded(hashes):
    return [base64.b64decode(one) for one in hashes]


def test_the_newest_checkpoint_and_any_older_one(long, client):
    newest = client.get("/log/checkpoint")
    assert newest.headers["Content-Type"] == "text/plain; charset=utf-8"
    key = Verifier.parse(client.get("/log/key").content.decode())
    assert key == long.verifier
    assert Head.parse(verified(newest.content.decode(), [key])[0]).size == 300
    assert Head.parse(client.get("/log/checkpoint/40").content.decode()).size == 40
    assert client.get("/log/checkpoint/41").status_code == 404


def test_proofs_fit_the_checkpoints(long, client):
    old, new = (Head.parse(kept.signed_note) for kept in Checkpoint.objects.order_by("pk"))
    found = client.get("/log/proof/17/300").json()
    leaf = merkle.leaf_hash(found["leaf"].encode())
    assert merkle.root_by_inclusion(leaf, 17, 300, decoded(found["proof"])) == new.root
    found = client.get("/log/consistency/40/300").json()
    assert merkle.is_consistent(40, 300, old.root, new.root, decoded(found["proof"]))


def test_what_was_lost_when_a_log_began_is_public(long, client):
    Log.objects.create(number=2, lost="what was known")
    log.keep()
    text = client.get("/log/begun/2")
    assert text.json()["lost"] == "what was known"
    assert Leaf.objects.get(kind="log", subject="2").data == sha256(text.content).hexdigest()
    assert client.get("/log/begun/3").status_code == 404
    assert client.get("/log/key").content.decode().startswith("portal.example/log/2+")


def test_the_leaves_are_those_of_the_tree(long, client):
    first = client.get("/log/leaves/0").json()
    second = client.get(first["next"]).json()
    assert second["next"] is None
    entries = [canonical_json(leaf).encode() for leaf in first["leaves"] + second["leaves"]]
    assert rfc9162.mth(entries) == Head.parse(Checkpoint.objects.newest().signed_note).root


def test_tiles_are_those_of_c2sp(long, client):
    assert len(client.get("/log/tile/0/000").content) == 256 * 32
    assert len(client.get("/log/tile/0/001.p/44").content) == 44 * 32
    root = merkle.root_of([client.get("/log/tile/0/000").content[:32]])
    assert client.get("/log/tile/0/000.p/1").content == root
    whole = client.get("/log/tile/0/000").content
    hashes = [whole[at : at + 32] for at in range(0, len(whole), 32)]
    assert client.get("/log/tile/1/000.p/1").content == merkle.root_of(hashes)
    entries, found = client.get("/log/tile/entries/001.p/44").content, []
    while entries:
        end = 2 + int.from_bytes(entries[:2], "big")
        found, entries = [*found, entries[2:end]], entries[end:]
    rest = client.get("/log/tile/0/001.p/44").content
    assert b"".join(map(merkle.leaf_hash, found)) == rest


@pytest.mark.parametrize(
    "address",
    [
        "checkpoint/999999999999999999999",
        "proof/300/300",
        "proof/0/301",
        "consistency/0/300",
        "consistency/41/40",
        "consistency/1/99999999999999999999",
        "leaves/2",
        "leaves/99999999999999999999",
        "tile/0/001",
        "tile/0/001.p/45",
        "tile/2/000.p/1",
        "tile/0/000.p/256",
        "tile/entries/x999/999",
    ],
)
def test_what_is_not_there_is_404_and_no_cache_remembers_it(long, client, address):
    answer = client.get(f"/log/{address}")
    assert answer.status_code == 404
    if b"no such thing" in answer.content:
        assert answer.headers["Cache-Control"] == "no-store"


def test_only_what_never_changes_is_cached(long, client):
    for address in ("leaves/0", "tile/0/000", "tile/entries/000"):
        assert "s-maxage" in client.get(f"/log/{address}").headers["Cache-Control"]
    for address in ("checkpoint", "leaves/1", "proof/0/300", "feed.atom", "tile/0/001.p/44"):
        assert client.get(f"/log/{address}").headers["Cache-Control"] == "no-store"


def test_the_feed_has_the_checkpoints(long, client):
    answer = client.get("/log/feed.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 our own
    notes = [entry.find(f"{ATOM}content").text for entry in entries]
    kept = Checkpoint.objects.values_list("signed_note", flat=True)
    assert notes == [f"<pre>{note}</pre>" for note in kept]


def test_without_a_key_there_is_no_checkpoint(client):
    capture(make_partner())
    log.grow()
    for address in ("checkpoint", "key"):
        assert client.get(f"/log/{address}").status_code == 404
    assert client.get("/log/feed.atom").status_code == 200


def test_nothing_says_who_did_what(key, client, django_user_model):
    user = django_user_model.objects.create_user("an.peeters", first_name="An")
    Revision.objects.keep(make_partner(), Revision.Action.CHANGED, user, note="Geheim")
    log.grow()
    said = client.get("/log/leaves/0").content.decode()
    assert '"kind": "entry"' in said
    entry = Revision.objects.get()
    assert not [word for word in ("peeters", "Geheim", entry.hash) if word in said]
