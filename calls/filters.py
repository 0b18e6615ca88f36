"""The filters of the lists of calls and support.

The list is narrowed in SQL; the counts beside the choices are added up in Python from the rows of
one grouped query. So each facet has its rule twice: `condition()` in SQL, `holds()` in Python.
"""

from collections import Counter
from functools import cached_property, partial

from django import forms
from django.db.models import Aggregate, Case, Exists, F, OuterRef, Q, TextField, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calls.models import Audience, Call, Discipline, SupportMeasure
from calls.querysets import closes_by, public_since
from calls.status import CURRENT_STATES, Status
from partners.forms import offer_partners
from partners.models import Partner
from portal.countries import COUNTRY_CODES, countries_by_name
from portal.i18n import formats
from portal.i18n.languages import active
from portal.i18n.unaccent import fold
from portal.publishing.choices import LazyChoices, LongSelect
from portal.publishing.filters import DayField, Filter
from portal.publishing.models import Language
from portal.publishing.shelf import Shelf
from portal.search.query import ids

# The choices of the status filter, each with the computed states that it stands for.
STATUS_GROUPS = {
    "open": (Status.OPEN, Status.SOON, Status.ROLLING),
    "announced": (Status.ANNOUNCED,),
    "closed": (Status.CLOSED,),
    "results": (Status.RESULTS,),
    "cancelled": (Status.CANCELLED,),
}
CURRENT = ("open", "announced")
SPANS = (7, 30, 90)  # days
SPAN_GROUPS = {str(days): [str(span) for span in SPANS if span <= days] for days in SPANS}
SPAN_CHOICES = [
    ("", _("no matter when")),
    *((str(days), format_lazy(_("{n} days"), n=days)) for days in SPANS),
]
NO_LIMIT = _("Calls without such a limit are shown too.")

LISTS = Shelf(200)


def published():
    return Call.objects.published()


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

    def among(self, cell, values):
        """Those of a set of values that hold for a cell."""
        if not self.groups:
            return values & {cell}
        return [value for value in values if cell in self.groups[value]]

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

    def among(self, cell, values):
        return values if self.empty_is_all and not cell else values.intersection(cell)

    def condition(self, values):
        condition = Q((self.column, [])) if self.empty_is_all else Q(pk__in=[])
        for value in values:  # quoted as in the stored JSON: whole values only
            condition |= Q((f"{self.column}__icontains", f'"{value}"'))
        return condition


def with_counts(choices, counts):
    """Choices with the number of each in its label."""
    in_words = {number: formats.number(number) for number in {0, *counts.values()}}
    return [
        (value, f"{label} ({in_words[counts[value]]})" if value else label)
        for value, label in choices
    ]


