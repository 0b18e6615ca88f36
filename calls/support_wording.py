"""When one can apply for a support measure, in words of the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.models import SupportMeasure
from calls.models.support_round import ONE_DAY
from portal.i18n import formats
from portal.i18n.instants import begin_of_day

Timing = SupportMeasure.Timing

# By whether the window goes over New Year, and how many years before it the deadline lies.
WINDOWS = {
    (False, 0): gettext_lazy(
        "Start from %(start_from)s to %(start_until)s: apply by %(deadline)s."
    ),
    (False, 1): gettext_lazy(
        "Start from %(start_from)s to %(start_until)s: apply by %(deadline)s of the year before."
    ),
    (False, 2): gettext_lazy(
        "Start from %(start_from)s to %(start_until)s: apply by %(deadline)s, two years before."
    ),
    (True, 0): gettext_lazy(
        "Start from %(start_from)s to %(start_until)s: apply by %(deadline)s of the year in which "
        "this period begins."
    ),
    (True, 1): gettext_lazy(
        "Start from %(start_from)s to %(start_until)s: apply by %(deadline)s of the year before "
        "this period begins."
    ),
    (True, 2): gettext_lazy(
        "Start from %(start_from)s to %(start_until)s: apply by %(deadline)s, two years before "
        "this period begins."
    ),
}


def timing_line(measure):
    """When to apply for a measure, in one line; '' when it is not known."""
    if measure.timing == Timing.ROLLING:
        if measure.lead_weeks:
            weeks = measure.lead_weeks
            return ngettext(
                "At any time, at least %(weeks)s week before the start",
                "At any time, at least %(weeks)s weeks before the start",
                weeks,
            ) % {"weeks": weeks}
        months = measure.lead_months
        return ngettext(
            "At any time, at least %(months)s month before the start",
            "At any time, at least %(months)s months before the start",
            months,
        ) % {"months": months}
    return {
        Timing.FIXED: _("On fixed days each year"),
        Timing.BY_START: _("It depends on when your project starts"),
        Timing.ALWAYS: _("At any time"),
    }.get(measure.timing, "")


def round_lines(measure):
    """The yearly deadlines of a measure as sentences, in the order in which they were entered."""
    return [
        " ".join([deadline_line(row), decision_line(row)]).strip() for row in measure.rounds.all()
    ]


def deadline_line(row):
    days = {name: formats.day(value, year=False) for name, value in row.as_dates().items()}
    if row.has_window:
        return WINDOWS[row.is_over_new_year, row.years_before] % days
    return _("Apply by %(deadline)s.") % days


def decision_line(row):
    decision = row.as_dates().get("decision")
    return (
        _("Decision by %(decision)s.") % {"decision": formats.day(decision, year=False)}
        if decision
        else ""
    )


def rule(answer):
    """The rule behind an answer, in one sentence."""
    measure = answer.measure
    if measure.timing == Timing.ROLLING:
        return rolling_rule(measure)
    if measure.timing == Timing.FIXED:
        return fixed_rule(measure)
    if measure.timing == Timing.BY_START:
        if answer.period:
            return deadline_line(answer.period.row)
        return _("The day on which your project starts decides the deadline.")
    if measure.timing == Timing.ALWAYS:
        return _("There is no deadline.")
    return _("We do not know when you can apply: look on the page of the organisation.")


def rolling_rule(measure):
    if measure.lead_weeks:
        return ngettext(
            "At least %(weeks)s week before the project starts: the last day to apply is the same "
            "day of the week, %(weeks)s week earlier.",
            "At least %(weeks)s weeks before the project starts: the last day to apply is the same "
            "day of the week, %(weeks)s weeks earlier.",
            measure.lead_weeks,
        ) % {"weeks": measure.lead_weeks}
    return ngettext(
        "At least %(months)s month before the project starts: the last day to apply is the same "
        "day of the month, %(months)s month earlier, or the last one of a shorter month.",
        "At least %(months)s months before the project starts: the last day to apply is the same "
        "day of the month, %(months)s months earlier, or the last one of a shorter month.",
        measure.lead_months,
    ) % {"months": measure.lead_months}


def fixed_rule(measure):
    rows = [row.as_dates()["deadline"] for row in measure.rounds.all()]
    if not rows:
        return _("There are fixed deadlines each year, but we do not know the days.")
    days = ", ".join(formats.day(value, year=False) for value in sorted(rows))
    return ngettext(
        "The deadline is the same day every year: %(days)s.",
        "The deadlines are the same days every year: %(days)s.",
        len(rows),
    ) % {"days": days}


def end_of_day(day):
    """A day through whose end something holds: 'Sunday 14 February 2027, 24:00'."""
    return formats.end_moment(begin_of_day(day + ONE_DAY), weekday=True)


def starts(answer):
    """Which projects the deadline of an answer is for, in one sentence; '' when for any."""
    if answer.is_for_start:
        return _("For a project that starts on %(start)s.") % {"start": formats.day(answer.start)}
    if answer.start:
        return _("The last deadline before a start on %(start)s.") % {
            "start": formats.day(answer.start)
        }
    if answer.period and answer.period.first_start:
        days = answer.period.first_start, answer.period.last_start
        return _("For projects that start from %(first)s to %(last)s.") % {
            "first": formats.day(days[0]),
            "last": formats.day(days[1]),
        }
    return ""
