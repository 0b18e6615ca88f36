"""Series, calls with their results, and support measures as data."""

from django.utils import timezone

from calls.filters import CallFilter, SupportFilter
from calls.models import (
    Audience,
    Call,
    CallAmount,
    CallSeries,
    DeadlineChange,
    Discipline,
    SupportMeasure,
)
from calls.status import Status, Timing
from calls.support_answers import answer
from calls.support_api import yearly
from calls.syndication import updated_at
from portal.api.kinds.kind import CONTACT, Kind
from portal.api.shapes import (
    ADDRESS,
    BOOLEAN,
    CURRENCY,
    DAY,
    DECIMAL,
    INSTANT,
    INTEGER,
    LINK,
    PARTIAL_DAY,
    STRING,
    TEXT,
    YEARLY_DAY,
    Field,
    Object,
    Words,
    code,
    codes,
    heading,
    link,
    links,
    money,
    prose,
    rows,
    text,
)
from portal.publishing.atom import UNKNOWN_DATE
from portal.publishing.models import Language

SIDES = CallAmount.Side


def load_series(series, _reading):
    return series.select_related("partner", "agreement").prefetch_related("calls")


SERIES = Kind(
    "series",
    CallSeries,
    "Recurring calls with one partner; each edition is a call.",
    [
        text("title", "Its title."),
        link("partner", "With whom."),
        link("agreement", "The agreement it follows from."),
        Field("rhythm", code(CallSeries.Rhythm), "How often there is a call."),
        Field("rhythm_as_of", PARTIAL_DAY, "When the source said so."),
        text("rhythm_note", "More about that."),
        links("calls", "Its editions, the newest first."),
        prose("body", "What the calls are for."),
    ],
    load_series,
)

AMOUNT = Object(
    "Amount",
    Field("side", code(SIDES), "Who pays it."),
    Field("kind", code(CallAmount.Kind), "At most, or a flat amount.", always=True),
    Field("amount", DECIMAL, "Exact to the cent.", always=True),
    Field("currency", CURRENCY, "ISO 4217.", always=True),
)
DEADLINES = Object(
    "Deadlines",
    Field(
        "flemish",
        INSTANT,
        "At the Flemish administration.",
        lambda call, _reading: None if call.closes_day_only else call.closes_at,
    ),
    Field(
        "partner",
        INSTANT,
        "At that of the partner, if it is another.",
        lambda call, _reading: call.partner_closes_at,
    ),
)
MOVE = Object(
    "DeadlineChange",
    Field("kind", code(DeadlineChange.Kind), "Which date moved.", always=True),
    Field("changed_at", INSTANT, "When it was moved.", always=True),
    Field("old", INSTANT, "The date before.", always=True),
    Field("new", INSTANT, "The date since; null when no other is known."),
    text("reason", "Why."),
)
ADMINISTRATION = Object(
    "Administration",
    Field("side", code(SIDES.choices[:2]), "Of which side it is.", always=True),
    text("name", "Its name."),
    Field("email", STRING, "E-mail address for applications."),
    Field("url", ADDRESS, "Web address for applications."),
    text("address", "Postal address."),
)
SESSION = Object(
    "InfoSession",
    Field(
        "starts_at",
        INSTANT,
        "When it begins; null when only the day is known.",
        lambda session, _reading: None if session.day_only else session.starts_at,
    ),
    Field(
        "day",
        DAY,
        "The day in Brussels.",
        lambda session, _reading: timezone.localdate(session.starts_at),
        always=True,
    ),
    text("place", "Where."),
    Field("url", ADDRESS, "Where to register."),
)
PROJECT = Object(
    "Project",
    Field("title", STRING, "As the applicants wrote it.", always=True),
    Field("title_language", code(Language), "The language of the title.", always=True),
    text("description", "What it is."),
    Field("flemish_partners", STRING, "On the Flemish side.", always=True),
    Field("other_partners", STRING, "On the other side.", always=True),
    money("amount", "What it gets; null when not published."),
)
RESULTS = Object(
    "Results",
    Field("published_at", INSTANT, "Since when they are public.", lambda call, _: call.results_at),
    Field("decided", PARTIAL_DAY, "When it was decided."),
    Field("received", INTEGER, "Applications.", lambda call, _: call.applications_received),
    Field("selected", INTEGER, "Applications.", lambda call, _: call.applications_selected),
    money("amount_awarded", "In all."),
    prose("note", "More about the results.", of="results_note"),
    rows("projects", PROJECT, "The selected projects."),
)


