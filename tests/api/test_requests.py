"""What can be asked of the read API, and how it says that something cannot."""

import datetime

import pytest
from django.db import OperationalError
from django.http import QueryDict

from calls.filters import CallFilter
from calls.models import Call
from partners.models import Partner
from portal.i18n.languages import CODES
from tests.support.everything import NOON, make_everything
from tests.support.factories import (
    in_four,
    make_agreement,
    make_call,
    make_measure,
    make_partner,
    make_series,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]
HOUR = datetime.timedelta(hours=1)


def ids(answer):
    return [thing["id"] for thing in answer["data"]]


# Languages


def test_without_a_language_each_text_is_in_all_in_which_the_thing_exists(read):
    partner = make_partner(name_nl="Wales", name_fr="Pays de Galles", body_nl="<p>x</p>")
    found = read(f"partners/{partner.pk}/")
    assert found["name"] == {"nl": "Wales"}
    assert [*found["url"]] == partner.languages == ["nl"]
    partner.body_fr = "<p>y</p>"
    partner.save()
    found = read(f"partners/{partner.pk}/")
    assert found["name"] == {"nl": "Wales", "fr": "Pays de Galles"}
    assert found["url"]["fr"].startswith("http://testserver/fr/partenaires/")


def test_in_one_language_a_text_says_whether_it_is_dutch(read):
    partner = make_partner(name_nl="Wales", name_fr="Pays de Galles", body_nl="<p>x</p>")
    found = read(f"partners/{partner.pk}/?lang=fr")
    assert found["name"] == {"text": "Pays de Galles", "language": "fr", "fallback": False}
    assert found["body"] == {"text": "<p>x</p>", "language": "nl", "fallback": True}


def test_a_text_that_is_not_up_to_date_says_so(read):
    partner = make_partner(**in_four(name="Wales"), changed_nl=NOON, changed_fr=NOON - HOUR)
    found = read(f"partners/{partner.pk}/")
    assert found["outdated"] == ["fr", "de", "en"]
    assert found["changed"]["fr"] == "2027-02-01T11:00:00+01:00"


@pytest.mark.parametrize("language", CODES)
def test_headers_say_in_which_language_an_answer_and_a_problem_are(client, language):
    for address, status in (("partners/", 200), ("partners/7/", 404), ("x/", 404)):
        response = client.get(f"/api/v1/{address}?lang={language}")
        assert response.status_code == status
        assert response.headers["Content-Language"] == language
    assert client.get("/api/v1/partners/").headers["Content-Language"] == "nl, fr, de, en"


# Filters and pages


def test_a_list_is_narrowed_by_the_filters_of_its_page(read, page):
    make_everything()
    partner = make_partner(slug_nl="wales", **in_four(name="Wales"))
    call = make_call(series__partner=partner, form_languages=["fr"])
    agreement = make_agreement()
    agreement.partners.add(partner)
    assert ids(read("calls/?partner=wales&language=fr&status=open&status=closed")) == [call.pk]
    assert ids(read("agreements/?partner=wales")) == [agreement.pk]
    assert ids(read("partners/?q=wales&kind=state&lang=en"))[-1] == partner.pk
    measure = make_measure(audiences=["artist"])
    assert ids(read("support/?audience=artist&start=2027-06-01"))[-1:] == [measure.pk]


def test_without_a_filter_all_calls_are_listed(read):
    made = [make_call(), make_call(opens_at=None, closes_at=NOON - HOUR)]
    assert ids(read("calls/")) == [call.pk for call in made]
    closed = CallFilter(QueryDict("status=closed")).narrow(Call.objects.all())
    assert ids(read("calls/?status=closed")) == [call.pk for call in closed] == [made[1].pk]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("calls/?status=opn", "“opn”"),
        ("calls/?status=open&status=opn", "“opn”"),
        ("calls/?partner=mars", "“mars”"),
        ("calls/?before=gisteren", "“gisteren”"),
        ("calls/?q=%20", "“q”"),
        ("calls/?within=7&within=30", "“within”"),
        ("calls/?statu=open", "“statu”"),
        ("calls/?Status=open", "“Status”"),
        ("calls/?sort=newest", "“sort”"),
        ("calls/?lang=it", "“it”"),
        ("calls/?limit=0", "“0”"),
        ("calls/?limit=101", "“101”"),
        ("calls/?limit=", "“limit”"),
        ("calls/?cursor=!", "“!”"),
        ("support/?start=2027-02-30", "“2027-02-30”"),
        ("changes/?since=gisteren", "“gisteren”"),
        ("changes/?since=2027-01-01T00:00:00", "“2027-01-01T00:00:00”"),
        ("posts/?q=x", "“q”"),
        ("?x=1", ""),
        ("openapi.json?x=1", ""),
    ],
)
def test_what_means_nothing_is_refused_in_plain_words(read, query, said):
    make_call()
    problem = read(query, status=400)
    assert problem["status"] == 400
    assert said in problem["detail"]


def test_a_problem_is_in_the_language_asked_for(read):
    said = {read(f"calls/?status=opn&lang={code}", status=400)["title"] for code in CODES}
    assert len(said) == 4


