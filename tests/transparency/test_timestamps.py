"""An authority says when it saw the log; what it did not say is never kept."""

import datetime
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from http.client import HTTPException
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import load_pem_x509_certificates
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.archive.capture import capture
from portal.archive.models import VERSION, PublicVersion
from portal.operations import timestamps, trail
from portal.transparency import log, receipts
from portal.transparency.models import Checkpoint, Timestamp
from portal.transparency.notes import Signer
from portal.transparency.timestamps import BadTimestamp
from tests.support.authority import Authority, serve
from tests.support.factories import make_partner

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing"),
]
SCRIPT = Path(__file__).parents[2] / "docs/verify_receipt.py"
REFUSALS = (InvalidSignature, ValueError, KeyError, TypeError, AttributeError)
DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("other"))


@pytest.fixture
def server(authority, settings):
    """The authority as operators configured it; `answer` is what it does."""
    server = serve(lambda query: (200, authority.reply(query)))
    settings.TRANSPARENCY_TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/tsa?for=us"
    roots = load_pem_x509_certificates(authority.root.read_bytes())
    settings.TRANSPARENCY_TIMESTAMP_CERTIFICATES = roots
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def version(key):
    capture(make_partner(name_nl="Japan", slug_nl="japan"))
    log.grow()
    return PublicVersion.objects.get(language="nl")


def receipt_of(version):
    return receipts.receipt(VERSION, version.log_subject, version.log_text())


def test_the_newest_checkpoint_gets_one_once_a_day(server, version):
    now = timezone.now()
    kept = timestamps.stamp_daily(now)
    assert kept.checkpoint == Checkpoint.objects.signed().newest()
    log.append("day", {"2027-02-11": "2027-02-11"})
    log.grow()
    assert timestamps.stamp_daily(now + DAY / 2) is None
    assert server.asked == [("/tsa?for=us", "application/timestamp-query")]
    assert timestamps.stamp_daily(now + DAY).checkpoint.size > kept.checkpoint.size
    assert timestamps.stamp_daily(now + 2 * DAY) is None  # nothing is newer


@pytest.mark.parametrize("missing", ["URL", "KEY"])
def test_without_an_authority_or_a_key_nobody_is_asked(server, settings, version, missing):
    if missing == "URL":
        settings.TRANSPARENCY_TIMESTAMP_URL = ""
    else:
        Checkpoint.objects.update(signed_note="")
    assert timestamps.stamp_daily() is None
    assert not server.asked


def test_openssl_agrees_with_what_is_served(server, authority, version, client):
    timestamps.stamp_daily()
    answer = client.get("/log/timestamp", follow=True)
    ((address, _status),) = answer.redirect_chain
    assert answer.headers["Content-Type"] == "application/timestamp-reply"
    assert answer.headers["Cache-Control"] == "no-store"
    (authority.folder / "served.tsr").write_bytes(answer.content)
    note = client.get(address.replace("timestamp", "checkpoint")).content
    (authority.folder / "served.txt").write_bytes(note)
    files = ["-data", "served.txt", "-in", "served.tsr", "-CAfile", "root.pem"]
    assert b"Verification: OK" in authority.openssl("ts", "-verify", *files).stdout


def test_without_a_timestamp_none_is_served(version, client):
    for address in ("timestamp", "timestamp/5", "timestamp/99999999999999999999"):
        assert client.get(f"/log/{address}").status_code == 404


def of_something_else(authority, _other, _query, _note):
    return authority.reply(authority.query(b"something else"))


def of_another_nonce(authority, _other, _query, note):
    return authority.reply(authority.query(note, "-sha256"))


def of_another_hash(authority, _other, _query, note):
    return authority.reply(authority.query(note, "-sha512"))


def rejected(authority, _other, _query, _note):
    return authority.reply(b"no request")


def by_another_authority(_authority, other, query, _note):
    return other.reply(query)


def cut_off(authority, _other, query, _note):
    return authority.reply(query)[:-1]


def of_another_time(authority, _other, query, _note):
    return with_another_time(authority.reply(query))


def with_another_time(response):
    at = re.search(rb"\d{14}Z", response).start()
    return response[:at] + b"1999" + response[at + 4 :]


def a_page(_authority, _other, _query, _note):
    return b"<!doctype html><title>Welcome</title>"


def empty(_authority, _other, _query, _note):
    return b""


def too_long(authority, _other, query, _note):
    return authority.reply(query) + b"0" * timestamps.BYTES


