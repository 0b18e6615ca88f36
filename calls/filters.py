"""The filters of the lists of calls and support.

The list is narrowed in SQL; the counts beside the choices are added up in Python from the rows of
one grouped query. So each facet has its rule twice: `condition()` in SQL, `holds()` in Python.
"""

import datetime
from collections import Counter

from django import forms
from django.db.models import Case, Count, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.models import Audience, Call, Discipline, SupportMeasure
from calls.status import CURRENT_STATES, Status, end_of_day
from partners.models import Partner
from portal.i18n import formats
from portal.i18n.languages import CODES, active
from portal.publishing.filters import DayField, Filter
from portal.publishing.models import Language

# The choices of the status filter, each with the computed states that it stands for.
STATUS_GROUPS = {
    "open": (Status.OPEN, Status.SOON, Status.ROLLING),
    "announced": (Status.ANNOUNCED,),
    "closed": (Status.CLOSED,),
    "results": (Status.RESULTS,),
    "cancelled": (Status.CANCELLED,),
}
CURRENT = ("open", "announced")
NO_LIMIT = _("Calls that name no limit are shown too.")


class OneOf:
    """A facet: the column has one of the values.

    `groups` has, for each value of the filter, the values of the column that it stands for.
    """

    def __init__(self, column, groups=None):
        self.column, self.groups = column, groups

    def cells(self, values):
        if not self.groups:
            return values
        return [cell for value in values for cell in self.groups[value]]

    def holds(self, cell, values):
        return cell in self.cells(values)

    def condition(self, values):
        return Q((f"{self.column}__in", self.cells(values)))


class AnyOf:
    """A facet: the list in the column has any of the values.

    With `empty_is_all` an empty list counts as one with all values.
    """

    def __init__(self, column, empty_is_all=False):
        self.column, self.empty_is_all = column, empty_is_all

    def holds(self, cell, values):
        return any(value in cell for value in values) or (self.empty_is_all and not cell)

    def condition(self, values):
        condition = Q((self.column, [])) if self.empty_is_all else Q(pk__in=[])
        for value in values:  # quoted as in the stored JSON: whole values only
            condition |= Q((f"{self.column}__icontains", f'"{value}"'))
        return condition


