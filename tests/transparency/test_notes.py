"""Keys, notes and checkpoints are written and read as C2SP's specifications say."""

import base64
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from portal.transparency.notes import BadNote, Head, Signer, Verifier, verified

# The example in golang.org/x/mod/sumdb/note
GO_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvq"
    "fqdngotpRZb6KE6RyyBwJnAM=\n"
)
HEAD = Head("portal.example/log", 12, b"r" * 32)


def test_keys_and_notes_are_those_of_go():
    signer = Signer.parse(GO_PRIVATE)
    assert str(signer) == GO_PRIVATE
    assert str(signer.verifier) == GO_PUBLIC
    assert signer.sign(GO_TEXT) == GO_NOTE
    assert verified(GO_NOTE, [Verifier.parse(GO_PUBLIC)]) == (GO_TEXT, signer.verifier)


def test_a_checkpoint_has_a_name_a_size_and_a_root():
    note = Signer.parse(GO_PRIVATE).sign(str(HEAD))
    assert note.startswith(f"portal.example/log\n12\n{base64.b64encode(b'r' * 32).decode()}\n\n— ")
    assert Head.parse(note) == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\ncnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n",
        "a\n1\ncnI=\n",
        "a\n-1",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        Head.parse(text)


@pytest.mark.parametrize(
    "note",
    [
        GO_NOTE.replace("cryptography", "Cryptography"),
        GO_NOTE.replace("x08go", "x08gp"),
        GO_NOTE.replace("— Peter", "— Pet"),
        GO_NOTE.replace("— Peter", "- Peter"),
        GO_NOTE.replace("\n\n", "\n"),
        GO_NOTE[:-1],
        GO_TEXT,
        GO_NOTE.replace("JnAM=", "JnAN="),  # the same bytes, written otherwise
    ],
)
def test_a_note_that_was_changed_is_refused(note):
    with pytest.raises(BadNote):
        verified(note, [Verifier.parse(GO_PUBLIC)])


def test_signatures_of_strangers_are_passed_over():
    stranger = Signer.make("stranger.example")
    note = stranger.sign(GO_TEXT) + GO_NOTE.rpartition("\n\n")[2]
    assert verified(note, [Verifier.parse(GO_PUBLIC)])[0] == GO_TEXT
    with pytest.raises(BadNote, match="No key"):
        verified(note, [Signer.make("another.example").verifier])


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("abc", "begins with"),
        ("PRIVATE+KEY+abc", "NAME[+]ID[+]KEY"),
        (GO_PRIVATE.replace("c74f20a3", "c74f20a4"), "mistyped"),
        (GO_PRIVATE.replace("+AYEK", "+AoEK"), "Ed25519"),
    ],
)
def test_the_portal_does_not_start_with_a_wrong_key_and_never_tells_it(key, words):
    env = {**os.environ, "TRANSPARENCY_KEY": key, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = "from django.conf import settings; settings.DEBUG"
    said = subprocess.run([sys.executable, "-c", command], env=env, capture_output=True, text=True)  # noqa: S603
    assert said.returncode
    assert "ImproperlyConfigured: TRANSPARENCY_KEY: " in said.stderr
    with pytest.raises(BadNote, match=words):
        Signer.parse(key)
    assert "FALVFGyNhPJEMzD1QIDr" not in said.stderr
    assert "FALVFGyN" not in repr(Signer.parse(GO_PRIVATE))


def test_the_command_makes_a_key_and_its_public_part(capsys):
    call_command("make_log_key", "portal.example/log")
    _words, private, _more, public = capsys.readouterr().out.splitlines()
    signer = Signer.parse(private.partition("=")[2])
    assert str(signer.verifier) == public
    assert public.startswith("portal.example/log+")


def test_a_name_with_a_space_is_refused():
    with pytest.raises(CommandError, match="no spaces"):
        call_command("make_log_key", "our log")
