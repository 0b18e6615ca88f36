"""A page and what belongs to it go live in one act, such as a new series with its first call."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from portal.archive.models import PublicVersion
from portal.revisions import current, publication, workflow
from portal.revisions.models import Draft, Revision
from tests.support.admin_forms import approve, change_page, fields, soup
from tests.support.factories import brussels, make_call, make_draft, make_programme, make_series

pytestmark = pytest.mark.django_db(transaction=True)
NOW = brussels(2027, 2, 1, 12)
OWN = "You wrote a part of this yourself: somebody else approves it."


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def series(editor):
    """New, and in review."""
    series = make_series(title_nl="Reeks", slug_nl="reeks", state="draft")
    make_draft(series, editor, step="review", asked_at=NOW)
    return series


@pytest.fixture
def call(series, editor):
    call = make_call(series=series, label="2027", state="draft")
    make_draft(call, editor, step="review", asked_at=NOW)
    return call


@pytest.fixture
def reviewer(client, publisher):
    client.force_login(publisher)
    return publisher


def review(client, record):
    return soup(client.get(review_page(record)))


def review_page(record):
    return change_page(record).replace("change", "nazicht")


def number_of(record):
    return str(current.newest(record).pk)


def boxes(page):
    return page.select(".together [type=checkbox]")


def states(*records):
    for record in records:
        record.refresh_from_db()
    return [record.state for record in records]


def said(response):
    return [one.text.strip() for one in soup(response).select(".messagelist > li")]


def write(record, by, notice=None, **changes):
    """The next revision of a draft, by somebody."""
    base = current.newest(record)
    data = deepcopy(base.data)
    data["fields"] |= changes
    workflow.save(record, by, base, data, notice or {"minor": True})


# What is offered


def test_the_review_of_a_series_lists_the_drafts_of_its_calls_that_wait_for_review(
    client, reviewer, call, editor
):
    make_draft(make_call(series=call.series, label="2028", state="draft"), editor)
    make_draft(make_call(state="draft"), editor, step="review")
    page = review(client, call.series)
    (box,) = boxes(page)
    assert (box["value"], box.has_attr("checked")) == (number_of(call), False)
    assert page.select_one(f"label[for={box['id']}]").text == "Reeks 2027"
    about = page.select_one(f"#{box['aria-describedby']}").text
    assert (
        gettext("new page") in about.lower() and "editor" in about and gettext("in review") in about
    )
    assert page.select_one(".together a")["href"] == review_page(call)


def test_the_review_of_an_agreement_lists_its_work_programmes(client, admin_user, editor):
    client.force_login(admin_user)
    programme = make_programme(state="draft", agreement__state="draft")
    for record in (programme.agreement, programme):
        make_draft(record, editor, step="review")
    approve(client, programme.agreement, parts=number_of(programme))
    assert states(programme.agreement, programme) == ["published", "published"]


def test_who_may_not_approve_the_series_is_offered_no_calls(client, editor, call):
    client.force_login(editor)
    assert not boxes(review(client, call.series))


def test_a_series_that_is_withdrawn_takes_no_drafts_along(client, reviewer, editor):
    series = make_series()
    make_draft(make_call(series=series, state="draft"), editor, step="review")
    write(series, editor, state="withdrawn", withdrawal_reason_nl="Gestopt.")
    workflow.ask_review(current.draft_of(series), editor)
    assert not boxes(review(client, series))


def test_a_call_that_waits_for_its_series_leads_to_the_review_of_both(client, reviewer, call):
    (link,) = review(client, call).select("#problems ~ p a")
    assert link["href"] == review_page(call.series)


def test_the_page_asks_no_more_of_a_call_that_has_no_draft(client, reviewer, call, warm):
    def queries():
        with CaptureQueriesContext(connection) as found:
            review(client, call.series)
        return len(found)

    queries()
    before = queries()
    for label in "abc":
        make_call(series=call.series, label=label, state="draft")
    assert queries() == before


# What is ticked


def test_what_is_ticked_goes_live_with_the_series_and_the_message_names_it(client, reviewer, call):
    response = approve(client, call.series, parts=number_of(call))
    assert response.url == change_page(call.series)
    assert states(call.series, call) == ["published", "published"]
    published = gettext("Published.")
    assert said(client.get(response.url)) == [f"Reeks: {published}", f"Reeks 2027: {published}"]
    assert client.get(call.get_absolute_url()).status_code == 200


def test_the_logbook_has_the_series_first_and_then_the_call(client, reviewer, call):
    approve(client, call.series, parts=number_of(call))
    newest, before = Revision.objects.filter(action="changed")[:2]
    assert [before.record, newest.record] == [call.series, call]
    for entry in (before, newest):
        assert entry.by == reviewer
        assert "editor" in entry.note and "publisher" in entry.note
    assert not Draft.objects.exists()


def test_what_is_not_ticked_stays_in_review(client, reviewer, call):
    approve(client, call.series)
    assert states(call.series, call) == ["published", "draft"]
    assert Draft.objects.get().record == call


def test_a_draft_of_a_public_call_goes_live_with_a_draft_of_its_public_series(
    client, reviewer, editor
):
    call = make_call(series=make_series(title_nl="Reeks"))
    for record, change in ((call.series, {"title_nl": "Nieuw"}), (call, {"budget": 5000})):
        write(record, editor, **change)
        workflow.ask_review(current.draft_of(record), editor)
    (box,) = boxes(review(client, call.series))
    approve(client, call.series, parts=box["value"])
    call.refresh_from_db()
    assert (call.budget, call.series.title_nl) == (5000, "Nieuw")


def test_together_is_only_at_once(client, reviewer, editor, call):
    series = call.series
    type(series).objects.update(state="published")
    Draft.objects.for_object(series).delete()
    write(series, editor, title_nl="Nieuw")
    workflow.ask_review(current.draft_of(series), editor)
    later = {"live_at_0": "01-03-2027", "live_at_1": "09:00"}
    answer = soup(approve(client, series, parts=number_of(call), **later))
    assert answer.select_one(".field-live_at .errorlist")
    (box,) = boxes(answer)
    assert box.has_attr("checked")
    assert states(call) == ["draft"] and not Draft.objects.planned().exists()


def test_a_call_whose_author_chose_an_instant_is_approved_on_its_own_page(
    client, reviewer, editor, call
):
    public = make_call(series=call.series, label="2026")
    write(public, editor, {"minor": True, "live_at": brussels(2027, 3, 1).isoformat()}, budget=1)
    workflow.ask_review(current.draft_of(public), editor)
    shut = [box for box in boxes(review(client, call.series)) if box.has_attr("disabled")]
    assert [box["value"] for box in shut] == [number_of(public)]
    assert approve(client, call.series, parts=number_of(public)).status_code == 403
    assert states(call.series) == ["draft"]


# Four eyes, for each by itself


def test_who_wrote_a_part_of_a_call_cannot_tick_it_and_reads_why(client, reviewer, call):
    write(call, reviewer, budget=5000)
    page = review(client, call.series)
    (box,) = boxes(page)
    assert box.has_attr("disabled")
    assert gettext(OWN) in page.select_one(f"#{box['aria-describedby']}").text


def test_who_sends_the_tick_all_the_same_is_refused_and_nothing_is_published(
    client, reviewer, call
):
    write(call, reviewer, budget=5000)
    answer = approve(client, call.series, parts=number_of(call))
    assert answer.status_code == 403
    assert states(call.series, call) == ["draft", "draft"]


def test_somebody_who_wrote_between_two_others_wrote_a_part(client, reviewer, editor, call):
    write(call, reviewer, budget=5000)
    write(call, editor, budget=6000)
    assert boxes(review(client, call.series))[0].has_attr("disabled")
    assert approve(client, call).status_code == 403


def test_an_administrator_says_why_nobody_else_looked_at_an_own_call(
    client, admin_user, editor, call
):
    write(call, admin_user, budget=5000)
    client.force_login(admin_user)
    refused = soup(approve(client, call.series, parts=number_of(call)))
    assert refused.select_one(".field-alone_because .errorlist")
    assert states(call.series, call) == ["draft", "draft"]
    approve(client, call.series, parts=number_of(call), alone_because="Zondag.")
    newest, before = Revision.objects.filter(action="changed")[:2]
    assert ("Zondag." in before.note, "Zondag." in newest.note) == (False, True)


# What cannot go live


def test_a_tick_of_what_changed_since_is_refused_and_the_newer_one_shown(
    client, reviewer, editor, call
):
    looked_at = {**fields(client.get(review_page(call.series))), "parts": number_of(call)}
    write(call, editor, label="2028")
    answer = client.post(review_page(call.series), looked_at, follow=True)
    assert "Reeks 2028" in soup(answer).select_one(".together").text
    assert boxes(soup(answer))[0]["value"] == number_of(call) != looked_at["parts"]
    assert len(said(answer)) == 1
    assert states(call.series, call) == ["draft", "draft"]


def test_a_number_of_anything_else_publishes_nothing(client, reviewer, editor, call):
    other = make_call(state="draft")
    make_draft(other, editor, step="review")
    for number in (number_of(other), "0", "-1", "x", "9" * 30):
        approve(client, call.series, parts=[number_of(call), number])
    assert states(call.series, call, other) == ["draft", "draft", "draft"]


def test_a_call_with_a_mistake_keeps_the_series_back_and_is_named(client, reviewer, call):
    type(call).objects.update(closes_day_only=True)  # of a deadline that has still to come
    answer = approve(client, call.series, parts=number_of(call))
    (message,) = said(client.get(answer.url))
    assert message.startswith("Reeks 2027: ")
    assert states(call.series, call) == ["draft", "draft"]


@pytest.mark.slow
@pytest.mark.every_database
@pytest.mark.parametrize("problem", [OSError, publication.CannotGoLive, ZeroDivisionError])
def test_what_fails_in_the_middle_leaves_nothing_half_published(
    client, reviewer, call, monkeypatch, problem
):
    """The series is public by then, within the transaction."""
    seen = []

    def fail(record):
        seen.append(type(record.series)._base_manager.get(pk=record.series_id).state)
        raise problem("Zo niet.")

    ticked = number_of(call)
    monkeypatch.setattr(type(call), "clean_rows", fail)
    monkeypatch.setattr(publication, "problems_of_data", lambda record, data: [])
    client.raise_request_exception = False
    approve(client, call.series, parts=ticked)
    assert seen == ["published"]
    assert states(call.series, call) == ["draft", "draft"]
    assert Draft.objects.in_review().count() == 2
    assert not Revision.objects.filter(action="changed").exists()
    assert not PublicVersion.objects.exists()


@pytest.mark.slow
@pytest.mark.every_database
def test_series_and_call_are_public_once_the_transaction_is_done(client, reviewer, call):
    approve(client, call.series, parts=number_of(call))
    assert states(call.series, call) == ["published", "published"]
    assert PublicVersion.objects.count() == 8  # each in four languages
