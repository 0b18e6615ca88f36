"""Revisions: what every record was, is and may become; and how far a next version is.

A revision is a record with all its rows as data. Revisions are only added: one table is the logbook
of what happened and holds the drafts of what readers do not see yet. Each has a hash over itself
and the hash of the one before it, so that a revision that was altered, or taken out, is noticed
(`manage.py check_trail`). Libraries for this spread a version over rows that can each be altered,
and none compares the rows inside a form.

A record that was never public is its own draft: each save changes the record itself, and its
`Draft` only says who wrote and who must look.
"""

from portal.revisions.models.drafts import Draft, EditSession, PreviewLink
from portal.revisions.models.revisions import (
    BEGINNING,
    Altered,
    Revision,
    altered_entries,
    check_trail,
)

__all__ = [
    "BEGINNING",
    "Altered",
    "Draft",
    "EditSession",
    "PreviewLink",
    "Revision",
    "altered_entries",
    "check_trail",
]
