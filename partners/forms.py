from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from portal.publishing.filters import Filter


class PartnerFilter(Filter):
    q = forms.CharField(
        label=_("Search for a country, region or organisation"), required=False, max_length=100
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all kinds")), *Partner.Kind.choices]
    )

    def narrow(self, partners):
        if q := self.value("q"):
            partners = partners.named_like(q)
        if kind := self.value("kind"):
            partners = partners.filter(kind=kind)
        return partners
