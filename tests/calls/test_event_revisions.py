"""Whatever subscribers of a calendar see differently has a higher revision, and none goes back."""

import datetime

import pytest

from calls.event_revisions import keep_revisions
from calls.models import Call, EventRevision
from portal.i18n.languages import CODES
from portal.publishing.models import ChangeNote
from portal.revisions.models import Draft
from portal.revisions.publication import applied
from tests.calls.test_ical import CALENDARS, events, uid  # noqa: F401  a fixture
from tests.support.admin_forms import edit, keep_draft
from tests.support.factories import brussels, in_four, make_call

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 2, 1, 12)
SECOND, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("seconds", "hours", "days"))
SESSION = "sessions-0-"


@pytest.fixture
def editor(client, admin_user, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(admin_user)
    return client


@pytest.fixture
def call(editor):
    call = make_call(**in_four(theme="Circus"), decision_expected="2027-05")
    call.sessions.create(starts_at=brussels(2027, 2, 10, 14))
    keep_revisions(at=NOW - DAY)
    return call


@pytest.fixture
def sent(events):  # noqa: F811
    """`sent(at)`: {UID: (sequence, last modified)} in the Dutch calendar at an instant."""

    def read(at=NOW, address=CALENDARS["nl"]):
        return {
            key: (int(event.sequence.value), event.last_modified.value)
            for key, event in events(address, at).items()
        }

    return read


def assert_raised(before, after, *kinds):
    """The events of these UIDs have a higher revision, the others the same."""
    raised = {key for key in before if key in after and after[key] != before[key]}
    assert raised == set(kinds)
    for key in raised:
        assert after[key][0] > before[key][0]
        assert after[key][1] > before[key][1]


@pytest.mark.slow
def test_a_moved_session_raises_its_event_alone_also_as_a_small_improvement(editor, call, sent):
    before = sent()
    moved = {f"{SESSION}starts_at_0": "12-02-2027", "minor": "on"}
    assert edit(editor, call, **moved).status_code == 302
    (raised,) = set(before) - {uid(call, kind) for kind in ("opening", "closing", "results")}
    assert_raised(before, sent(), raised)


@pytest.mark.slow
def test_what_is_taken_back_does_not_go_back_in_sequence(editor, call, sent):
    seen = [sent()]
    for day, time in (("31-01-2027", "09:00"), ("", "")):
        response = edit(editor, call, results_at_0=day, results_at_1=time)
        assert response.status_code == 302
        seen.append(sent())
    first, public, last = seen
    assert uid(call, "results") not in public
    assert_raised(first, last, *first)
    assert last[uid(call, "results")][0] == 2  # gone and back
    assert all(last[key][0] >= public[key][0] for key in public)


@pytest.mark.slow
def test_two_changes_within_a_second_have_each_their_own_revision(editor, call, sent):
    seen = [sent()]
    for summary in ("Eerst", "Dan"):
        edit(editor, call, summary_nl=summary, minor="on")
        seen.append(sent())
    assert_raised(seen[0], seen[1], *seen[0])
    assert_raised(seen[1], seen[2], *seen[0])


@pytest.mark.slow
def test_what_no_calendar_shows_raises_nothing(editor, call, sent):
    before = sent()
    assert edit(editor, call, budget="90000", minor="on").status_code == 302
    assert sent() == before


@pytest.mark.slow
def test_a_change_in_one_language_raises_the_event_that_all_languages_share(editor, call, sent):
    edit(editor, call, summary_nl="Wat", minor="on")
    before = {code: sent(address=CALENDARS[code]) for code in CODES}
    edit(editor, call, summary_fr="Quoi", minor="on")
    for code in CODES:
        assert_raised(before[code], sent(address=CALENDARS[code]), *before[code])


@pytest.mark.slow
def test_another_name_of_the_series_or_the_partner_raises_the_events_of_its_calls(
    editor, call, sent
):
    seen = [sent()]
    assert edit(editor, call.series, title_nl="Anders", minor="on").status_code == 302
    seen.append(sent())
    assert edit(editor, call.series.partner, name_nl="Nieuw", minor="on").status_code == 302
    assert_raised(seen[0], seen[1], *seen[0])
    assert_raised(seen[1], sent(), *seen[0])


@pytest.mark.slow
def test_a_planned_cancellation_raises_the_events_at_its_instant_with_nobody_there(
    editor, call, sent
):
    planned = {"cancelled_at_0": "05-02-2027", "cancelled_at_1": "12:00"}
    edit(editor, call, **planned, cancellation_reason_nl="Geen geld.")
    then = brussels(2027, 2, 5, 12)
    before, after = sent(then - SECOND), sent(then)
    assert_raised(before, after, *before)
    assert {modified for _sequence, modified in after.values()} == {then}


def test_a_plan_that_is_given_up_in_time_was_never_sent(editor, call, sent):
    Call.objects.update(cancelled_at=NOW + 2 * DAY, cancellation_reason_nl="x")
    keep_revisions()
    before = sent()
    Call.objects.update(cancelled_at=None)
    keep_revisions(at=NOW + DAY)
    assert sent(NOW + 3 * DAY) == before


def test_a_call_that_comes_back_after_a_withdrawal_is_a_later_revision(call, sent):
    before = sent()
    for number, state in enumerate(["withdrawn", "published"]):
        Call.objects.update(state=state, withdrawal_reason_nl="Fout.")
        keep_revisions(at=NOW + number * HOUR)
    assert_raised(before, sent(NOW + HOUR), *before)


def test_a_public_note_that_comes_later_raises_the_events_then(call, sent):
    ChangeNote.objects.create(record=call, text_nl="Meer budget.", at=NOW + HOUR)
    keep_revisions(at=NOW)
    assert_raised(sent(NOW), sent(NOW + HOUR), *sent(NOW))


def test_keeping_again_what_did_not_change_writes_nothing(call):
    found = [*EventRevision.objects.values_list("uid", "sequence", "last_modified", "digest")]
    for _time in range(2):
        keep_revisions()
    again = EventRevision.objects.values_list("uid", "sequence", "last_modified", "digest")
    assert [*again] == found


def test_a_new_call_begins_with_the_first_revision(editor, sent):
    call = make_call(state="draft")
    keep_revisions()
    assert not EventRevision.objects.exists()
    Call.objects.update(state="published")
    keep_revisions()
    assert {sequence for sequence, _modified in sent().values()} == {0}
    assert set(sent()) == {uid(call, "opening"), uid(call, "closing")}


def test_a_draft_and_its_preview_keep_no_revision(editor, admin_user, call, sent):
    before, count = sent(), EventRevision.objects.count()
    keep_draft(editor, call, opens_at_0="07-01-2027", told_nl="Later.", why_nl="Storing.")
    with applied(Draft.objects.get()) as changed:
        assert changed.opens_at == brussels(2027, 1, 7, 9)
    assert EventRevision.objects.count() == count
    assert sent() == before
