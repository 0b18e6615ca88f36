"""Teams and services that answer questions."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import dutch_first
from portal.publishing.models.base import ORGANISATION_LENGTH, Translated


class Contact(Translated):
    """A role or service that answers questions; not a person, because staff change."""

    name = models.CharField(
        _("team or role"),
        max_length=ORGANISATION_LENGTH,
        help_text=_("For example: Team internationaal"),
    )
    organisation = models.CharField(_("organisation"), max_length=ORGANISATION_LENGTH, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    url = models.URLField(_("web address"), max_length=600, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)

    sources = GenericRelation("publishing.Source")

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name_nl"]
        constraints = [
            *dutch_first(required=["name"], optional=["organisation", "address"]),
            models.CheckConstraint(
                condition=~(
                    Q(email="")
                    & Q(phone="")
                    & Q(url="")
                    & (Q(address_nl="") | Q(address_nl__isnull=True))
                ),
                name="publishing_contact_can_be_reached",
                violation_error_message=_("Give at least one way to reach this contact."),
            ),
        ]

    def __str__(self):
        return self.name
