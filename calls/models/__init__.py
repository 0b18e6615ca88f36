from calls.models.call import Call
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
from calls.models.support import SupportMeasure, SupportRound

__all__ = [
    "Administration",
    "Audience",
    "Call",
    "CallAmount",
    "CallSeries",
    "Currency",
    "DeadlineChange",
    "Discipline",
    "InfoSession",
    "Project",
    "SupportMeasure",
    "SupportRound",
]
