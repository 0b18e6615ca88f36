import datetime

from django import forms
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from portal.publishing.forms import DayField, Filter
from portal.publishing.languages import CODES, active
from portal.publishing.models import Language

from .models import Call, SupportMeasure, end_of_day
from .status import Status

# What a visitor ticks, and the computed states that each stands for.
GROUPS = {
    "open": (Status.OPEN, Status.SOON, Status.ROLLING),
    "announced": (Status.ANNOUNCED,),
    "closed": (Status.CLOSED,),
    "results": (Status.RESULTS,),
    "cancelled": (Status.CANCELLED,),
}
CURRENT = ("open", "announced")


class CallFilter(Filter):
    STATUS = [(code, states[0].label) for code, states in GROUPS.items()]

    status = forms.MultipleChoiceField(
        label=_("Status"), required=False, choices=STATUS, widget=forms.CheckboxSelectMultiple
    )
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    before = DayField(
        label=_("Deadline until"),
        required=False,
        help_text=_("For example 31/12/2026"),
    )
    language = forms.ChoiceField(
        label=_("Language of the application"),
        required=False,
        choices=[("", _("all languages")), *Language.choices[:4]],
    )
    q = forms.CharField(label=_("Word in the title or theme"), required=False, max_length=100)

    def prepare(self):
        partners = Partner.objects.published().filter(
            call_series__calls__in=Call.objects.published()
        )
        choices = [(p.slug_nl, p.name) for p in partners.distinct().in_order_of_name(active())]
        self.fields["partner"].choices = [("", _("all partners")), *choices]

    @property
    def groups(self):
        """The chosen states; without any filter, what an applicant can use: open and upcoming."""
        return self.value("status") or (list(GROUPS) if self.is_used else CURRENT)

    def narrow(self, calls):
        calls = calls.in_status(*(state for group in self.groups for state in GROUPS[group]))
        if partner := self.value("partner"):
            calls = calls.filter(series__partner__slug_nl=partner)
        if before := self.value("before"):
            last = datetime.datetime.combine(before, datetime.time.max)
            calls = calls.filter(closing_instant__lte=end_of_day(timezone.make_aware(last)))
        if language := self.value("language"):
            calls = calls.filter(form_languages__icontains=f'"{language}"')
        if q := self.value("q"):
            found = Q(label__icontains=q)
            for code in CODES:
                for column in (f"series__title_{code}", f"theme_{code}"):
                    found |= Q(**{f"{column}__fold__contains": q})
            calls = calls.filter(found)
        return calls

    def in_order(self, calls):
        """What one can apply for first, the soonest deadline first; then the newest edition."""
        if set(self.groups) <= set(CURRENT):
            return calls.soonest_first()
        current = [state for group in CURRENT for state in GROUPS[group]]
        rank = Case(When(status_now__in=current, then=0), default=1)
        return calls.order_by(rank, "-label", "-pk")


class SupportFilter(Filter):
    audience = forms.ChoiceField(
        label=_("I am"),
        required=False,
        choices=SupportMeasure.Audience.choices,
        widget=forms.RadioSelect,
    )
    goal = forms.MultipleChoiceField(
        label=_("I want to"),
        required=False,
        choices=SupportMeasure.Goal.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    start = DayField(
        label=_("My project starts on"),
        required=False,
        help_text=_("For example 15/03/2027. You then see until when you can apply."),
    )

    def narrow(self, measures):
        if audience := self.value("audience"):
            measures = measures.filter(audiences__icontains=f'"{audience}"')
        if goals := self.value("goal"):
            wanted = Q()
            for goal in goals:
                wanted |= Q(goals__icontains=f'"{goal}"')
            measures = measures.filter(wanted)
        return measures
