"""What an applicant must see to before sending an application: from the facts of a call, no more.

The page shows it as a list; the same list is there as plain text of at most 72 columns, to copy.
"""

import html
import re
import textwrap
from typing import NamedTuple
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import Call
from calls.status import Status, Timing
from calls.syndication import about_translation, here, in_brussels
from calls.templatetags.calls import amount_line, title_of
from portal.i18n.formats import NBSP, THIN, day, percent
from portal.i18n.languages import SOURCE, Text, active, text_of
from portal.publishing.models import Document

WIDTH = 72


class Part(NamedTuple):
    """A piece of a line, with the language that it is in and the address that it leads to."""

    text: Text
    url: str = ""


class Item(NamedTuple):
    """One thing to see to, in the language of the request, and the lines that belong to it."""

    task: str
    lines: list[list[Part]] = []


def checklist(call):
    """The items for a call that one can apply for, now or later; none for any other."""
    if not call.is_current():
        return []
    found = [*dates(call), *form(call), *money(call), *where(call)]
    if call.moment_of_submission_nl:
        line = [Part(text_of(call, "moment_of_submission"))]
        found.append(Item(_("Know what counts as the moment of submission:"), [line]))
    return found


def dates(call):
    if call.opens_at and call.status() == Status.ANNOUNCED:
        yield Item(_("Wait until the call opens: %(date)s") % {"date": in_brussels(call.opens_at)})
    if call.closing:
        sides = two_deadlines(call)
        date = (
            day(call.last_day, weekday=True) if call.closes_day_only else in_brussels(call.closing)
        )
        yield Item(_("Apply before the deadline: %(date)s") % {"date": date}, sides)
    elif call.timing == Timing.BUDGET:
        yield Item(_("Apply before the budget is spent."))
    elif call.timing != Timing.ROLLING:
        yield Item(_("Wait for the deadline: it is not known yet."))


def two_deadlines(call):
    if not (call.closes_at and call.partner_closes_at):
        return []
    ours, theirs = in_brussels(call.closes_at), in_brussels(call.partner_closes_at)
    return [
        [Part(here(" ".join([_("Flemish administration:"), ours])))],
        [Part(here(" ".join([_("Partner's administration:"), theirs])))],
        [Part(here(_("The earlier deadline counts: after it you can no longer apply.")))],
    ]


def form(call):
    if call.form_languages:
        labels = Call._meta.get_field("form_languages").labels(call.form_languages)
        yield Item(
            ngettext(
                "Write your application in this language: %(languages)s",
                "Write your application in each of these languages: %(languages)s",
                len(labels),
            )
            % {"languages": ", ".join(map(str, labels))}
        )
    documents = [d for d in call.documents.all() if d.kind != Document.Kind.RESULTS]
    if documents:
        yield Item(
            _("Use these documents:"),
            [[Part(text_of(d, "title"), d.get_absolute_url())] for d in documents],
        )


def money(call):
    lines = [amount_line(call)]
    if call.cofunding_cap:
        share = {"share": percent(call.cofunding_cap)}
        lines.append(_("at most %(share)s of the costs") % share)
    if any(lines):
        yield Item(_("Ask for what the call can give:"), [[Part(here(x))] for x in lines if x])


def where(call):
    administrations = call.administrations.all()
    if administrations:
        yield Item(
            ngettext(
                "Send your application to this administration:",
                "Send your application to each of these administrations:",
                len(administrations),
            ),
            [reach(administration) for administration in administrations],
        )


def reach(administration):
    email, url = administration.email, administration.url
    parts = [
        Part(text_of(administration, "name")),
        Part(here(email), f"mailto:{email}"),
        Part(here(url), url),
        Part(text_of(administration, "address")),
    ]
    return [part for part in parts if part.text.content]


def steps(call):
    """The steps of "how to apply", each as a Text without markup."""
    prose, language = text_of(call, "how")
    parts = re.split(r"<li[^>]*>", prose)[1:] or re.split(r"<p[^>]*>", prose)[1:]
    bare = [bare_text(part.partition("</li>")[0]) for part in parts]
    return [Text(text, language) for text in bare if text]


def bare_text(prose):
    """The words of some HTML on one line; the address of a link stands behind it."""
    prose = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", prose)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", prose)).split())


def as_text(call, address):
    """The whole checklist as plain text; `address` is that of the page of the call."""
    title = title_of(call)
    blocks = [
        f"{filled(title)}\n{'=' * min(len(title), WIDTH)}",
        filled(_("Checklist for your application")),
    ]
    if call.is_example:
        blocks.append(
            filled(_("This is not a real call or page; it only shows how the portal works."))
        )
    if items := checklist(call):
        blocks += [box(item.task, [said(line, address) for line in item.lines]) for item in items]
        if found := steps(call):
            blocks += [underlined(_("How to apply")), *(box(marked(step)) for step in found)]
    else:
        if call.status() == Status.CANCELLED:
            blocks.append(filled(_("This call was cancelled.")))
        blocks.append(filled(_("You can no longer apply.")))
    blocks.append(filled(_("Check the page before you send: a date can still change.")))
    blocks.append(address)
    if active() != SOURCE:
        blocks.append(filled(about_translation(call)))
    return "\n\n".join(blocks).replace(NBSP, " ").replace(THIN, " ") + "\n"


def box(task, lines=()):
    return "\n".join([filled(task, "[ ] "), *(filled(line, "    - ") for line in lines)])


def underlined(heading):
    return f"{heading}\n{'-' * len(heading)}"


def filled(text, first=""):
    """Lines of at most WIDTH columns; what comes after the first is as far to the right."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def said(line, address):
    """A line of parts in words; the address of a link in full, unless it is the words."""
    return ", ".join(marked(part.text) + link_of(part, address) for part in line)


def link_of(part, address):
    named = part.url.removeprefix("mailto:") == part.text.content
    return "" if named or not part.url else f" ({urljoin(address, part.url)})"


def marked(text):
    """The words of a Text; what fell back to Dutch says so."""
    return text.content if text.language == active() else f"{text.content} ({_('in Dutch')})"
