"""Pages of the site itself: about, contact, accessibility, privacy, languages, glossary."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import dutch_first
from portal.publishing.fields import PartialDateField, ProseField
from portal.publishing.models import Publishable, Translated


class ServicePage(Publishable):
    """A page about the site itself; `key` is also its URL name in portal/urls.py."""

    class Key(models.TextChoices):
        ABOUT = "about", _("about")
        CONTACT = "contact", _("contact")
        ACCESSIBILITY = "accessibility", _("accessibility statement")
        PRIVACY = "privacy", _("privacy")
        LANGUAGES = "languages", _("languages")
        GLOSSARY = "glossary", _("glossary")

    key = models.CharField(_("page"), max_length=13, choices=Key.choices, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = ProseField(_("text"))
    prepared_on = PartialDateField(_("drawn up on"))
    reviewed_on = PartialDateField(_("last reviewed on"))
    contacts = models.ManyToManyField(
        "publishing.Contact", blank=True, related_name="+", verbose_name=_("contacts")
    )

    class Meta(Publishable.Meta):
        verbose_name = _("page about the site")
        verbose_name_plural = _("pages about the site")
        ordering = ["id"]
        constraints = [
            *Publishable.Meta.constraints,
            *dutch_first(
                required=["title"], optional=["summary", "body", "caveat", "withdrawal_reason"]
            ),
        ]

    def __str__(self):
        return self.title_nl

    def get_absolute_url(self):
        return reverse(self.key)


class Limitation(Translated):
    """A part of the site that is not accessible yet: which, why, and the alternative."""

    page = models.ForeignKey(ServicePage, on_delete=models.CASCADE, related_name="limitations")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    part = models.CharField(_("what does not work"), max_length=200)
    criterion = models.CharField(
        _("WCAG criterion"), max_length=80, blank=True, help_text=_("For example: 1.3.1")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    alternative = models.CharField(_("alternative"), max_length=300, blank=True)
    solved_by = PartialDateField(_("solved by"))

    class Meta:
        verbose_name = _("limitation")
        verbose_name_plural = _("limitations")
        ordering = ["position", "id"]
        constraints = dutch_first(required=["part"], optional=["reason", "alternative"])

    def __str__(self):
        return self.part_nl
