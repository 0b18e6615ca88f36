"""Rows that are right one by one may not fit together: what two people made is checked as a whole.

The windows of a measure must cover each day of the year once; each of two drafts does.
"""

from copy import deepcopy

import pytest
from django.utils import timezone

from portal.revisions import current, going_live, workflow
from portal.revisions.publication import CannotGoLive
from tests.support.factories import brussels, make_measure

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.every_database,
]
WINDOW = ("start_from_day", "start_from_month", "start_until_day", "start_until_month")
DEADLINE = {"deadline_day": 1, "deadline_month": 1, "years_before": 1}
SMALL = {"minor": True}


def window(*days):
    return dict(zip(WINDOW, days, strict=True)) | DEADLINE


@pytest.fixture
def measure():
    """Of which the windows meet at the end of June."""
    measure = make_measure(timing="by-start")
    for days in ((1, 1, 30, 6), (1, 7, 31, 12)):
        measure.rounds.create(**window(*days))
    return measure


def with_windows(base, *windows):
    """The data of a revision with the windows of its rows as given; None leaves one as it is."""
    data = deepcopy(base.data)
    rows = data["rows"]["rounds"]
    for key, days in zip(sorted(rows, key=int), windows, strict=True):
        rows[key]["fields"] |= window(*days) if days else {}
    return data


def split_in_autumn(base):
    """Another draft: the second window ends on 30 September, and a third one begins then."""
    data = with_windows(base, None, (1, 7, 30, 9))
    rows = data["rows"]["rounds"]
    rows["1000"] = deepcopy(rows[max(rows, key=int)])
    rows["1000"]["fields"] |= window(1, 10, 31, 12)
    return data


def ending_in_may(base):
    return with_windows(base, (1, 1, 31, 5), None)


def asked(measure, by, data):
    workflow.save(measure, by, current.newest(measure), data, SMALL)
    workflow.ask_review(current.draft_of(measure), by)


def test_two_drafts_that_leave_a_gap_together_are_not_merged(measure, editor, publisher):
    measure.table_is_partial = True
    measure.save()
    base = current.newest(measure)
    workflow.save(measure, editor, base, ending_in_may(base), SMALL)
    whole = deepcopy(base.data)
    whole["fields"]["table_is_partial"] = False
    saved = workflow.save(measure, publisher, base, whole, SMALL)
    assert saved.is_set_aside
    assert "1\xa0juni" in saved.problems[0] and "30\xa0juni" in saved.problems[0]
    assert current.draft_of(measure).revision.by == editor


def test_two_drafts_that_fit_together_become_one(measure, editor, publisher):
    base = current.newest(measure)
    workflow.save(measure, editor, base, split_in_autumn(base), SMALL)
    renamed = deepcopy(base.data)
    renamed["fields"]["title_nl"] = "Reizen"
    saved = workflow.save(measure, publisher, base, renamed, SMALL)
    assert not saved.problems
    assert len(saved.revision.data["rows"]["rounds"]) == 3


def test_a_draft_that_no_longer_fits_with_what_became_public_is_not_approved(
    measure, editor, publisher
):
    asked(measure, editor, split_in_autumn(current.newest(measure)))
    measure.rounds.order_by("pk").first().delete()
    number = current.newest(measure).pk
    with pytest.raises(CannotGoLive, match="1\xa0januari"):
        workflow.approve(measure, publisher, number)
    assert measure.rounds.count() == 1


def test_what_no_longer_fits_at_its_instant_goes_back_and_readers_see_no_gap(
    measure, editor, publisher, time_machine
):
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    asked(measure, editor, split_in_autumn(current.newest(measure)))
    number = current.newest(measure).pk
    workflow.approve(measure, publisher, number, at=brussels(2027, 3, 2, 9))
    measure.rounds.order_by("pk").first().delete()
    time_machine.move_to(brussels(2027, 3, 2, 9), tick=False)
    assert going_live.publish_due(timezone.now()) == 0
    assert "1\xa0januari" in current.draft_of(measure).failure
