"""How a change reaches readers: revisions of a draft, review by another person, publication.

Nothing here knows a form or a request. What is public stays as it is while its next version is a
draft; what was never public changes at once and is its own draft.
"""

import logging
from contextlib import contextmanager
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal.i18n.formats import moment
from portal.i18n.languages import CODES, SOURCE, TRANSLATIONS
from portal.publishing.models import ChangeNote, Publishable
from portal.publishing.rollback import rolled_back
from portal.publishing.signals import page_changed, record_written
from portal.redirects.validators import check_successor
from portal.revisions.changes import changed_languages, keep_former_files
from portal.revisions.diff import conflicts_in_words, errors_in_words
from portal.revisions.files import names_of_files
from portal.revisions.merge import merge, merge_values
from portal.revisions.models import Draft, Revision
from portal.revisions.permissions import ALONE, PUBLISH
from portal.revisions.snapshot import COUNTED, instance_of, keys_of_rows, reserve_keys, write

logger = logging.getLogger(__name__)
Action, Step = Revision.Action, Draft.Step


class CannotGoLive(Exception):
    """A draft does not fit the record as it is now; says why, in words for editors."""


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


def problems_of_data(record, data):
    """Why a record cannot become what `data` says, in words; the database stays as it is."""
    try:
        with rolled_back():
            write(record, data, check=True)
    except (ValidationError, IntegrityError) as error:
        return errors_in_words(type(record), error)
    return []


# Deciding


def ask_review(draft, by):
    draft.step, draft.asked_at, draft.remark = Step.REVIEW, timezone.now(), ""
    draft.save()
    Revision.objects.act(draft.revision, Action.ASKED, by)


def send_back(draft, by, remark):
    draft.step, draft.remark = Step.WRITING, remark[:1000]
    draft.approved = draft.approved_by = draft.live_at = None
    draft.save()
    Revision.objects.act(draft.revision, Action.SENT_BACK, by, remark)


def drop(draft, by):
    Revision.objects.act(draft.revision, Action.DROPPED, by)
    draft.delete()


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
    if problems := problems_of(draft):
        raise CannotGoLive(" ".join(problems))
    note = " ".join(filter(None, [looked_at(draft, by), why]))
    if at and at > timezone.now() and draft.is_of_public_page:
        draft.step, draft.live_at = Step.APPROVED, at
        draft.approved, draft.approved_by = draft.revision, by
        draft.save()
        planned = gettext("Approved. It goes live on %(moment)s.") % {"moment": moment(at)}
        Revision.objects.act(draft.revision, Action.APPROVED, by, f"{note} {planned}")
        return False
    publish(draft, draft.revision, by, note)
    return True


def looked_at(draft, approver):
    return gettext("Written by %(author)s, approved by %(approver)s.") % {
        "author": ", ".join(sorted(map(name_of, draft.authors()))),
        "approver": name_of(approver),
    }


def name_of(user):
    return user.get_full_name() or user.get_username()


# What must be right before readers see it

NOT_TOLD = gettext_lazy(
    "This page is public. Tell readers in Dutch what changes, or tick that it is a "
    "small improvement."
)


def problems_of(draft):
    """Why the newest revision of a draft cannot go live, in words; empty when it can."""
    record, revision = draft.record, draft.revision
    data = publishable_data(record, revision)
    wrong = problems_of_notice(record, revision).values()
    return [*map(str, wrong), *problems_of_data(record, data)]


def problems_of_notice(record, revision):
    """{field of the notice: what is wrong}: readers are told of a change, or it is minor."""
    if revision.live_id is None or not was_public(record):
        return {}
    notice, told = revision.notice, f"told_{SOURCE}"
    then = after(record, revision.data)
    problems = record.problems_of_events(then, notice)
    changed = changed_languages(type(record), revision.live.data, revision.data)
    tells_itself = record.tells_itself(then)
    if notice.get(told) and notice.get("minor"):
        problems[told] = gettext_lazy(
            "Either tell readers what changes, or tick that it is a small improvement."
        )
    elif not notice.get(told) and any(notice.get(f"told_{code}") for code in TRANSLATIONS):
        problems[told] = gettext_lazy(
            "A translation cannot exist without its Dutch text. Write the Dutch first."
        )
    elif changed & {SOURCE, None} and not (notice.get(told) or notice.get("minor") or tells_itself):
        problems[told] = NOT_TOLD
    return problems


def after(record, data):
    """The record as it would be, not saved and without its rows."""
    return instance_of(type(record), record.pk, data["fields"])[0]


# Publishing


def publishable_data(record, revision, live=None):
    """The data that goes live: a revision, merged with what became public since it was begun."""
    if revision.live is None:  # a page that was never public
        state = {"state": Publishable.State.PUBLISHED.value}
        return {**revision.data, "fields": revision.data["fields"] | state}
    live = live or Revision.objects.begin(record)
    if live.pk == revision.live_id:
        return revision.data
    data, conflicts = merge(revision.live.data, live.data, revision.data)
    if conflicts:
        changed = gettext("The page changed since the draft was begun. Open the draft to compare.")
        raise CannotGoLive(changed)
    return data


