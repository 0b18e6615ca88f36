"""Uploads on a disk: each is there as a whole or not at all."""

import errno
import os
import secrets
from contextlib import suppress

from django.core.files.storage import FileSystemStorage

WITHOUT_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


class WholeFileStorage(FileSystemStorage):
    """A disk that is full, or a process that is killed, leaves no part of a file under its name."""

    def _save(self, name, content):
        part = f"{name}.{secrets.token_hex(4)}.part"
        try:
            super()._save(part, content)
            while not self.named(part, name):
                name = self.get_available_name(name)
        finally:
            with suppress(OSError):
                os.unlink(self.path(part))
        return name

    def named(self, part, name):
        """Give a file that is whole its name; False when another one got that name meanwhile."""
        try:
            os.link(self.path(part), self.path(name))
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in WITHOUT_LINKS:
                raise
            os.rename(self.path(part), self.path(name))
        return True
