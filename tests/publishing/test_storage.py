"""An upload is stored as a whole or not at all."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.publishing.storage import WholeFileStorage


class Cut:
    """A file of which the disk takes only the beginning."""

    def chunks(self):
        yield b"begin"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def storage(tmp_path):
    return WholeFileStorage(tmp_path)


def names(storage):
    return sorted(os.listdir(storage.location))


def test_a_file_has_its_name_and_content(storage):
    assert storage.save("a.csv", ContentFile(b"a;b")) == "a.csv"
    assert names(storage) == ["a.csv"]
    with storage.open("a.csv") as file:
        assert file.read() == b"a;b"


def test_a_full_disk_keeps_no_part(storage):
    with pytest.raises(OSError, match="No space left"):
        storage._save("a.csv", Cut())
    assert not names(storage)


def test_two_that_take_a_name_at_once_get_one_each(storage, monkeypatch):
    monkeypatch.setattr(storage, "exists", lambda name: False)  # as both saw it
    first = storage.save("a.csv", ContentFile(b"1"))
    monkeypatch.undo()
    second = storage._save("a.csv", ContentFile(b"2"))
    assert first != second
    folder = Path(storage.location)
    assert [(folder / name).read_bytes() for name in (first, second)] == [b"1", b"2"]


def test_a_disk_without_links_stores_it_too(storage, monkeypatch):
    def refuse(*paths):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    storage.save("a.csv", ContentFile(b"a;b"))
    assert names(storage) == ["a.csv"]
