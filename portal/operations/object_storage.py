"""Uploaded documents in an S3-compatible store, for a portal on more than one machine."""

from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

MISSING = {"404", "NoSuchKey"}


@contextmanager
def as_os_errors():
    """What is wrong is said as a disk says it: so whoever asks need not know where files are."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise FileNotFoundError("there is no such file in the store") from error
        raise OSError(f"the store refused: {error}") from error
    except BotoCoreError as error:
        raise OSError(f"the store does not answer: {error}") from error


class ObjectStorage(S3Storage):
    """Names are never given twice, as on a disk; nobody reads the store but the portal."""

    def _open(self, name, mode="rb"):
        with as_os_errors():
            file = super()._open(name, mode)
            if "r" in mode:
                file.open()  # reads it now, so that what goes wrong does so here
            return file

    def _save(self, name, content):
        with as_os_errors():
            return super()._save(name, content)

    def exists(self, name):
        with as_os_errors():
            return super().exists(name)

    def delete(self, name):
        with as_os_errors():
            super().delete(name)

    def listdir(self, name):
        with as_os_errors():
            return super().listdir(name)

    def size(self, name):
        with as_os_errors():
            return super().size(name)

    def get_modified_time(self, name):
        with as_os_errors():
            return super().get_modified_time(name)
