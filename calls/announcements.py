"""Announcements about a call that is already public: moved dates, a cancellation, new results.

Each becomes one public change note with a sentence per language; a moved date also becomes a
`DeadlineChange` with its reason.
"""

import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from calls.models import DeadlineChange
from calls.status import OPEN_STATES, utc
from calls.wording import moved_date
from portal.i18n.formats import end_moment
from portal.i18n.languages import CODES
from portal.publishing.models import ChangeNote

Kind = DeadlineChange.Kind

SENTENCES = {
    (Kind.CLOSING, "set"): _("Deadline set: %(new)s."),
    (Kind.CLOSING, "later"): _("Deadline extended from %(old)s to %(new)s."),
    (Kind.CLOSING, "sooner"): _("Deadline brought forward from %(old)s to %(new)s."),
    (Kind.CLOSING, "dropped"): _("The deadline of %(old)s no longer applies."),
    (Kind.PARTNER, "set"): _("Deadline at the partner set: %(new)s."),
    (Kind.PARTNER, "later"): _("Deadline at the partner extended from %(old)s to %(new)s."),
    (Kind.PARTNER, "sooner"): _("Deadline at the partner brought forward from %(old)s to %(new)s."),
    (Kind.PARTNER, "dropped"): _("The deadline of %(old)s at the partner no longer applies."),
    (Kind.OPENING, "set"): _("The call opens on %(new)s."),
    (Kind.OPENING, "later"): _("The opening moves back from %(old)s to %(new)s."),
    (Kind.OPENING, "sooner"): _("The opening is brought forward from %(old)s to %(new)s."),
    (Kind.OPENING, "dropped"): _("The opening on %(old)s does not go ahead."),
}


class Move(NamedTuple):
    """A changed date of a call; `old` is None where it was empty, `new` where it now is."""

    kind: str
    old: datetime.datetime | None
    new: datetime.datetime | None

    def __str__(self):
        """The change in one sentence for readers, in the active language."""
        if not self.old or not self.new:
            effect = "dropped" if self.old else "set"
        else:
            effect = "later" if utc(self.new) > utc(self.old) else "sooner"
        return SENTENCES[self.kind, effect] % {
            "old": self.old and moved_date(self.kind, self.old),
            "new": self.new and moved_date(self.kind, self.new),
        }


def moved_dates(before, after):
    """The dates that differ between two states of a call, as Moves."""
    moved = []
    for kind, field in (
        (Kind.OPENING, "opens_at"),
        (Kind.CLOSING, "closes_at"),
        (Kind.PARTNER, "partner_closes_at"),
    ):
        move = Move(kind, effective_date(before, kind), effective_date(after, kind))
        is_edited = utc(getattr(before, field)) != utc(getattr(after, field))
        if is_edited and utc(move.old) != utc(move.new):
            moved.append(move)
    return moved


def effective_date(call, kind):
    """The date of a kind; a side without a deadline of its own has that of the other side."""
    if kind == Kind.OPENING:
        return call.opens_at
    sides = [call.closes_at, call.partner_closes_at]
    own, other = sides if kind == Kind.CLOSING else reversed(sides)
    return own or other


def tells_itself(before, after):
    """Whether a change announces itself: a date moves, a call is cancelled or no longer is."""
    return bool(moved_dates(before, after)) or changes_cancellation(before, after)


def changes_cancellation(before, after):
    return utc(before.cancelled_at) != utc(after.cancelled_at)


def problems(before, after, notice):
    """{field: what is wrong}: a date that readers have seen moves only with a reason in Dutch."""
    if any(move.old for move in moved_dates(before, after)) and not notice.get("why_nl"):
        return {
            "why_nl": _("This date is public. Say in Dutch why it moves: readers see the reason.")
        }
    return {}


def announce_events(before, call, notice):
    """Announce what happened to a call that readers know; `notice` has the reasons."""
    if moved := moved_dates(before, call):
        announce_moves(call, moved, {code: notice.get(f"why_{code}", "") for code in CODES})
    if changes_cancellation(before, call):
        announce_cancellation(before, call)


def announce_moves(call, moved, reasons):
    """Store the moved dates and announce them in one note; `reasons` is {language: text}."""
    now = timezone.now()
    texts = {f"reason_{code}": reason for code, reason in reasons.items()}
    for move in moved:
        if move.old:  # a date that was empty is new, not moved
            call.deadline_changes.create(**move._asdict(), changed_at=now, **texts)
    announce(call, now, reasons, lambda: " ".join(map(str, moved)))


def announce_cancellation(before, call):
    """Announce that a call is cancelled from some instant on, or that it no longer is.

    The note of a cancellation that was planned and not yet public is deleted.
    """
    now = timezone.now()
    was_public = before.cancelled_at and before.cancelled_at <= now
    if before.cancelled_at and not was_public:
        call.changes.filter(at=before.cancelled_at).delete()
    if call.cancelled_at and not was_public:
        announced_at = max(call.cancelled_at, now)
        reasons = {code: getattr(call, f"cancellation_reason_{code}") for code in CODES}
        announce(call, announced_at, reasons, lambda: gettext("This call was cancelled."))
    elif was_public and not call.cancelled_at:
        announce(call, now, {}, lambda: gettext("This call is no longer cancelled."))


def new_results_notice():
    """The notice to readers when the public list of projects is another one."""
    return told_in_each(_("The list of selected projects was updated."))


def results_notice():
    """The notice to readers when there are results."""
    return told_in_each(_("The results of this call are published."))


def no_result_notice():
    """The notice to readers when no result will follow."""
    return told_in_each(_("The results of this call will not be published."))


def told_in_each(sentence):
    """The notice of a draft with a sentence in every language."""
    notice = {}
    for code in CODES:
        with override(code):
            notice[f"told_{code}"] = str(sentence)
    return notice


def announce(call, at, reasons, sentence):
    """Create one public note that holds from the instant `at`.

    `sentence` is called once per language, with that language active; `reasons` is {language: text}
    and may lack languages.
    """
    texts = {}
    for code in CODES:
        with override(code):
            reason = reasons.get(code)
            why = gettext("Reason: %(reason)s") % {"reason": reason} if reason else ""
            texts[f"text_{code}"] = f"{sentence()} {why}".strip()
    ChangeNote.objects.create(record=call, at=at, **texts)


def warnings(before, after):
    """Warnings for an editor about the dates of a call; `before` is None for a new call."""
    now = timezone.now()
    if after.closes_at and after.partner_closes_at and after.closes_at != after.partner_closes_at:
        yield gettext(
            "The two sides close at different instants. The earlier one counts for the status: "
            "%(moment)s."
        ) % {"moment": end_moment(after.closing)}
    if not before or utc(before.closing) == utc(after.closing):
        return
    was_open, is_open = before.status(now) in OPEN_STATES, after.status(now) in OPEN_STATES
    if after.closing and after.closing <= now and was_open:
        yield gettext("The deadline is now in the past: readers see the call as closed.")
    elif before.closing and before.closing <= now and is_open:
        yield gettext("The call was closed and is open again.")
