"""What a mail tells: an item for each record, made of all that is new of it, as it is now.

What has been overtaken is left out: a reminder of a call that was cancelled, a deadline that moved
and was put back.
"""

import datetime
import time
from functools import partial
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.ical import calendar_events
from calls.models import Call
from calls.status import Status
from calls.syndication import date_facts
from calls.wording import amount_line, in_active_language, with_language_note
from portal.alerts.differences import in_words, merged
from portal.alerts.models import Announcement, Reason
from portal.alerts.news import is_told, reminder_key
from portal.alerts.subjects import title_of
from portal.i18n.addresses import absolute
from portal.i18n.languages import Text, active, heading_text, text_of

HEADLINES = {  # by what matters most to readers
    Reason.CANCELLED: gettext_lazy("Cancelled: %(call)s"),
    Reason.REVIVED: gettext_lazy("No longer cancelled: %(call)s"),
    Reason.MOVED: gettext_lazy("Deadline moved: %(call)s"),
    Reason.OPENING: gettext_lazy("Now open: %(call)s"),
    Reason.REMINDER: gettext_lazy("Deadline approaching: %(call)s"),
    Reason.NEW: gettext_lazy("New: %(call)s"),
    Reason.RESULTS: gettext_lazy("Results: %(call)s"),
    Reason.CHANGE: gettext_lazy("Changed: %(call)s"),
}
RANKS = [*HEADLINES]
WITH_FACTS = {Reason.NEW, Reason.OPENING, Reason.REMINDER}
LATEST = datetime.datetime.max.replace(tzinfo=datetime.UTC)


class Item(NamedTuple):
    """All that a mail tells of one record, in the active language."""

    record: object
    reason: Reason  # the one that counts most
    title: Text
    url: str
    lines: list  # [Text]: notes and what else is said in sentences
    changes: list  # [Change]
    facts: list  # [(label or "", Text)]
    links: list  # [(words, address)] beside that of the page
    why: list  # [Text]: what the subscriber follows

    @property
    def headline(self):
        return str(HEADLINES[self.reason]) % {"call": with_language_note(self.title)}

    @property
    def is_dated(self):
        """Whether a calendar entry goes with it."""
        return isinstance(self.record, Call) and self.reason != Reason.RESULTS


class Kept:
    """What the mails of one run have in common, made once for each language.

    For a minute, so that a long run tells what holds then; and no more than LIMIT of it, whatever
    the number of subscribers.
    """

    LIMIT, SECONDS = 500, 60

    def __init__(self):
        self.found = {}

    def get(self, key, make):
        since = time.monotonic()
        if key in self.found and self.found[key][0] > since - self.SECONDS:
            return self.found[key][1]
        if len(self.found) >= self.LIMIT:
            self.found.clear()
        self.found[key] = since, make()
        return self.found[key][1]


def announced(delivery, kept):
    """The announcements of a mail, of each record together."""
    notices = delivery.notices.filter(dropped_at=None, announcement__stopped_at=None)
    keys = sorted(notices.values_list("announcement_id", flat=True))
    found = [kept.get(("announcement", key), partial(read, key)) for key in keys]
    return sorted(found, key=lambda one: (*place_of(one), one.at, one.pk))


def read(key):
    found = Announcement.objects.filter(pk=key).select_related("content_type")
    return found.prefetch_related("notes", "subjects").get()


def items_of(announcements, subscriber, at, kept):
    """The items of a mail, what matters most first, then by deadline."""
    items, followed = [], followed_by(subscriber)
    for _place, some in groupby(announcements, key=place_of):
        group = [*some]
        key = "item", active(), *(one.pk for one in group)
        if item := kept.get(key, partial(item_of, group, at)):
            items.append(item._replace(why=why(group, followed, kept)))
    return sorted(items, key=lambda item: (RANKS.index(item.reason), closing_of(item.record)))


def followed_by(subscriber):
    """The primary keys of the subjects that somebody follows."""
    return {*subscriber.subscriptions.confirmed().values_list("subject_id", flat=True)}


def why(announcements, followed, kept):
    """The names of what the subscriber follows, for which they get this."""
    subjects = {one.pk: one for some in announcements for one in some.subjects.all()}
    return [
        kept.get(("title", active(), key), partial(title_of, subjects[key]))
        for key in sorted(subjects.keys() & followed)
    ]


def place_of(announcement):
    return announcement.content_type_id, announcement.object_id


