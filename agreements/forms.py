from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Standing, is_in_standing
from partners.forms import offer_partners
from portal.publishing.choices import LongSelect
from portal.publishing.filters import Filter


class AgreementFilter(Filter):
    PERIODS = [("", _("all")), *Standing.choices]
    VIEWS = [("table", _("Table")), ("timeline", _("Timeline"))]

    partner = forms.ChoiceField(label=_("Partner"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(
        label=_("Legal kind"),
        required=False,
        choices=[("", _("all kinds")), *Agreement.Kind.choices],
    )
    period = forms.ChoiceField(label=_("Period"), required=False, choices=PERIODS)
    view = forms.ChoiceField(label=_("Show as"), required=False, choices=VIEWS)

    display_fields = ("view",)

    def prepare(self):
        offer_partners(self, Q(pk__in=Agreement.objects.published().values("partners")))

    def views(self):
        return self.display_choices("view")

    def condition(self, name):
        if name == "partner":
            return Q(partners__slug_nl=self.value(name))
        if name == "kind":
            return Q(kind=self.value(name))
        return is_in_standing(self.value(name))
