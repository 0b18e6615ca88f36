"""What the page of a call says in each of its states."""

import pytest
import time_machine

from portal.publishing.models import Contact
from tests.support.factories import brussels, make_agreement, make_call, make_partner, make_series

pytestmark = pytest.mark.django_db
ADDRESS = "/en/project-calls/reeks/2027/"


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


def call_2027(**facts):
    return make_call(**{"series__slug_nl": "reeks", "label": "2027"} | facts)


def words(element):
    return " ".join(element.get_text(" ").split())


def facts(soup):
    return {words(dt): words(dt.find_next("dd")) for dt in soup.select(".facts dt")}


def status_line(soup):
    return words(soup.select_one(".status-line"))


def notice(soup):
    return " ".join(words(block) for block in soup.select(".notice"))


def test_an_announced_call_says_that_one_cannot_apply_yet_and_when_it_opens(page):
    call_2027(opens_at=brussels(2027, 5, 3, 9, 30), closes_at=brussels(2027, 6, 1))
    soup = page(ADDRESS)
    assert status_line(soup) == "Upcoming Opens on 3 May 2027, 09:30"
    assert notice(soup).startswith("You cannot apply yet. The call opens on 3 May 2027, 09:30")
    assert "Brussels time" in notice(soup)
    assert facts(soup)["Opens"] == "Monday 3 May 2027, 09:30 Brussels time"
    assert soup.find("time", datetime="2027-05-03T09:30:00+02:00")


def test_an_announced_call_without_dates_says_that_they_are_not_known(page):
    call_2027(opens_at=None, closes_at=None)
    soup = page(ADDRESS)
    assert status_line(soup) == "Upcoming The dates are not known yet"
    assert notice(soup) == "You cannot apply yet."
    assert not {"Deadline", "Opens"} & set(facts(soup))


def test_an_open_call_says_its_deadline_to_the_minute_and_how_long_is_left(page):
    call_2027(closes_at=brussels(2027, 3, 1, 17))
    soup = page(ADDRESS)
    assert status_line(soup) == "Open Deadline Monday 1 March 2027, 17:00"
    assert facts(soup)["Deadline"] == "Monday 1 March 2027, 17:00 Brussels time. 28 days left"
    assert soup.find("time", datetime="2027-03-01T17:00:00+01:00")
    assert notice(soup) == ""


def test_a_call_that_closes_soon_says_so(page):
    call_2027(closes_at=brussels(2027, 2, 1, 17))
    soup = page(ADDRESS)
    assert status_line(soup).startswith("Closing soon Deadline Monday 1 February 2027, 17:00")
    assert facts(soup)["Deadline"].endswith("Brussels time. Today is the last day")


def test_a_closed_call_says_that_it_is_too_late_and_what_the_deadline_was(page):
    call_2027(closes_at=brussels(2027, 1, 29, 17), decision_expected="2027-06")
    soup = page(ADDRESS)
    assert status_line(soup) == "Closed The deadline was Friday 29 January 2027, 17:00"
    assert notice(soup) == (
        "You can no longer apply. The deadline was 29 January 2027. "
        "The results have not been published yet. They are expected by June 2027."
    )
    assert "left" not in facts(soup)["Deadline"]


def test_a_call_known_only_by_its_day_shows_the_day_without_an_hour(page):
    call_2027(opens_at=None, closes_at=brussels(2027, 1, 30), closes_day_only=True)
    soup = page(ADDRESS)
    assert status_line(soup) == "Closed The deadline was Friday 29 January 2027"
    assert facts(soup)["Deadline"] == "Friday 29 January 2027"
    assert soup.find("time", datetime="2027-01-29")


def test_a_past_call_whose_dates_are_not_known_says_that(page):
    call_2027(timing="past", opens_at=None, closes_at=None)
    soup = page(ADDRESS)
    assert status_line(soup) == "Closed We do not know the date of the deadline"
    assert notice(soup) == "You can no longer apply."


def test_a_call_with_results_leads_to_them(page):
    call_2027(closes_at=brussels(2027, 1, 9), results_at=brussels(2027, 2, 1))
    soup = page(ADDRESS)
    assert status_line(soup).startswith("Results published The deadline was")
    links = soup.select(".notice a, #results ~ p a")
    assert [link["href"] for link in links] == [f"{ADDRESS}results/"] * 2


