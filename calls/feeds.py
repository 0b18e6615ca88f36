"""A filtered list of calls as an Atom feed: an entry for each call, in the language of the page."""

import datetime

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from calls.status import Status
from calls.syndication import (
    followed,
    key_of,
    lines,
    name_of,
    status_changed_at,
    title_of,
    updated_at,
)
from portal.i18n.formats import day, local, moment
from portal.i18n.languages import active
from portal.publishing import clock
from portal.publishing.atom import Entry, alternate_urls, atom, html_with_lang, lasting_id

ENTRIES = 50


def feed_of(request, form):
    """The calls with the newest changes first. See `following.updated` for what a change is."""
    at = clock.now()
    newest = sorted(followed(form), key=lambda call: (updated_at(call, at), call.pk), reverse=True)
    entries = [entry_of(request, call, at) for call in newest[:ENTRIES]]
    page = f"{reverse('calls:calls')}?{form.query_without('page')}".rstrip("?")
    return atom(request, ["calls", key_of(form)], name_of(form), page, entries)


def entry_of(request, call, at):
    status = call.status(at)
    return Entry(
        id=lasting_id("call", call.pk, active()),  # a translation is an entry of its own
        title=title_of(call, at),
        updated=updated_at(call, at),
        published=call.publish_at,
        url=request.build_absolute_uri(call.get_absolute_url()),
        alternates=alternate_urls(request, call.get_absolute_url, call.languages),
        category=(status.value, status.label),
        content=content_of(request, call, at),
    )


def content_of(request, call, at):
    status = call.status(at)
    # With its instant, a kept copy stays true. That of old results is a guess of ours, so not told.
    since = status_changed_at(call, at) if status != Status.RESULTS else None
    state = _("Since %(moment)s:") % {"moment": spoken(since)} if since else _("Status:")
    said = [
        (state, status.label),
        *((words, html_with_lang(text)) for words, text in lines(call, at)),
    ]
    content = format_html_join("", "<p>{}{}</p>", ((w and f"{w} ", text) for w, text in said))
    if status == Status.RESULTS:
        url = request.build_absolute_uri(call.get_results_url())
        content += format_html('<p><a href="{}">{}</a></p>', url, _("See the results of this call"))
    return content


def spoken(instant):
    """A midnight is the beginning of a day: nobody says its hour."""
    at_midnight = local(instant).time() == datetime.time.min
    return day(instant) if at_midnight else moment(instant)
