"""What editors and reviewers should look at in the texts of a record; none of it stops anything."""

from django.contrib import messages
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import ngettext

from portal.datecheck.checks import findings as findings_of_dates
from portal.textcheck.checks import findings as findings_of_wording


def dates_to_look_at(record):
    """(label of a field, words, message): dates that a field or the Dutch text denies."""
    return [(label_of(record, one), one.sentence, one.message) for one in findings_of_dates(record)]


def wording_to_look_at(record):
    """(label of a field, words, message): links and tables that some readers cannot use."""
    return [(label_of(record, one), one.words, one.message) for one in findings_of_wording(record)]


def label_of(record, finding):
    return capfirst(record._meta.get_field(f"{finding.field}_{finding.language}").verbose_name)


def warn_of_texts(request, record):
    if dates := dates_to_look_at(record):
        heading = ngettext(
            "Check %(count)d date in the texts:",
            "Check %(count)d dates in the texts:",
            len(dates),
        )
        warn(request, heading, dates)
    if wording := wording_to_look_at(record):
        heading = ngettext(
            "Look at %(count)d link or table in the texts:",
            "Look at %(count)d links and tables in the texts:",
            len(wording),
        )
        warn(request, heading, wording)


def warn(request, heading, rows):
    listed = format_html_join("", "<li>{}: “{}” {}</li>", rows)
    messages.warning(request, format_html("{} <ul>{}</ul>", heading % {"count": len(rows)}, listed))