def if_status(status, get):
    """The source of what is public only while a call has a status."""
    return lambda call, reading: get(call) if call.status(reading.at) == status else None


def known_update(call, reading):
    at = updated_at(call, reading.at)
    return None if at == UNKNOWN_DATE else at


def told_moves(call, reading):
    return [row for row in call.deadline_changes.all() if row.changed_at <= reading.at]


def load_calls(calls, _reading):
    return calls.select_related("series__partner", "series__agreement").prefetch_related(
        "amounts", "administrations", "sessions", "deadline_changes", "projects", "contacts"
    )


CALLS = Kind(
    "calls",
    Call,
    "The project calls, each an edition of a series. Without a filter also those that are over.",
    [
        Field("title", TEXT, "That of the series, and the edition.", lambda one, _: heading(one)),
        link("series", "The series it is an edition of."),
        Field("edition", STRING, "The years.", lambda call, _: call.label, always=True),
        Field("ordinal", INTEGER, "Which edition it is: 5 for the fifth."),
        Field("partner", LINK, "With whom.", lambda call, _reading: call.series.partner),
        Field(
            "status",
            code(Status),
            "At the instant of the answer. An answer is never kept past the instant at which it "
            "changes.",
            lambda call, reading: call.status(reading.at),
            always=True,
        ),
        Field("timing", code(Timing), "What its closing depends on.", always=True),
        Field(
            "opens_at",
            INSTANT,
            "From when on one can apply; null when only the day is known.",
            lambda call, _reading: None if call.opens_day_only else call.opens_at,
        ),
        Field("first_day", DAY, "The Brussels day of that."),
        Field(
            "closes_at",
            INSTANT,
            "The first instant at which it is too late, of the earlier side; null when only the "
            "day is known.",
            lambda call, _reading: None if call.closes_day_only else call.closing,
        ),
        Field("last_day", DAY, "The last Brussels day on which one can apply."),
        Field("deadlines", DEADLINES, "Per side.", lambda call, _: call, always=True),
        rows("deadline_changes", MOVE, "Dates that moved, the newest first.", told_moves),
        Field(
            "cancelled_at",
            INSTANT,
            "When it was cancelled.",
            if_status(Status.CANCELLED, lambda call: call.cancelled_at),
        ),
        Field(
            "cancellation_reason",
            TEXT,
            "Why.",
            if_status(Status.CANCELLED, lambda call: Words(call, "cancellation_reason")),
        ),
        Field("project_from", PARTIAL_DAY, "When projects begin."),
        Field("project_until", PARTIAL_DAY, "When projects end."),
        text("theme", "Its theme."),
        text("summary", "Who, what, with whom, in one sentence."),
        rows("amounts", AMOUNT, "What a project can get."),
        Field("cofunding_cap", INTEGER, "The largest share of the costs, in percent."),
        money("budget", "Of the whole edition.", "budget_currency"),
        Field("form_languages", codes(Language), "In which languages one can apply."),
        Field("applicants", codes(Audience), "Who can apply; empty when it is open to all."),
        Field("disciplines", codes(Discipline), "For what; empty when it is open to all."),
        text("moment_of_submission", "What counts as the moment of submission."),
        rows("administrations", ADMINISTRATION, "Where applications go."),
        rows("info_sessions", SESSION, "Meetings about it.", "sessions"),
        prose("who", "Who can apply."),
        prose("what", "What can be funded."),
        prose("how_much", "How much."),
        prose("how", "How to apply."),
        prose("criteria", "How applications are assessed."),
        Field(
            "decision_expected",
            PARTIAL_DAY,
            "When the decision is expected.",
            lambda call, _reading: None if call.no_result else call.decision_expected,
        ),
        Field("no_result", BOOLEAN, "Whether no result will be published.", always=True),
        Field(
            "results",
            RESULTS,
            "Null until they are public.",
            if_status(Status.RESULTS, lambda call: call),
        ),
        rows("contacts", CONTACT, "Who answers questions."),
        Field(
            "updated",
            INSTANT,
            "When its facts or its status last changed; null when not known.",
            known_update,
        ),
    ],
    load_calls,
    CallFilter,
)