def test_a_cancelled_call_says_why(page):
    call_2027(
        cancelled_at=brussels(2027, 1, 20, 12),
        cancellation_reason_nl="Het budget viel weg.",
        cancellation_reason_en="The budget fell away.",
    )
    soup = page(ADDRESS)
    assert status_line(soup) == "Cancelled Cancelled on 20 January 2027"
    assert notice(soup).endswith("This call was cancelled. The budget fell away.")
    assert "left" not in words(soup.select_one(".facts"))


@pytest.mark.parametrize(
    ("timing", "expected"),
    [("rolling", "You can apply at any time"), ("budget", "Open until the budget is spent")],
)
def test_a_call_without_a_deadline_says_until_when_one_can_apply(page, timing, expected):
    call_2027(timing=timing, closes_at=None)
    soup = page(ADDRESS)
    assert status_line(soup) == f"Always open {expected}"
    assert "Deadline" not in facts(soup)


def test_an_extended_deadline_shows_the_old_one_struck_the_new_one_and_the_reason(page):
    call = call_2027(closes_at=brussels(2027, 3, 15, 17))
    call.deadline_changes.create(
        changed_at=brussels(2027, 1, 20, 10),
        old=brussels(2027, 3, 1, 17),
        new=brussels(2027, 3, 15, 17),
        reason_nl="Storing.",
        reason_en="The form was out of order.",
    )
    soup = page(ADDRESS)
    deadline = soup.select_one(".facts__main dd")
    assert words(deadline.s) == "1 March 2027"
    assert words(deadline).startswith("1 March 2027 Monday 15 March 2027, 17:00 (extended)")
    assert words(soup.select_one("#deadline-changes ~ ol li")) == (
        "20 January 2027 1 March 2027, 17:00 → 15 March 2027, 17:00 . The form was out of order."
    )


def test_a_deadline_that_was_brought_forward_is_not_called_extended(page):
    call = call_2027(closes_at=brussels(2027, 3, 1, 17))
    call.deadline_changes.create(
        old=brussels(2027, 3, 15, 17), new=brussels(2027, 3, 1, 17), reason_nl="Feestdag."
    )
    deadline = page(ADDRESS).select_one(".facts__main dd")
    assert words(deadline.s) == "15 March 2027"
    assert "extended" not in words(deadline)


def test_a_deadline_moved_twice_strikes_the_one_before_the_newest(page):
    call = call_2027(closes_at=brussels(2027, 3, 22, 17))
    for day, old, new in [(1, 1, 15), (2, 15, 22)]:
        call.deadline_changes.create(
            changed_at=brussels(2027, 1, day),
            old=brussels(2027, 3, old, 17),
            new=brussels(2027, 3, new, 17),
            reason_nl="Storing.",
        )
    soup = page(ADDRESS)
    assert words(soup.select_one(".facts__main s")) == "15 March 2027"
    assert len(soup.select("#deadline-changes ~ ol li")) == 2


def test_both_deadlines_are_shown_when_the_sides_differ(page):
    call_2027(closes_at=brussels(2027, 3, 1, 17), partner_closes_at=brussels(2027, 3, 1, 23, 59))
    deadline = facts(page(ADDRESS))["Deadline"]
    assert deadline.startswith("Monday 1 March 2027, 17:00")
    assert "Flemish administration: Monday 1 March 2027, 17:00" in deadline
    assert "Partner’s administration: Monday 1 March 2027, 23:59" in deadline
    assert deadline.endswith("The earlier deadline counts: after it you can no longer apply.")


@pytest.mark.parametrize("address", [ADDRESS, "/en/project-calls/?status=closed"])
def test_a_closed_call_never_names_a_deadline_that_is_still_to_come(page, address):
    call_2027(closes_at=brussels(2027, 3, 1, 17), partner_closes_at=brussels(2027, 1, 29, 17))
    line = page(address).select_one(".status-line, .card .deadline")
    assert "The deadline was Friday 29 January 2027, 17:00" in words(line)


@pytest.mark.parametrize("address", [ADDRESS, "/en/project-calls/", "/en/project-calls/reeks/"])
def test_a_call_with_only_a_deadline_at_the_partner_shows_that_one(page, address):
    call_2027(closes_at=None, partner_closes_at=brussels(2027, 3, 1, 17))
    assert "Deadline Monday 1 March 2027, 17:00" in words(page(address).main)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([("total", "max", 20000, "EUR")], "at most €20,000"),
        (
            [("flemish", "max", 10000, "EUR"), ("partner", "max", 15000, "CAD")],
            "at most €10,000 (Flemish side), at most CAD 15,000 (partner’s side)",
        ),
        ([("total", "flat", 5000, "EUR"), ("total", "flat", 2500, "EUR")], "€2,500 or €5,000"),
        ([("", "max", 15000, "EUR")], "at most €15,000"),
    ],
)
def test_the_amount_is_shown_per_side_or_in_total(page, amounts, expected):
    call = call_2027()
    for side, kind, amount, currency in amounts:
        call.amounts.create(side=side, kind=kind, amount=amount, currency=currency)
    assert facts(page(ADDRESS))["Amount"] == expected


