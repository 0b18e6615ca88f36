"""Approved drafts go live at their instant, by the clock or with the first visit after it."""

import logging
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from portal.revisions import mails
from portal.revisions.current import looked_at
from portal.revisions.diff import errors_in_words
from portal.revisions.models import Draft, Revision
from portal.revisions.publication import publish

logger = logging.getLogger(__name__)
Action, Step = Revision.Action, Draft.Step


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
            people, note = mails.people_of(draft), looked_at(draft, draft.approved_by)
            record = publish(draft, draft.approved, draft.approved_by, note)
            mails.tell_published(record, people, by=None)
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
    mails.tell_failed(draft.record, mails.people_of(draft))
    revision, draft.failure = draft.approved, why[:1000]
    draft.approved = draft.approved_by = draft.live_at = None
    draft.save()
    Revision.objects.act(revision, Action.FAILED, None, why)