class Joined(Aggregate):
    """A column of several rows as one text, with spaces between."""

    function, template = "STRING_AGG", "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_sqlite(self, *arguments, **context):
        return self.as_sql(*arguments, **context, function="GROUP_CONCAT")


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
        "within": OneOf("closes_within", SPAN_GROUPS),
        "recent": OneOf("public_within", SPAN_GROUPS),
        "language": AnyOf("form_languages"),
    }
    # How a choice is called outside its field.
    IN_WORDS = {
        "applicant": _("I am %(someone)s"),
        "within": _("closes within %(n)s days"),
        "recent": _("published in the last %(n)s days"),
        "language": _("application in %(language)s"),
    }

    status = forms.MultipleChoiceField(
        label=_("Status"), required=False, choices=STATUS, widget=forms.CheckboxSelectMultiple
    )
    partner = forms.ChoiceField(label=_("Partner"), required=False, widget=LongSelect)
    applicant = forms.ChoiceField(
        label=_("I am"),
        required=False,
        choices=[("", _("anyone")), *Audience.choices],
        help_text=NO_LIMIT,
    )
    discipline = forms.MultipleChoiceField(
        label=_("Discipline"),
        required=False,
        choices=Discipline.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=NO_LIMIT,
    )
    within = forms.ChoiceField(label=_("Closes within"), required=False, choices=SPAN_CHOICES)
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
    recent = forms.ChoiceField(
        label=_("Published in the last"), required=False, choices=SPAN_CHOICES
    )
    since = DayField(
        label=_("Published since"),
        required=False,
        help_text=_("For example 31/12/2026"),
    )
    q = forms.CharField(label=_("Word in the title or theme"), required=False, max_length=100)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    display_fields = ("sort",)

    def prepare(self):
        offer_partners(self, Q(pk__in=Call.objects.published().values("series__partner")))

    def choice_label(self, name, value):
        label = super().choice_label(name, value)
        if name in self.meaningless or name not in self.IN_WORDS:
            return label
        return self.IN_WORDS[name] % {"someone": label, "language": label, "n": value}

    def condition(self, name):
        if name in self.FACETS:
            return self.FACETS[name].condition(self.values(name))
        if name == "before":
            return closes_by(self.value("before"))
        if name == "since":
            return public_since(self.value("since"))
        return Q(pk__in=self.found)

    @cached_property
    def found(self):
        return ids(self.value("q"), Call)

    def narrow(self, calls):
        calls = calls.with_status()
        if {"within", "recent", "since"}.intersection(self.active_filters):
            calls = calls.with_spans(SPANS)
        if not self.is_active:
            return calls.filter(self.FACETS["status"].condition(CURRENT))
        return super().narrow(calls)

    def in_order(self, calls):
        """In the chosen order; by default open and upcoming calls first, soonest deadline first."""
        if self.value("sort") == "newest":
            return calls.newest_first()
        if self.value("sort") == "changed":
            return calls.recently_changed_first()
        return calls.current_first()

    def public_keys(self):
        """The primary keys of the public calls that the filters let through, in their order."""
        key = "keys", self.kept_key, self.value("sort")
        return LISTS.get(key, lambda: list(self.in_order(self.narrow(published())).primary_keys()))

    @property
    def kept_key(self):
        """The filters as one string, without the order of the list."""
        return self.query_without_filter("sort")

    def add_counts(self):
        """Add to the label of each choice the number of calls with it and the other filters.

        Sets `counts_without`: for each filter in use, the number of calls without that filter.
        """
        counts, self.counts_without = LISTS.get(("counts", self.kept_key), self.count)
        for name, found in counts.items():
            field = self.fields[name]
            field.widget.choices = LazyChoices(partial(with_counts, field.choices, found))

    def count(self):
        """({facet: {value: number}}, {filter in use: number of calls without it}).

        One query: its rows are the combinations of column values that occur, with the partner of
        each call; of partners there are too many to have a row for each.
        """
        active = self.active_filters
        flags = {
            f"has_{name}": Case(When(self.condition_or_none(name), then=True), default=False)
            for name in active
            if name not in self.FACETS
        }
        columns = {name: facet.column for name, facet in self.FACETS.items()}
        columns |= {flag.removeprefix("has_"): flag for flag in flags}
        partner = columns.pop("partner")
        rows = (
            published()
            .with_status()
            .with_spans(SPANS)
            .annotate(closes_within=F("closes_within"), public_within=F("public_within"), **flags)
            .order_by()
            .values_of(*columns.values())
            .annotate(partners=Joined(partner))
        )
        counts = {name: Counter() for name in self.FACETS}
        choices = {
            name: {value for value, _label in self.fields[name].choices if value}
            for name in counts
            if name != "partner"
        }
        without = dict.fromkeys(active, 0)
        for *cells, partners in rows:
            row = dict(zip(columns, cells, strict=True))
            others = [name for name in active if name in row and not self.holds(name, row[name])]
            for unmet, by_partner in self.split(others, Counter(partners.split())):
                if len(unmet) > 1:
                    continue  # no other choice of a single filter would show these calls
                number = by_partner.total()
                for name in unmet or active:
                    if len(active) > 1 or row["status"] in CURRENT_STATES:
                        without[name] += number
                for name in set(unmet or counts).intersection(choices):
                    for value in self.FACETS[name].among(row[name], choices[name]):
                        counts[name][value] += number
                if not unmet or unmet == ["partner"]:
                    counts["partner"] += by_partner
        return counts, without

    def split(self, unmet, by_partner):
        """[(filters that are not met, {partner: number})], given which others are not met."""
        if "partner" not in self.active_filters:
            return [(unmet, by_partner)]
        those = Counter(
            {slug: by_partner[slug] for slug in by_partner if self.holds("partner", slug)}
        )
        return [(unmet, those), ([*unmet, "partner"], by_partner - those)]

    def holds(self, name, cell):
        if name in self.meaningless:
            return False
        return self.FACETS[name].holds(cell, self.values(name)) if name in self.FACETS else cell

    def sorts(self):
        return self.display_choices("sort")

    def single_removals(self):
        """For an empty list: (filter in words, query string without it, number of calls then)."""
        return [
            (
                self.values(name)[0] if name == "q" else self.summary([name]),
                self.query_without_filter(name),
                number,
            )
            for name, number in self.counts_without.items()
            if number
        ]


