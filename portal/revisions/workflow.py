"""How a change reaches readers: revisions of a draft, review by another person, publication.

Nothing here knows a form or a request. What is public stays as it is while its next version is a
draft; what was never public changes at once and is its own draft.
"""

from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portal.i18n.formats import moment
from portal.publishing.signals import record_written
from portal.revisions import mails
from portal.revisions.changes import changed_languages
from portal.revisions.current import draft_of, has_left_draft, locked, looked_at, newest
from portal.revisions.diff import conflicts_in_words
from portal.revisions.files import is_in_use, names_of_files, remove
from portal.revisions.merge import merge, merge_values
from portal.revisions.models import Draft, Revision
from portal.revisions.permissions import ALONE, PUBLISH
from portal.revisions.publication import (
    CannotGoLive,
    note_changes,
    problems_of,
    problems_of_data,
    problems_of_parent,
    publish,
)
from portal.revisions.snapshot import keys_of_rows, reserve_keys, write

Action, Step = Revision.Action, Draft.Step


class ChangedMeanwhile(Exception):
    """Someone decides about a revision that is no longer the newest one."""


class Saved(NamedTuple):
    """What came of saving: no revision when nothing changed.

    `conflicts` and `problems` (in words) say why the revision was set aside instead.
    """

    revision: Revision | None
    conflicts: list
    problems: list

    @property
    def is_set_aside(self):
        return bool(self.conflicts or self.problems)


# Saving


@transaction.atomic
def save(record, by, base, data, notice=None):
    """Keep what somebody made of a record, on top of what others did since `base`.

    `data` is as `snapshot.data_of` has it, `notice` what is to be told to readers of it (None: as
    it was). Where two people changed the same, it is set aside, and the caller shows both.
    """
    record = locked(record)
    onto = newest(record)
    began = base.base if base.action == Action.SET_ASIDE else base
    merged, conflicts = merge(began.data, onto.data, data)
    mine = {name: value or None for name, value in (notice or {}).items()}
    told, told_twice = merge_values(began.notice, onto.notice, mine)
    told = {name: value for name, value in told.items() if value}
    if merged == onto.data and told == onto.notice:
        return Saved(None, [], [])
    reserve_keys(keys_of_rows(type(record), merged) - keys_of_rows(type(record), onto.data))
    if not others_wrote(record, began, by):
        conflicts, told_twice = [], []
    problems = [] if began == onto else problems_of_data(record, merged)
    values = {"base": onto, "live": onto.live or onto, "notice": told}
    if conflicts or told_twice or problems:
        aside = Revision.objects.set_aside(record, merged, by, **values)
        return Saved(aside, conflicts_in_words(type(record), conflicts, told_twice), problems)
    if has_left_draft(record):
        revision = Revision.objects.draft(record, merged, by, **values)
    else:
        revision = change_at_once(record, merged, by, onto)
    keep_draft(record, revision, by)
    return Saved(revision, [], [])


def others_wrote(record, since, by):
    """Whether somebody else made a revision since one: nobody is in conflict with themselves."""
    found = Revision.objects.for_object(type(record), record.pk).with_data()
    return found.filter(pk__gt=since.pk).exclude(by=by).exists()


def change_at_once(record, data, by, base, note=""):
    """Write what was never public, with its revision."""
    fields = data["fields"] | {"edits": record.edits + 1}
    languages = changed_languages(type(record), base.data, data)
    record = write(record, {**data, "fields": fields})
    note_changes(record, languages)
    record_written.send(type(record), record=record)
    return Revision.objects.keep(record, Action.CHANGED, by, note)


def keep_draft(record, revision, by):
    draft = draft_of(record, lock=True) or Draft(record=record, author=by)
    draft.revision, draft.saved_at = revision, timezone.now()
    if draft.step == Step.APPROVED:
        draft.step = Step.WRITING
    draft.failure = ""
    draft.save()
    return draft


# Deciding


def ask_review(draft, by):
    draft.step, draft.asked_at, draft.remark = Step.REVIEW, timezone.now(), ""
    draft.save()
    Revision.objects.act(draft.revision, Action.ASKED, by)


@transaction.atomic
def send_back(draft, by, remark):
    mails.tell_sent_back(draft.record, mails.people_of(draft), by, remark[:1000])
    draft.step, draft.remark = Step.WRITING, remark[:1000]
    draft.approved = draft.approved_by = draft.live_at = None
    draft.save()
    Revision.objects.act(draft.revision, Action.SENT_BACK, by, remark)


