"""What a receipt proves can be checked without the portal, and no bit of it can be another."""

import importlib.util
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from cryptography.exceptions import InvalidSignature
from django.test import override_settings
from django.utils.translation import gettext

from portal.archive.capture import capture
from portal.archive.models import VERSION, PublicVersion
from portal.archive.views import format_url_instant
from portal.publishing.canonical import canonical_json
from portal.publishing.rollback import rolled_back
from portal.transparency import log, receipts
from portal.transparency.models import Leaf, Log
from portal.transparency.notes import Signer
from tests.support.factories import brussels, make_partner
from tests.transparency.conftest import KEY

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "docs/verify_receipt.py"
NOON = brussels(2027, 2, 10, 12)
REFUSALS = (InvalidSignature, ValueError, KeyError, TypeError, AttributeError)


@pytest.fixture(scope="module")
def verifier():
    spec = importlib.util.spec_from_file_location("verify_receipt", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def version(key):
    with time_machine.travel(NOON, tick=False):
        capture(make_partner(name_nl="Japan", slug_nl="japan"))
        log.grow()
        yield PublicVersion.objects.get(language="nl")


def receipt_of(version):
    return receipts.receipt(VERSION, version.log_subject, version.log_text())


def address_of(version):
    when = format_url_instant(version.public_from)
    return f"/nl/geschiedenis/partner/{version.object_id}/{when}"


def refuses(verifier, content, key):
    try:
        verifier.check(content, key)
    except (verifier.Wrong, *REFUSALS):
        return True
    return False


def test_a_receipt_is_offered_with_each_version_and_is_right(version, verifier, client, key):
    page = client.get(f"{address_of(version)}/").content.decode()
    assert gettext("Receipt: a file that proves what this page said") in page
    assert f'href="{address_of(version)}.receipt.json"' in page
    answer = client.get(f"{address_of(version)}.receipt.json")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    said, leaf, origin = verifier.check(answer.content, str(key.verifier))
    assert (said["title"], said["main"]) == ("Japan", version.main)
    assert said["content_hash"] == version.content_hash
    assert (leaf["at"], origin) == ("2027-02-10T11:00:00+00:00", "portal.example/log")


def test_the_file_in_docs_says_in_four_languages_what_is_proved(version, tmp_path, key):
    path = tmp_path / "receipt.json"
    path.write_text(receipt_of(version))
    command = [sys.executable, "-I", SCRIPT, path, str(key.verifier)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    starts = [line.split()[:2] for line in done.stdout.splitlines()]
    assert starts == [
        ["nl:", "BEWEZEN:"],
        ["fr:", "PROUVÉ"],
        ["de:", "BEWIESEN:"],
        ["en:", "PROVED:"],
        ["nl:", "Er"],
        ["fr:", "Aucun"],
        ["de:", "Es"],
        ["en:", "There"],
    ]
    assert "There is no timestamp" in done.stdout
    assert done.stdout.count("2027-02-10 11:00:00 UTC") == 8
    path.write_text(receipt_of(version).replace("Japan", "China"))
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 1
    assert "NOT proved: this receipt is wrong" in done.stdout


def test_without_a_key_there_is_no_receipt(version, settings, client):
    settings.TRANSPARENCY_KEY = ""
    assert "receipt" not in client.get(f"{address_of(version)}/").content.decode()
    capture(make_partner(slug_nl="china"))
    assert receipt_of(PublicVersion.objects.filter(language="nl").latest("pk")) is None


def test_a_receipt_is_there_before_anybody_gave_its_leaf_a_place(key):
    capture(make_partner())
    assert Leaf.objects.waiting().count() == 4
    assert receipt_of(PublicVersion.objects.first())


def test_a_text_that_was_altered_has_no_receipt(version):
    PublicVersion.objects.filter(pk=version.pk).update(main="<h1>Anders</h1>")
    assert receipt_of(PublicVersion.objects.get(pk=version.pk)) is None


def test_a_receipt_of_a_log_that_goes_on_under_another_number_is_right(version, verifier, key):
    Log.objects.create(number=2)
    log.keep()
    _said, _leaf, origin = verifier.check(receipt_of(version).encode(), str(key.verifier))
    assert origin == "portal.example/log/2"


def test_a_receipt_of_another_key_or_log_is_refused(version, verifier, key):
    content = receipt_of(version).encode()
    for other in (Signer.make("portal.example/log"), key.named("portal.example"), key.named("x")):
        assert refuses(verifier, content, str(other.verifier))
    assert refuses(verifier, content, str(key.verifier).replace("log+", "log+1"))


@pytest.fixture(scope="module")
def thousand(django_db_setup, django_db_blocker):
    """1,000 receipts of texts as versions have them."""
    texts = {
        f"call/{number}/nl/{number}": canonical_json(
            {"kind": "call", "id": number, "language": "nl", "main": f"<h1>Oproep {number} é</h1>"}
        )
        for number in range(1000)
    }
    with django_db_blocker.unblock(), override_settings(TRANSPARENCY_KEY=KEY), rolled_back():
        log.append(VERSION, texts)
        log.grow()
        return [receipts.receipt(VERSION, *text).encode() for text in texts.items()]


@pytest.mark.slow
def test_a_thousand_receipts_are_right_and_a_thousand_with_another_bit_are_not(
    thousand, verifier, key
):
    chance = random.Random(9162)  # noqa: S311
    public = str(key.verifier)
    for content in thousand:
        verifier.check(content, public)
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        flipped = content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]
        assert refuses(verifier, flipped, public), (at, bit)


@pytest.mark.slow
def test_each_bit_of_a_receipt_counts(thousand, verifier, key):
    content, public = thousand[17], str(key.verifier)
    for at in range(len(content)):
        for bit in range(8):
            flipped = content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]
            assert refuses(verifier, flipped, public), (at, bit)


def test_a_receipt_of_something_else_is_refused(version, verifier, key):
    log.append("entry", {"57": "geheim"})
    log.grow()
    found = receipts.receipt("entry", "57", "geheim")
    assert refuses(verifier, found.encode(), str(key.verifier))
    of_version = json.loads(receipt_of(version))
    of_other = {**of_version, "version": of_version["version"].replace("nl", "fr")}
    assert refuses(verifier, receipts.written(of_other).encode(), str(key.verifier))
