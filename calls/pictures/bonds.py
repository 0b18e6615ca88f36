"""What binds a partner to Flanders, on one axis of years: posts, agreements and calls.

Beside each line stands in words what it shows. What is not known fades out or is left out, and
nothing here makes up when something began or ended.
"""

import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.cards import agreement_cards
from agreements.models import Agreement, Standing
from agreements.timeline import axis_of, life_of, terms_of
from calls.cards import call_cards
from calls.models import Call
from calls.pictures.windows import Window, dates_of
from calls.status import CURRENT_STATES, OPEN_STATES
from partners.models import Post
from portal.i18n.formats import ending_day, number, partial
from portal.i18n.languages import text_of
from portal.i18n.partial_dates import first_day, last_day
from portal.pictures.axis import Piece, Span, Years, keys_of
from portal.publishing import clock
from portal.publishing.shelf import Shelf

BONDS = Shelf(500)
CARDS = 3  # of the newest calls
DAY = datetime.timedelta(days=1)
NARROW = 400  # thousandths of a percent: an edition of which one day is known can be seen


class Line(NamedTuple):
    """A bond in words and on the axis; `style` is a class of CSS.

    `blocks` are the work programmes of an agreement, or [(style, Piece)] of the editions of a
    series: a Piece is as wide as the time in which one can apply.
    """

    title: tuple
    url: str
    words: str
    style: str
    span: Span | None = None
    blocks: tuple = ()
    is_example: bool = False


class Bonds(NamedTuple):
    """`groups` are [(what kind of bond, its Lines)]; `agreements` and `calls` the primary keys of
    those that have a card, in their order, and `all_calls` the address of the newest series."""

    axis: Years
    today: Piece
    groups: list
    agreements: list[int]
    calls: list[int]
    all_calls: str
    loaded_agreements: dict
    loaded_calls: dict

    @property
    def is_drawn(self):
        """Whether anything is known besides which post is responsible."""
        return bool(self.agreements or self.calls)

    @property
    def keys(self):
        """Names of what the legend explains."""
        lines = [line for _label, lines in self.groups for line in lines]
        has_programmes = any(not style for line in lines for style, _piece in line.blocks)
        return keys_of(line.span for line in lines if line.span) | (
            {"programme"} if has_programmes else set()
        )

    def agreement_cards(self):
        return agreement_cards(self.agreements, self.loaded_agreements)

    def call_cards(self):
        return call_cards(self.calls, brief=True, loaded=self.loaded_calls)


def bonds_of(partner):
    """The Bonds of a partner that has its `covered_by`."""
    return BONDS.get(partner.pk, lambda: found_bonds(partner))


def found_bonds(partner, at=None):
    at = at or clock.now()
    today = timezone.localdate(at)
    agreements = list(Agreement.objects.published().filter(partners=partner).with_programmes())
    calls = Call.objects.published().filter(series__partner=partner).newest_first()
    calls = list(calls.for_card(brief=True, also=["series__is_example"]))
    axis = years_of(agreements, calls, partner.covered_by, today)
    order = list(Standing)
    agreements.sort(key=lambda one: (order.index(one.standing(today)), one.title_nl))
    groups = [
        (_("Representation"), post_lines(partner.covered_by, axis, today)),
        (_("Agreements and work programmes"), agreement_lines(agreements, axis, today)),
        (_("Project calls"), call_lines(calls, axis, at)),
    ]
    return Bonds(
        axis,
        axis.day(today),
        [(label, lines) for label, lines in groups if lines],
        [agreement.pk for agreement in agreements],
        [call.pk for call in calls[:CARDS]],
        calls[0].series.get_absolute_url() if calls else "",
        {agreement.pk: agreement for agreement in agreements},
        {call.pk: call for call in calls},
    )


def years_of(agreements, calls, jurisdictions, today):
    """An axis with all that is known."""
    years = axis_of(map(life_of, agreements), today)
    days = [day for call in calls for day in days_of(call) if day]
    known = [day.year for day in days]
    known += [int(row.since[:4]) for row in jurisdictions if row.since]
    return Years(min([years.first, *known]), max([years.last - 1, *known]))


