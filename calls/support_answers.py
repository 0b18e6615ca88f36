"""By when one must apply for a support measure, computed from its timing rule."""

import datetime
from typing import NamedTuple

from calls.models import SupportMeasure
from calls.models.support_round import Period
from portal.publishing import clock

Timing = SupportMeasure.Timing


class Answer(NamedTuple):
    """What the finder says of a measure on a day, for a start or for no start in particular.

    All days are Brussels days. `deadline` is the last day to apply: for a project that starts on
    `start`, or else the next one. On a day after it, the answer is late.
    """

    measure: SupportMeasure
    today: datetime.date
    start: datetime.date | None = None
    deadline: datetime.date | None = None
    # Of a table by project start: the starts that the deadline is for, in its row.
    period: Period | None = None
    # The first start for which one can still apply: without a start, or when it is too late for it.
    first_start: datetime.date | None = None
    # When it is too late: the deadline for `first_start`, or the next of the fixed days.
    later_deadline: datetime.date | None = None

    @property
    def is_late(self):
        return bool(self.start and self.deadline and self.deadline < self.today)

    @property
    def is_for_start(self):
        """Whether the deadline follows from the start; fixed days do not, they only precede it."""
        return bool(self.start) and self.measure.timing != Timing.FIXED

    @property
    def is_unknown(self):
        """Whether the start falls outside a table of which not all rows are known."""
        return self.measure.timing == Timing.BY_START and not self.deadline

    @property
    def order(self):
        """The soonest deadline first, then what has none; last what it is too late for."""
        return self.is_late, self.deadline or datetime.date.max


def answer(measure, start=None, today=None):
    """Uses `measure.rounds.all()`, so prefetch them for a list."""
    today = today or clock.today()
    if start:
        return answer_for_start(measure, start, today)
    if periods := measure.next_periods(today):
        return Answer(measure, today, None, periods[0].deadline, periods[0])
    return Answer(measure, today, first_start=measure.first_start(today))


def answer_for_start(measure, start, today):
    deadline, row = measure.deadline_for(start), measure.row_for(start)
    period = row and row.period(deadline.year)
    found = Answer(measure, today, start, deadline, period)
    if not found.is_late:
        return found
    if periods := measure.timing == Timing.FIXED and measure.next_periods(today):
        return found._replace(later_deadline=periods[0].deadline)
    first = measure.first_start(today, start)
    return found._replace(first_start=first, later_deadline=first and measure.deadline_for(first))


def found_support(form, is_real=False):
    """The answers to a SupportFilter: (grants, other support), the soonest deadline first.

    `is_real` leaves the examples out.
    """
    measures = SupportMeasure.objects.published().usable()
    measures = form.narrow(measures.real() if is_real else measures).for_answers()
    start, today = form.value("start"), clock.today()
    answers = sorted((answer(one, start, today) for one in measures), key=lambda one: one.order)
    grants = [one for one in answers if one.measure.is_grant]
    return grants, [one for one in answers if not one.measure.is_grant]
