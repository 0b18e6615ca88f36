"""What feeds, calendars and data have in common: which calls, which facts, and when they changed.

Clients keep copies of feeds and calendars for hours or days. Their text therefore has only what
stays true: instants and past events, never "open". Every instant is a stored one or follows from
stored ones; none is "now".
"""

import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from calls.announcements import Move
from calls.models import Call
from calls.status import Status, Timing, utc
from calls.wording import (
    amount_line,
    deadline_text,
    deadlines_per_side,
    form_language_labels,
    in_active_language,
    opening_text,
    translation_notice,
)
from portal.i18n.addresses import address
from portal.i18n.formats import day, partial
from portal.i18n.languages import SOURCE, active, heading_text, text_of
from portal.publishing import clock
from portal.publishing.atom import UNKNOWN_DATE

LIMIT = 200  # calls in a feed or calendar: about 20 years of them


def followed_calls(form=None):
    """The public calls of a list, or all, without examples; at most LIMIT, latest deadlines first.

    The page without filters lists only open and upcoming calls. Its subscribers must also learn
    of calls that leave that list, of cancellations and of results, so they get all calls.
    """
    calls = Call.objects.published().real()
    calls = form.narrow(calls) if form and form.is_active else calls.with_status()
    latest = F("closing_instant").desc(nulls_first=True)
    related = ("amounts", "deadline_changes", "changes")
    return calls.order_by(latest, "-pk").for_links().prefetch_related(*related)[:LIMIT]


def list_title(form):
    """The title of a filtered list: "Project calls – Open, Wales"."""
    return " – ".join(filter(None, [_("Project calls"), form.summary()]))


def list_url(form):
    """The path and query of the page of a filtered list, in the active language."""
    return f"{address('calls:calls')}?{form.address_query}".rstrip("?")


def filter_key(form):
    """The filters as sorted (name, value) pairs: equal whatever their order in the address."""
    return sorted((name, value) for name in form.active_filters for value in form.values(name))


def announcement_instants(call, at):
    """The instants up to `at`, in UTC, at which something about a call was announced."""
    instants = {call.cancelled_at, call.results_at}
    instants |= {change.changed_at for change in call.deadline_changes.all()}
    instants |= {note.at for note in call.changes.all()}
    return instants_until(instants, at)


def last_edited_at(call, at):
    """The last instant up to `at` at which the text in the active language changed."""
    instants = {getattr(call, f"changed_{active()}"), call.publish_at, call.series.publish_at}
    if active() not in call.languages:
        instants.add(call.changed_nl)
    edited = instants_until(instants, at)
    return max(edited | announcement_instants(call, at), default=UNKNOWN_DATE)


def status_changed_at(call, at):
    """The instant at which a call got the status that it has at `at`; None when not known."""
    transitions = [
        (getattr(call, column), before) for column, before in Call.scheduled_transitions()
    ]
    instants = instants_until((point - before for point, before in transitions if point), at)
    tick = datetime.timedelta(microseconds=1)
    return max((t for t in instants if call.status(t) != call.status(t - tick)), default=None)


def updated_at(call, at=None):
    """When the entry of a call last changed: by an edit or by a change of status.

    Every change of status counts: subscribers must see a call open, close soon and close. To load
    an old call is no news of it: until somebody edits it, it changed when its status did.
    """
    at = at or clock.now()
    events = announcement_instants(call, at) | {status_changed_at(call, at)} - {None}
    if call.edits or not events:
        events.add(last_edited_at(call, at))
    return max(events)


def instants_until(instants, at):
    """The instants up to and including `at`, in UTC; those that are None are left out."""
    return {utc(instant) for instant in instants if instant and utc(instant) <= at}


def title_with_cancellation(call, at=None):
    """The title of a call as a Text; that of a cancelled call says so."""
    title = heading_text(call)
    if call.status(at) == Status.CANCELLED:
        return in_active_language(_("Cancelled: %(call)s") % {"call": title.content})
    return title


def known_facts(call, at=None):
    """The facts that are known of a call, as (label in the active language or "", Text)."""
    return [(label, text) for label, text in all_facts(call, at or clock.now()) if text.content]


def all_facts(call, at):
    """As `known_facts`; the Text of an unknown fact is empty."""
    status = call.status(at)
    if status == Status.CANCELLED:
        yield _("This call was cancelled."), text_of(call, "cancellation_reason")
    yield from change_facts(call, at)
    yield "", text_of(call, "summary")
    yield from date_facts(call)
    if (
        call.decision_expected
        and not call.no_result
        and status not in {Status.RESULTS, Status.CANCELLED}
    ):
        yield _("Decision expected:"), in_active_language(partial(call.decision_expected))
    yield _("Amount:"), in_active_language(amount_line(call))
    if call.series.partner.is_published(at):
        yield _("Partner:"), text_of(call.series.partner, "name")
    languages = " + ".join(form_language_labels(call))
    yield _("Application language:"), in_active_language(languages)
    if active() != SOURCE:
        yield "", in_active_language(translation_notice(call))


def date_facts(call):
    if call.opens_at:
        yield _("Opens:"), in_active_language(opening_text(call))
    if call.closing:
        yield _("Deadline:"), in_active_language(deadline_text(call))
        if not call.closes_day_only:
            for label, deadline in deadlines_per_side(call):
                yield label, in_active_language(deadline)
    elif call.timing == Timing.BUDGET:
        yield "", in_active_language(_("Open until the budget is spent"))
    elif call.timing == Timing.ROLLING:
        yield "", in_active_language(_("You can apply at any time"))


def change_facts(call, at):
    """The moved dates with their reasons and the other public change notes, newest first."""
    changes = [change for change in call.deadline_changes.all() if change.changed_at <= at]
    entries = [
        (
            change.changed_at,
            str(Move(change.kind, change.old, change.new)),
            text_of(change, "reason"),
        )
        for change in changes
    ]
    # The admin also writes a note for each moved date, at the same instant.
    instants_of_changes = {change.changed_at for change in changes}
    entries += [
        (note.at, "", text_of(note, "text"))
        for note in call.changes.all()
        if note.at <= at and note.at not in instants_of_changes
    ]
    for instant, sentence, text in sorted(entries, key=lambda entry: entry[0], reverse=True):
        yield f"{day(instant)}: {sentence}".strip(), text
