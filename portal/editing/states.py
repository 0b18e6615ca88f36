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


def public_state(thing):
    if thing.was_withdrawn():
        return thing.State.WITHDRAWN.label
    waits = thing.publish_at and thing.publish_at > clock.now()
    if thing.state == thing.State.PUBLISHED and waits:
        return gettext("scheduled for %(moment)s") % {"moment": moment(thing.publish_at)}
    return thing.get_state_display()


class Translation(models.TextChoices):
    CURRENT = "current", _("up to date")
    OUTDATED = "outdated", _("not up to date")
    INCOMPLETE = "incomplete", _("incomplete")
    MISSING = "missing", _("missing")


def untranslated(thing, code):
    """Names of the texts that a record has in Dutch but not in another language."""
    return [
        name
        for name in translated_fields(type(thing))
        if own_text(thing, name, SOURCE) and not own_text(thing, name, code)
    ]


def translation_state(thing, code):
    if untranslated(thing, code):
        started = any(own_text(thing, name, code) for name in translated_fields(type(thing)))
        return Translation.INCOMPLETE if started else Translation.MISSING
    outdated = isinstance(thing, Publishable) and thing.is_outdated(code)
    return Translation.OUTDATED if outdated else Translation.CURRENT
