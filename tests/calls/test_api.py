"""A filtered list of calls as JSON, for programs."""

import datetime

import pytest
import time_machine

from portal.i18n.languages import CODES
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]
DATA = {
    "nl": "/nl/projectoproepen/oproepen.json",
    "fr": "/fr/appels-a-projets/appels.json",
    "de": "/de/projektaufrufe/aufrufe.json",
    "en": "/en/project-calls/calls.json",
}
OPENS, CLOSES = brussels(2027, 1, 6, 9), brussels(2027, 3, 1, 17)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def data(client):
    def read(language="nl", query="", at=OPENS):
        with time_machine.travel(at, tick=False):
            response = client.get(DATA[language] + query)
        assert response.headers["Content-Type"] == "application/json"
        return response.json()

    return read


def test_the_facts_of_a_call_are_exact(data):
    partner = make_partner(kind="community", **in_four(name="Partner"))
    call = make_call(
        series__slug_nl="reeks",
        series__title_nl="Oproep",
        series__partner=partner,
        label="2027",
        partner_closes_at=CLOSES - HOUR,
        form_languages=["nl", "fr"],
        decision_expected="2027-05",
    )
    call.amounts.create(side="total", kind="max", amount=20000)
    (found,) = data()["calls"]
    assert (
        found.items()
        >= {
            "id": call.pk,
            "url": "http://testserver/nl/projectoproepen/reeks/2027/",
            "calendar": "http://testserver/nl/projectoproepen/reeks/2027/kalender.ics",
            "title": "Oproep 2027",
            "status": "open",
            "opens_at": "2027-01-06T09:00:00+01:00",
            "closes_at": "2027-03-01T16:00:00+01:00",
            "last_day": "2027-03-01",
            "deadlines": {
                "flemish": "2027-03-01T17:00:00+01:00",
                "partner": "2027-03-01T16:00:00+01:00",
            },
            "decision_expected": "2027-05",
            "amounts": [{"side": "total", "kind": "max", "amount": "20000.00", "currency": "EUR"}],
            "form_languages": ["nl", "fr"],
            "updated": "2027-01-06T09:00:00+01:00",
        }.items()
    )
    assert found["partner"].items() >= {"name": "Partner nl", "kind": "community"}.items()


def test_what_is_not_known_is_null(data):
    make_call(opens_at=None, closes_at=None, series__partner__state="draft")
    (found,) = data()["calls"]
    unknown = "opens_at closes_at last_day partner budget cofunding_cap decision_expected updated"
    assert {found[name] for name in unknown.split()} == {None}


def test_a_deadline_of_which_only_the_day_is_known_has_no_hour(data):
    make_call(opens_at=None, closes_at=brussels(2020, 3, 2), closes_day_only=True)
    (found,) = data("nl", "?status=closed")["calls"]
    assert (found["closes_at"], found["last_day"]) == (None, "2020-03-01")
    assert found["deadlines"]["flemish"] is None


def test_an_opening_of_which_only_the_day_is_known_has_no_hour(data):
    opens = brussels(2020, 3, 1)
    make_call(opens_at=opens, opens_day_only=True, closes_at=brussels(2020, 4, 1, 17))
    (found,) = data("nl", "?status=closed")["calls"]
    assert (found["opens_at"], found["first_day"]) == (None, "2020-03-01")


@pytest.mark.parametrize("language", CODES)
def test_the_list_is_that_of_the_page_in_its_language_and_order(data, page, language):
    late = make_call(closes_at=CLOSES + HOUR)
    soon, example = make_call(closes_at=CLOSES), make_call(is_example=True)
    make_call(closes_at=OPENS, opens_at=None)
    found = data(language, "?sort=deadline&page=7&q=")
    assert found["language"] == language
    assert [call["id"] for call in found["calls"]] == [soon.pk, late.pk]
    with time_machine.travel(OPENS, tick=False):
        cards = page(found["page"].replace("&page=7", "")).select(".cards li h3 a, .cards li h2 a")
    addresses = [call["languages"][language] for call in found["calls"]]
    shown = [f"http://testserver{card['href']}" for card in cards]
    assert [address for address in shown if str(example.label) not in address] == addresses


def test_a_text_without_translation_is_dutch_and_says_so(data):
    make_call(series__title_nl="Oproep", series__title_fr="", label="1")
    (found,) = data("fr")["calls"]
    assert (found["title"], found["title_language"]) == ("Oproep 1", "nl")
    assert "fr" not in found["languages"]


def test_a_planned_cancellation_is_left_out(data):
    make_call(cancelled_at=OPENS + HOUR, cancellation_reason_nl="Geen geld.")
    (before,) = data()["calls"]
    (after,) = data("nl", "?status=cancelled", at=OPENS + HOUR)["calls"]
    assert (before["status"], before["cancelled_at"]) == ("open", None)
    assert (after["status"], after["cancelled_at"]) == ("cancelled", "2027-01-06T10:00:00+01:00")


def test_a_decision_is_included_with_the_results(data):
    make_call(decided="2027-04", results_at=CLOSES + HOUR)
    (before,) = data("nl", "?status=closed", at=CLOSES)["calls"]
    (after,) = data("nl", "?status=results", at=CLOSES + HOUR)["calls"]
    assert (before["decided"], after["decided"]) == (None, "2027-04")


def test_many_calls_cost_as_many_queries_as_one(client, warm, django_assert_num_queries):
    def add():
        call = make_call()
        call.amounts.create(side="total", kind="max", amount=1000)
        call.deadline_changes.create(old=OPENS, new=CLOSES, changed_at=OPENS, reason_nl="x")

    add()
    with django_assert_num_queries(8):
        client.get(DATA["nl"] + "?q=editie")
    for _ in range(11):
        add()
    with django_assert_num_queries(8):
        assert len(client.get(DATA["nl"] + "?q=editie").json()["calls"]) == 12
