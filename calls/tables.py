"""The columns of the files with calls and with support."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calls.models import CallAmount
from calls.pictures.outcomes import outcome_of
from calls.support_wording import timing_line
from calls.wording import amount_line, amounts_in_words, form_language_labels
from portal.exchange.lists import Column
from portal.i18n.formats import machine
from portal.i18n.languages import text_of

CALL_COLUMNS = [
    Column(_("Call"), "", lambda call: text_of(call.series, "title").content),
    Column(_("Edition"), "", lambda call: call.label),
    Column(_("Partner"), "", lambda call: public_name(call.series.partner)),
    Column(_("Status"), _("When this file was made."), lambda call: call.status().label),
    Column(
        _("Opens"),
        _("A day, or an instant with the offset of Brussels."),
        lambda call: (
            call.opens_at and machine(call.first_day if call.opens_day_only else call.opens_at)
        ),
    ),
    Column(
        _("Deadline"),
        _("The last day, or the first instant at which it is too late."),
        lambda call: (
            call.closing and machine(call.last_day if call.closes_day_only else call.closing)
        ),
    ),
    Column(_("Amount"), "", amount_line),
    Column(_("Application language"), "", lambda call: ", ".join(form_language_labels(call))),
]

OUTCOME_COLUMNS = [
    *CALL_COLUMNS[:4],
    Column(_("Applications received"), "", lambda call: figure(outcome_of(call).received)),
    Column(_("Applications selected"), "", lambda call: figure(outcome_of(call).selected)),
    Column(
        _("Success rate (%)"),
        _("Where a source confirms both numbers."),
        lambda call: figure(outcome_of(call).rate),
    ),
    Column(_("Amount awarded (euro)"), "", lambda call: figure(outcome_of(call).awarded)),
    *(
        Column(
            format_lazy(_("For one project: {side}"), side=side.label),
            "",
            lambda call, side=side: amounts_in_words(outcome_of(call).amounts.get(side)),
        )
        for side in CallAmount.Side
    ),
]

MEASURE_COLUMNS = [
    Column(_("Support"), "", lambda measure: text_of(measure, "title").content),
    Column(_("Kind"), "", lambda measure: measure.get_kind_display()),
    Column(_("Organisation"), "", lambda measure: text_of(measure, "owner").content),
    Column(_("When to apply"), "", timing_line),
    Column(_("At most"), _("Euro, when one maximum holds for all."), lambda one: one.maximum),
]


def public_name(partner):
    return text_of(partner, "name").content if partner.is_published() else ""


def figure(value):
    """As a text, since a known 0 is no empty cell."""
    return "" if value is None else str(value)
