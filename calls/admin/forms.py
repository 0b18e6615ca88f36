"""The forms of a call and its info sessions in the admin."""

import datetime

from django.utils.translation import gettext_lazy as _

from calls.announcements import announce_cancellation, announce_moves, moved_dates
from portal.editing.forms import DayOnlyForm, PublishableForm, public_sentence
from portal.i18n.languages import CODES

WHY_MOVED = _("why a date moves")


class CallForm(DayOnlyForm, PublishableForm):
    """Requires a reason in Dutch for moving a public date.

    Where only the day of the deadline is known, it shows that day; the model stores the midnight
    after it.
    """

    day_only, day_only_box, day_only_hour = "closes_at", "closes_day_only", "23:59:59"
    moved = ()

    why_nl = public_sentence(
        WHY_MOVED, "nl", help_text=_("For example: The form was out of order for a week.")
    )
    why_fr = public_sentence(WHY_MOVED, "fr")
    why_de = public_sentence(WHY_MOVED, "de")
    why_en = public_sentence(WHY_MOVED, "en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.closes_day_only and self.instance.closes_at:
            self.initial["closes_at"] = self.instance.closes_at - datetime.timedelta(seconds=1)

    def check_that_readers_are_told(self):
        self.moved = moved_dates(self.before, self.instance)
        if any(move.old for move in self.moved) and not self.cleaned_data.get("why_nl"):
            message = _("This date is public. Say in Dutch why it moves: readers see the reason.")
            self.add_error("why_nl", message)
        super().check_that_readers_are_told()

    def tells_itself(self):
        return bool(self.moved) or self.changes_cancellation()

    def changes_cancellation(self):
        return "cancelled_at" in self.changed_data

    def announce_events(self):
        """Announce moved dates and a cancellation of a public call. Call it after saving."""
        if self.moved:
            announce_moves(self.instance, self.moved, self.reasons())
        if self.was_public and self.changes_cancellation():
            announce_cancellation(self.before, self.instance)

    def reasons(self):
        return {code: self.cleaned_data[f"why_{code}"] for code in CODES}


class SessionForm(DayOnlyForm):
    day_only, day_only_box, day_only_hour = "starts_at", "day_only", "00:00:00"
