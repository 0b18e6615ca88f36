"""What came of the editions that are over: applications, selected projects and money.

A figure is shown once the results are public. One that is not known is None here, and a word in
the picture and its table; never zero.
"""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from calls.models import Call, CallAmount, CallSeries
from calls.querysets import HAS_FIGURES
from calls.status import Status
from calls.wording import amounts_in_words
from portal.i18n.formats import POINT, money, number, percent
from portal.i18n.languages import active, texts
from portal.i18n.unaccent import fold
from portal.pictures.columns import Chart, Figure, chart

OVER = (Status.CLOSED, Status.RESULTS, Status.CANCELLED)
COLUMNS = 8  # editions in a picture, the newest ones; the table has all
EURO = "EUR"  # the currency of the amounts that are compared by their height
Side = CallAmount.Side


def headers():
    """Of the columns of the table, without that of the editions."""
    for_one = [_("For one project: %(side)s") % {"side": side.label} for side in Side]
    return [_("Applications"), _("Selected"), _("Success rate"), _("Awarded"), *for_one]


class Outcome(NamedTuple):
    """What is public of an edition that is over; `rate` is its success rate in percent.

    `amounts` are the rows of what one project could get, by side.
    """

    call: Call
    status: Status
    received: int | None
    selected: int | None
    rate: int | None
    awarded: Decimal | None
    amounts: dict[str, list[CallAmount]]

    @property
    def is_known(self):
        return any(figure is not None for figure in (self.received, self.selected, self.awarded))

    @property
    def unknown(self):
        """The word for a figure of its results that is not there."""
        if self.status == Status.CANCELLED:
            return _("cancelled")
        return _("no results") if self.call.no_result else _("not known")

    @property
    def cells(self):
        """[(header, cell)] of its row in the table."""
        return list(
            zip(
                headers(),
                [
                    self.unknown if self.received is None else number(self.received),
                    self.unknown if self.selected is None else number(self.selected),
                    _("not known") if self.rate is None else percent(self.rate),
                    self.unknown if self.awarded is None else money(self.awarded, short=True),
                    *(self.amount_in_words(side) for side in Side),
                ],
                strict=True,
            )
        )

    def amount_in_words(self, side):
        rows = self.amounts.get(side)
        return amounts_in_words(rows) if rows else _("not known")


class Outcomes(NamedTuple):
    """The outcomes of a series, newest first, and what is drawn of the newest ones."""

    series: CallSeries
    rows: list[Outcome]
    charts: list[Chart]

    @property
    def headers(self):
        return headers()

    @property
    def drawn(self):
        return COLUMNS


def outcome_of(call, at=None):
    """The Outcome of a call of `for_outcomes()`; None when it is not over."""
    status = call.status(at)
    if status not in OVER:
        return None
    is_public = status == Status.RESULTS
    received, selected, awarded = (
        figure if is_public else None
        for figure in (call.applications_received, call.applications_selected, call.amount_awarded)
    )
    amounts = {}
    for row in sorted(call.amounts.all(), key=lambda row: row.amount):
        amounts.setdefault(row.side, []).append(row)
    is_rated = bool(received) and selected is not None and call.is_sourced
    rate = round(100 * selected / received) if is_rated else None
    return Outcome(call, status, received, selected, rate, awarded, amounts)


class Scale(NamedTuple):
    """The largest numbers among some outcomes, which are drawn the tallest."""

    applications: int
    awarded: Decimal
    amount: Decimal

    @classmethod
    def of(cls, outcomes):
        amounts = [row for one in outcomes for rows in one.amounts.values() for row in rows]
        return cls(
            max((n for one in outcomes for n in (one.received, one.selected) if n), default=1),
            max((one.awarded for one in outcomes if one.awarded), default=1),
            max((row.amount for row in amounts if row.currency == EURO), default=1),
        )


