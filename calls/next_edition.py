"""The next edition of a call: a copy with every date a year later, without results and the like."""

import contextlib
import re
from typing import NamedTuple

import holidays
from django.utils import timezone
from django.utils.translation import get_language, gettext

from calls.models import Call, InfoSession
from calls.status import Timing
from portal.datecheck.checks import mentions
from portal.i18n.formats import day, ending_day, moment
from portal.i18n.languages import CODES, translated_fields

SHIFTED = ("opens_at", "closes_at", "partner_closes_at")
SHIFTED += ("project_from", "project_until", "decision_expected")
# Fields of the old edition alone; all others are copied.
NOT_COPIED = {
    *("id", "edits", "state", "publish_at", "is_example"),
    *("withdraw_at", "withdrawn_as", "successor"),
    *("opens_day_only", "closes_day_only"),
    *("cancelled_at", "results_at", "results_undated", "no_result", "decided"),
    *("applications_received", "applications_selected", "amount_awarded"),
    *(f"changed_{code}" for code in CODES),
    *(
        f"{name}_{code}"
        for name in ("withdrawal_reason", "caveat", "cancellation_reason", "results_note")
        for code in CODES
    ),
}
COPIED_ROWS = ("amounts", "administrations", "sessions")


def next_label(label):
    """'2025-2026' becomes '2026-2027'; a label without a year gives '': the editor fills it in."""
    later = re.sub(r"\d{4}", lambda year: str(int(year[0]) + 1), label)
    return later if later != label else ""


def a_year_later(value):
    """A partial date or an instant one year later, at the same Brussels wall clock time.

    29 February becomes the 28th; an empty value is returned as it is.
    """
    if not value:
        return value
    if isinstance(value, str):
        later = f"{int(value[:4]) + 1}{value[4:]}"
        return later.replace("-02-29", "-02-28")
    local = timezone.localtime(value).replace(tzinfo=None)
    last = 28 if (local.month, local.day) == (2, 29) else local.day
    return timezone.make_aware(local.replace(year=local.year + 1, day=last))


def next_edition(call):
    """The next edition as an unsaved draft, with proposed dates."""
    # Of a translated field only the columns per language are copied.
    excluded = {*NOT_COPIED, *translated_fields(Call)}
    draft = Call()
    for field in Call._meta.concrete_fields:
        if field.name not in excluded:
            setattr(draft, field.attname, getattr(call, field.attname))
    for name in SHIFTED:
        setattr(draft, name, a_year_later(getattr(call, name)))
    draft.label, draft.ordinal = next_label(call.label), call.ordinal and call.ordinal + 1
    if call.timing == Timing.PAST:  # closed on an unknown day
        draft.timing = Timing.DATES
    return draft


def copy_row(row, call):
    """Copy a row to a call; an info session comes a year later, without its web address."""
    row.pk, row._state.adding, row.call = None, True, call
    if isinstance(row, InfoSession):
        row.starts_at, row.url = a_year_later(row.starts_at), ""
    row.save()


# What an editor should check


def day_off_warnings(call, sessions):
    """A sentence for each date in a weekend or on a public holiday of either side.

    `sessions` are the instants of the info sessions.
    """
    dates = [
        (gettext("Opening"), call.opens_at, timezone.localdate),
        (gettext("Deadline"), call.closes_at, ending_day),
        (gettext("Deadline at the partner"), call.partner_closes_at, ending_day),
        *((gettext("Info session"), instant, timezone.localdate) for instant in sessions),
    ]
    for name, instant, day_of in dates:
        date = instant and day_of(instant)
        for reason in day_off_reasons(date, call.series.partner) if date else ():
            yield gettext("%(name)s: %(day)s is %(why)s.") % {
                "name": name,
                "day": day(date, weekday=True),
                "why": reason,
            }


def day_off_reasons(date, partner):
    if date.weekday() >= 5:
        yield gettext("a weekend day")
    sides = {iso_code_of(partner): partner.name_nl, "BE": gettext("Belgium")}
    for code, name in sides.items():
        if holiday := holidays_of(code, date.year).get(date):
            yield gettext("a holiday (%(holiday)s, %(side)s)") % {"holiday": holiday, "side": name}


def iso_code_of(partner):
    """The ISO code of a partner, or else of the country that it is part of; '' without either."""
    return partner.iso_code or (partner.parent.iso_code if partner.parent else "")


def holidays_of(code, year):
    """{day: name} of the holidays in a country or region such as 'FR-HDF'; {} when not known.

    A region that the library does not know has the holidays of its country.
    """
    country, _dash, region = code.partition("-")
    for subdivision in dict.fromkeys([region, ""]):
        with contextlib.suppress(NotImplementedError):  # the library lacks this region or country
            return holidays.country_holidays(
                country, subdiv=subdivision or None, years=year, language=get_language()
            )
    return {}


class OldSentence(NamedTuple):
    """A sentence that names a year of the old edition; `label` names its field and language."""

    label: str
    sentence: str


def old_sentences(draft, old):
    """The sentences of a draft that still name a year of the edition that it was copied from."""
    dates = [str(getattr(old, name) or "")[:4] for name in SHIFTED]
    years = sorted({int(year) for year in [*re.findall(r"\d{4}", old.label), *dates] if year})
    found = dict.fromkeys(mention for year in years for mention in mentions(draft, year))
    return [
        OldSentence(Call._meta.get_field(f"{field}_{language}").verbose_name, sentence)
        for field, language, sentence in found
    ]


def follow_up_tasks(draft, old, sessions):
    """What else the editor should check, in sentences; `sessions` as in `day_off_warnings`."""
    yield from day_off_warnings(draft, sessions)
    for session in sessions:
        yield gettext("Is there an info session on %(moment)s? Where can people register?") % {
            "moment": moment(session)
        }
    for document in old.documents.all():
        yield gettext("Not copied: the document “%(title)s”. Add the new one.") % {
            "title": document.title_nl
        }
