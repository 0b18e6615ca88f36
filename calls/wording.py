"""The facts of a call in words, in the active language: for pages, checklist, feed and calendar."""

from django.utils.translation import gettext as _

from calls.models import Call, CallAmount, DeadlineChange
from portal.i18n.formats import day, end_moment, moment, money, zone
from portal.i18n.languages import Text, active, text_of


def plain_title(call):
    """The title of a series and the label of its edition, as plain text."""
    return f"{text_of(call.series, 'title').content} {call.label}"


def amount_line(call):
    """One line on the money: 'max. 20.000 euro (10.000 euro per zijde)'; '' when unknown."""
    amounts = list(call.amounts.all())
    total = [row for row in amounts if row.side == CallAmount.Side.TOTAL]
    shown = total or amounts
    parts = []
    for side in dict.fromkeys(row.side for row in shown):
        rows = sorted((row for row in shown if row.side == side), key=lambda row: row.amount)
        figures = amounts_in_words(rows)
        if side and side != CallAmount.Side.TOTAL:
            figures = f"{figures} ({rows[0].get_side_display()})"
        parts.append(figures)
    return ", ".join(parts)


def amounts_in_words(rows):
    """'5.000 euro of 10.000 euro', 'hoogstens 20.000 euro': the amounts of one side, in order."""
    if not rows:
        return ""
    figures = _(" or ").join(money(row.amount, row.currency) for row in rows)
    if rows[0].kind == CallAmount.Kind.MAXIMUM:
        return _("at most %(amount)s") % {"amount": figures}
    return figures


def opening_text(call):
    """The opening with its hour, or only its day where the hour is not known."""
    if call.opens_day_only:
        return day(call.first_day, weekday=True)
    return moment_with_zone(call.opens_at)


def deadline_text(call):
    """The deadline that counts: with its hour, or only its day where the hour is not known."""
    if call.closes_day_only:
        return day(call.last_day, weekday=True)
    return deadline_with_zone(call.closing)


def deadlines_per_side(call):
    """(label, instant in words) for each side; empty unless both sides have a deadline."""
    if not (call.closes_at and call.partner_closes_at):
        return []
    return [
        (_("Flemish administration:"), deadline_with_zone(call.closes_at)),
        (_("Partner's administration:"), deadline_with_zone(call.partner_closes_at)),
    ]


def form_language_labels(call):
    """The names of the languages in which an application can be written."""
    return [
        str(label) for label in Call._meta.get_field("form_languages").labels(call.form_languages)
    ]


def translation_notice(call):
    """How far the text in the active language can be relied on; for a language other than Dutch."""
    if active() not in call.languages:
        if call.is_partly_translated():
            return _("This translation is not complete: part of the text is in Dutch.")
        return _("This page is only available in Dutch. The key facts are in English.")
    if call.is_outdated():
        return _("The Dutch text changed on %(date)s. This translation is not up to date yet.") % {
            "date": day(call.changed_nl)
        }
    return _("Translated from Dutch. Only the Dutch text is authoritative.")


def moment_with_zone(instant):
    """An instant in Brussels time, with its weekday and the name of the time zone."""
    return f"{moment(instant, weekday=True)} ({zone()})"


def deadline_with_zone(instant):
    """As `moment_with_zone`, for an instant from which on it is too late."""
    return f"{end_moment(instant, weekday=True)} ({zone()})"


def moved_date(kind, instant):
    """An old or new date of a call: an opening can begin a day, a deadline can end one."""
    return moment(instant) if kind == DeadlineChange.Kind.OPENING else end_moment(instant)


def in_active_language(content):
    """A Text whose content is in the language of the request."""
    return Text(str(content), active())


def with_language_note(text):
    """The content of a Text as plain text; a fallback to Dutch is marked as such."""
    return text.content if text.language == active() else f"{text.content} ({_('in Dutch')})"
