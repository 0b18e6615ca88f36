"""The checklist for an application to a call, made from the stored facts of the call alone.

The page shows it as a list; the same list exists as plain text of at most 72 columns, to copy.
"""

import html
import re
import textwrap
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.status import Status, Timing
from calls.wording import (
    amount_line,
    deadline_text,
    deadlines_per_side,
    form_language_labels,
    in_active_language,
    moment_with_zone,
    opening_text,
    plain_title,
    translation_notice,
    with_language_note,
)
from portal.archive.addresses import format_url_instant, version_address
from portal.archive.models import PublicVersion
from portal.i18n.addresses import address as address_of
from portal.i18n.formats import NBSP, THIN, percent
from portal.i18n.languages import SOURCE, Text, active, text_of
from portal.publishing import clock
from portal.publishing.models import Document

WIDTH = 72


class Part(NamedTuple):
    """A piece of a line: its Text, and the address that it links to or ""."""

    text: Text
    url: str = ""


class Item(NamedTuple):
    """A task for the applicant, in the active language, with lines of details."""

    task: str
    lines: list[list[Part]] = []


def checklist(call):
    """The items for a call that is open or upcoming; an empty list for any other call."""
    if not call.is_current():
        return []
    items = [*date_items(call), *form_items(call), *amount_items(call), *address_items(call)]
    if call.moment_of_submission_nl:
        line = [Part(text_of(call, "moment_of_submission"))]
        items.append(Item(_("Note what counts as the moment of submission:"), [line]))
    return items


def date_items(call):
    if call.opens_at and call.status() == Status.ANNOUNCED:
        opens = {"date": opening_text(call)}
        yield Item(_("Wait until the call opens: %(date)s") % opens)
    if call.closing:
        deadline = {"date": deadline_text(call)}
        yield Item(_("Apply before the deadline: %(date)s") % deadline, lines_per_side(call))
    elif call.timing == Timing.BUDGET:
        yield Item(_("Apply before the budget is spent."))
    elif call.timing != Timing.ROLLING:
        yield Item(_("Watch this page: the deadline is not known yet."))


def lines_per_side(call):
    sentences = [" ".join(pair) for pair in deadlines_per_side(call)]
    if sentences:
        sentences.append(_("The earlier deadline counts: after it you can no longer apply."))
    return [[Part(in_active_language(sentence))] for sentence in sentences]


def form_items(call):
    if labels := form_language_labels(call):
        yield Item(
            ngettext(
                "Write your application in this language: %(languages)s",
                "Write your application in each of these languages: %(languages)s",
                len(labels),
            )
            % {"languages": ", ".join(labels)}
        )
    documents = [d for d in call.documents.all() if d.kind != Document.Kind.RESULTS]
    if documents:
        yield Item(
            _("Use these documents:"),
            [[Part(text_of(d, "title"), d.get_absolute_url())] for d in documents],
        )


def amount_items(call):
    lines = [amount_line(call)]
    if call.cofunding_cap:
        share = {"share": percent(call.cofunding_cap)}
        lines.append(_("at most %(share)s of the costs") % share)
    if any(lines):
        yield Item(
            _("Ask for an amount that the call can give:"),
            [[Part(in_active_language(line))] for line in lines if line],
        )


def address_items(call):
    administrations = call.administrations.all()
    if administrations:
        yield Item(
            ngettext(
                "Send your application to this administration:",
                "Send your application to each of these administrations:",
                len(administrations),
            ),
            [administration_line(administration) for administration in administrations],
        )


def administration_line(administration):
    email, url = administration.email, administration.url
    parts = [
        Part(text_of(administration, "name")),
        Part(in_active_language(email), f"mailto:{email}"),
        Part(in_active_language(url), url),
        Part(text_of(administration, "address")),
    ]
    return [part for part in parts if part.text.content]


def application_steps(call):
    """The list items of "how to apply", or else its paragraphs, each as a Text without markup."""
    prose, language = text_of(call, "how")
    parts = re.split(r"<li[^>]*>", prose)[1:] or re.split(r"<p[^>]*>", prose)[1:]
    steps = [plain_text(part.partition("</li>")[0]) for part in parts]
    return [Text(text, language) for text in steps if text]


def plain_text(prose):
    """HTML as one line of plain text; the address of a link follows it in parentheses."""
    prose = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", prose)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", prose)).split())


def checklist_text(call, address):
    """The checklist as plain text; `address` is the absolute address of the page of the call."""
    title = plain_title(call)
    blocks = [
        f"{wrapped(title)}\n{'=' * min(len(title), WIDTH)}",
        wrapped(_("Checklist for your application")),
    ]
    if call.is_example:
        blocks.append(
            wrapped(_("This is not a real call or page; it only shows how the portal works."))
        )
    if items := checklist(call):
        blocks += [
            checkbox(item.task, [line_text(line, address) for line in item.lines]) for item in items
        ]
        if steps := application_steps(call):
            blocks.append(underlined(_("How to apply")))
            blocks += [checkbox(with_language_note(step)) for step in steps]
    else:
        if call.status() == Status.CANCELLED:
            blocks.append(wrapped(_("This call was cancelled.")))
        blocks.append(wrapped(_("You can no longer apply.")))
    blocks.append(wrapped(_("Check the page before you send: a date can still change.")))
    blocks += [address, *proof_of(call, address)]
    if active() != SOURCE:
        blocks.append(wrapped(translation_notice(call)))
    return "\n\n".join(blocks).replace(NBSP, " ").replace(THIN, " ") + "\n"


def proof_of(call, address):
    """Where the newest version of the page of a call is kept, and its receipt, if there is one."""
    versions = PublicVersion.objects.for_object(call, call.pk).filter(language=active())
    begun = versions.begun(clock.now()).values_list("public_from", flat=True)
    if not settings.TRANSPARENCY_KEY or not (instant := begun.first()):
        return
    place = "call", call.pk
    said = _("What this page said on %(moment)s:") % {"moment": moment_with_zone(instant)}
    yield f"{wrapped(said)}\n{urljoin(address, version_address(*place, instant))}"
    receipt = address_of("version_receipt", *place, format_url_instant(instant))
    proved = _("Receipt: a file that proves what this page said")
    yield f"{wrapped(proved)}\n{urljoin(address, receipt)}"


def checkbox(task, lines=()):
    return "\n".join([wrapped(task, "[ ] "), *(wrapped(line, "    - ") for line in lines)])


def underlined(heading):
    return f"{heading}\n{'-' * len(heading)}"


def wrapped(text, first=""):
    """Lines of at most WIDTH columns; the first begins with `first`, the others align with it."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def line_text(line, address):
    """The parts of a line as plain text; relative links are resolved against `address`."""
    return ", ".join(with_language_note(part.text) + link_suffix(part, address) for part in line)


def link_suffix(part, address):
    """The absolute address of a link in parentheses; "" where the text already is the address."""
    is_shown = part.url.removeprefix("mailto:") == part.text.content
    return "" if is_shown or not part.url else f" ({urljoin(address, part.url)})"
