"""A backup is one file, made by `manage.py backup` and read by `manage.py restore`.

It is a tar archive, encrypted at will, of the database (`databases`), the uploaded files (`media`)
and a manifest (`manifest`). `archive` writes and reads it, `restoring` puts it in the place of what
is there.
"""


class BackupError(Exception):
    """Says in words why nothing was done."""
