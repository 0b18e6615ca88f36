"""The past of a page by date, as programs that know Memento (RFC 7089) ask for it."""

import datetime
import re

import pytest
import time_machine
from django.utils.http import http_date

from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
NOON = brussels(2027, 2, 10, 12)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
CALL = "/nl/projectoproepen/reeks/2027/"
LINK = re.compile(r'<([^>]+)>((?:; [a-z]+="[^"]*")+)')


@pytest.fixture
def call():
    """A call with three Dutch versions: of two days ago, a day ago, and now."""
    with time_machine.travel(NOON, tick=False):
        call = make_call(
            series__slug_nl="reeks",
            label="2027",
            closes_at=brussels(2027, 3, 15, 17),
            **in_four(theme="Licht"),
        )
        for days in (2, 1, 0):
            call.closes_at += DAY
            call.save()
            capture(call, NOON - days * DAY)
        yield call


def links(text):
    """[(target, {attribute: value})] of a Link header or a TimeMap."""
    return [
        (target, dict(re.findall(r'([a-z]+)="([^"]*)"', rest)))
        for target, rest in LINK.findall(text)
    ]


def by_rel(text):
    return {name: target for target, said in links(text) for name in said["rel"].split()}


def gate(record, language="nl/geschiedenis"):
    return f"/{language}/{record._meta.model_name}/{record.pk}/timegate/"


def asked(client, record, instant):
    date = http_date(instant.timestamp())
    return client.get(gate(record), headers={"Accept-Datetime": date})


def test_a_page_names_its_timegate_and_timemap(call, client):
    found = by_rel(client.get(CALL).headers["Link"])
    assert found["timegate"] == f"http://testserver{gate(call)}"
    assert client.get(found["timemap"]).headers["Content-Type"] == "application/link-format"


def test_a_part_of_a_page_has_no_past_of_its_own(call, client):
    call.results_at = NOON
    call.save()
    assert "timegate" not in client.get(f"{CALL}kalender.ics").headers.get("Link", "")


def test_a_withdrawn_page_names_them_too(call, client):
    call.state = call.State.WITHDRAWN
    call.withdrawal_reason_nl = "Voorbij."
    call.save()
    response = client.get(CALL)
    assert response.status_code == 410
    assert "timegate" in by_rel(response.headers["Link"])


@pytest.mark.parametrize(
    ("hours_ago", "days_ago"), [(48, 2), (47, 2), (25, 2), (24, 1), (1, 1), (0, 0), (-24, 0)]
)
def test_a_date_leads_to_the_version_of_then(call, client, hours_ago, days_ago):
    response = asked(client, call, NOON - hours_ago * HOUR)
    assert response.status_code == 302
    assert "Accept-Datetime" in response.headers["Vary"]
    version = client.get(response.headers["Location"])
    began = NOON - days_ago * DAY
    assert version.headers["Memento-Datetime"] == http_date(began.timestamp())


def test_a_date_before_the_first_version_leads_to_that(call, client):
    response = asked(client, call, NOON - 1000 * DAY)
    assert "2027-02-08T12.00.00" in response.headers["Location"]


def test_without_a_date_the_newest_version_is_meant(call, client):
    response = client.head(gate(call))
    assert "2027-02-10T12.00.00" in response.headers["Location"]
    assert by_rel(response.headers["Link"])["original"] == f"http://testserver{CALL}"


@pytest.mark.parametrize("date", ["yesterday", "2027-02-10", "Wed, 99 Feb 2027 12:00:00 GMT", "0"])
def test_what_is_no_date_is_refused_in_words(call, client, date):
    response = client.get(gate(call), headers={"Accept-Datetime": date})
    assert response.status_code == 400
    assert "We begrijpen dit verzoek niet" in response.content.decode()


def test_what_was_never_public_has_no_past(client):
    partner = make_partner(state="draft")
    assert client.get(gate(partner)).status_code == 404
    assert client.get(gate(partner).replace("timegate", "timemap")).status_code == 404
    assert client.get(gate(partner).replace("partner", "user")).status_code == 404


def test_no_cache_keeps_where_a_date_leads(call, client, settings):
    settings.PAGE_CACHE_BYTES = 2**20
    assert "no-store" in asked(client, call, NOON).headers["Cache-Control"]
    first, last = (asked(client, call, NOON - days * DAY)["Location"] for days in (2, 0))
    assert first != last


def test_a_version_names_those_around_it(call, client):
    response = asked(client, call, NOON - DAY)
    found = by_rel(client.get(response.headers["Location"]).headers["Link"])
    assert "2027-02-08" in found["first"] == found["prev"]
    assert "2027-02-10" in found["last"] == found["next"]
    assert found["original"] == f"http://testserver{CALL}"
    assert found["timegate"] == f"http://testserver{gate(call)}"


def test_the_timemap_lists_every_version_with_its_date(call, client):
    found = links(client.get(gate(call).replace("timegate", "timemap")).content.decode())
    mementos = [(target, said) for target, said in found if "memento" in said["rel"]]
    assert [said["rel"] for _, said in mementos] == ["first memento", "memento", "last memento"]
    for target, said in mementos:
        assert client.get(target).headers["Memento-Datetime"] == said["datetime"]
    own = next(said for _, said in found if said["rel"] == "self")
    assert (own["from"], own["until"]) == (mementos[0][1]["datetime"], mementos[-1][1]["datetime"])


def test_a_single_version_is_the_first_and_the_last(client):
    with time_machine.travel(NOON, tick=False):
        partner = make_partner(slug_nl="japan")
        capture(partner, NOON)
        text = client.get(gate(partner).replace("timegate", "timemap")).content.decode()
    assert [said["rel"] for _, said in links(text)][-1] == "first last memento"


def test_a_long_timemap_has_pages(call, client, django_assert_num_queries):
    before = PublicVersion.objects.filter(language="nl").order_by("public_from").first()
    PublicVersion.objects.bulk_create(
        PublicVersion(
            content_type=before.content_type,
            object_id=before.object_id,
            language="nl",
            public_from=NOON - 3 * DAY - number * HOUR,
            public_until=NOON - 3 * DAY - number * HOUR + HOUR,
            facts={},
        )
        for number in range(2000)
    )
    address = gate(call).replace("timegate", "timemap")
    client.get(address)
    seen = []
    for number in (1, 2, 3):
        text = client.get(f"{address}?page={number}").content.decode()
        seen += [target for target, said in links(text) if "memento" in said["rel"]]
        assert len([1 for _, said in links(text) if said["rel"] == "timemap"]) == 2
    assert len(seen) == len(set(seen)) == 2003
    assert client.get(f"{address}?page=4").status_code == 404


def test_of_several_versions_within_a_second_the_last_has_the_address(call, client):
    call.closes_at += DAY
    call.save()
    capture(call, NOON - DAY + datetime.timedelta(microseconds=5))
    text = client.get(gate(call).replace("timegate", "timemap")).content.decode()
    dates = [said["datetime"] for _, said in links(text) if "memento" in said["rel"]]
    assert len(dates) == len(set(dates)) == 3


def test_the_past_of_a_deleted_page_stays(call, client):
    key = call.pk
    call.delete()
    call.pk = key
    response = asked(client, call, NOON - DAY)
    version = client.get(response.headers["Location"])
    assert version.status_code == 200
    assert "original" not in by_rel(version.headers["Link"])
