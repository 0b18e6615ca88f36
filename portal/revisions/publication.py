"""A revision becomes what readers see: what must be right before, and the one change that does it.

Nothing here knows a form or a request.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal.i18n.languages import CODES, SOURCE, TRANSLATIONS
from portal.publishing.models import ChangeNote, Publishable
from portal.publishing.rollback import rolled_back
from portal.publishing.signals import page_changed, record_written
from portal.redirects.validators import check_successor
from portal.revisions.changes import changed_languages, keep_former_files, retells
from portal.revisions.current import locked, was_public
from portal.revisions.diff import errors_in_words
from portal.revisions.files import names_of_files
from portal.revisions.merge import merge
from portal.revisions.models import Draft, Revision
from portal.revisions.snapshot import COUNTED, data_of, instance_of, write

Action, Step = Revision.Action, Draft.Step


class CannotGoLive(Exception):
    """A draft does not fit the record as it is now; says why, in words for editors."""


def problems_of_data(record, data):
    """Why a record cannot become what `data` says, in words; the database stays as it is."""
    try:
        with rolled_back():
            write(record, data, check=True).clean_rows()
    except (ValidationError, IntegrityError) as error:
        return errors_in_words(type(record), error)
    return []


NOT_TOLD = gettext_lazy(
    "This page is public. Tell readers in Dutch what changes, or tick that it is a "
    "small improvement."
)


RETOLD = gettext_lazy(
    "What readers were told before stays as it was. Tell them in a new sentence what is different."
)


FILE_GONE = gettext_lazy(
    "A file of this draft was thrown away with another draft. Choose the file again."
)


def missing_files(revision):
    """The files that a draft has more than what is public, and that are not there any more."""
    names = names_of_files(revision.model, revision.data)
    if revision.live_id:
        names -= names_of_files(revision.model, revision.live.data)
    return {name for name in names if not default_storage.exists(name)}


def problems_of(draft):
    """Why the newest revision of a draft cannot go live, in words; empty when it can."""
    record, revision = draft.record, draft.revision
    data = publishable_data(record, revision)
    wrong = [*problems_of_notice(record, revision).values()]
    if revision.live_id and was_public(record) and retells(type(record), data_of(record), data):
        wrong.append(RETOLD)
    if missing_files(revision):
        wrong.append(FILE_GONE)
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


def problems_of_parent(draft):
    """Why readers would not find what a draft makes public; empty when they would."""
    record, revision = draft.record, draft.revision
    problem = problem_of_parent(record, publishable_data(record, revision))
    return [problem] if problem else []


def problem_of_parent(record, data):
    """Nothing becomes public, or public again, below what is a draft or withdrawn; '' if it may."""
    then = after(record, data)
    parent, is_new = then.parent_record, not (record.pk and is_or_will_be_public(record))
    if not (parent and is_new and is_or_will_be_public(then)) or is_or_will_be_public(parent):
        return ""
    return gettext(
        "Readers would not find this page: “%(parent)s” is not public. Publish that first."
    ) % {"parent": parent}


def is_or_will_be_public(record):
    """Whether a record itself is public, or will be at its instant."""
    return record.state == record.State.PUBLISHED and not record.was_withdrawn()


def after(record, data):
    """The record as it would be, not saved and without its rows."""
    return instance_of(type(record), record.pk, data["fields"])[0]


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
        changed = gettext(
            "The page has changed since the draft was started. Open the draft to compare."
        )
        raise CannotGoLive(changed)
    return data


@transaction.atomic
def publish(draft, revision, by, note="", is_preview=False):
    """Make a revision what readers see, as one change; what fails leaves everything as it was.

    Returns the record as it is then.
    """
    before = locked(draft.record)
    live = Revision.objects.begin(before)
    readers_know = was_public(before)
    data = publishable_data(before, revision, live)
    if problem := problem_of_parent(before, data):
        raise CannotGoLive(problem)
    counted = {name: live.data["fields"][name] for name in COUNTED if name in live.data["fields"]}
    data = {**data, "fields": data["fields"] | counted | {"edits": before.edits + 1}}
    files_are_there(type(before), live.data, data)
    record = write(before, data, check=True)
    record.clean_rows()
    check_successor(record)
    notice = revision.notice if revision.live_id else {}
    if readers_know:
        if retells(type(record), live.data, data):
            raise CannotGoLive(RETOLD)
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
        return record
    record_written.send(type(record), record=record)
    Revision.objects.keep(record, Action.CHANGED, by, note, base=revision)
    close(draft, revision)
    page_changed.send(type(record), record=record)
    return record


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
