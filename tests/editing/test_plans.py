"""What is approved for an instant can be seen, moved and cancelled until it is live."""

import pytest
from django.utils.translation import gettext

from portal.revisions import current, workflow
from portal.revisions.models import Draft, Revision, check_trail
from tests.support.admin_forms import approve, change_page, fields, keep_draft, soup
from tests.support.factories import brussels, in_four, make_partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.every_database]
NOW, LIVE, LATER = (brussels(2027, 3, day, 9) for day in (1, 2, 5))
GONE = "Nothing is planned for this page any more: look at what it is now."


@pytest.fixture
def partner(client, editor, publisher, time_machine):
    """A page with a new name that goes live on 2 March."""
    time_machine.move_to(NOW, tick=False)
    partner = make_partner(**in_four(name="Japan"), slug_nl="japan")
    base = current.newest(partner)
    data = {**base.data, "fields": {**base.data["fields"], "name_nl": "Nippon"}}
    workflow.save(partner, editor, base, data, {"told_nl": "De naam is anders."})
    workflow.ask_review(current.draft_of(partner), editor)
    workflow.approve(partner, publisher, current.newest(partner).pk, "", LIVE)
    client.force_login(publisher)
    assert Draft.objects.get().live_at == LIVE
    return partner


def plan_page(partner):
    return change_page(partner).replace("change", "gepland")


def to(instant):
    return {"live_at_0": f"{instant:%d-%m-%Y}", "live_at_1": f"{instant:%H:%M}"}


def decide(client, partner, shown=None, **posted):
    shown = shown or fields(client.get(plan_page(partner)))
    return client.post(plan_page(partner), {**shown, **posted}, follow=True)


def heading(page):
    return page("/nl/partners/japan/").h1.text.strip()


def test_the_page_of_a_plan_says_what_goes_live_when_and_who_decided(client, partner, editor):
    client.force_login(editor)
    shown = soup(client.get(plan_page(partner)))
    words = " ".join(shown.select_one("#content").text.split())
    for part in ("2 maart 2027", "Nippon", "De naam is anders.", "editor", "publisher"):
        assert part in words
    assert not shown.select_one("form[novalidate]")


def test_the_form_and_the_worklist_lead_to_the_plan(client, partner):
    acts = soup(client.get(change_page(partner))).select(".acts a")
    assert plan_page(partner) in [link["href"] for link in acts]
    listed = soup(client.get("/beheer/")).select(".worklist a")
    assert plan_page(partner) in [link["href"] for link in listed]


def test_a_plan_moves_to_another_instant(client, partner, page, time_machine):
    decide(client, partner, **to(LATER), why="Het persbericht komt later.")
    act = Revision.objects.first()
    assert (act.action, act.person) == ("replanned", "publisher")
    assert act.note.endswith("Het persbericht komt later.")
    time_machine.move_to(LIVE, tick=False)
    assert heading(page) == "Japan nl"
    time_machine.move_to(LATER, tick=False)
    assert heading(page) == "Nippon"
    assert check_trail()[0]


def test_a_cancelled_plan_waits_for_review_and_can_be_approved_again(
    client, partner, page, time_machine
):
    said = decide(client, partner, _cancel="1").text
    step = {"step": gettext("in review")}
    assert gettext("The plan is cancelled. The draft is kept: %(step)s.") % step in said
    assert Revision.objects.first().action == "cancelled"
    time_machine.move_to(LATER, tick=False)
    assert heading(page) == "Japan nl"
    approve(client, partner, live_at_0="", live_at_1="")
    assert heading(page) == "Nippon"


def test_work_after_the_approval_stays_a_draft_when_the_plan_is_cancelled(client, partner, editor):
    client.force_login(editor)
    keep_draft(client, partner, name_nl="Nihon")
    client.force_login(Draft.objects.get().approved_by)
    decide(client, partner, _cancel="1")
    draft = Draft.objects.get()
    assert (draft.step, draft.approved) == ("writing", None)
    assert draft.revision.data["fields"]["name_nl"] == "Nihon"


@pytest.mark.parametrize("posted", [to(LATER), {"_cancel": "1"}])
def test_who_may_not_publish_changes_no_plan(client, partner, editor, posted):
    shown = fields(client.get(plan_page(partner)))
    client.force_login(editor)
    assert client.post(plan_page(partner), {**shown, **posted}).status_code == 403
    assert Draft.objects.get().live_at == LIVE


def test_who_may_not_see_the_page_sees_no_plan(client, partner, django_user_model):
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert client.get(plan_page(partner)).status_code == 403


def test_a_plan_moves_to_no_instant_that_has_passed(client, partner):
    refused = decide(client, partner, **to(NOW))
    sentence = gettext("This instant has passed. Choose a later one.")
    assert sentence in soup(refused).select_one(".field-live_at").text
    assert Draft.objects.get().live_at == LIVE


@pytest.mark.parametrize("second", [to(brussels(2027, 3, 9, 9)), {"_cancel": "1"}])
def test_of_two_browsers_the_second_looks_again(client, partner, second):
    shown = fields(client.get(plan_page(partner)))
    decide(client, partner, shown, **to(LATER))
    said = decide(client, partner, shown, **second).text
    assert gettext("This plan changed since you looked. Look at it as it is now.") in said
    assert Draft.objects.get().live_at == LATER


@pytest.mark.parametrize("posted", [to(LATER), {"_cancel": "1"}])
def test_what_has_just_gone_live_is_no_longer_changed(client, partner, page, time_machine, posted):
    shown = fields(client.get(plan_page(partner)))
    time_machine.move_to(LIVE, tick=False)
    assert gettext(GONE) in decide(client, partner, shown, **posted).text
    assert heading(page) == "Nippon"


def test_a_plan_that_is_cancelled_twice_is_cancelled_once(client, partner):
    shown = fields(client.get(plan_page(partner)))
    decide(client, partner, shown, _cancel="1")
    assert gettext(GONE) in decide(client, partner, shown, _cancel="1").text
    assert Revision.objects.filter(action="cancelled").count() == 1


def test_a_plan_that_cannot_go_live_in_time_is_cancelled(
    client, partner, page, time_machine, monkeypatch
):
    shown = fields(client.get(plan_page(partner)))
    time_machine.move_to(LIVE, tick=False)
    away = "portal.revisions.publication.files_are_there"
    monkeypatch.setattr(away, lambda *args: (_ for _ in ()).throw(FileNotFoundError()))
    decide(client, partner, shown, _cancel="1")
    assert Draft.objects.get().step == "review"
    assert heading(page) == "Japan nl"
