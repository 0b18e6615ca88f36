"""A filtered list of calls as an Atom feed: an entry for each call, in the language of the page."""

import datetime
from functools import partial

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from calls.status import Status
from calls.syndication import (
    filter_key,
    followed_calls,
    known_facts,
    list_title,
    list_url,
    status_changed_at,
    title_with_cancellation,
    updated_at,
)
from portal.i18n.formats import day, local, moment
from portal.i18n.languages import active
from portal.publishing import clock
from portal.publishing.atom import (
    UNKNOWN_DATE,
    Entry,
    alternate_urls,
    feed,
    html_with_lang,
    lasting_id,
)

ENTRIES = 50


def feed_response(request, form):
    """The ENTRIES calls that changed last, newest first, by `syndication.updated_at`."""
    at = clock.now()
    newest = sorted(
        followed_calls(form), key=lambda call: (updated_at(call, at), call.pk), reverse=True
    )
    entries = [feed_entry(request, call, at) for call in newest[:ENTRIES]]
    key, page = ["calls", filter_key(form)], list_url(form)
    empty_since, query = partial(last_update, at), form.address_query
    return feed(request, key, list_title(form), page, entries, query, empty_since)


def last_update(at):
    """When any call last changed: then a feed without calls can have become empty."""
    return max((updated_at(call, at) for call in followed_calls()), default=UNKNOWN_DATE)


def feed_entry(request, call, at):
    status = call.status(at)
    return Entry(
        id=lasting_id("call", call.pk, active()),  # a translation is an entry of its own
        title=title_with_cancellation(call, at),
        updated=updated_at(call, at),
        published=call.publish_at,
        url=request.build_absolute_uri(call.get_absolute_url()),
        alternates=alternate_urls(request, call.get_absolute_url, call.languages),
        category=(status.value, status.label),
        content=entry_content(request, call, at),
    )


def entry_content(request, call, at):
    """The status with its instant and the known facts, as HTML."""
    status = call.status(at)
    # With its instant, the status stays true in a stored copy. Not for results: the instant of old
    # ones is our estimate.
    since = status_changed_at(call, at) if status != Status.RESULTS else None
    label = _("Since %(moment)s:") % {"moment": day_or_moment(since)} if since else _("Status:")
    facts = [
        (label, status.label),
        *((name, html_with_lang(text)) for name, text in known_facts(call, at)),
    ]
    content = format_html_join(
        "", "<p>{}{}</p>", ((name and f"{name} ", value) for name, value in facts)
    )
    if status == Status.RESULTS:
        url = request.build_absolute_uri(call.get_results_url())
        content += format_html('<p><a href="{}">{}</a></p>', url, _("See the results of this call"))
    return content


def day_or_moment(instant):
    """A Brussels midnight as its day alone: it stands for the beginning of that day."""
    at_midnight = local(instant).time() == datetime.time.min
    return day(instant) if at_midnight else moment(instant)
