"""Template tags and filters for calls and support measures, also used by pages of other apps."""

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import support_wording
from calls.embed import frame
from calls.models import CallAmount, CallSeries
from calls.pictures.bonds import bonds_of
from calls.pictures.year import Part, this_year
from calls.syndication import list_title, list_url
from calls.wording import amount_line, moved_date, plain_title
from portal.i18n import formats
from portal.i18n.addresses import address
from portal.i18n.partial_dates import first_day, last_day
from portal.publishing.shelf import Shelf
from portal.publishing.templatetags.publishing import ICONS

register = template.Library()
NEWEST = Shelf(10)

# The style and the icon of each status, also of other records; what is not here is closed.
TAGS = {
    "announced": ("announced", "ring"),
    "open": ("open", "disc"),
    "rolling": ("open", "disc"),
    "running": ("open", "disc"),
    "soon": ("soon", "clock"),
    "results": ("results", "check"),
    "cancelled": ("stopped", "cross"),
}

register.filter(amount_line)
register.filter(plain_title)
register.simple_tag(list_url)
register.filter(support_wording.end_of_day)
register.filter(support_wording.round_lines)
register.filter(support_wording.rule)
register.filter(support_wording.starts)
register.filter(support_wording.timing_line)


@register.filter
def status(call):
    """The status of a call now: an object with `value` (for the style) and `label`."""
    return call.status()


@register.simple_tag
def status_tag(status):
    """A status, with `value` and `label`, as a coloured label with its icon."""
    style, icon = TAGS.get(status.value, ("closed", "square"))
    return format_html('<span class="tag tag--{}">{}{}</span>', style, ICONS[icon], status.label)


@register.filter
def opening(call):
    """The opening in words; only its day where the hour is not known."""
    return formats.day(call.first_day) if call.opens_day_only else formats.moment(call.opens_at)


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
def year_of_calls():
    """The first windows of the Year around today that are not over, with the cards of the calls
    that are open now, soonest deadline first.
    """
    year = this_year()
    return Part(year, 6, year.open_keys[:5], current_only=True)


@register.simple_tag
def bonds_with(partner):
    """What binds a partner to Flanders: see `calls.pictures.bonds`. It has its `covered_by`."""
    return bonds_of(partner)


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
            before, after = formats.ending_day(change.old), formats.ending_day(change.new)
            old = formats.end_moment(change.old) if before == after else formats.day(before)
            return {"old": old, "word": word}
    return None


@register.filter
def old_date(change):
    return moved_date(change.kind, change.old)


@register.filter
def new_date(change):
    return moved_date(change.kind, change.new)


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
    """The addresses of feeds, calendar and data of the list with the filters of a query string."""
    names = {"feed": "calls:feed", "feed_json": "calls:feed_json", "data": "calls:data"}
    return urls_with_query(context, names | {"calendar": "calls:calendars"}, query)


@register.simple_tag(takes_context=True)
def list_frame(context, form):
    """The HTML with which another site shows the list with the filters of a form."""
    return frame(context["request"], form.address_query, list_title(form))


@register.simple_tag(takes_context=True)
def oembed_url(context, page):
    """Where programs ask for the frame with the calls of a page, given by its address here."""
    shown = urlencode({"url": context["request"].build_absolute_uri(page)})
    return f"{address('oembed')}?{shown}"


@register.simple_tag(takes_context=True)
def finder_urls(context, query=""):
    """The same of the answer of the support finder, which has no feed."""
    names = {"calendar": "support:calendar", "data": "support:data"}
    return urls_with_query(context, names, query)


def urls_with_query(context, names, query):
    urls = {name: address(url_name) for name, url_name in names.items()}
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
def edition_url(series, label):
    """The address of the edition of a series with this label."""
    return address("calls:call", series.slug, label)


@register.filter
def starts_outside(start, call):
    """Whether a start certainly lies outside the days on which the projects of a call can run."""
    first, last = call.project_from, call.project_until
    return bool((first and start < first_day(first)) or (last and start > last_day(last)))


@register.filter
def public_places(measure):
    """The countries and regions that a measure is limited to and that have a public page."""
    return [place for place in measure.places.all() if place.is_published()]
