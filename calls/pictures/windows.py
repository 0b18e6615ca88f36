"""When one can apply for an edition: a line on an axis of months, and a row of a table."""

import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls.estimate import Estimate
from calls.models import Call, CallSeries
from calls.status import CURRENT_STATES, OPEN_STATES, Status, Timing, start_of_day, utc
from portal.i18n.formats import day, end_moment, moment, partial
from portal.i18n.instants import begin_of_day
from portal.i18n.partial_dates import first_day, last_day
from portal.pictures.axis import Piece, Span, keys_of

DAY = datetime.timedelta(days=1)


class Window(NamedTuple):
    """The window of a public edition, or by an `estimate` that of the edition expected next.

    `span` is its line on the axis of a picture, None when nothing of it is there, and `today` the
    day of today on it.
    """

    series: CallSeries
    call: Call | None
    estimate: Estimate | None
    status: Status | None
    span: Span | None
    today: Piece | None

    @property
    def is_current(self):
        """Whether one can apply now or later, as far as is known or expected."""
        return self.status is None or self.status in CURRENT_STATES

    @property
    def style(self):
        return self.status.value if self.status else "expected"

    @property
    def sign(self):
        """What stands where its line fades out: whether it has no end, or one that is not known."""
        return "→" if self.is_rolling else "?"

    @property
    def is_rolling(self):
        return self.status == Status.ROLLING and self.call.timing == Timing.ROLLING

    @property
    def is_example(self):
        return self.call.is_example if self.call else self.series.is_example

    @property
    def status_label(self):
        return self.status.label if self.status else _("Estimate")

    @property
    def opens(self):
        """The opening in words; only its day or month where no more is known."""
        if self.estimate:
            return around(self.estimate.opens)
        if not self.call.opens_at:
            return _("not known")
        if self.call.opens_day_only:
            return day(self.call.first_day)
        return moment(self.call.opens_at)

    @property
    def closes(self):
        """Until when one can apply, in words."""
        if self.estimate:
            return around(self.estimate.closes)
        if self.call.closing:
            day_only = self.call.closes_day_only
            return day(self.call.last_day) if day_only else end_moment(self.call.closing)
        return {
            Timing.ROLLING: _("none: you can always apply"),
            Timing.BUDGET: _("when the budget is spent"),
        }.get(self.call.timing, _("not known"))

    @property
    def short(self):
        """The date that matters most in its status, in words; '' when the status says it all."""
        if self.estimate:
            return pgettext("window", "deadline %(date)s") % {"date": self.closes}
        if self.status == Status.CANCELLED:
            return ""
        if self.status == Status.ANNOUNCED and self.call.opens_at:
            return pgettext("window", "from %(date)s") % {"date": self.opens}
        if self.call.closing:
            return pgettext("window", "until %(date)s") % {"date": self.closes}
        return "" if self.status == Status.ROLLING else _("dates not known")

    @property
    def words(self):
        """All that its line says, as one text."""
        return _("%(status)s. Opens: %(opens)s. Deadline: %(closes)s.") % {
            "status": self.status_label,
            "opens": self.opens,
            "closes": self.closes,
        }


def keys_of_windows(windows):
    """Names of what the legend of their picture explains."""
    drawn = [window for window in windows if window.span]
    unknown = [window.span for window in drawn if window.span.fade_in or not window.is_rolling]
    names = keys_of(unknown)
    if any(window.is_rolling and window.span.fade_out for window in drawn):
        names.add("rolling")
    if any(window.estimate for window in drawn):
        names.add("estimate")
    return names


def around(month):
    return _("around %(month)s") % {"month": partial(month)} if month else _("not known")


def dates_of(call):
    """(opening, closing): instants in UTC, None for one that is not known.

    Both are None where the partner's deadline comes before the opening: then one of them is wrong.
    """
    opens, closes = utc(call.opens_at), call.closing
    return (None, None) if opens and closes and closes <= opens else (opens, closes)


def estimated_dates(estimate):
    """The first instant of the month of the opening, or else of the deadline, and the last one."""
    first, last = first_day(estimate.opens or estimate.closes), last_day(estimate.closes)
    return begin_of_day(first), begin_of_day(last + DAY)


def window_of(call, axis, at):
    """The Window of a call on an axis, drawn as on the whole day of an instant."""
    opens, closes = dates_of(call)
    status = call.status(at)
    certain = []
    if status in OPEN_STATES:  # and so it was when this day began, or when it opened
        certain = [max(filter(None, [opens, utc(start_of_day(at))]))]
    span = axis.span(opens, closes, certain=certain)
    return Window(call.series, call, None, status, span, axis.day(timezone.localdate(at)))


def expected_window(series, estimate, axis, at):
    """The Window of the edition that is expected next."""
    span = axis.span(*estimated_dates(estimate))
    return Window(series, None, estimate, None, span, axis.day(timezone.localdate(at)))
