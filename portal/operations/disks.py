"""Whether an error says that nothing can be written: there is no room, or nothing may change."""

import errno
import sqlite3

from django.db import DatabaseError

OF_DISKS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
OF_POSTGRESQL = {"53100", "25006"}  # disk_full; read_only_sql_transaction, as on a standby server
OF_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
PRIMARY = 0xFF  # the kind of a code of SQLite; the rest of its bits are details


def cannot_write(error):
    if isinstance(error, OSError):
        return error.errno in OF_DISKS
    if not isinstance(error, DatabaseError):
        return False
    of_driver = error.__cause__
    code = getattr(of_driver, "sqlite_errorcode", 0) & PRIMARY
    return getattr(of_driver, "sqlstate", None) in OF_POSTGRESQL or code in OF_SQLITE
