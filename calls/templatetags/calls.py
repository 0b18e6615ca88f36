"""Template tags and filters for calls and support measures, also used by pages of other apps."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import Call, CallAmount, CallSeries, SupportMeasure
from calls.wording import amount_line, plain_title
from portal.i18n import formats

register = template.Library()

register.filter(amount_line)
register.filter(plain_title)


@register.filter
def status(call):
    """The status of a call now: an object with `value` (for the style) and `label`."""
    return call.status()


@register.filter
def joint_total(call):
    """The sum of both sides as an unsaved CallAmount, if each has one amount and none is the total.

    None for several tiers, two currencies or two kinds: the sum would be a guess.
    """
    rows = list(call.amounts.all())
    is_uniform = len({(row.kind, row.currency) for row in rows}) == 1
    if not is_uniform or [row.side for row in rows] != [
        CallAmount.Side.FLEMISH,
        CallAmount.Side.PARTNER,
    ]:
        return None
    first, second = rows
    return CallAmount(
        side=CallAmount.Side.TOTAL,
        kind=first.kind,
        currency=first.currency,
        amount=first.amount + second.amount,
    )


@register.simple_tag
def open_calls(limit=5):
    """The calls that are open now, soonest deadline first."""
    return Call.objects.published().open().soonest_first().for_cards()[:limit]


@register.filter
def calls_with_partner(partner):
    """All public calls with a partner, or with any of a list of partners, newest edition first."""
    partners = partner if isinstance(partner, list) else [partner]
    calls = Call.objects.published().filter(series__partner__in=partners)
    return calls.newest_first().for_links()


@register.filter
def days_left(call):
    """'9 days left', or that today is the last day; for a call that is open and has a deadline."""
    days = call.days_left()
    if days == 0:
        return _("Today is the last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.simple_tag
def deadline_moved(call, changes):
    """{"old": the previous deadline, "word": how it moved}; None if the present one never moved.

    `changes` are the deadline changes of the call, newest first.
    """
    for change in changes:
        if change.kind != change.Kind.OPENING and change.new == call.closing:
            word = _("extended") if change.new > change.old else _("brought forward")
            same_day = formats.local(change.old).date() == formats.local(change.new).date()
            old = formats.moment(change.old) if same_day else formats.day(change.old)
            return {"old": old, "word": word}
    return None


@register.simple_tag
def rhythm(series):
    """The rhythm of a series as a sentence; '' when it is not known."""
    return {
        CallSeries.Rhythm.YEARLY: _("There is a call every year."),
        CallSeries.Rhythm.PAUSED: _("There is no new edition for the time being."),
        CallSeries.Rhythm.ENDED: _("There will be no new edition."),
        CallSeries.Rhythm.REOPENED: _("The calls have started again."),
    }.get(series.rhythm, "")


@register.simple_tag(takes_context=True)
def follow_urls(context, query=""):
    """The addresses of feed, calendar and data of the list with the filters of a query string."""
    urls = {
        "feed": reverse("calls:feed"),
        "calendar": reverse("calls:calendars"),
        "data": reverse("calls:data"),
    }
    urls = {name: f"{url}?{query}" if query else url for name, url in urls.items()}
    return urls | calendar_urls(context["request"], urls["calendar"])


@register.simple_tag(takes_context=True)
def call_calendar_urls(context, call):
    """The addresses of one call's calendar."""
    return calendar_urls(context["request"], call.get_calendar_url())


def calendar_urls(request, url):
    """The absolute address of a calendar; with the scheme webcal, a calendar program subscribes."""
    calendar = request.build_absolute_uri(url)
    return {"calendar": calendar, "webcal": calendar.replace(request.scheme, "webcal", 1)}


@register.simple_tag
def edition_url(series, call):
    """The address of an edition whose series is already loaded: saves a query per edition."""
    return reverse("calls:call", args=[series.slug, call.label])


@register.filter
def round_lines(measure):
    """The yearly deadlines of a measure as sentences, in the order in which they were entered."""
    return [round_line(row) for row in measure.rounds.all()]


def round_line(row):
    days = {name: formats.day(value, year=False) for name, value in row.as_dates().items()}
    if "start_from" in days and row.years_before:
        line = _(
            "Start from %(start_from)s to %(start_until)s: "
            "apply by %(deadline)s of the year before."
        )
    elif "start_from" in days:
        line = _("Start from %(start_from)s to %(start_until)s: apply by %(deadline)s.")
    else:
        line = _("Apply by %(deadline)s.")
    if "decision" in days:
        line = " ".join([line, _("Decision by %(decision)s.")])
    return line % days


@register.filter
def timing_line(measure):
    """When to apply for a measure, in one line; '' when it is not known."""
    if measure.timing == SupportMeasure.Timing.ROLLING:
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
        SupportMeasure.Timing.FIXED: _("On fixed days each year"),
        SupportMeasure.Timing.BY_START: _("It depends on when your project starts"),
        SupportMeasure.Timing.ALWAYS: _("At any time"),
    }.get(measure.timing, "")
