"""The model of a series of calls."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from calls.models import translated
from portal.i18n.addresses import address
from portal.publishing.fields import PartialDateField, ProseField
from portal.publishing.models import (
    Publishable,
    Slugged,
)


class CallSeries(Publishable, Slugged):
    """A recurring call with one partner, at one lasting address; its editions are calls."""

    class Rhythm(models.TextChoices):
        YEARLY = "yearly", _("yearly")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("stopped for good")
        REOPENED = "reopened", _("reopened")

    title = models.CharField(
        _("title"),
        max_length=160,
        help_text=_("For example: Projectoproep Vlaamse en Franse Gemeenschap"),
    )
    partner = models.ForeignKey(
        "partners.Partner",
        on_delete=models.PROTECT,
        related_name="call_series",
        verbose_name=_("partner"),
    )
    agreement = models.ForeignKey(
        "agreements.Agreement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="call_series",
        verbose_name=_("agreement"),
    )
    rhythm = models.CharField(
        _("rhythm"),
        max_length=8,
        choices=Rhythm.choices,
        blank=True,
        help_text=_(
            "Choose “stopped for good” only if it is certain that no further edition will follow."
        ),
    )
    rhythm_as_of = PartialDateField(
        _("frequency as of"), help_text=_("When the source said so: 2022 or 2024-01-15.")
    )
    rhythm_note = models.CharField(_("about the frequency"), max_length=400, blank=True)
    body = ProseField(_("what the calls are for"))

    class Meta(Publishable.Meta):
        verbose_name = _("call series")
        verbose_name_plural = _("series of calls")
        ordering = ["title_nl"]
        constraints = [
            *Publishable.Meta.constraints,
            *Slugged.Meta.constraints,
            *translated.SERIES.constraints(translated.PUBLISHABLE),
        ]

    def __str__(self):
        return self.title_nl

    def get_absolute_url(self):
        return address("calls:series", self.slug)
