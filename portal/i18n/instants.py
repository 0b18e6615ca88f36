"""Parses and formats the instants in addresses, in Brussels time."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?([+-]\d\d:\d\d)?")


def parse_instant(text):
    """The instant of '2027-03-01T17:00:00' in Brussels time, or with an offset.

    Raises ValidationError when it is malformed, out of range or skipped by daylight saving time.
    """
    try:
        written = datetime.datetime.fromisoformat(text) if SHAPE.fullmatch(text) else None
    except ValueError:
        written = None
    if not written or not 1900 <= written.year <= 2200:
        raise ValidationError(
            _("Write a date and a time, such as 2027-03-01T17:00:00, between 1900 and 2200.")
        )
    if written.tzinfo:
        return timezone.localtime(written)
    instant = timezone.make_aware(written)
    if timezone.localtime(instant.astimezone(datetime.UTC)).replace(tzinfo=None, fold=0) != written:
        raise ValidationError(_("This time does not exist: the clock skips it that night."))
    return instant


def other_fold(instant):
    """The other instant with the same local time, when daylight saving time ends; else None."""
    other = instant.replace(fold=1 - instant.fold)
    return other if other.utcoffset() != instant.utcoffset() else None


def begin_of_day(day):
    """The Brussels midnight with which a calendar day begins."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def format_instant(instant):
    """An instant in ISO 8601, with its offset only where the local time is ambiguous."""
    return instant.replace(tzinfo=instant.tzinfo if other_fold(instant) else None).isoformat()