@transaction.atomic
def publish(draft, revision, by, note="", is_preview=False):
    """Make a revision what readers see, as one change; what fails leaves everything as it was."""
    before = locked(draft.record)
    live = Revision.objects.begin(before)
    readers_know = was_public(before)
    data = publishable_data(before, revision, live)
    counted = {name: live.data["fields"][name] for name in COUNTED if name in live.data["fields"]}
    data = {**data, "fields": data["fields"] | counted | {"edits": before.edits + 1}}
    files_are_there(type(before), live.data, data)
    record = write(before, data, check=True)
    check_successor(record)
    notice = revision.notice if revision.live_id else {}
    if readers_know:
        keep_former_files(live.data, data)
        tell_readers(before, record, notice)
    languages = changed_languages(type(record), live.data, data)
    if revision.live_id:
        is_minor = bool(notice.get("minor"))
        if is_minor:  # what tells itself is never minor
            languages = {None} if before.tells_itself(record) else set()
        up_to_date = {code for code in TRANSLATIONS if notice.get(f"updated_{code}")}
        note_changes(record, languages, up_to_date)
    if is_preview:
        return
    record_written.send(type(record), record=record)
    Revision.objects.keep(record, Action.CHANGED, by, note, base=revision)
    close(draft, revision)
    page_changed.send(type(record), record=record)


def files_are_there(model, old, new):
    """OSError when the storage cannot give a file that readers are to find from now on."""
    for name in sorted(names_of_files(model, new) - names_of_files(model, old)):
        if not default_storage.exists(name):
            raise FileNotFoundError(name)


def close(draft, revision):
    """A draft ends with its newest revision; an older one that was approved leaves the rest."""
    if draft.revision_id == revision.pk:
        draft.delete()
    else:
        draft.approved = draft.approved_by = draft.live_at = None
        draft.save()


def tell_readers(before, record, notice):
    if notice.get(f"told_{SOURCE}"):
        texts = {f"text_{code}": notice.get(f"told_{code}", "") for code in CODES}
        ChangeNote.objects.create(record=record, **texts)
    record.tell_events(before, notice)


def note_changes(record, languages, up_to_date=()):
    """Remember which texts changed in substance, for the notice on outdated translations."""
    languages = set(languages)
    if None in languages:  # a fact is new in all languages at once: none falls behind
        current = {code for code in record.languages if not record.is_outdated(code)}
        languages |= {SOURCE} if SOURCE in languages else current
        languages.remove(None)
    languages |= set(up_to_date)
    if languages:
        record.note_changes(languages, at=timezone.now())
        record.save(update_fields=[f"changed_{code}" for code in languages])


@contextmanager
def applied(draft):
    """Inside, the record is as if its draft were public; afterwards nothing has happened."""
    with rolled_back():
        record = draft.record
        for one in filter(None, (record, record.parent_record)):
            now_public = {"state": one.State.PUBLISHED, "publish_at": None}
            if not one.is_published():
                type(one)._base_manager.filter(pk=one.pk).update(**now_public)
        if draft.is_of_public_page:
            publish(draft, draft.revision, draft.author, is_preview=True)
        yield type(record)._base_manager.get(pk=record.pk)


@contextmanager
def shown_as(record, revision, keeps_files=False):
    """Inside, the record is what a revision says, whatever its readers see; nothing is written."""
    with rolled_back(keeps_files):
        yield write(record, revision.data)


# Going live by itself


def publish_due(at=None, patience=None):
    """Let every approved draft go live whose instant has come; safe to repeat. Returns how many.

    `patience` is how many seconds it may wait for a lock; without it, as long as any change does.
    What fails in passing, such as a lock or the storage, keeps its approval for the next time.
    """
    count = 0
    for pk in list(Draft.objects.due(at).values_list("pk", flat=True)):
        try:
            with waiting_at_most(patience), transaction.atomic():
                if patience:
                    limit_waiting(patience)
                count += _publish_one_due(pk)
        except (OSError, OperationalError):
            logger.exception("Draft %s could not go live yet", pk)
    return count


@contextmanager
def waiting_at_most(seconds):
    """SQLite waits for its one lock before a transaction begins."""
    if not seconds or connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


def limit_waiting(seconds):
    """PostgreSQL waits for each lock; so it does until the end of this transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds * 2}s"])


def _publish_one_due(pk):
    """Whoever comes second leaves it to the first one, who holds the lock."""
    waiting = Draft.objects.planned().select_for_update(skip_locked=True, of=("self",))
    draft = waiting.filter(pk=pk).first()
    if not draft or not draft.record:
        return False
    try:
        with transaction.atomic():
            publish(draft, draft.approved, draft.approved_by, looked_at(draft, draft.approved_by))
    except (OSError, OperationalError):
        raise
    except Exception as problem:  # whatever is wrong with one draft, the site goes on
        logger.exception("Draft %s could not go live", pk)
        could_not_go_live(draft, problem)
        return False
    return True


def could_not_go_live(draft, problem):
    why = " ".join(errors_in_words(draft.content_type.model_class(), problem))
    if draft.step == Step.APPROVED:
        draft.step = Step.REVIEW
    revision, draft.failure = draft.approved, why[:1000]
    draft.approved = draft.approved_by = draft.live_at = None
    draft.save()
    Revision.objects.act(revision, Action.FAILED, None, why)