def test_an_amount_of_which_nobody_knows_the_side_says_so(page, client):
    call_2027().amounts.create(kind="max", amount=15000, currency="EUR")
    assert page(ADDRESS).select_one("table tbody th").text == "not known"
    (call,) = client.get("/en/project-calls/calls.json").json()["calls"]
    assert call["amounts"][0]["side"] is None


def test_what_is_known_of_an_edition_is_in_the_facts(page):
    call = call_2027(
        theme_nl="Muziek",
        theme_en="Music",
        ordinal=4,
        cofunding_cap=60,
        budget=250000,
        project_from="2027-09-01",
        project_until="2028-12-31",
        form_languages=["fr", "nl"],
        decision_expected="2027-06",
    )
    call.sessions.create(
        starts_at=brussels(2027, 2, 9, 14), place_nl="Brussel", place_en="Brussels"
    )
    call.administrations.create(side="flemish", name_nl="Departement", email="dept@example.org")
    shown = facts(page(ADDRESS))
    assert shown["Theme"] == "Music"
    assert shown["Edition"] == "4"
    assert shown["Amount"] == "at most 60% of the costs"
    assert shown["Budget of this edition"] == "€250,000"
    assert shown["Project period"] == "1 September 2027 to 31 December 2028"
    assert shown["Application language"] == "Dutch + French"
    assert shown["Decision expected"] == "June 2027"
    assert shown["Info session"] == "Tuesday 9 February 2027, 14:00 , Brussels"
    assert "dept@example.org" in shown["Where to apply"]


def test_other_editions_the_partner_and_the_agreement_are_one_click_away(page):
    partner = make_partner(slug_nl="wales")
    series = make_series(
        slug_nl="reeks", partner=partner, agreement=make_agreement(slug_nl="verdrag")
    )
    for label in ("2026", "2027"):
        make_call(series=series, label=label)
    make_call(series=series, label="2028", state="draft")
    links = {
        link["href"] for link in page(ADDRESS).select("aside[aria-label='More about this call'] a")
    }
    assert links >= {
        "/en/project-calls/reeks/",
        "/en/project-calls/reeks/2026/",
        "/en/partners/wales/",
        "/en/agreements/verdrag/",
    }
    assert "/en/project-calls/reeks/2028/" not in links


def test_a_call_names_no_agreement_that_is_not_public(page):
    call_2027(series__agreement=make_agreement(title_nl="Geheim", state="draft"))
    assert "Geheim" not in page("/nl/projectoproepen/reeks/2027/").get_text()


@pytest.mark.parametrize("slug", ["reeks", "serie", "serie-de"])
def test_the_slug_of_another_language_moves_on_for_good(client, slug):
    slugs = {"slug_fr": "serie", "slug_de": "serie-de", "slug_en": "series"}
    call_2027(**{f"series__{name}": value for name, value in slugs.items()})
    response = client.get(f"/en/project-calls/{slug}/2027/")
    assert response.status_code == 301
    assert response["Location"] == "/en/project-calls/series/2027/"


def test_an_edition_of_a_series_that_is_not_public_is_not_found(page):
    call_2027(series__state="draft")
    page(ADDRESS, status=404)


def test_a_full_page_costs_as_many_queries_as_a_short_one(client, warm, django_assert_num_queries):
    call = call_2027()

    def add(number):
        make_call(series=call.series)
        call.amounts.create(side="total", amount=number)
        call.administrations.create(side="flemish", name_nl="Departement")
        call.sessions.create(starts_at=brussels(2027, 2, number))
        call.contacts.add(Contact.objects.create(name_nl="Team", phone="02"))
        call.changes.create(text_nl="Iets")
        call.sources.create(title="Bron", url="https://example.org/", checked_on="2026-01-01")
        call.deadline_changes.create(
            old=brussels(2026, 3, number), new=brussels(2027, 3, 1), reason_nl="Storing."
        )

    add(1)
    with django_assert_num_queries(3):
        client.get(ADDRESS)
    for number in range(2, 13):
        add(number)
    with django_assert_num_queries(3):
        client.get(ADDRESS)