def test_pages_hold_each_thing_once_while_others_come_and_go(read, client):
    made = [make_partner().pk for _ in range(7)]
    first = read("partners/?limit=3")
    Partner.objects.filter(pk=made[1]).delete()
    made.append(make_partner().pk)
    found, address = ids(first), first["next"]
    while address:
        response = client.get(address)
        found += ids(response.json())
        address = response.json()["next"]
        assert ('rel="next"' in response.headers["Link"]) == bool(address)
    assert found == made


def test_a_page_after_the_cursor_keeps_the_filters(read):
    for _ in range(3):
        make_partner(kind="region")
        make_partner()
    following = read("partners/?kind=region&limit=2&lang=fr")["next"]
    assert "kind=region" in following
    assert "lang=fr" in following


# What is public


def test_what_is_not_public_is_not_there(read):
    for made in (
        make_partner(state="draft"),
        make_partner(publish_at=NOON + HOUR),
        make_partner(is_example=True),
    ):
        read(f"partners/{made.pk}/", status=404)
    assert read("partners/")["data"] == []


def test_what_was_withdrawn_is_gone_with_a_reason(read):
    made = make_partner(
        state="withdrawn",
        withdrawal_reason_nl="Dubbel.",
        withdrawal_reason_fr="En double.",
        successor="/nl/partners/wales/",
    )
    problem = read(f"partners/{made.pk}/?lang=fr", status=410)
    assert problem["detail"] == "En double."
    assert problem["successor"] == "http://testserver/nl/partners/wales/"
    assert read("partners/")["data"] == []


def test_links_name_only_what_is_public(read):
    series = make_series(partner__state="draft")
    make_call(series=series, state="draft")
    found = read(f"series/{series.pk}/")
    assert (found["partner"], found["calls"]) == (None, [])


def test_the_status_turns_at_the_instant_and_no_copy_outlives_it(client, noon):
    call = make_call(closes_at=NOON + HOUR)
    address = f"/api/v1/calls/{call.pk}/"
    noon.move_to(NOON + HOUR - datetime.timedelta(seconds=1))
    before = client.get(address)
    assert (before.json()["status"], before.headers["Cache-Control"]) == ("soon", "no-store")
    noon.move_to(NOON + HOUR)
    assert client.get(address).json()["status"] == "closed"


def test_results_are_told_when_they_are_public(read, noon):
    call = make_call(results_at=NOON + HOUR, applications_received=0, decided="2027")
    call.projects.create(title="P", flemish_partners="A", other_partners="B")
    assert read(f"calls/{call.pk}/")["results"] is None
    noon.move_to(NOON + HOUR)
    results = read(f"calls/{call.pk}/")["results"]
    assert (results["received"], results["selected"], results["decided"]) == (0, None, "2027")
    assert [project["title"] for project in results["projects"]] == ["P"]


def test_by_when_to_apply_follows_the_start_asked_for(read):
    measure = make_measure(timing="rolling", lead_weeks=4)
    found = read(f"support/{measure.pk}/?start=2027-06-01")["next"]
    assert (found["start"], found["deadline"]) == ("2027-06-01", "2027-05-04")


# HTTP


@pytest.mark.parametrize("address", ["", "calls/", "calls/1/", "changes/", "openapi.json"])
def test_other_sites_may_ask_and_nobody_may_write(client, address):
    response = client.options(f"/api/v1/{address}")
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    for method in ("post", "put", "patch", "delete", "trace"):
        response = getattr(client, method)(f"/api/v1/{address}")
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["calls/", "calls/?limit=0", "nothing/", "calls/7/"])
def test_every_answer_may_be_read_by_other_sites(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert 'rel="license"' in response.headers["Link"]


def test_head_has_the_headers_of_get(client):
    get, head = (getattr(client, method)("/api/v1/partners/") for method in ("get", "head"))
    assert head.content == b""
    assert {name: head.headers[name] for name in ("ETag", "Content-Length", "Vary")} == {
        name: get.headers[name] for name in ("ETag", "Content-Length", "Vary")
    }


def test_what_did_not_change_is_not_sent_again(client):
    make_partner()
    first = client.get("/api/v1/partners/")
    again = client.get("/api/v1/partners/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("application/json", 200),
        ("application/*;q=0.5", 200),
        ("text/html, */*;q=0.1", 200),
        ("text/html", 406),
        ("application/json;q=0", 406),
    ],
)
def test_who_does_not_take_json_gets_none(client, accept, status):
    response = client.get("/api/v1/partners/", headers={"Accept": accept})
    assert response.status_code == status
    assert "Accept" in response.headers["Vary"]


def test_a_database_that_is_away_is_a_problem_too(client, monkeypatch):
    def fail(*_args):
        raise OperationalError("gone")

    client.raise_request_exception = False
    monkeypatch.setattr("portal.api.views.reading_of", fail)
    response = client.get("/api/v1/partners/?lang=de")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Content-Language"] == "de"


def test_an_address_without_its_last_slash_is_sent_on(client):
    response = client.get("/api/v1/partners?lang=fr")
    assert response.headers["Location"] == "/api/v1/partners/?lang=fr"
