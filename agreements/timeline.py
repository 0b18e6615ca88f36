"""Agreements on an axis of time: a row for each partner, from signature to end.

Where an end is not known, nothing here makes one up: the line fades out after the last day on which
the agreement certainly lasted, since a work programme carried it out.
"""

import datetime
from collections import defaultdict
from typing import NamedTuple

from django.db import connection
from django.db.models import FilteredRelation, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, Standing, WorkProgramme
from partners.models import Partner
from portal.i18n.formats import partial
from portal.i18n.languages import heading_text, texts
from portal.i18n.partial_dates import first_day, last_day
from portal.i18n.unaccent import fold
from portal.pictures.axis import Piece, Span, Years, keys_of
from portal.publishing import clock

HEADINGS = {
    Partner.Kind.STATE: gettext_lazy("Countries"),
    Partner.Kind.REGION: gettext_lazy("Regions"),
    Partner.Kind.COMMUNITY: gettext_lazy("Belgian communities"),
    Partner.Kind.CITIES: gettext_lazy("Groups of cities"),
    Partner.Kind.ORGANISATION: gettext_lazy("International organisations"),
}
DAY = datetime.timedelta(days=1)
LANE = 24  # pixels
ROOM = 4  # years before the first and after the last that is known
OLDEST, NEWEST = 1000, 2999  # years that can be on the axis


class Term(NamedTuple):
    """An agreement on the axis, with its work programmes; without a span no date is known.

    A row has several lanes where agreements overlap. `replaces` is what it replaces, if that is in
    the row, and `follows` the term of that, if it began before.
    """

    agreement: Agreement
    span: Span | None
    programmes: list[tuple[WorkProgramme, Piece]]
    replaces: Agreement | None
    lane: int = 0
    follows: "Term | None" = None

    @property
    def top(self):
        return LANE * self.lane + 7

    @property
    def middle(self):
        return LANE * self.lane + LANE // 2

    @property
    def base(self):
        """How far down the base line of a sign is."""
        return self.middle + 4

    @property
    def mark(self):
        """How far down the mark of a known date begins."""
        return self.top - 2

    @property
    def piece(self):
        """From where the line fades in, or begins, until it has faded out, or ends."""
        return self.span.piece

    @property
    def standing(self):
        return self.agreement.standing()

    @property
    def facts(self):
        """All that its line says of it, in words."""
        agreement = self.agreement
        facts = [
            agreement.signed and _("signed %(date)s") % {"date": partial(agreement.signed)},
            agreement.in_force
            and _("in force since %(date)s") % {"date": partial(agreement.in_force)},
            until_when(agreement),
            *(
                _("work programme %(period)s") % {"period": programme.period}
                for programme, _piece in self.programmes
            ),
        ]
        return ", ".join(filter(None, facts))

    @property
    def words(self):
        """The same with the title."""
        return f"{heading_text(self.agreement).content}, {self.facts}"


def until_when(agreement):
    if not agreement.ends:
        return _("renewed tacitly") if agreement.renewal == "tacit" else _("no end date known")
    words = {
        Standing.CURRENT: _("runs until %(date)s"),
        Standing.ENDED: _("ran until %(date)s"),
    }
    return words[agreement.standing()] % {"date": partial(agreement.ends)}


class Row(NamedTuple):
    """The agreements with a partner; of None those without a public partner."""

    partner: Partner | None
    terms: list[Term]

    @property
    def size(self):
        return len(self.terms)

    @property
    def height(self):
        return LANE * (1 + max(term.lane for term in self.terms))

    @property
    def is_example(self):
        return any(term.agreement.is_example for term in self.terms)

    @property
    def signed(self):
        """The year in which the only agreement was signed, in words; '' where it is not known."""
        signed = self.terms[0].agreement.signed if self.size == 1 else ""
        return signed and _("signed %(date)s") % {"date": signed[:4]}

    @property
    def standings(self):
        """[(Standing, number of agreements)] of those that occur, in their order."""
        found = [term.standing for term in self.terms]
        return [(one, found.count(one)) for one in Standing if one in found]


