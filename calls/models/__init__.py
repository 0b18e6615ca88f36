from calls.models.call import Call
from calls.models.call_rows import (
    Administration,
    CallAmount,
    DeadlineChange,
    InfoSession,
    Project,
)
from calls.models.choices import Audience, Discipline
from calls.models.event_revision import EventRevision
from calls.models.series import CallSeries
from calls.models.support import SupportMeasure
from calls.models.support_round import SupportRound

__all__ = [
    "Administration",
    "Audience",
    "Call",
    "CallAmount",
    "CallSeries",
    "DeadlineChange",
    "Discipline",
    "EventRevision",
    "InfoSession",
    "Project",
    "SupportMeasure",
    "SupportRound",
]