def closing_of(record):
    return (isinstance(record, Call) and record.closing) or LATEST


def item_of(announcements, at):
    """The item of one record; None when nothing of it is to be told any more."""
    record = public_record(announcements[0], at)
    valid = [one for one in announcements if record and still_holds(one, record, at)]
    reasons = {Reason(one.reason) for one in valid}
    if Reason.NEW in reasons:  # it tells all that holds now
        valid = [one for one in valid if one.reason not in {Reason.CHANGE, Reason.OPENING}]
    changes = merged(one.changes for one in valid)
    if reasons == {Reason.MOVED} and not changes and any(one.changes for one in valid):
        return None  # put back before this left
    if not valid:
        return None
    reason = min((Reason(one.reason) for one in valid), key=RANKS.index)
    return Item(
        record=record,
        reason=reason,
        title=heading_text(record),
        url=absolute(record.get_absolute_url()),
        lines=[*lines_of(record, reason, valid, at)],
        changes=[*in_words(record, changes)],
        facts=facts_of(record, at) if reasons & WITH_FACTS else [],
        links=links_of(record, reason),
        why=[],
    )


def public_record(announcement, at):
    model = announcement.content_type.model_class()
    record = model and model.objects.filter(pk=announcement.object_id).with_parent().first()
    return record if is_told(record, at) else None


def still_holds(announcement, record, at):
    reason = announcement.reason
    if reason == Reason.REMINDER:
        return record.is_open(at) and announcement.key.endswith(reminder_key("", record))
    if reason == Reason.OPENING:
        return record.is_open(at)
    if reason == Reason.NEW:
        return not isinstance(record, Call) or record.is_current(at)
    if reason == Reason.CANCELLED:
        return record.status(at) == Status.CANCELLED
    if reason == Reason.RESULTS:
        return record.status(at) == Status.RESULTS
    if reason == Reason.REVIVED and record.status(at) == Status.CANCELLED:
        return False
    return bool(announcement.notes.all())  # a note that staff took back is told to nobody


def lines_of(record, reason, announcements, at):
    """What is said in sentences: the change notes, and what no note says."""
    notes = {note.pk: note for one in announcements for note in one.notes.all()}
    if reason == Reason.CANCELLED and not notes:
        yield in_active_language(_("This call was cancelled."))
        if text_of(record, "cancellation_reason").language == active():  # else it comes below
            yield text_of(record, "cancellation_reason")
    if reason == Reason.RESULTS and not notes:
        yield in_active_language(_("The results of this call are published."))
    if reason == Reason.OPENING:
        yield in_active_language(_("You can apply from now on."))
    if any(one.reason == Reason.REMINDER for one in announcements):
        yield in_active_language(days_left(record.days_left(at)))
    for note in sorted(notes.values(), key=lambda note: (note.at, note.pk)):
        yield text_of(note, "text")
    if isinstance(record, Call):
        yield from reasons_in_dutch(record, {note.at for note in notes.values()}, reason)


def reasons_in_dutch(call, instants, reason):
    """Why dates moved or the call was cancelled, where the notes in this language do not say it."""
    moves = [one for one in call.deadline_changes.all() if one.changed_at in instants]
    reasons = {text_of(one, "reason") for one in moves}
    if reason == Reason.CANCELLED:
        reasons.add(text_of(call, "cancellation_reason"))
    return sorted(text for text in reasons if text.content and text.language != active())


def days_left(days):
    if days == 0:
        return _("Today is the last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def facts_of(record, at):
    """What readers need first of a call; of other pages their summary."""
    if not isinstance(record, Call):
        fields = {field.name for field in record._meta.get_fields()}
        return [("", text_of(record, "summary"))] if "summary" in fields else []
    found = [
        ("", text_of(record, "summary")),
        *date_facts(record),
        (_("Amount:"), in_active_language(amount_line(record))),
    ]
    if record.series.partner.is_published(at):
        found.append((_("Partner:"), text_of(record.series.partner, "name")))
    return [(label, text) for label, text in found if text.content]


def links_of(record, reason):
    if reason == Reason.RESULTS:
        return [(_("See the results of this call"), absolute(record.get_results_url()))]
    return []


def dated_calls(items, at):
    """The calls of which a calendar entry goes with the mail."""
    calls = [item.record for item in items if item.is_dated]
    return [call for call in calls if any(calendar_events(call, at))]
