"""The forms of a call and its info sessions in the admin."""

import datetime

from django.utils.translation import gettext_lazy as _

from portal.editing.forms import DayOnlyForm, PublishableForm, public_sentence

WHY_MOVED = _("why a date moves")


class CallForm(DayOnlyForm, PublishableForm):
    """Shows the last day of a deadline without an hour; the model stores the midnight after it."""

    days_only = [
        ("opens_at", "opens_day_only", "00:00:00"),
        ("closes_at", "closes_day_only", "23:59:59"),
    ]

    why_nl = public_sentence(
        WHY_MOVED, "nl", help_text=_("For example: The form was unavailable for a week.")
    )
    why_fr = public_sentence(WHY_MOVED, "fr")
    why_de = public_sentence(WHY_MOVED, "de")
    why_en = public_sentence(WHY_MOVED, "en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.closes_day_only and self.instance.closes_at:
            self.initial["closes_at"] = self.instance.closes_at - datetime.timedelta(seconds=1)


class CallActForm(CallForm):
    """The form of one act: only the fields that it asks, by name."""

    asked = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {*self.asked}:
            del self.fields[name]


class SessionForm(DayOnlyForm):
    days_only = [("starts_at", "day_only", "00:00:00")]
