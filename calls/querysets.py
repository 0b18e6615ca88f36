"""QuerySets of calls and support measures, and the rule of `calls.status` as SQL."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from calls.status import CURRENT_STATES, OPEN_STATES, Status, Timing, soon, utc
from portal.publishing import clock
from portal.publishing.models import ChangeNote, PublishableQuerySet

# The earlier of both sides' closing instants. Least() is null on SQLite when either is null.
CLOSING_INSTANT = Least(
    Coalesce("closes_at", "partner_closes_at"), Coalesce("partner_closes_at", "closes_at")
)


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

    def for_links(self):
        """With what a card without its amounts shows."""
        return self.select_related("series__partner")

    def for_page(self):
        """With the related records that the page of a call shows."""
        return self.select_related("series__partner", "series__agreement").prefetch_related(
            "amounts"
        )

    def for_checklist(self):
        return self.prefetch_related("amounts", "administrations", "documents")


class SupportQuerySet(PublishableQuerySet):
    def usable(self):
        """Measures that no published measure has replaced."""
        return self.exclude(replaced_by__in=self.model.objects.published())
