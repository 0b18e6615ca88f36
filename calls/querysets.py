"""QuerySets of calls and support measures, and the rule of `calls.status` as SQL."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from calls.status import CURRENT_STATES, OPEN_STATES, Status, Timing, soon, utc
from portal.archive.models import PublicVersion
from portal.i18n.instants import begin_of_day
from portal.i18n.languages import texts
from portal.publishing import clock
from portal.publishing.models import (
    ChangeNote,
    PublishableQuerySet,
    Source,
    linked_columns,
)

# The earlier of both sides' closing instants. Least() is null on SQLite when either is null.
CLOSING_INSTANT = Least(
    Coalesce("closes_at", "partner_closes_at"), Coalesce("partner_closes_at", "closes_at")
)
DAY = datetime.timedelta(days=1)
# An edition is expected in the usual month that is nearest to a year after the newest deadline.
EXPECTED = datetime.timedelta(days=550)
CARD_COLUMNS = (
    "label",
    "is_example",
    "timing",
    "opens_at",
    "opens_day_only",
    "closes_at",
    "closes_day_only",
    "partner_closes_at",
    "cancelled_at",
    "results_at",
    "results_undated",
    "project_from",
    "project_until",
)

FIGURES = ("applications_received", "applications_selected", "amount_awarded")
HAS_FIGURES = Q(*((f"{name}__isnull", False) for name in FIGURES), _connector=Q.OR)


def closes_by(day):
    """The condition that a call closes by the end of a day in Brussels; needs `with_status()`."""
    return Q(closing_instant__lte=begin_of_day(day + DAY))


def public_since(day):
    """The condition that a call became public on a day or later; needs `with_first_public()`."""
    return Q(first_public__gte=begin_of_day(day))


def shortest(spans, condition, unless=None):
    """The shortest of some numbers of days that meets its condition, as text; '' for none.

    Nothing meets any where `unless` holds.
    """
    none = [When(unless, then=Value(""))] if unless else []
    rules = [When(condition(days * DAY), then=Value(str(days))) for days in sorted(spans)]
    return Case(*none, *rules, default=Value(""), output_field=models.CharField())


def status_in_sql(at):
    """The definition of `calls.status.status_of` as an expression over the columns of a call.

    It reads the annotation `closing_instant`, which must be CLOSING_INSTANT.
    """
    at = utc(at)
    not_yet_open = Q(opens_at__gt=at)
    closed = Q(closing_instant__lte=at)
    without_dates = Q(timing__in=[Timing.ROLLING, Timing.BUDGET])
    rules = [
        (Q(cancelled_at__lte=at), Status.CANCELLED),
        (Q(results_at__lte=at), Status.RESULTS),
        (Q(results_undated=True) & (Q(timing=Timing.PAST) | closed), Status.RESULTS),
        (Q(timing=Timing.PAST), Status.CLOSED),
        (without_dates & not_yet_open, Status.ANNOUNCED),
        (closed, Status.CLOSED),
        (without_dates, Status.ROLLING),
        (Q(opens_at__isnull=True) | not_yet_open, Status.ANNOUNCED),
        (Q(closing_instant__lte=at + soon()), Status.SOON),
    ]
    return Case(
        *(When(condition, then=Value(status.value)) for condition, status in rules),
        default=Value(Status.OPEN.value),
        output_field=models.CharField(),
    )


class CallQuerySet(PublishableQuerySet):
    def with_status(self, at=None):
        """Annotate with `closing_instant` and `status_now`, the SQL form of `Call.status(at)`."""
        at = at or clock.now()
        return self.annotate(closing_instant=CLOSING_INSTANT).annotate(status_now=status_in_sql(at))

    def with_first_public(self):
        """Alias `first_public`, the instant at which the page of a call became public.

        It is the one that was set, or else when the page was first kept. To load a call is no
        publication of it: one that was loaded, and that nobody edited since, has none.
        """
        versions = PublicVersion.objects.of_kind(self.model).of_public_pages()
        versions = versions.filter(object_id=OuterRef("pk"))
        first_kept = Subquery(versions.order_by("public_from").values("public_from")[:1])
        of_series = Coalesce("series__publish_at", "publish_at")
        return self.alias(
            first_public=Coalesce(
                Greatest("publish_at", of_series), Case(When(edits__gt=0, then=first_kept))
            )
        )

    def with_spans(self, spans, at=None):
        """Alias what each call is in of some numbers of days: the shortest, as text, or ''.

        `closes_within` counts from today and is '' for a call for which it is too late;
        `public_within` counts back. Needs `with_status()`.
        """
        today = timezone.localdate(at or clock.now())
        too_late = ~Q(status_now__in=CURRENT_STATES)
        return self.with_first_public().alias(
            closes_within=shortest(spans, lambda span: closes_by(today + span), too_late),
            public_within=shortest(spans, lambda span: public_since(today - span)),
        )

    def in_status(self, *statuses, at=None):
        return self.with_status(at).filter(status_now__in=statuses)

    def open(self, at=None):
        return self.in_status(*OPEN_STATES, at=at)

    def with_results(self, at=None):
        """Calls whose results are public."""
        return self.in_status(Status.RESULTS, at=at)

    def soonest_first(self):
        """The nearest deadline first, no deadline after those; newest edition breaks ties."""
        soonest = F("closing_instant").asc(nulls_last=True)
        return self.alias(closing_instant=CLOSING_INSTANT).order_by(soonest, "-label", "pk")

    def primary_keys(self):
        return self.values_list("pk", flat=True)

    def newest_first(self):
        return self.order_by("-label", "-pk")

    def current_first(self):
        """Open and upcoming calls first, soonest deadline first; then the newest edition.

        Needs the annotations of `with_status()`.
        """
        current = Q(status_now__in=CURRENT_STATES)
        soonest = Case(When(current, then=F("closing_instant"))).asc(nulls_last=True)
        return self.order_by(Case(When(current, then=0), default=1), soonest, "-label", "-pk")

    def recently_changed_first(self, at=None):
        """The newest public change note first; calls without one come last."""
        notes = ChangeNote.objects.public(at).filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=OuterRef("pk")
        )
        announced_at = Subquery(notes.order_by("-at").values("at")[:1])
        newest = F("announced_at").desc(nulls_last=True)
        return self.alias(announced_at=announced_at).order_by(newest, "-label", "-pk")

    def for_cards(self):
        """With all that a card shows: one query, and one for the amounts."""
        return self.select_related("series__partner").prefetch_related("amounts")

    def for_card(self, brief=False, also=()):
        """With the columns that a card shows in the active language, and the amounts if not brief.

        Whatever else is asked of these calls costs a query each, but for the columns in `also`.
        """
        calls = self.select_related("series__partner").only(
            *CARD_COLUMNS,
            *also,
            *texts("theme"),
            *linked_columns(self.model, "series", "title"),
            *linked_columns(self.model, "series__partner", "name"),
        )
        return calls if brief else calls.prefetch_related("amounts")

    def for_year(self, since, at):
        """The columns of `calls.pictures.year.Edition` of what that shows, in its order: of what
        has not closed before `since`.

        Also of all editions of the series of which one can be expected, from which that is
        estimated.
        """
        recent = self.alias(closing_instant=CLOSING_INSTANT).filter(
            series__rhythm="yearly", closing_instant__gt=at - EXPECTED
        )
        known = ~Q(timing=Timing.PAST) | Q(opens_at__isnull=False)
        without_end = Q(closing_instant__isnull=True) & known
        of_yearly = Q(series__in=recent.order_by().values("series"))
        return (
            self.with_status(at)
            .filter(Q(closing_instant__gte=since) | without_end | of_yearly)
            .current_first()
            .values_of(
                *("pk", "series_id", "series__rhythm"),
                *("status_now", "opens_at", "closing_instant"),
            )
        )

    def for_outcomes(self):
        """With what a card shows, the figures of the results, and whether a source confirms it."""
        sources = Source.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=OuterRef("pk")
        )
        confirmed = sources.filter(confidence=Source.Confidence.CONFIRMED)
        calls = self.for_card(also=(*FIGURES, "no_result", "series__is_example"))
        return calls.annotate(is_sourced=Exists(confirmed))

    def for_links(self):
        """With what a card without its amounts shows."""
        return self.select_related("series__partner")

    def for_calendar(self):
        """With what the events of a call say."""
        related = ("amounts", "sessions", "deadline_changes", "changes")
        return self.for_links().prefetch_related(*related)

    def for_checklist(self):
        return self.prefetch_related("amounts", "administrations", "documents")


class SupportQuerySet(PublishableQuerySet):
    def usable(self):
        """Measures that no published measure has replaced."""
        return self.exclude(replaced_by__in=self.model.objects.published())

    def for_answers(self):
        """With the deadlines and places of each measure."""
        return self.prefetch_related("rounds", "places")
