"""What a record is now, for those who work on it: its draft, its newest revision."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext

from portal.publishing.rollback import rolled_back
from portal.revisions.merge import merge
from portal.revisions.models import Draft, Revision
from portal.revisions.snapshot import write


def has_left_draft(record):
    """Whether readers know a page, or will at its instant: then a change of it is a draft."""
    return bool(record.pk) and record.state != record.State.DRAFT


def was_public(record):
    """Whether readers have seen this record: it is public, or was until it was withdrawn."""
    return bool(record.pk) and (record.is_published() or record.was_withdrawn())


def draft_of(record, lock=False):
    found = Draft.objects.for_object(record).select_related("revision")
    return (found.select_for_update(of=("self",)) if lock else found).first()


def locked(record):
    """The record as it is now; who else changes it waits until the end of the transaction."""
    Revision.objects.lock()
    return type(record)._base_manager.select_for_update().get(pk=record.pk)


@transaction.atomic
def newest(record):
    """The revision on which work on a record goes on: of its draft, or of what it is."""
    Revision.objects.lock()
    live = Revision.objects.begin(record)
    draft = draft_of(record, lock=True)
    if not (draft and draft.is_of_public_page):
        return live
    return brought_up_to_date(draft, live)


def brought_up_to_date(draft, live):
    """The newest revision of a draft, with what became public since it was begun."""
    newest = draft.revision
    if newest.live_id == live.pk:
        return newest
    data, _conflicts = merge(newest.live.data, live.data, newest.data)
    draft.revision = Revision.objects.draft(
        draft.record, data, None, base=newest, live=live, notice=newest.notice
    )
    draft.save(update_fields=["revision"])
    return draft.revision


def looked_at(draft, approver):
    return gettext("Written by %(author)s, approved by %(approver)s.") % {
        "author": ", ".join(sorted(map(display_name, draft.authors()))),
        "approver": display_name(approver),
    }


def display_name(user):
    return user.get_full_name() or user.get_username()


@contextmanager
def shown_as(record, revision, keeps_files=False):
    """Inside, the record is what a revision says, whatever its readers see; nothing is written."""
    with rolled_back(keeps_files):
        yield write(record, revision.data)