class Timeline(NamedTuple):
    axis: Years
    today: Piece
    rows: list[Row]

    @property
    def standings(self):
        """Those of the agreements that have a line."""
        found = {term.standing for term in self.drawn}
        return [standing for standing in Standing if standing in found]

    @property
    def keys(self):
        """Names of what else the legend explains."""
        return keys_of([term.span for term in self.drawn]) | {
            name
            for term in self.drawn
            for name, is_drawn in [("programme", term.programmes), ("follows", term.follows)]
            if is_drawn
        }

    @property
    def drawn(self):
        return [term for row in self.rows for term in row.terms if term.span]

    @property
    def groups(self):
        """[(kind of partner in words, its rows)]."""
        found = defaultdict(list)
        for row in self.rows:
            found[HEADINGS[row.partner.kind] if row.partner else _("Other agreements")].append(row)
        return list(found.items())


class Line(NamedTuple):
    """What a Row is made of: the `partner_columns` of its partner, or None, and the primary keys of
    its agreements.
    """

    partner: tuple | None
    keys: list[int]

    @property
    def size(self):
        return len(self.keys)


class Outline(NamedTuple):
    """What is on an axis of time, on all its pages, before any agreement is read as a whole."""

    axis: Years
    lines: list[Line]
    agreements: int


def outline(agreements, partner="", today=None):
    """The Outline of agreements; only with the line of one partner, given its slug.

    The lines are in the order of the kinds of partners, then of their names.
    """
    columns = partner_columns()
    slug = columns.index("slug_nl")
    with_partner, others, lives = defaultdict(list), [], set()
    for key, signed, in_force, ends, first, last, *values in with_public_rows(agreements, columns):
        lives.add((signed, in_force, ends, first, last))
        if values[0] is None:
            others.append(key)
        elif partner in {"", values[slug]}:
            with_partner[tuple(values)].append(key)
    lines = sorted((Line(*line) for line in with_partner.items()), key=in_order_of(columns))
    keys = {key for line in lines for key in line.keys}
    if others := [key for key in others if key not in keys]:
        lines.append(Line(None, others))
    return Outline(axis_of(lives, today or clock.today()), lines, len(keys) + len(others))


def with_public_rows(agreements, columns):
    """(key, signed, in force, ends, first and last year of the public programmes, *columns) of
    each of the agreements with each public partner, and with None if it has any other or none.
    """
    at = clock.now()
    programmes = WorkProgramme.is_public_at(at, "programmes__")
    return (
        agreements.order_by()
        .annotate(
            public=FilteredRelation("partners", condition=Partner.is_public_at(at, "partners__")),
            first=Min("programmes__first_year", filter=programmes),
            last=Max("programmes__last_year", filter=programmes),
        )
        .values_of(
            *("pk", "signed", "in_force", "ends", "first", "last"),
            *(f"public__{column}" for column in columns),
        )
    )


def partner_columns():
    """The columns of a partner that the axis shows, in the order in which the model has them."""
    shown = {"id", "kind", *texts("slug", "name")}
    return [field.name for field in Partner._meta.concrete_fields if field.name in shown]


def in_order_of(columns):
    """The sort key of Lines: the kind of the partner, then its name."""
    kinds = {kind: place for place, kind in enumerate(Partner.Kind.values)}
    kind, names = columns.index("kind"), [columns.index(name) for name in texts("name")]

    def place(line):
        name = next(name for at in names if (name := line.partner[at]))
        return kinds[line.partner[kind]], fold(name)

    return place


def timeline(axis, lines, today=None):
    """The Timeline of some lines of an Outline with this axis."""
    today = today or clock.today()
    keys = {key for line in lines for key in line.keys}
    agreements = sorted(
        Agreement.objects.filter(pk__in=keys).with_programmes(),
        key=lambda agreement: (agreement.signed or "9999", agreement.title_nl),
    )
    rows = [
        Row(
            line.partner and Partner.from_db(connection.alias, partner_columns(), line.partner),
            terms_of([one for one in agreements if one.pk in line.keys], axis, today),
        )
        for line in lines
    ]
    return Timeline(axis, axis.day(today), rows)


