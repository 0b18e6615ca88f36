from calls.models.call import Call, CallQuerySet, end_of_day
from calls.models.call_rows import (
    Administration,
    CallAmount,
    DeadlineChange,
    InfoSession,
    Project,
)
from calls.models.choices import Audience, Discipline
from calls.models.money import Currency
from calls.models.series import CallSeries
from calls.models.support import (
    SupportMeasure,
    SupportQuerySet,
    SupportRound,
    months_before,
)

__all__ = [
    "Administration",
    "Audience",
    "Call",
    "CallAmount",
    "CallQuerySet",
    "CallSeries",
    "Currency",
    "DeadlineChange",
    "Discipline",
    "InfoSession",
    "Project",
    "SupportMeasure",
    "SupportQuerySet",
    "SupportRound",
    "end_of_day",
    "months_before",
]
