"""A public date moves only with a reason, which is stored and announced in four languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from calls.models import Call
from portal.i18n.languages import CODES, TRANSLATIONS
from portal.publishing.models import ChangeNote
from tests.support.admin_forms import address, approve, change_page, edit, fields, keep_draft, soup
from tests.support.factories import brussels, in_four, make_call

pytestmark = pytest.mark.django_db
OLD, NEW = brussels(2027, 3, 1, 17), brussels(2027, 3, 15, 17)
LATER = {"closes_at_0": "15-03-2027", "told_nl": ""}
WHY = {"why_nl": "Storing.", "why_fr": "Panne."}


@pytest.fixture
def editor(client, admin_user, time_machine):
    time_machine.move_to(brussels(2027, 2, 1, 12), tick=False)
    client.force_login(admin_user)
    return client


@pytest.fixture
def call():
    return make_call(**in_four(theme="Circus"), series__title_en="Call")


def announcements(call):
    """The public sentences about a call in English, newest first, ordinary spaces for others."""
    return [" ".join(note.text_en.split()) for note in call.changes.all()]


def moved(call):
    return [(one.kind, one.old, one.new, one.reason_nl) for one in call.deadline_changes.all()]


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        LATER,
        {"closes_at_1": "17:00:01"},
        {"closes_at_0": "", "closes_at_1": "", "timing": "rolling"},
        {"partner_closes_at_0": "20-02-2027", "partner_closes_at_1": "12:00"},
        {"opens_at_0": "08-01-2027"},
    ],
)
def test_a_public_date_does_not_move_without_a_reason_in_dutch(editor, call, change):
    response = edit(editor, call, **change, why_fr="Panne.")
    assert response.status_code == 200
    field = soup(response).select_one(".field-why_nl .errorlist")
    sentence = "This date is public. Say in Dutch why it moves: readers see the reason."
    assert field.text.strip() == gettext(sentence)
    assert Call.objects.get().closes_at == OLD
    assert not ChangeNote.objects.exists()


def test_a_moved_deadline_is_stored_with_its_reason_and_announced_once_in_four_languages(
    editor, call
):
    assert edit(editor, call, **LATER, **WHY).status_code == 302
    assert call.closes_at == NEW
    assert moved(call) == [("closing", OLD, NEW, "Storing.")]
    (note,) = call.changes.all()
    for code in CODES:
        with override(code):
            assert "2027" in getattr(note, f"text_{code}")
    assert note.text_nl.endswith("Storing.")
    assert note.text_fr.endswith("Panne.")
    assert "Storing" not in note.text_de + note.text_en


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        (LATER, "closing", "Deadline extended from 1 March 2027, 17:00 to 15 March 2027, 17:00."),
        (
            {"closes_at_0": "26-02-2027"},
            "closing",
            "Deadline brought forward from 1 March 2027, 17:00 to 26 February 2027, 17:00.",
        ),
        (
            {"closes_at_0": "", "closes_at_1": ""},
            "closing",
            "The deadline of 1 March 2027, 17:00 no longer applies.",
        ),
        (
            {"partner_closes_at_0": "20-02-2027", "partner_closes_at_1": "12:00"},
            "partner",
            "Deadline at the partner brought forward from 1 March 2027, 17:00 "
            "to 20 February 2027, 12:00.",
        ),
        (
            {"opens_at_0": "08-02-2027"},
            "opening",
            "The opening moves back from 6 January 2027, 09:00 to 8 February 2027, 09:00.",
        ),
    ],
)
def test_an_announcement_says_which_date_moved_and_how(editor, call, change, kind, sentence):
    assert edit(editor, call, **{"told_nl": ""} | change, **WHY).status_code == 302
    assert announcements(call) == [sentence]
    assert [row[0] for row in moved(call)] == [kind]


@pytest.mark.slow
def test_both_sides_moved_together_are_two_rows_and_one_sentence_for_readers(editor, call):
    change = {"partner_closes_at_0": "20-03-2027", "partner_closes_at_1": "12:00"}
    edit(editor, call, **LATER, **change, **WHY)
    assert {row[0] for row in moved(call)} == {"closing", "partner"}
    (note,) = announcements(call)
    assert note.startswith("Deadline extended from 1 March")
    assert "Deadline at the partner extended from 1 March 2027, 17:00 to 20 March" in note


@pytest.mark.slow
def test_removing_the_deadline_of_the_partner_moves_it_to_that_of_the_flemish_side(editor):
    call = make_call(closes_at=OLD, partner_closes_at=NEW)
    edit(editor, call, partner_closes_at_0="", partner_closes_at_1="", **WHY)
    assert moved(call) == [("partner", NEW, OLD, "Storing.")]


@pytest.mark.slow
def test_the_same_date_posted_again_writes_nothing(editor, call):
    assert edit(editor, call, told_nl="", **WHY).status_code == 302
    assert not call.deadline_changes.exists()
    assert not ChangeNote.objects.exists()


@pytest.mark.slow
def test_a_date_that_was_never_public_moves_without_an_announcement(editor):
    for state in ({"state": "draft"}, {"publish_at": brussels(2027, 2, 2)}):
        call = make_call(**state)
        assert edit(editor, call, closes_at_0="15-03-2027").status_code == 302
        assert call.closes_at == NEW
    assert not ChangeNote.objects.exists()


@pytest.mark.slow
def test_a_first_deadline_is_announced_but_is_no_moved_date(editor):
    call = make_call(closes_at=None)
    assert edit(editor, call, **LATER, closes_at_1="17:00").status_code == 302
    assert announcements(call) == ["Deadline set: 15 March 2027, 17:00."]
    assert not call.deadline_changes.exists()


@pytest.mark.slow
def test_a_moved_deadline_is_a_change_in_every_language_that_is_up_to_date(editor, call):
    call.note_changes(at=brussels(2027, 1, 10))
    call.note_changes(["nl", "fr"], at=brussels(2027, 1, 20))
    call.save()
    edit(editor, call, **LATER, **WHY, minor="on")
    assert call.changed_nl == call.changed_fr == timezone.now()
    assert [call.is_outdated(code) for code in TRANSLATIONS] == [False, True, True]


@pytest.mark.slow
def test_nothing_is_stored_when_announcing_a_moved_date_fails(editor, call, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ChangeNote.objects, "create", fails)
    with pytest.raises(RuntimeError):
        edit(editor, call, **LATER, **WHY)
    call.refresh_from_db()
    assert call.closes_at == OLD
    assert not call.deadline_changes.exists()


@pytest.mark.parametrize(
    ("kind", "day"), [("closing", "28 februari 2027, 24 uur"), ("opening", "1 maart 2027, 0 uur")]
)
def test_the_form_names_a_moved_midnight_as_readers_see_it(editor, call, kind, day):
    call.deadline_changes.create(kind=kind, old=brussels(2027, 3, 1), reason_nl="Storing.")
    page = soup(editor.get(change_page(call))).get_text().replace("\xa0", " ")
    assert day in page
    assert ("1 maart 2027, 0 uur" in page) == (kind == "opening")


@pytest.mark.slow
def test_moved_dates_are_read_only_in_the_admin(editor, call):
    edit(editor, call, **LATER, **WHY)
    page = soup(editor.get(change_page(call)))
    assert page.select_one("[name=deadline_changes-0-reason_nl][disabled]")["value"] == "Storing."
    assert not page.select("[name=deadline_changes-0-old_0]")
    pk = call.deadline_changes.get().pk
    row = {"deadline_changes-0-id": pk, "deadline_changes-0-call": call.pk}
    row |= {"deadline_changes-0-DELETE": "on", "deadline_changes-0-reason_nl": "Anders"}
    assert edit(editor, call, **row).status_code == 403
    assert moved(call) == [("closing", OLD, NEW, "Storing.")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "change", "warning"),
    [
        (
            brussels(2027, 2, 20),
            {"closes_at_0": "15-02-2027"},
            "The deadline is now in the past: readers see the call as closed.",
        ),
        (brussels(2027, 3, 2), LATER, "The call was closed and is open again."),
    ],
)
def test_closing_or_reopening_a_call_gives_a_warning(
    editor, admin_user, time_machine, call, now, change, warning
):
    time_machine.move_to(now, tick=False)
    editor.force_login(admin_user)
    assert gettext(warning) in keep_draft(editor, call, **change).content.decode()


@pytest.mark.slow
def test_an_editor_is_warned_when_the_two_sides_close_at_different_instants(editor):
    call = make_call(closes_at=OLD, partner_closes_at=NEW)
    for change, warned in (({}, True), ({"partner_closes_at_0": "01-03-2027"}, False)):
        page = soup(keep_draft(editor, call, theme_nl=f"Thema {warned}", **change))
        warnings = " ".join(one.get_text() for one in page.select(".messagelist .warning"))
        assert ("1\xa0maart\xa02027, 17\xa0uur" in warnings) == warned


@pytest.mark.slow
def test_a_cancellation_is_announced_once_with_its_reason(editor, call):
    change = {"cancelled_at_0": "31-01-2027", "cancelled_at_1": "09:00", "told_nl": ""}
    assert edit(editor, call, **change).status_code == 200
    reason = {"cancellation_reason_nl": "Geen budget.", "cancellation_reason_en": "No money."}
    assert edit(editor, call, **change, **reason).status_code == 302
    assert announcements(call) == ["This call was cancelled. Reason: No money."]
    edit(editor, call, told_nl="")
    assert len(announcements(call)) == 1
    edit(editor, call, cancelled_at_0="", cancelled_at_1="", told_nl="")
    assert announcements(call)[0] == "This call is no longer cancelled."


@pytest.mark.slow
def test_a_planned_cancellation_is_announced_at_its_instant_and_not_when_withdrawn_before(
    editor, call
):
    change = {"cancelled_at_0": "10-02-2027", "cancelled_at_1": "09:00", "told_nl": ""}
    edit(editor, call, **change, cancellation_reason_nl="Geen budget.")
    assert [note.at for note in call.changes.all()] == [brussels(2027, 2, 10, 9)]
    assert not call.changes.public()
    edit(editor, call, cancelled_at_0="", cancelled_at_1="", told_nl="")
    assert not call.changes.exists()


def test_a_call_is_locked_while_its_dates_move(editor, call):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite lets one transaction write at a time")
    with CaptureQueriesContext(connection) as queries:
        edit(editor, call, **LATER, **WHY)
    assert any("FOR UPDATE" in query["sql"] for query in queries)


@pytest.mark.slow
@pytest.mark.parametrize("partner", [True, False])
def test_the_page_strikes_a_moved_deadline_if_it_determined_the_closing(
    editor, call, page, partner
):
    change = {"partner_closes_at_0": "20-02-2027", "partner_closes_at_1": "12:00"}
    edit(editor, call, **{"told_nl": ""} | (change if partner else LATER), **WHY)
    soup = page(f"/en/project-calls/{call.series.slug_nl}/{call.label}/")
    deadline = " ".join(soup.select_one(".facts__main dd").text.split())
    start = "1 March 2027 Saturday 20 February" if partner else "1 March 2027 Monday 15 March"
    assert deadline.startswith(start)
    row = " ".join(soup.select_one("#deadline-changes ~ ol li p").text.split())
    assert row.startswith("Deadline at the partner: 1 March" if partner else "1 March 2027, 17:00")
    assert len(soup.select("#changes ~ ol li")) == 1


def move(client, call, **facts):
    page = address(type(call), "move_deadline", call.pk)
    return client.post(page, {**fields(client.get(page)), **facts})


def test_a_deadline_moves_on_a_page_of_its_own_with_its_reason(editor, call):
    refused = move(editor, call, closes_at_0="15-03-2027")
    assert soup(refused).select_one(".field-why_nl .errorlist")
    assert move(editor, call, closes_at_0="15-03-2027", **WHY).status_code == 302
    call.refresh_from_db()
    assert call.closes_at == OLD  # until somebody looked at it
    approve(editor, call, alone_because="Zondag.")
    assert moved(call) == [("closing", OLD, NEW, "Storing.")]


@pytest.mark.parametrize(("on", "said"), [("14", "zondag 14"), ("29", "Paasmaandag")])
def test_a_deadline_moves_to_a_day_off_only_knowingly(editor, call, on, said):
    facts = {"closes_at_0": f"{on}-03-2027", **WHY}
    refused = soup(move(editor, call, **facts)).select_one(".field-on_day_off .errorlist")
    assert said in refused.text.replace("\xa0", " ")
    answer = move(editor, call, **facts, on_day_off="on")
    review = soup(editor.get(answer.url)).select_one("#look-at + ul")
    assert said in review.text.replace("\xa0", " ")


def test_a_date_that_stays_on_a_day_off_asks_for_nothing(editor):
    call = make_call(opens_at=brussels(2027, 1, 9), closes_at=OLD)  # a Saturday
    assert move(editor, call, closes_at_0="15-03-2027", **WHY).status_code == 302


@pytest.mark.parametrize("posted", ["14-03-2027", "15-03-2027"])
def test_who_may_not_change_a_call_moves_no_deadline(editor, call, django_user_model, posted):
    editor.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    page = address(type(call), "move_deadline", call.pk)
    assert editor.post(page, {"closes_at_0": posted}).status_code == 403