@transaction.atomic
def drop(draft, by):
    """Throw a draft away, with the files that only it had."""
    Revision.objects.lock()
    dropped = names_of_dropped(draft)
    Revision.objects.act(draft.revision, Action.DROPPED, by)
    draft.delete()
    transaction.on_commit(partial(remove, dropped), robust=True)


def names_of_dropped(draft):
    """The files that nothing but drafts of this record ever named.

    Their SHA-256 stays in the logbook: it proves what they were without them.
    """
    model, drafted = type(draft.record), Revision.objects.drafted(draft.record)
    named = set().union(*(names_of_files(model, one.data) for one in draft.revisions()))
    others = Revision.objects.exclude(pk__in=drafted)
    return {
        name
        for name in named
        if not others.filter(files__has_key=name).exists() and not is_in_use(name)
    }


def may_approve(user, draft):
    """Nobody approves a draft in which they wrote a part, unless they may publish alone."""
    if user in draft.authors():
        return user.has_perm(ALONE)
    return draft.step == Step.REVIEW and user.has_perm(PUBLISH)


@transaction.atomic
def approve(record, by, number, why="", at=None):
    """Publish a revision, or plan it for an instant; returns whether it is public now.

    `number` is the revision that was looked at; ChangedMeanwhile when it is not the newest one.
    """
    locked(record)
    onto = newest(record)
    draft = draft_of(record, lock=True)
    if not draft or onto.pk != number:
        raise ChangedMeanwhile
    draft.revision = onto  # of a page that was never public: what it is now
    if problems := [*problems_of(draft), *problems_of_parent(draft)]:
        raise CannotGoLive(" ".join(problems))
    note = " ".join(filter(None, [looked_at(draft, by), why]))
    if at and at > timezone.now() and draft.is_of_public_page:
        draft.step, draft.live_at = Step.APPROVED, at
        draft.approved, draft.approved_by = draft.revision, by
        draft.save()
        planned = gettext("Approved. It goes live on %(moment)s.") % {"moment": moment(at)}
        Revision.objects.act(draft.revision, Action.APPROVED, by, f"{note} {planned}")
        return False
    people = mails.people_of(draft)
    mails.tell_published(publish(draft, draft.revision, by, note), people, by)
    return True


class Approval(NamedTuple):
    """One of several that go live together; see `approve`."""

    record: object
    number: int
    why: str = ""


@transaction.atomic
def approve_together(whole, parts, by):
    """Publish a record at once, and then what belongs to it: all of it or nothing."""
    approve(whole.record, by, whole.number, whole.why)
    for part in parts:
        try:
            approve(part.record, by, part.number, part.why)
        except CannotGoLive as problem:
            raise CannotGoLive(f"{part.record}: {problem}") from problem


# A plan: what is approved for an instant


@transaction.atomic
def change_plan(record, by, looked_at, at, why=""):
    """Let what is approved go live at another instant."""
    draft = plan_of(record, looked_at)
    was = {"old": moment(draft.live_at), "new": moment(at)}
    draft.live_at = at
    draft.save()
    note = gettext("It goes live on %(new)s, not on %(old)s.") % was
    Revision.objects.act(draft.approved, Action.REPLANNED, by, f"{note} {why}".strip())
    return draft


@transaction.atomic
def cancel_plan(record, by, looked_at, why=""):
    """Nothing goes live by itself; a draft that was only approved waits for review again."""
    draft = plan_of(record, looked_at)
    revision = draft.approved
    note = gettext("It does not go live on %(moment)s.") % {"moment": moment(draft.live_at)}
    draft.approved = draft.approved_by = draft.live_at = None
    if draft.step == Step.APPROVED:
        draft.step, draft.asked_at = Step.REVIEW, draft.asked_at or timezone.now()
    draft.save()
    Revision.objects.act(revision, Action.CANCELLED, by, f"{note} {why}".strip())
    return draft


def plan_of(record, looked_at):
    """The draft with the plan that was looked at: (number of the revision, its instant as text)."""
    locked(record)
    draft = draft_of(record, lock=True)
    if not (draft and draft.approved_id):
        raise ChangedMeanwhile
    if looked_at != (draft.approved_id, draft.live_at.isoformat()):
        raise ChangedMeanwhile
    return draft