def charts_of(outcomes, scale):
    """The Charts of some outcomes, the newest of them first; what nobody knows has none.

    In a chart the oldest one is on the left.
    """
    shown = outcomes[:COLUMNS][::-1]
    charts = [
        applications_chart(shown, scale.applications),
        awarded_chart(shown, scale.awarded),
        amounts_chart(shown, scale.amount),
    ]
    return [chart for chart in charts if chart.is_known]


def applications_chart(outcomes, largest):
    def counted(count, style, unknown):
        return Figure(count, unknown if count is None else number(count), style)

    keys = [("received", _("received")), ("selected", _("selected"))]
    columns = [
        (
            one.call.label,
            [
                counted(one.received, "received", one.unknown),
                counted(one.selected, "selected", one.unknown),
            ],
            "" if one.rate is None else percent(one.rate),
        )
        for one in outcomes
    ]
    return chart(_("Applications"), keys, columns, largest)


def awarded_chart(outcomes, largest):
    columns = [
        (
            one.call.label,
            [
                Figure(
                    one.awarded,
                    one.unknown if one.awarded is None else thousands(one.awarded),
                    "awarded",
                )
            ],
            "",
        )
        for one in outcomes
    ]
    title = _("Awarded, in thousands of euro")
    return chart(title, [("awarded", _("awarded"))], columns, largest)


def amounts_chart(outcomes, largest):
    """The highest amounts, of each side; of both together where that is all that is known."""
    columns = [
        (one.call.label, [figure_of(one, side) for side in sides_of(one)], "") for one in outcomes
    ]
    keys = [(side.value, side.label) for side in Side]
    title = _("The most that one project could get, in thousands of euro")
    return chart(title, keys, columns, largest)


def sides_of(outcome):
    is_total_alone = [*outcome.amounts] == [Side.TOTAL]
    return [Side.TOTAL] if is_total_alone else [Side.FLEMISH, Side.PARTNER]


def figure_of(outcome, side):
    rows = outcome.amounts.get(side)
    if not rows:
        return Figure(None, _("not known"), side.value)
    highest = rows[-1]
    if highest.currency == EURO:
        return Figure(highest.amount, thousands(highest.amount), side.value)
    label = money(highest.amount, highest.currency, short=True)
    return Figure(highest.amount, label, side.value, is_drawn=False)


def thousands(amount):
    """An amount in thousands: '160', '2,5'."""
    whole, point, cents = number(Decimal(amount) / 1000).partition(POINT[active()])
    return f"{whole}{point}{cents.rstrip('0')}"


def outcomes_over(calls):
    """The Outcomes of those calls that are over."""
    return [outcome for call in calls if (outcome := outcome_of(call))]


def outcomes_of(series, calls, scale=None):
    """The Outcomes of a series, given its public editions, newest first; None without figures."""
    rows = outcomes_over(calls)
    if not any(row.is_known for row in rows):
        return None
    return Outcomes(series, rows, charts_of(rows, scale or Scale.of(rows[:COLUMNS])))


def series_with_figures():
    """{primary key: number of public editions} of the series of which any figure is public.

    In the order of their titles.
    """
    is_known = Q(status_now=Status.RESULTS) & HAS_FIGURES
    titles = [f"series__{name}" for name in texts("title")]
    rows = (
        Call.objects.published()
        .with_status()
        .order_by()
        .values_list("series", *titles)
        .annotate(editions=Count("pk"), known=Count("pk", filter=is_known))
        .filter(known__gt=0)
    )
    named = [(fold(next(filter(None, names))), key, count) for key, *names, count, _known in rows]
    return {key: editions for _name, key, editions in sorted(named)}


def outcomes_by_series(keys):
    """[Outcomes] of the series with these primary keys, in that order, drawn on one scale."""
    editions = {key: [] for key in keys}
    for call in Call.objects.published().filter(series__in=keys).newest_first().for_outcomes():
        editions[call.series_id].append(call)
    shown = [outcome for those in editions.values() for outcome in outcomes_over(those)[:COLUMNS]]
    scale = Scale.of(shown)
    return [outcomes_of(those[0].series, those, scale) for those in editions.values() if those]