class CallFilter(Filter):
    STATUS = [(code, states[0].label) for code, states in STATUS_GROUPS.items()]
    SORTS = [
        ("deadline", _("Soonest deadline")),
        ("newest", _("Newest edition")),
        ("changed", _("Recently changed")),
    ]
    FACETS = {
        "status": OneOf("status_now", STATUS_GROUPS),
        "partner": OneOf("series__partner__slug_nl"),
        "applicant": AnyOf("applicants", empty_is_all=True),
        "discipline": AnyOf("disciplines", empty_is_all=True),
        "language": AnyOf("form_languages"),
    }

    status = forms.MultipleChoiceField(
        label=_("Status"), required=False, choices=STATUS, widget=forms.CheckboxSelectMultiple
    )
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    applicant = forms.ChoiceField(
        label=_("I am"),
        required=False,
        choices=[("", _("no matter who")), *Audience.choices],
        help_text=NO_LIMIT,
    )
    discipline = forms.MultipleChoiceField(
        label=_("Discipline"),
        required=False,
        choices=Discipline.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=NO_LIMIT,
    )
    before = DayField(
        label=_("Deadline until"),
        required=False,
        help_text=_("For example 31/12/2026"),
    )
    language = forms.MultipleChoiceField(
        label=_("Language of the application"),
        required=False,
        choices=Language.choices[:4],
        widget=forms.CheckboxSelectMultiple,
    )
    q = forms.CharField(label=_("Word in the title or theme"), required=False, max_length=100)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    display_fields = ("sort",)

    def prepare(self):
        partners = Partner.objects.published().filter(
            call_series__calls__in=Call.objects.published()
        )
        choices = [(p.slug_nl, p.name) for p in partners.distinct().in_order_of_name(active())]
        self.fields["partner"].choices = [("", _("all partners")), *choices]

    def choice_label(self, name, value):
        label = super().choice_label(name, value)
        if name == "applicant":
            return _("I am %(someone)s") % {"someone": label}
        if name == "language":
            return _("application in %(language)s") % {"language": label}
        return _("“%(word)s”") % {"word": label} if name == "q" else label

    def condition(self, name):
        """The condition on a call of a filter in use."""
        if name in self.FACETS:
            return self.FACETS[name].condition(self.values(name))
        if name == "before":
            last = datetime.datetime.combine(self.value("before"), datetime.time.max)
            return Q(closing_instant__lte=end_of_day(timezone.make_aware(last)))
        word = self.value("q")
        condition = Q(label__icontains=word)
        for code in CODES:
            for column in (f"series__title_{code}", f"theme_{code}"):
                condition |= Q((f"{column}__fold__contains", word))
        return condition

    def narrow(self, calls):
        calls = calls.with_status()
        if not self.is_active:
            return calls.filter(self.FACETS["status"].condition(CURRENT))
        for name in self.active_filters:
            calls = calls.filter(self.condition(name))
        return calls

    def in_order(self, calls):
        """In the chosen order; by default open and upcoming calls first, soonest deadline first."""
        if self.value("sort") == "newest":
            return calls.newest_first()
        if self.value("sort") == "changed":
            return calls.recently_changed_first()
        return calls.current_first()

    def add_counts(self, calls):
        """Add to the label of each choice the number of calls with it and the other filters.

        Sets `counts_without`: for each filter in use, the number of calls without that filter. One
        query: its rows are the combinations of column values that occur, with how often.
        """
        flags = {
            f"has_{name}": Case(When(self.condition(name), then=True), default=False)
            for name in self.active_filters
            if name not in self.FACETS
        }
        columns = {name: facet.column for name, facet in self.FACETS.items()}
        columns |= {flag.removeprefix("has_"): flag for flag in flags}
        rows = (
            calls.with_status()
            .annotate(**flags)
            .order_by()
            .values_list(*columns.values())
            .annotate(number=Count("pk"))
        )
        counts = {name: Counter() for name in self.FACETS}
        self.counts_without = dict.fromkeys(self.active_filters, 0)
        for *cells, number in rows:
            row = dict(zip(columns, cells, strict=True))
            unmet = [name for name in self.active_filters if not self.holds(name, row[name])]
            if len(unmet) > 1:
                continue  # no other choice of a single filter would show these calls
            for name in unmet or self.active_filters:
                if len(self.active_filters) > 1 or row["status"] in CURRENT_STATES:
                    self.counts_without[name] += number
            for name in set(unmet or counts).intersection(counts):
                for value, _label in self.fields[name].choices:
                    if value and self.FACETS[name].holds(row[name], [value]):
                        counts[name][value] += number
        for name, found in counts.items():
            field = self.fields[name]
            field.widget.choices = [
                (value, f"{label} ({formats.number(found[value])})" if value else label)
                for value, label in field.choices
            ]

    def holds(self, name, cell):
        return self.FACETS[name].holds(cell, self.values(name)) if name in self.FACETS else cell

    def sorts(self):
        return self.display_choices("sort")

    def single_removals(self):
        """For an empty list: (filter in words, query string without it, number of calls then)."""
        return [
            (
                self.value(name) if name == "q" else self.summary([name]),
                self.query_without_filter(name),
                number,
            )
            for name, number in self.counts_without.items()
            if number
        ]


class SupportFilter(Filter):
    FACETS = {"audience": AnyOf("audiences"), "goal": AnyOf("goals")}

    audience = forms.ChoiceField(
        label=_("I am"),
        required=False,
        choices=Audience.choices,
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
        for name in self.active_filters:
            if name in self.FACETS:
                measures = measures.filter(self.FACETS[name].condition(self.values(name)))
        return measures
