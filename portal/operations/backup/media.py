"""The uploaded files of a backup."""

import os
import shutil
import tempfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from portal.editing.chosen_files import FOLDER as NOT_SAVED_YET


def uploaded_files(folder=""):
    """The names of all files in the storage, but those of forms that nobody has saved yet."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        if f"{folder}{name}" != NOT_SAVED_YET:
            yield from uploaded_files(f"{folder}{name}/")


def new_media(stamp):
    """Where the files of a backup are put before they take the place of those that are there."""
    return NewFolder(stamp) if isinstance(default_storage, FileSystemStorage) else NewObjects()


class NewFolder:
    """A folder beside MEDIA_ROOT, which takes its place in one step."""

    def __init__(self, stamp):
        self.live = Path(default_storage.location)
        self.place = self.live.with_name(f"{self.live.name}.restoring-{stamp}")
        self.former = self.live.with_name(f"{self.live.name}.before-{stamp}")

    def __enter__(self):
        self.live.parent.mkdir(parents=True, exist_ok=True)
        self.place.mkdir(mode=0o750)
        return self

    def __exit__(self, *_exception):
        shutil.rmtree(self.place, ignore_errors=True)

    def swap(self):
        """Returns where the former files are now, if there were any."""
        had_files = self.live.exists()
        if had_files:
            os.rename(self.live, self.former)
        try:
            os.rename(self.place, self.live)
        except OSError:
            self.undo()
            raise
        return str(self.former) if had_files else None

    def undo(self):
        if not self.place.exists():
            os.rename(self.live, self.place)
        if self.former.exists():
            os.rename(self.former, self.live)


class NewObjects:
    """For a storage over the network: what is missing there is added, and nothing taken away.

    The storage never gives another file the same name, so one that is there is the same file.
    """

    def __enter__(self):
        self.place = Path(tempfile.mkdtemp(prefix="portal-media-"))
        self.added = []
        return self

    def __exit__(self, *_exception):
        shutil.rmtree(self.place, ignore_errors=True)

    def swap(self):
        for path in sorted(self.place.rglob("*")):
            name = path.relative_to(self.place).as_posix()
            if path.is_file() and not default_storage.exists(name):
                self.added.append(name)
                with path.open("rb") as file:
                    default_storage.save(name, File(file))

    def undo(self):
        for name in self.added:
            default_storage.delete(name)