def axis_of(lives, today):
    """The years of all that is known of some agreements and of today, with room to fade.

    `lives` are as `life_of`.
    """
    years = [today.year, today.year + ROOM]
    for signed, in_force, ends, first, last in lives:
        known = [int(date[:4]) for date in (signed, in_force, ends) if date]
        known += [year for year in (first, last) if year]
        if known and not (signed or in_force):
            known.append(min(known) - ROOM)
        years += known
    return Years(max(min(years), OLDEST), min(max(years), NEWEST))


def life_of(agreement):
    """(signed, in force, ends, first and last year of its programmes), empty where not known."""
    programmes = agreement.public_programmes
    first = min((programme.first_year for programme in programmes), default=None)
    last = max((programme.last_year for programme in programmes), default=None)
    return agreement.signed, agreement.in_force, agreement.ends, first, last


def terms_of(agreements, axis, today):
    """The Terms of a row; an agreement that replaces another goes on in its lane if it can."""
    by_key = {agreement.pk: agreement for agreement in agreements}
    terms = [
        Term(
            agreement,
            span_of(agreement, axis, today),
            programmes_of(agreement, axis),
            by_key.get(agreement.predecessor_id),
        )
        for agreement in agreements
    ]
    lanes = []
    for term in sorted((term for term in terms if term.span), key=lambda term: term.piece):
        placed = (one for lane in lanes for one in lane)
        before = next((one for one in placed if one.agreement == term.replaces), None)
        number = lane_for(term, before, lanes)
        if number == len(lanes):
            lanes.append([])
        elif lanes[number][-1].piece.last > term.piece.first:
            lanes[number][-1] = faded_until(term.piece.first, lanes[number][-1])
        lanes[number].append(term._replace(lane=number, follows=before))
    lanes += [
        [term._replace(lane=number)]
        for number, term in enumerate((term for term in terms if not term.span), len(lanes))
    ]
    return [term for lane in lanes for term in lane]


def lane_for(term, before, lanes):
    """The lane of the agreement that it replaces, or else the first one with room."""
    if before and before.span.solid.last <= term.piece.first:
        newest = lanes[before.lane][-1]
        if newest.agreement == before.agreement:
            return before.lane
    free = (number for number, lane in enumerate(lanes) if lane[-1].piece.last <= term.piece.first)
    return next(free, len(lanes))


def faded_until(place, term):
    """A term whose line has faded out where that of its successor begins."""
    fade_out = Piece(term.span.fade_out.first, place)
    return term._replace(span=term.span._replace(fade_out=fade_out))


def span_of(agreement, axis, today):
    begin = agreement.signed or agreement.in_force
    since, at_latest = (first_day(begin), last_day(begin)) if begin else (None, None)
    until = last_day(agreement.ends) + DAY if agreement.ends else None
    if at_latest and until:
        at_latest = min(at_latest, max(since, until))
    at_earliest = until and min(max(first_day(agreement.ends), since or until.min), until)
    return axis.span(
        since,
        until,
        since_at_latest=at_latest,
        until_at_earliest=at_earliest,
        certain=[day for day in certain_days(agreement, today) if not until or day <= until],
    )


def certain_days(agreement, today):
    """Days until today on which an agreement lasted: it came into force, or had a programme."""
    days = [last_day(agreement.in_force)] if agreement.in_force else []
    for programme in agreement.public_programmes:
        first, end = days_of(programme)
        if first <= today:
            days += [first, min(end, today)]
    return days


def programmes_of(agreement, axis):
    """[(programme, its Piece)], the oldest first."""
    return [
        (programme, axis.piece(*days_of(programme)))
        for programme in reversed(agreement.public_programmes)
    ]


def days_of(programme):
    """The first day of a programme, and the first one after it."""
    years = programme.first_year, programme.last_year + 1
    first, after = (min(max(year, OLDEST), NEWEST) for year in years)
    return datetime.date(first, 1, 1), datetime.date(after, 1, 1)
