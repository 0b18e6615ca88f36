"""Frameworks and the entries of their focus lists as data."""

from policy.models import FocusEntry, Framework, Point
from portal.api.kinds.kind import Kind, RowKind
from portal.api.shapes import (
    BOOLEAN,
    DAY,
    INTEGER,
    STRING,
    TEXT,
    Field,
    ListOf,
    Words,
    code,
    link,
    links,
    prose,
    text,
)


def points(kind):
    """The source of the texts of one kind of points, in their order."""
    return lambda framework, _reading: [
        Words(point, "text") for point in framework.points.all() if point.kind == kind
    ]


def load_frameworks(frameworks, _reading):
    return frameworks.select_related("successor_framework").prefetch_related("points", "entries")


FRAMEWORKS = Kind(
    "frameworks",
    Framework,
    "The strategic frameworks: the policy of a period.",
    [
        text("title", "Its title."),
        Field("period", STRING, "The years, as in its address.", lambda record, _: record.slug),
        Field("starts_on", DAY, "First day.", always=True),
        Field("ends_on", DAY, "Last day, to its end in Brussels.", always=True),
        Field(
            "is_current",
            BOOLEAN,
            "Whether today is in the period.",
            lambda framework, reading: framework.is_current(reading.today),
            always=True,
        ),
        link("successor", "The framework that follows.", of="successor_framework"),
        text("summary", "In two sentences."),
        Field("objectives", ListOf(TEXT), "What it aims for.", points(Point.Kind.OBJECTIVE)),
        Field(
            "criteria",
            ListOf(TEXT),
            "By what it picks its priorities.",
            points(Point.Kind.CRITERION),
        ),
        links("entries", "The focus list, in its order."),
        prose("body", "What the framework is."),
        prose("calls_statement", "What it says about the project calls."),
        prose("agreements_statement", "What it says about the bilateral agreements."),
    ],
    load_frameworks,
)


def public_entries(at):
    return FocusEntry.objects.filter(framework__in=FRAMEWORKS.public(at))


def named_partners(entry, _reading):
    return [member.partner for member in entry.members.all()]


def load_entries(entries, _reading):
    return entries.select_related("framework").prefetch_related("members__partner")


FOCUS_ENTRIES = RowKind(
    "focus-entries",
    FocusEntry,
    "The entries of the focus lists: whom a framework gives priority to.",
    [
        text("text", "In the words of the framework."),
        link("framework", "The framework it is of."),
        Field("position", INTEGER, "Its place in the list.", always=True),
        Field("kind", code(FocusEntry.Kind), "Whether it names all it stands for.", always=True),
        links("partners", "Those it names, in the order of the text.", named_partners),
    ],
    load_entries,
    public=public_entries,
)