def other_countries():
    """[(ISO code in small letters, name in the active language)] of those that are no partner."""
    return OTHER_COUNTRIES.get("codes", codes_of_others)


def codes_of_others():
    partners = {*Partner.objects.published().values_list("iso_code", flat=True)}
    named = countries_by_name(active())
    return [(code.lower(), name) for code, name in named if code not in partners]


OTHER_COUNTRIES = Shelf(10)


class SupportFilter(Filter):
    """Narrows support measures, and the calls beside them by what both have: who and where."""

    FACETS = {"audience": AnyOf("audiences"), "goal": AnyOf("goals")}
    PLACES = (Partner.Kind.STATE, Partner.Kind.REGION, Partner.Kind.COMMUNITY)

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
    partner = forms.ChoiceField(
        label=_("Where"),
        required=False,
        widget=LongSelect,
        help_text=_("Support that is not tied to a country is always shown too."),
    )
    start = DayField(
        label=_("My project starts on"),
        required=False,
        help_text=_("For example 15/03/2027. You will then see by when to apply."),
    )

    informing_fields = ("start",)

    def prepare(self):
        offer_partners(self, Q(kind__in=self.PLACES))
        _everywhere, *places = self.fields["partner"].choices
        places = sorted([*places, *other_countries()], key=lambda place: fold(place[1]))
        self.fields["partner"].choices = [("", _("all countries")), *places]

    def places(self):
        """The partner that was chosen, what it is part of and its parts: each can be meant.

        Of a country that is no partner, the partners that are a part of it.
        """
        slug = self.value("partner")
        if slug.upper() in COUNTRY_CODES:
            return Partner.objects.of_country(slug.upper())
        related = Q(slug_nl=slug) | Q(parts__slug_nl=slug) | Q(parent__slug_nl=slug)
        return Partner.objects.filter(related)

    def condition(self, name):
        if name == "partner":
            tied = SupportMeasure.places.through.objects.filter(supportmeasure=OuterRef("pk"))
            return ~Exists(tied) | Exists(tied.filter(partner__in=self.places()))
        return self.FACETS[name].condition(self.values(name))

    def call_keys(self):
        """The primary keys of the open public calls that fit."""
        return list(self.narrow_calls(published()).primary_keys())

    def narrow_calls(self, calls):
        """The open ones of some calls that fit; none where a filter means nothing."""
        if self.meaningless:
            return calls.none()
        if self.value("audience"):
            fits = CallFilter.FACETS["applicant"].condition(self.values("audience"))
            calls = calls.filter(fits)
        if self.value("partner"):
            calls = calls.filter(series__partner__in=self.places())
        return calls.open().soonest_first()
