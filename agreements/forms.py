from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from partners.models import Partner
from portal.i18n.languages import active
from portal.publishing.filters import Filter


class AgreementFilter(Filter):
    RUNNING = [("", _("all")), ("running", _("current")), ("ended", _("ended"))]
    VIEWS = [("table", _("Table")), ("timeline", _("Timeline"))]

    partner = forms.ChoiceField(label=_("Partner"), required=False)
    kind = forms.ChoiceField(
        label=_("Legal kind"),
        required=False,
        choices=[("", _("all kinds")), *Agreement.Kind.choices],
    )
    period = forms.ChoiceField(label=_("Period"), required=False, choices=RUNNING)
    view = forms.ChoiceField(label=_("Show as"), required=False, choices=VIEWS)

    display_fields = ("view",)

    def prepare(self):
        partners = (
            Partner.objects.published()
            .filter(agreements__in=Agreement.objects.published())
            .distinct()
        )
        choices = [
            (partner.slug_nl, partner.name) for partner in partners.in_order_of_name(active())
        ]
        self.fields["partner"].choices = [("", _("all partners")), *choices]

    def views(self):
        return self.display_choices("view")

    def narrow(self, agreements):
        if partner := self.value("partner"):
            agreements = agreements.filter(partners__slug_nl=partner)
        if kind := self.value("kind"):
            agreements = agreements.filter(kind=kind)
        if period := self.value("period"):
            agreements = agreements.running() if period == "running" else agreements.ended()
        return agreements