WRONG = [
    of_something_else,
    of_another_nonce,
    of_another_hash,
    rejected,
    by_another_authority,
    cut_off,
    of_another_time,
    a_page,
    empty,
    too_long,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_a_wrong_answer_is_refused_and_nothing_is_kept(server, authority, other, version, wrong):
    note = Checkpoint.objects.signed().newest().signed_note.encode()
    right = server.answer
    server.answer = lambda query: (200, wrong(authority, other, query, note))
    with pytest.raises(BadTimestamp):
        timestamps.stamp_daily()
    assert not Timestamp.objects.exists()
    server.answer = right
    assert timestamps.stamp_daily()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_of_another_status_is_refused(server, authority, version, status):
    server.answer = lambda query: (status, authority.reply(query))
    with pytest.raises(OSError, match=f"the authority answers {status}"):
        timestamps.stamp_daily()
    assert len(server.asked) == 1  # a redirect is not followed
    assert not Timestamp.objects.exists()


def test_an_authority_that_never_ends_its_answer_is_left(server, version, monkeypatch):
    monkeypatch.setattr(timestamps, "BUDGET", 0.1)
    hung_up = threading.Event()

    def drip():
        while not hung_up.wait(0.01):
            yield b"0"

    server.answer = lambda _query: (200, drip())
    try:
        with pytest.raises((OSError, HTTPException, BadTimestamp)):
            timestamps.stamp_daily()
    finally:
        hung_up.set()
    assert not Timestamp.objects.exists()


def test_when_it_fails_the_other_jobs_are_done_and_it_is_tried_again(server, version, capsys):
    right, server.answer = server.answer, lambda _query: (500, b"")
    with pytest.raises(CommandError, match="Failed: keep_timestamp; the others were done"):
        call_command("portal_periodic", only=["keep_timestamp", "erase_searches"])
    server.answer = right
    call_command("portal_periodic", only=["keep_timestamp"])
    assert "A timestamp of checkpoint of" in capsys.readouterr().out


def test_the_check_names_a_timestamp_that_was_altered(server, version, settings):
    kept = timestamps.stamp_daily()
    assert trail.check_trail() == []
    Timestamp.objects.update(response=with_another_time(bytes(kept.response)))
    (found,) = trail.check_trail()
    assert str(found).startswith(f"The timestamp of {kept.checkpoint} is not right")
    settings.TRANSPARENCY_TIMESTAMP_CERTIFICATES = []
    assert trail.check_trail() == []


def test_a_receipt_has_the_first_timestamp_of_its_version(server, version, key):
    assert "timestamp" not in receipt_of(version)
    kept = timestamps.stamp_daily()
    log.append("day", {"2027-02-11": "2027-02-11"})
    log.grow()
    timestamps.stamp_daily(timezone.now() + DAY)
    found = json.loads(receipt_of(version))
    assert found["checkpoint"] == kept.checkpoint.signed_note
    assert verifier().read_timestamp(found) == bytes(kept.response)
    verifier().check(receipt_of(version).encode(), str(key.verifier))


def test_a_version_that_is_newer_than_the_timestamp_has_a_receipt_without(server, version, key):
    timestamps.stamp_daily()
    capture(make_partner(slug_nl="china"))
    log.grow()
    newer = PublicVersion.objects.filter(language="nl").latest("pk")
    assert "timestamp" not in json.loads(receipt_of(newer))
    verifier().check(receipt_of(newer).encode(), str(key.verifier))


def test_after_a_change_of_key_receipts_are_of_the_new_one(server, version, settings):
    timestamps.stamp_daily()
    settings.TRANSPARENCY_KEY = new = Signer("portal.example/log", b"2" * 32)
    log.keep()
    assert "timestamp" not in json.loads(receipt_of(version))
    verifier().check(receipt_of(version).encode(), str(new.verifier))


def verifier():
    spec = importlib.util.spec_from_file_location("verify_receipt", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_verifier_hands_the_timestamp_to_openssl(server, authority, version, key, tmp_path):
    timestamps.stamp_daily()
    (tmp_path / "r.json").write_text(receipt_of(version))
    (tmp_path / "AUTHORITY.pem").write_bytes(authority.root.read_bytes())
    command = [sys.executable, "-I", SCRIPT, "r.json", str(key.verifier), "--timestamp", "stamp"]
    said = run(command, tmp_path)
    assert said.count("--timestamp stamp") == 4
    verify, read = [line.split() for line in said.splitlines() if line.startswith("openssl")]
    assert "Verification: OK" in run(verify, tmp_path)
    assert "Time stamp: " in run(read, tmp_path)


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def test_no_bit_of_a_receipt_outside_its_timestamp_can_be_another(server, version, key):
    timestamps.stamp_daily()
    content, script = receipt_of(version).encode(), verifier()
    begin = content.index(b'"timestamp": "') + len(b'"timestamp": "')
    end = content.index(b'"', begin)
    chance = random.Random(3161)  # noqa: S311
    for at in chance.sample([*range(begin), *range(end, len(content))], 300):
        flipped = content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]
        with pytest.raises((*REFUSALS, script.Wrong)):
            script.check(flipped, str(key.verifier))


def test_the_verifier_refuses_a_timestamp_of_another_checkpoint(server, authority, version, key):
    timestamps.stamp_daily()
    found = json.loads(receipt_of(version))
    found["timestamp"] = receipts.encode(authority.reply(authority.query(b"else")))
    script = verifier()
    with pytest.raises(script.Wrong, match="of another checkpoint"):
        script.check(receipts.written(found).encode(), str(key.verifier))


@pytest.mark.parametrize(
    ("url", "certificates", "said"),
    [
        ("ftp://tsa.example/", "root", "TRANSPARENCY_TIMESTAMP_URL must be"),
        ("https://name:word@tsa.example/", "root", "TRANSPARENCY_TIMESTAMP_URL must be"),
        ("https://tsa.example/", "", "must name a PEM file with the authority’s root"),
        ("https://tsa.example/", "missing.pem", "TRANSPARENCY_TIMESTAMP_CERTIFICATES: "),
        ("https://tsa.example/", str(SCRIPT), "TRANSPARENCY_TIMESTAMP_CERTIFICATES: "),
    ],
)
def test_settings_that_are_wrong_are_named(authority, url, certificates, said):
    path = str(authority.root) if certificates == "root" else certificates
    chosen = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "TRANSPARENCY_TIMESTAMP_URL": url,
        "TRANSPARENCY_TIMESTAMP_CERTIFICATES": path,
    }
    command = [sys.executable, "-c", "import django; django.setup()"]
    done = subprocess.run(command, env={**os.environ, **chosen}, capture_output=True, text=True)  # noqa: S603
    assert "ImproperlyConfigured" in done.stderr
    assert said in done.stderr