def yearly_field(name, meaning, **options):
    """The field of a day of each year, in the columns `<name>_month` and `<name>_day`."""

    def source(row, _reading):
        return yearly(getattr(row, f"{name}_month"), getattr(row, f"{name}_day"))

    return Field(name, YEARLY_DAY, meaning, source, **options)


WINDOW = Object(
    "Window",
    yearly_field("start_from", "First start of a project that it is for; null for any."),
    yearly_field("start_until", "Last start that it is for."),
    yearly_field("deadline", "The last day to apply, each year.", always=True),
    Field(
        "years_before",
        INTEGER,
        "From the year of the deadline to that of the first start.",
        always=True,
    ),
    yearly_field("decision", "The last day of the decision."),
)
NEXT = Object(
    "NextDeadline",
    Field("today", DAY, "The Brussels day from which is counted.", always=True),
    Field("start", DAY, "The start of a project that was asked for."),
    Field("deadline", DAY, "The last day to apply: for that start, or else the next one."),
    Field("is_late", BOOLEAN, "Whether it has passed.", always=True),
    Field(
        "first_start_of_deadline",
        DAY,
        "The first start that the deadline is for.",
        lambda found, _reading: found.period and found.period.first_start,
    ),
    Field(
        "last_start_of_deadline",
        DAY,
        "The last start that it is for.",
        lambda found, _reading: found.period and found.period.last_start,
    ),
    Field("first_start", DAY, "The first start for which one can still apply."),
    Field("later_deadline", DAY, "When it is too late: the last day for the first start."),
)


def load_measures(measures, _reading):
    return measures.select_related("replaces").prefetch_related(
        "rounds", "places", "contacts", "replaced_by"
    )


SUPPORT = Kind(
    "support",
    SupportMeasure,
    "The ways to get support: grants, advice, networks and funds.",
    [
        text("title", "Its title."),
        text("owner", "Who offers it."),
        Field("is_own", BOOLEAN, "Whether the department offers it.", always=True),
        Field("kind", code(SupportMeasure.Kind), "What sort of support it is.", always=True),
        text("legal_basis", "Its legal basis."),
        Field("audiences", codes(Audience), "For whom; empty when for all."),
        Field("goals", codes(SupportMeasure.Goal), "For what; empty when for all."),
        text("summary", "In one sentence."),
        prose("who", "Who can use it."),
        prose("costs", "Eligible costs."),
        prose("amounts", "How much."),
        prose("how", "How to apply."),
        money("maximum", "When one maximum holds for all."),
        links("places", "Where a project can be; empty when anywhere."),
        Field(
            "weighs_priorities",
            BOOLEAN,
            "Whether priority countries weigh in.",
            always=True,
        ),
        Field("timing", code(SupportMeasure.Timing), "The rule for applying.", always=True),
        Field("lead_weeks", INTEGER, "Weeks before the start."),
        Field("lead_months", INTEGER, "Months before the start."),
        rows("windows", WINDOW, "The yearly deadlines.", "rounds"),
        Field(
            "table_is_partial",
            BOOLEAN,
            "Whether the deadlines of other starts are not known.",
            always=True,
        ),
        text("timing_note", "More about the timing."),
        Field(
            "next",
            NEXT,
            "By when to apply, counted from today.",
            lambda measure, reading: answer(measure, reading.start, reading.today),
            always=True,
            passing=True,
        ),
        text("channel", "Through which channel."),
        Field("website", ADDRESS, "Where it is described.", lambda one, _reading: one.url),
        link("replaces", "The measure before it."),
        links("replaced_by", "The measures after it."),
        Field("replaced_on", PARTIAL_DAY, "When it replaced the one before."),
        rows("contacts", CONTACT, "Who answers questions."),
    ],
    load_measures,
    SupportFilter,
)
