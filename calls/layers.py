"""The layer of the partner map with the calls for which one can apply now."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.models import Call
from calls.querysets import CARD_COLUMNS
from calls.status import OPEN_STATES, Status
from partners.layers import Group, Layer, Mark, Marks
from portal.i18n.formats import day, end_moment

STYLES = {
    Status.SOON: ("yellow", "solid"),
    Status.OPEN: ("green", "solid"),
    Status.ROLLING: ("green", "hatched"),
}


def has_open_call():
    """The condition that a call with a partner is open now."""
    return Q(pk__in=Call.objects.published().open().values("series__partner"))


def by_status(partners):
    """The partners with open calls, grouped by the status of the one that closes first."""
    groups = {status: Group(status.label, *STYLES[status]) for status in OPEN_STATES}
    marks = {
        partner: Mark(groups[calls[0].status()], in_words(calls))
        for partner, calls in open_by_partner(partners).items()
    }
    return Marks(list(groups.values()), marks)


def open_by_partner(partners):
    """{partner: its calls that are open now, the nearest deadline first}, by primary keys."""
    found = {}
    calls = Call.objects.published().open().filter(series__partner__in=partners)
    calls = calls.soonest_first().select_related("series").only("series__partner", *CARD_COLUMNS)
    for call in calls:
        found.setdefault(call.series.partner_id, []).append(call)
    return found


def in_words(calls):
    """'2 open calls, the first until 1 March 2027, 17:00'."""
    count = ngettext("%(count)s open call", "%(count)s open calls", len(calls))
    closing = closing_in_words(calls[0])
    if not closing:
        return count % {"count": len(calls)}
    until = _("until %(moment)s") if len(calls) == 1 else _("the first until %(moment)s")
    return f"{count % {'count': len(calls)}}, {until % {'moment': closing}}"


def closing_in_words(call):
    if not call.closing:
        return ""
    return day(call.last_day) if call.closes_day_only else end_moment(call.closing)


OPEN_CALLS = Layer("calls", gettext_lazy("Calls open now"), has_open_call, by_status)
