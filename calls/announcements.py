"""What happens to a call that is already public: a date that moves, a cancellation.

Each is one event: kept with its reason, and told to readers in one sentence per language.
"""

import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from calls.models import DeadlineChange
from calls.status import OPEN_STATES, utc
from portal.i18n.formats import moment
from portal.i18n.languages import CODES
from portal.publishing.models import ChangeNote

Kind = DeadlineChange.Kind

TOLD = {
    (Kind.CLOSING, "set"): _("Deadline set: %(new)s."),
    (Kind.CLOSING, "later"): _("Deadline extended from %(old)s to %(new)s."),
    (Kind.CLOSING, "sooner"): _("Deadline brought forward from %(old)s to %(new)s."),
    (Kind.CLOSING, "dropped"): _("The deadline of %(old)s no longer holds."),
    (Kind.PARTNER, "set"): _("Deadline at the partner set: %(new)s."),
    (Kind.PARTNER, "later"): _("Deadline at the partner extended from %(old)s to %(new)s."),
    (Kind.PARTNER, "sooner"): _("Deadline at the partner brought forward from %(old)s to %(new)s."),
    (Kind.PARTNER, "dropped"): _("The deadline of %(old)s at the partner no longer holds."),
    (Kind.OPENING, "set"): _("The call opens on %(new)s."),
    (Kind.OPENING, "later"): _("The opening moves back from %(old)s to %(new)s."),
    (Kind.OPENING, "sooner"): _("The opening moves forward from %(old)s to %(new)s."),
    (Kind.OPENING, "dropped"): _("The opening on %(old)s does not go ahead."),
}


class Move(NamedTuple):
    """A date of a call that differs: without an old instant it was empty, without a new it is."""

    kind: str
    old: datetime.datetime | None
    new: datetime.datetime | None

    def __str__(self):
        """What it means to readers, in the active language."""
        if not self.old or not self.new:
            turn = "dropped" if self.old else "set"
        else:
            turn = "later" if utc(self.new) > utc(self.old) else "sooner"
        return TOLD[self.kind, turn] % {
            "old": self.old and moment(self.old),
            "new": self.new and moment(self.new),
        }


def moves(before, after):
    """The dates in which a call differs from what it was before."""
    found = []
    for kind, field in (
        (Kind.OPENING, "opens_at"),
        (Kind.CLOSING, "closes_at"),
        (Kind.PARTNER, "partner_closes_at"),
    ):
        move = Move(kind, date_of(before, kind), date_of(after, kind))
        is_edited = utc(getattr(before, field)) != utc(getattr(after, field))
        if is_edited and utc(move.old) != utc(move.new):
            found.append(move)
    return found


def date_of(call, kind):
    """The date of a kind; the deadline of one side is the other's too until that has its own."""
    if kind == Kind.OPENING:
        return call.opens_at
    sides = [call.closes_at, call.partner_closes_at]
    own, other = sides if kind == Kind.CLOSING else reversed(sides)
    return own or other


def tell_moves(call, moved, reasons):
    """Keep what moved, with the reasons ({language: text}), and tell readers in one note."""
    now = timezone.now()
    texts = {f"reason_{code}": reason for code, reason in reasons.items()}
    for move in moved:
        if move.old:  # a date that was empty did not move
            call.deadline_changes.create(**move._asdict(), changed_at=now, **texts)
    tell(call, now, reasons, lambda: " ".join(map(str, moved)))


def tell_cancellation(before, call):
    """Tell from when on a call is cancelled, or that it is no longer.

    A note whose instant has not come was never public: it goes with the date that it told of.
    """
    now = timezone.now()
    was_told = before.cancelled_at and before.cancelled_at <= now
    if before.cancelled_at and not was_told:
        call.changes.filter(at=before.cancelled_at).delete()
    if call.cancelled_at and not was_told:
        told_at = max(call.cancelled_at, now)
        reasons = {code: getattr(call, f"cancellation_reason_{code}") for code in CODES}
        tell(call, told_at, reasons, lambda: gettext("This call was cancelled."))
    elif was_told and not call.cancelled_at:
        tell(call, now, {}, lambda: gettext("This call is no longer cancelled."))


def tell_new_results(call):
    """Tell that the public list of projects is another one: a fact, new in every language."""
    call.note_changes([code for code in call.languages if not call.is_outdated(code)])
    call.save()
    tell(call, timezone.now(), {}, lambda: gettext("The list of selected projects was updated."))


def tell(call, at, reasons, facts):
    """One public note: the facts in every language, the reason in those in which it was given."""
    texts = {}
    for code in CODES:
        with override(code):
            reason = reasons.get(code)
            why = gettext("Reason: %(reason)s") % {"reason": reason} if reason else ""
            texts[f"text_{code}"] = f"{facts()} {why}".strip()
    ChangeNote.objects.create(record=call, at=at, **texts)


def warnings(before, after):
    """What an editor should know of the dates as they are now."""
    now = timezone.now()
    if after.closes_at and after.partner_closes_at and after.closes_at != after.partner_closes_at:
        yield gettext(
            "The two sides close at different instants. The earlier one counts for the status: "
            "%(moment)s."
        ) % {"moment": moment(after.closing)}
    if not before or utc(before.closing) == utc(after.closing):
        return
    was_open, is_open = before.status(now) in OPEN_STATES, after.status(now) in OPEN_STATES
    if after.closing and after.closing <= now and was_open:
        yield gettext("The deadline is now in the past: readers see the call as closed.")
    elif before.closing and before.closing <= now and is_open:
        yield gettext("The call was closed and is open again.")
