"""What feed and calendar tell of calls to who follows a list: which, what, and since when.

Copies of both are kept for hours or days. So they say in words only what stays true: instants and
what happened, never "open". All their instants are stored ones or follow from those, none is "now".
"""

import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from calls.announcements import Move
from calls.models import Call
from calls.status import Status, Timing, utc
from calls.templatetags.calls import amount_line
from portal.i18n.formats import day, moment, partial, zone
from portal.i18n.languages import SOURCE, Text, active, heading_text, text_of
from portal.publishing import clock
from portal.publishing.atom import UNKNOWN_DATE

LIMIT = 200  # calls in a calendar; some 20 years of them


def followed(form):
    """The public calls of a filtered list, never an example; the latest deadlines when too many.

    The plain list shows only open and upcoming calls. Who follows it must also hear of what
    leaves it, cancellations and results, so without any filter these are all calls.
    """
    calls = Call.objects.published().real()
    calls = form.narrow(calls) if form.is_active else calls.with_status()
    latest = F("closing_instant").desc(nulls_first=True)
    related = ("amounts", "deadline_changes", "changes")
    return calls.order_by(latest, "-pk").for_links().prefetch_related(*related)[:LIMIT]


def name_of(form):
    """What a followed list is called: "Project calls – Open, Wales"."""
    return " – ".join(filter(None, [_("Project calls"), form.summary()]))


def key_of(form):
    """The filters, the same in whatever order they stand in the address."""
    return sorted((name, value) for name in form.active_filters for value in form.values(name))


def announced_at(call, at):
    """The instants up to `at` at which readers were told something new of a call."""
    instants = {call.cancelled_at, call.results_at}
    instants |= {change.changed_at for change in call.deadline_changes.all()}
    instants |= {note.at for note in call.changes.all()}
    return past(instants, at)


def last_edited_at(call, at):
    """The last instant at which an edit changed what is told in the language of the request."""
    instants = {getattr(call, f"changed_{active()}"), call.publish_at, call.series.publish_at}
    if active() not in call.languages:
        instants.add(call.changed_nl)
    return max(past(instants, at) | announced_at(call, at), default=UNKNOWN_DATE)


def status_changed_at(call, at):
    """The instant at which a call got the status that it has, None when that is not known."""
    points = [(getattr(call, column), before) for column, before in Call.scheduled_transitions()]
    instants = past((point - before for point, before in points if point), at)
    tick = datetime.timedelta(microseconds=1)
    return max((t for t in instants if call.status(t) != call.status(t - tick)), default=None)


def updated_at(call, at=None):
    """When what a feed says of a call last changed: an edit, or a turn of its status.

    Every turn counts, for who relies on a feed must see a call open, close soon and close.
    """
    at = at or clock.now()
    return max(filter(None, [last_edited_at(call, at), status_changed_at(call, at)]))


def past(instants, at):
    return {utc(instant) for instant in instants if instant and utc(instant) <= at}


def title_of(call, at=None):
    title = heading_text(call)
    if call.status(at) == Status.CANCELLED:
        return here(_("Cancelled: %(call)s") % {"call": title.content})
    return title


def lines(call, at=None):
    """What is known of a call: (words in the language of the request, the Text after them)."""
    return [(words, text) for words, text in facts(call, at or clock.now()) if text.content]


def facts(call, at):
    status = call.status(at)
    if status == Status.CANCELLED:
        yield _("This call was cancelled."), text_of(call, "cancellation_reason")
    yield from change_entries(call, at)
    yield "", text_of(call, "summary")
    yield from dates(call)
    if call.decision_expected and status not in {Status.RESULTS, Status.CANCELLED}:
        yield _("Decision expected:"), here(partial(call.decision_expected))
    yield _("Amount:"), here(amount_line(call))
    if call.series.partner.is_published(at):
        yield _("Partner:"), text_of(call.series.partner, "name")
    languages = Call._meta.get_field("form_languages").labels(call.form_languages)
    yield _("Application language:"), here(" + ".join(map(str, languages)))
    if active() != SOURCE:
        yield "", here(about_translation(call))


def dates(call):
    if call.opens_at:
        yield _("Opens:"), here(in_brussels(call.opens_at))
    if call.closes_day_only:
        yield _("Deadline:"), here(day(call.last_day, weekday=True))
    elif call.closing:
        yield _("Deadline:"), here(in_brussels(call.closing))
        if call.closes_at and call.partner_closes_at:
            yield _("Flemish administration:"), here(in_brussels(call.closes_at))
            yield _("Partner's administration:"), here(in_brussels(call.partner_closes_at))
    elif call.timing == Timing.BUDGET:
        yield "", here(_("Open until the budget is spent"))
    elif call.timing == Timing.ROLLING:
        yield "", here(_("You can apply at any time"))


def change_entries(call, at):
    """What moved, with its reason, and what else readers were told; the newest first."""
    moves = [change for change in call.deadline_changes.all() if change.changed_at <= at]
    stories = [
        (move.changed_at, str(Move(move.kind, move.old, move.new)), text_of(move, "reason"))
        for move in moves
    ]
    already = {move.changed_at for move in moves}  # the admin also writes these down as a note
    stories += [
        (note.at, "", text_of(note, "text"))
        for note in call.changes.all()
        if note.at <= at and note.at not in already
    ]
    for instant, words, text in sorted(stories, key=lambda story: story[0], reverse=True):
        yield f"{day(instant)}: {words}".strip(), text


def about_translation(call):
    if active() not in call.languages:
        if call.is_partly_translated():
            return _("This translation is not complete: part of the text is in Dutch.")
        return _("This page is only available in Dutch. The key facts are in English.")
    if call.is_outdated():
        return _("The Dutch text changed on %(date)s. This translation is not up to date yet.") % {
            "date": day(call.changed_nl)
        }
    return _("Translated from Dutch. Only the Dutch text is authoritative.")


def here(content):
    return Text(str(content), active())


def in_brussels(instant):
    return f"{moment(instant, weekday=True)} ({zone()})"