def days_of(call):
    """(first day on which one can apply, first day after the last one); None if not known."""
    opens, closes = dates_of(call)
    return opens and timezone.localdate(opens), closes and ending_day(closes) + DAY


def post_lines(jurisdictions, axis, today):
    """The posts that are responsible today, since when as far as that is known."""
    lines = []
    for row in jurisdictions:
        since, until = row.since and first_day(row.since), row.until and last_day(row.until) + DAY
        span = axis.span(
            since or None,
            until or None,
            since_at_latest=min(last_day(row.since), today) if row.since else None,
            until_at_earliest=first_day(row.until) if row.until else None,
            certain=[today],
        )
        words = [
            _("since %(date)s") % {"date": partial(row.since)}
            if row.since
            else _("since when is not known"),
            row.until and _("until %(date)s") % {"date": partial(row.until)},
            row.post.status == Post.Status.VACANT and _("vacant"),
        ]
        title, url = text_of(row.post, "city"), row.post.get_absolute_url()
        lines.append(Line(title, url, ", ".join(filter(None, words)), "results", span))
    return lines


def agreement_lines(agreements, axis, today):
    terms = terms_of(agreements, axis, today)
    terms.sort(key=lambda term: (not term.span, term.span and term.piece))
    return [
        Line(
            text_of(term.agreement, "title"),
            term.agreement.get_absolute_url(),
            term.facts,
            term.standing.value,
            term.span,
            tuple(("", piece) for _programme, piece in term.programmes),
            term.agreement.is_example,
        )
        for term in terms
    ]


def call_lines(calls, axis, at):
    """The calls for which one can apply now or later, and then each series with its editions."""
    current = [call for call in calls if call.status(at) in CURRENT_STATES]
    by_series = sorted(calls, key=attrgetter("series.title_nl", "series_id"))
    groups = [list(group) for _key, group in groupby(by_series, key=attrgetter("series_id"))]
    return [current_line(call, axis, at) for call in current] + [
        series_line(editions, axis, at) for editions in groups
    ]


def current_line(call, axis, at):
    status = call.status(at)
    window = Window(call.series, call, None, status, None, None)
    title, language = text_of(call.series, "title")
    return Line(
        (f"{title} {call.label}", language),
        call.get_absolute_url(),
        ", ".join(filter(None, [str(status.label), window.short])),
        status.value,
        blocks=edition_blocks([call], axis, at),
        is_example=call.is_example,
    )


def series_line(editions, axis, at):
    """A series; its editions, newest first."""
    newest = editions[0]
    count = ngettext("%(count)s edition", "%(count)s editions", len(editions))
    words = _("%(editions)s, the newest is %(label)s (%(status)s)") % {
        "editions": count % {"count": number(len(editions))},
        "label": newest.label,
        "status": newest.status(at).label,
    }
    without = sum(not any(days_of(call)) for call in editions)
    if without:
        undated = ngettext(
            "%(count)s without known dates", "%(count)s without known dates", without
        )
        words = f"{words}, {undated % {'count': number(without)}}"
    return Line(
        text_of(newest.series, "title"),
        newest.series.get_absolute_url(),
        words,
        "closed",
        blocks=edition_blocks(editions, axis, at),
        is_example=newest.series.is_example,
    )


def edition_blocks(calls, axis, at):
    """(style, Piece) of each edition of which a date is known; as wide as what is known."""
    blocks = []
    for call in calls:
        status, (opens, closes) = call.status(at), days_of(call)
        if status in OPEN_STATES and not closes:
            closes = timezone.localdate(at) + DAY
        if opens or closes:
            piece = axis.piece(opens or closes, closes or opens)
            blocks.append((status.value, Piece(piece.first, max(piece.last, piece.first + NARROW))))
    return tuple(blocks)
