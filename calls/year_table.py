"""A table of deadlines by project start: each start of the year has one deadline, and only one."""

import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from calls.models.support_round import LEAP_YEAR, ONE_DAY
from portal.i18n.formats import day

NEW_YEAR = datetime.date(LEAP_YEAR, 1, 1)
YEAR = [NEW_YEAR + number * ONE_DAY for number in range(366)]  # with 29 February
NONE, ONE, SEVERAL = range(3)


def mistakes(rows, is_partial=False):
    """What is wrong with the windows of some rounds, as sentences; `is_partial` allows gaps."""
    if not all(row.has_window for row in rows):
        return [_("Give the first and the last starting day of each deadline.")]
    found = stretches(rows)
    sentences = [overlap(*ends) for number, *ends in found if number == SEVERAL]
    if not is_partial:
        sentences += [gap(*ends) for number, *ends in found if number == NONE]
    return sentences


def stretches(rows):
    """[(NONE, ONE or SEVERAL, first day, last day)] of the year, in which 31 December meets 1
    January: what goes on over New Year is one stretch.
    """
    covered = [(min(sum(row.covers(day) for row in rows), SEVERAL), day) for day in YEAR]
    found = []
    for number, days in groupby(covered, key=lambda pair: pair[0]):
        first, *others = [day for _number, day in days]
        found.append((number, first, others[-1] if others else first))
    if len(found) > 1 and found[0][0] == found[-1][0]:
        (_number, _first, last), *found = found
        found[-1] = (*found[-1][:2], last)
    return found


def gap(first, last):
    if (first, last) == (YEAR[0], YEAR[-1]):
        return _("No starting day has a deadline yet.")
    if first == last:
        return _("A project that starts on %(first)s has no deadline.") % named(first, last)
    return _("A project that starts from %(first)s to %(last)s has no deadline.") % named(
        first, last
    )


def overlap(first, last):
    if first == last:
        return _("A project that starts on %(first)s has more than one deadline.") % named(
            first, last
        )
    return _("A project that starts from %(first)s to %(last)s has more than one deadline.") % (
        named(first, last)
    )


def named(first, last):
    return {"first": day(first, year=False), "last": day(last, year=False)}
