"""The layer of the partner map with the calls for which one can apply now."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.models import Call
from calls.querysets import CARD_COLUMNS
from calls.status import OPEN_STATES, Status
from partners.layers import Group, Layer, Mark, Marks
from portal.i18n.formats import day, end_moment
from portal.publishing.shelf import Shelf

OPEN = Shelf(10)
STYLES = {
    Status.SOON: ("yellow", "solid"),
    Status.OPEN: ("green", "solid"),
    Status.ROLLING: ("green", "hatched"),
}


def by_status(partners):
    """The partners with open calls, grouped by the status of the one that closes first."""
    groups = {status: Group(status.label, *STYLES[status]) for status in OPEN_STATES}
    calls = OPEN.get("all", open_by_partner)
    marks = {
        partner.pk: Mark(groups[those[0].status()], in_words(those))
        for partner in partners
        if (those := calls.get(partner.pk))
    }
    return Marks(list(groups.values()), marks)


def open_by_partner():
    """{partner: its calls that are open now, the nearest deadline first}."""
    found = {}
    calls = Call.objects.published().open().soonest_first().select_related("series")
    for call in calls.only("series__partner", *CARD_COLUMNS):
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


OPEN_CALLS = Layer("calls", gettext_lazy("Calls open now"), by_status)
