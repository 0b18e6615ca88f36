"""The state of a record and of its translations, in words."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.formats import moment
from portal.i18n.languages import (
    SOURCE,
    own_text,
    translated_fields,
)
from portal.publishing import clock
from portal.publishing.models import (
    Publishable,
)


def public_state(record):
    if record.was_withdrawn():
        return record.State.WITHDRAWN.label
    waits = record.publish_at and record.publish_at > clock.now()
    if record.state == record.State.PUBLISHED and waits:
        return gettext("scheduled for %(moment)s") % {"moment": moment(record.publish_at)}
    if record.state == record.State.PUBLISHED and not record.is_published():
        return state_below_parent(record)
    return record.get_state_display()


def state_below_parent(record):
    """What readers find of a record that is public itself, while its parent is not."""
    if record.is_readable():
        return gettext("withdrawn; readers find the page with a notice")
    return record.hidden_by_parent % {"state": public_state(record.parent_record)}


class Translation(models.TextChoices):
    CURRENT = "current", _("up to date")
    OUTDATED = "outdated", _("not up to date")
    INCOMPLETE = "incomplete", _("incomplete")
    MISSING = "missing", _("missing")


def untranslated(record, code):
    """Names of the texts that a record has in Dutch but not in another language."""
    return [
        name
        for name in translated_fields(type(record))
        if own_text(record, name, SOURCE) and not own_text(record, name, code)
    ]


def translation_state(record, code):
    if untranslated(record, code):
        started = any(own_text(record, name, code) for name in translated_fields(type(record)))
        return Translation.INCOMPLETE if started else Translation.MISSING
    outdated = isinstance(record, Publishable) and record.is_outdated(code)
    return Translation.OUTDATED if outdated else Translation.CURRENT
