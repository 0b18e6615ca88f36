"""Agreements and work programmes as data."""

from agreements.forms import AgreementFilter
from agreements.models import Agreement, Standing, WorkProgramme
from portal.api.kinds.kind import Kind
from portal.api.shapes import (
    BOOLEAN,
    INTEGER,
    PARTIAL_DAY,
    TEXT,
    Field,
    code,
    codes,
    heading,
    link,
    links,
    prose,
    text,
)
from portal.publishing.models import Language


def load_agreements(agreements, _reading):
    return agreements.select_related("predecessor").prefetch_related(
        "partners", "successors", "programmes", "call_series"
    )


AGREEMENTS = Kind(
    "agreements",
    Agreement,
    "Treaties and other agreements of Flanders, or of Belgium where Flanders carries them out.",
    [
        text("title", "Its title."),
        Field("kind", code(Agreement.Kind), "Its legal kind."),
        Field("is_binding", BOOLEAN, "Whether it is legally binding."),
        links("partners", "With whom."),
        Field("by_belgium", BOOLEAN, "Whether Belgium is the party.", always=True),
        Field("signed", PARTIAL_DAY, "When it was signed."),
        text("signed_in", "Where it was signed."),
        text("assent", "The decree by which parliament agreed."),
        Field("in_force", PARTIAL_DAY, "Since when it is in force."),
        Field("renewal", code(Agreement.Renewal), "How it goes on."),
        Field("ends", PARTIAL_DAY, "Until when it runs."),
        Field(
            "standing",
            code(Standing),
            "What is known of it today; only a known end says that it still runs.",
            lambda agreement, reading: agreement.standing(reading.today),
            always=True,
        ),
        link("replaces", "The agreement before it.", of="predecessor"),
        links("replaced_by", "The agreements after it.", "successors"),
        Field("authentic_languages", codes(Language), "In which languages its text is binding."),
        links("work_programmes", "The programmes that carry it out.", "programmes"),
        links("series", "The series of calls under it.", "call_series"),
        prose("culture", "What it says about culture."),
    ],
    load_agreements,
    AgreementFilter,
)


def load_programmes(programmes, _reading):
    return programmes.select_related("agreement")


WORK_PROGRAMMES = Kind(
    "work-programmes",
    WorkProgramme,
    "What was agreed under an agreement, for some calendar years.",
    [
        Field("title", TEXT, "The agreement and the years.", lambda one, _: heading(one)),
        link("agreement", "The agreement it carries out."),
        Field("ordinal", INTEGER, "Which programme it is: 5 for the fifth."),
        Field("first_year", INTEGER, "First year.", always=True),
        Field("last_year", INTEGER, "Last year.", always=True),
        Field(
            "is_current",
            BOOLEAN,
            "Whether this year is one of them.",
            lambda programme, reading: programme.is_current(reading.today),
            always=True,
        ),
        Field("signed", PARTIAL_DAY, "When it was signed."),
        Field("has_budget", BOOLEAN, "Whether money goes with it."),
        prose("body", "What it plans."),
    ],
    load_programmes,
)
