"""Choices that calls and support share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Kinds of applicants; the labels complete “I am …”."""

    ARTIST = "artist", _("an artist")
    ORGANISATION = "organisation", _("an organisation")
    HERITAGE = "heritage", _("a heritage organisation")
    AMATEUR = "amateur", _("an amateur group or amateur artist")
    FOREIGN = "foreign", _("an organisation abroad")


class Discipline(models.TextChoices):
    PERFORMING = "performing", _("performing arts")
    MUSIC = "music", _("music")
    VISUAL = "visual", _("visual arts")
    LITERATURE = "literature", _("literature")
    AUDIOVISUAL = "audiovisual", _("audiovisual arts")
    HERITAGE = "heritage", _("cultural heritage")
    CIRCUS = "circus", _("circus arts")
    AMATEUR = "amateur", _("amateur arts")
    SOCIAL = "social", _("socio-cultural work")
