"""What the transparency log must have of dates that moved."""

from calls.models import Call, DeadlineChange
from calls.models.call_rows import MOVED
from portal.revisions.models import Revision
from portal.transparency.sources import key_of


def rows():
    for change in DeadlineChange.objects.order_by("pk").iterator():
        yield MOVED, change.log_subject


def texts(subjects):
    found = DeadlineChange.objects.filter(pk__in=map(key_of, subjects))
    return {change.log_subject: change.log_text() for change in found}


def removed(subjects):
    """Those of calls that were removed, as only drafts and examples can be."""
    removals = Revision.objects.filter(action=Revision.Action.REMOVED)
    return {
        subject
        for subject in subjects
        if removals.for_object(Call, call_of(subject)).exists()
        and not Call.objects.filter(pk=call_of(subject)).exists()
    }


def call_of(subject):
    return int(subject.split("/")[1])
