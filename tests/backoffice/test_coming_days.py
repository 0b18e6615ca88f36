"""The coming 90 days on the front page of the desk: what is in them, for whom, and where."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext

from portal.backoffice.coming_days import DAYS, Kind, Span, coming_days, coming_events
from portal.backoffice.records import planned_records
from tests.support.factories import (
    brussels,
    make_call,
    make_draft,
    make_partner,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 3, 1, 12)
LAST = date(2027, 5, 30)
WITHDRAWN = {"withdrawal_reason_nl": "Voorbij."}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def request_of(rf, django_user_model):
    """`request_of("Redacteur")` is a request of somebody with that role; "" has none."""

    def make(role):
        user, is_new = django_user_model.objects.get_or_create(username=role or "-", is_staff=True)
        if role and is_new:
            user.groups.add(Group.objects.get(name=role))
        request = rf.get("/beheer/")
        request.user = user
        return request

    return make


@pytest.fixture
def desk(client, request_of):
    """`desk()` is the front page as an editor sees it."""

    def fetch(role="Redacteur"):
        client.force_login(request_of(role).user)
        return BeautifulSoup(client.get("/beheer/").content, "lxml")

    return fetch


@pytest.fixture
def events(desk):
    """`events()` returns [(when, what, page)] of the table."""

    def read(role="Redacteur"):
        rows = desk(role).select(".coming-days tbody tr")
        return [
            tuple(cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.select("td, th"))
            for row in rows
        ]

    return read


def call(**facts):
    """A call that neither opens nor closes in these days."""
    series = make_series(title_nl="Wales")
    dates = {"opens_at": brussels(2027, 1, 1), "closes_at": brussels(2028, 1, 1)}
    return make_call(**{"series": series, "label": "2027"} | dates | facts)


def words(kind):
    return str(kind.label)


@pytest.mark.parametrize(
    ("facts", "when", "kind"),
    [
        ({"closes_at": brussels(2027, 3, 20, 17)}, "20 maart 2027, 17 uur", Kind.DEADLINE),
        ({"closes_at": brussels(2027, 3, 21)}, "20 maart 2027, 24 uur", Kind.DEADLINE),
        ({"partner_closes_at": brussels(2027, 4, 1, 12)}, "1 april 2027, 12 uur", Kind.DEADLINE),
        ({"opens_at": brussels(2027, 3, 5, 9)}, "5 maart 2027, 9 uur", Kind.OPENING),
        ({"results_at": brussels(2027, 4, 2, 10)}, "2 april 2027, 10 uur", Kind.RESULTS),
        ({"decision_expected": "2027-04"}, "april 2027", Kind.RESULTS),
        (
            {"withdraw_at": brussels(2027, 4, 2), **WITHDRAWN},
            "1 april 2027, 24 uur",
            Kind.WITHDRAWAL,
        ),
        ({"publish_at": brussels(2027, 3, 8, 8)}, "8 maart 2027, 8 uur", Kind.PUBLICATION),
    ],
)
def test_what_happens_to_a_call_is_in_the_table(events, facts, when, kind):
    call(**facts)
    assert events() == [(when, words(kind), "Wales 2027")]


def test_sessions_are_in_it_with_their_hour_if_that_is_known(events):
    sessions = call().sessions
    sessions.create(starts_at=brussels(2027, 3, 9, 14))
    sessions.create(starts_at=brussels(2027, 3, 10), day_only=True)
    sessions.create(starts_at=brussels(2027, 2, 10))
    assert [when for when, *_rest in events()] == ["9 maart 2027, 14 uur", "10 maart 2027"]


def test_an_approved_draft_is_a_publication_that_leads_to_its_page(desk, request_of):
    partner, editor = make_partner(name_nl="Japan"), request_of("Redacteur").user
    draft = make_draft(partner, editor)
    draft.step, draft.approved, draft.approved_by = "approved", draft.revision, editor
    draft.live_at = brussels(2027, 3, 4, 9)
    draft.save()
    row = desk().select_one(".coming-days tbody tr")
    assert row.a["href"] == f"/beheer/partners/partner/{partner.pk}/change/"
    assert words(Kind.PUBLICATION) in row.text


@pytest.mark.parametrize(
    ("closes", "is_there"),
    [
        (NOW, False),
        (NOW + timedelta(seconds=1), True),
        (brussels(2027, 5, 31), True),  # the midnight that ends the last day
        (brussels(2027, 5, 31, 0, 0, 1), False),
    ],
)
def test_the_days_begin_now_and_end_with_the_last_one(events, closes, is_there):
    assert Span.from_now().end == LAST == NOW.date() + timedelta(days=DAYS)
    call(closes_at=closes)
    assert bool(events()) is is_there


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "draft"},
        {"is_example": True},
        {"withdraw_at": brussels(2027, 3, 10), **WITHDRAWN},
        {"cancelled_at": NOW, "cancellation_reason_nl": "Geen geld."},
        {"series__state": "draft"},
    ],
)
def test_a_deadline_that_no_reader_will_see_is_not_in_it(events, facts):
    make_call(closes_at=brussels(2027, 3, 20), **facts)
    assert words(Kind.DEADLINE) not in {what for _when, what, _page in events()}


@pytest.mark.parametrize(
    "facts",
    [
        {"decision_expected": "2027-02"},  # late: the worklist says so
        {"decision_expected": "2027-06"},
        {"decision_expected": "2027-04", "no_result": True, "results_note_nl": "<p>Geen.</p>"},
        {"decision_expected": "2027-04", "results_at": brussels(2027, 2, 1)},
    ],
)
def test_results_that_are_not_expected_in_these_days_are_not_in_it(events, facts):
    call(**facts)
    assert events() == []


def test_pages_of_other_kinds_are_in_it_too_the_first_one_first(events):
    make_partner(name_nl="Japan", publish_at=brussels(2027, 4, 1, 9))
    make_programme(agreement__title_nl="Akkoord", withdraw_at=brussels(2027, 3, 11), **WITHDRAWN)
    assert [page for *_rest, page in events()] == ["Akkoord 2021-2024", "Japan"]


def test_without_anything_to_come_it_says_so(desk):
    section = desk().select_one(".coming-days")
    assert gettext("There is nothing to expect yet.") in section.text
    assert not section.select("svg, table")


# Who sees it


def test_each_role_sees_it_and_who_may_see_no_calls_does_not(events, request_of):
    call(closes_at=brussels(2027, 3, 20))
    make_partner(name_nl="Japan", publish_at=brussels(2027, 4, 1))
    assert len(events("Vertaler Frans")) == len(events("Beheerder")) == 2
    nobody = request_of("").user
    assert events("") == []
    nobody.user_permissions.add(Permission.objects.get(codename="view_partner"))
    assert [page for *_rest, page in events("")] == ["Japan"]


# The picture


def picture(request_of):
    request = request_of("Redacteur")
    return coming_days(request, planned_records(request), [])


def test_the_picture_has_what_the_table_has(request_of):
    for day in (5, 5, 9):
        call(label=f"{day}", closes_at=brussels(2027, 3, day, 17), series=make_series())
    call(label="x", opens_at=brussels(2027, 3, 5), decision_expected="2027-04")
    found = picture(request_of)
    counts = {row.label: row.count for row in found.rows}
    assert counts == {
        **{kind.label: 0 for kind in Kind},
        Kind.DEADLINE.label: 3,
        Kind.OPENING.label: 1,
        Kind.RESULTS.label: 1,
    }
    marks = [mark for row in found.rows for mark in row.marks]
    assert sum(mark.count for mark in marks) == len(found.events) == 5
    assert [mark.count for mark in found.rows[0].marks] == [2, 1]


def test_the_first_and_the_last_day_stand_at_the_edges(request_of):
    call(label="a", closes_at=NOW + timedelta(hours=1))
    make_call(label="b", opens_at=brussels(2027, 1, 1), closes_at=brussels(2027, 5, 30, 17))
    first, last = picture(request_of).rows[0].marks
    assert (first.place, last.place) == ("2.00%", "98.00%")
    assert not first.is_bar


@pytest.mark.parametrize(
    ("expected", "place", "width"),
    [("2027-04", "35.07%", "30.93%"), ("2027", "2.00%", "96.00%"), ("2027-05", "67.07%", "30.93%")],
)
def test_a_decision_of_which_the_month_is_known_is_a_bar(request_of, expected, place, width):
    call(decision_expected=expected)
    (bar,) = picture(request_of).rows[3].marks
    assert (bar.is_bar, bar.place, bar.width) == (True, place, width)


def test_months_stand_where_they_begin(request_of):
    assert picture(request_of).months == [("35.07%", "april"), ("67.07%", "mei")]


def test_the_picture_is_named_and_has_its_numbers_without_style_or_script(desk):
    call(closes_at=brussels(2027, 3, 20, 17))
    section = desk().select_one(".coming-days")
    svg = section.svg
    names = [section.find(id=one).text for one in svg["aria-labelledby"].split()]
    assert svg["role"] == "group" and all(names)
    assert f"{words(Kind.DEADLINE)}: 1" in svg.text
    assert "Wales 2027, 20\N{NO-BREAK SPACE}maart" in svg.title.text
    assert not section.select("[style], script, style")
    assert "," not in svg.circle["cx"]


def test_a_mark_leads_to_what_it_shows_and_one_of_several_to_their_rows(desk):
    lone = call(opens_at=brussels(2027, 3, 5, 9))
    for _number in range(2):
        call(series=make_series(), closes_at=brussels(2027, 3, 20, 17))
    section = desk().select_one(".coming-days")
    deadlines, opening = section.select("svg a")
    assert opening["href"] == f"/beheer/calls/call/{lone.pk}/change/"
    assert opening["aria-label"].startswith(f"{words(Kind.OPENING)}: Wales 2027, 5")
    row = section.select_one(deadlines["href"])
    assert words(Kind.DEADLINE) in row.text


def test_more_events_take_no_more_queries(request_of, django_assert_num_queries):
    def add():
        made = call(series=make_series(), closes_at=brussels(2027, 3, 20))
        made.sessions.create(starts_at=brussels(2027, 3, 9, 14))

    request, span = request_of("Beheerder"), Span.from_now()
    add()
    coming_events(request, span, [], [])  # permissions are asked once
    for _time in range(2):
        with django_assert_num_queries(2):
            assert coming_events(request, span, [], [])
        add(), add()
