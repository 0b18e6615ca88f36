"""Page, list, feed, CSV, JSON, Markdown and RDF say the same, at instants around every boundary."""

import csv
import datetime
import functools
import io

import pytest
import time_machine
from django.utils import timezone
from lxml import etree
from lxml.html import document_fromstring
from rdflib import URIRef
from rdflib.namespace import DCAT, DCTERMS, SKOS

from agreements.models import Agreement
from calls.models import Call, SupportMeasure
from partners.models import Partner
from portal.i18n.partial_dates import last_day
from portal.linked_data.catalogue import EVERY_STATUS
from tests.calls.test_all_channels_agree import (
    BOUNDARIES,
    CANCELLED,
    CLOSES,
    OPENS,
    SECOND,
    TAGS,
)
from tests.support.factories import brussels, make_agreement, make_call, make_measure

pytestmark = pytest.mark.django_db
ADMS_STATUS = URIRef("http://www.w3.org/ns/adms#status")
LIST = "/nl/projectoproepen/"
OF_CLASS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' {} ')]"
TAG = "//main" + OF_CLASS.format("status-line") + OF_CLASS.format("tag")
DEADLINE = OF_CLASS.format("facts__main") + "//time/@datetime"


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def rows_of(client, path):
    return {row["Adres van de pagina"]: row for row in csv_rows(text_of(client, path))}


def csv_rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def tag_of(page):
    """(words, class) of the tag in the line with the status; of none ("", None)."""
    tags = document_fromstring(page).xpath(TAG)
    return (tags[0].text_content().strip(), tags[0].get("class").split()[1]) if tags else ("", None)


def at_each_instant(function):
    """A fixture: what a function of the client finds at an instant, asked once for each."""

    @pytest.fixture
    def fixture(client):
        @functools.cache
        def fetch(at):
            with time_machine.travel(at, tick=False):
                return function(client)

        return fetch

    return fixture


@at_each_instant
def calls_at(client):
    """{address: facts} of JSON, of CSV, {address: category} of the feed."""
    data = client.get(f"{LIST}oproepen.json{EVERY_STATUS}").json()["calls"]
    rows = rows_of(client, f"{LIST}oproepen.csv{EVERY_STATUS}")
    feed = etree.fromstring(client.get(f"{LIST}feed.atom").content)
    categories = {
        entry.find("{*}link").get("href"): entry.find("{*}category").get("term")
        for entry in feed.iterfind("{*}entry")
    }
    return {facts["url"]: facts for facts in data}, rows, categories


def assert_call_agrees(client, thing, calls_at, call, at):
    """What each channel says of a call at an instant is what its page says."""
    data, rows, categories = calls_at(at)
    with time_machine.travel(at, tick=False):
        words, tag = tag_of(text_of(client, call.get_absolute_url()))
        described = thing("call", call)
        markdown = text_of(client, f"/id/call/{call.pk}.nl.md")
    status = TAGS[tag]
    url = f"http://testserver{call.get_absolute_url()}"
    facts = data[url]
    assert facts["status"] == status
    assert rows[url]["Status"] == words
    assert categories[url] == status
    assert described.code(ADMS_STATUS) == f"call-status-{status}"
    assert markdown.split("\n")[2].startswith(words)
    assert_dates_agree(described, facts, rows[url])


def assert_dates_agree(described, facts, row):
    periods = described.all(DCTERMS.temporal)
    ends = [
        str(described.graph.value(period, name)) if described.graph.value(period, name) else None
        for period in periods
        for name in (DCAT.startDate, DCAT.endDate)
    ] or [None, None]
    opens, closes = ends
    assert opens == (facts["opens_at"] or facts["first_day"]) == (row["Opent"] or None)
    assert closes == (facts["closes_at"] or facts["last_day"]) == (row["Deadline"] or None)


@pytest.mark.parametrize(("boundary", "_before", "_after"), BOUNDARIES)
def test_a_call_turns_in_every_form_at_the_same_second(
    client, thing, calls_at, boundary, _before, _after
):
    call = make_call(opens_at=OPENS, closes_at=CLOSES)
    for at in (boundary - SECOND, boundary):
        assert_call_agrees(client, thing, calls_at, call, at)


def test_a_cancellation_and_results_show_in_every_form_at_their_instant(client, thing, calls_at):
    cancelled = make_call(cancelled_at=CANCELLED, cancellation_reason_nl="Geen geld.")
    decided = make_call(closes_at=CANCELLED - 30 * SECOND, results_at=CANCELLED)
    for at in (CANCELLED - SECOND, CANCELLED):
        for call in (cancelled, decided):
            assert_call_agrees(client, thing, calls_at, call, at)


@pytest.mark.parametrize(
    "closes", [brussels(2027, 3, 28, 3), brussels(2027, 10, 31, 2, 30).replace(fold=1)]
)
def test_a_call_closes_in_every_form_when_the_clock_jumps(client, thing, calls_at, closes):
    call = make_call(opens_at=OPENS, closes_at=closes)
    boundary = closes.astimezone(datetime.UTC)
    for at in (boundary - SECOND, boundary):
        assert_call_agrees(client, thing, calls_at, call, at)


# Support, agreements and partners


@at_each_instant
def support_at(client):
    """{address: facts} of JSON and of CSV."""
    data = client.get("/nl/ondersteuning/ondersteuning.json").json()
    found = {facts["url"]: facts for facts in data["grants"] + data["other_support"]}
    return found, rows_of(client, "/nl/ondersteuning/ondersteuning.csv")


@at_each_instant
def agreements_at(client):
    return rows_of(client, "/nl/akkoorden/akkoorden.csv")


def assert_measure_agrees(client, thing, support_at, measure, at):
    found, rows = support_at(at)
    with time_machine.travel(at, tick=False):
        page = text_of(client, measure.get_absolute_url())
        described = thing("support", measure)
    url = f"http://testserver{measure.get_absolute_url()}"
    (period,) = described.all(DCTERMS.temporal) or [None]
    deadline = str(described.graph.value(period, DCAT.endDate)) if period else None
    if url in found:  # not what was replaced
        assert found[url]["deadline"] == deadline
        assert rows[url]["Soort"] == str(measure.get_kind_display())
    if deadline:
        assert document_fromstring(page).xpath(DEADLINE)[0] == deadline


def assert_agreement_agrees(client, thing, agreements_at, agreement, at):
    with time_machine.travel(at, tick=False):
        _words, shown = tag_of(text_of(client, agreement.get_absolute_url()))
        described = thing("agreement", agreement)
    standing = described.code(ADMS_STATUS).removeprefix("agreement-standing-")
    assert shown == {"current": "tag--open", "ended": "tag--closed", "unknown": None}[standing]
    row = agreements_at(at)[f"http://testserver{agreement.get_absolute_url()}"]
    assert [str(date) for date in described.all(DCTERMS.date)] == [row["Ondertekend"]] * bool(
        row["Ondertekend"]
    )
    periods = [described.graph.value(one, DCAT.endDate) for one in described.all(DCTERMS.temporal)]
    assert [str(end) for end in periods if end] == [row["Loopt tot"]] * bool(row["Loopt tot"])


def end_of(day):
    """The instant at which a day in Brussels is over."""
    return brussels(day.year, day.month, day.day) + datetime.timedelta(days=1)


def test_the_next_deadline_of_support_moves_in_every_form_at_midnight(client, thing, support_at):
    measure = make_measure(timing="fixed")
    measure.rounds.create(deadline_month=2, deadline_day=15)
    for at in (end_of(datetime.date(2027, 2, 15)) - SECOND, end_of(datetime.date(2027, 2, 15))):
        assert_measure_agrees(client, thing, support_at, measure, at)


def test_an_agreement_ends_in_every_form_at_midnight(client, thing, agreements_at):
    agreement = make_agreement(ends="2027-02", signed="2022")
    for at in (end_of(datetime.date(2027, 2, 28)) - SECOND, end_of(datetime.date(2027, 2, 28))):
        assert_agreement_agrees(client, thing, agreements_at, agreement, at)


# The whole content


def boundaries_of(call):
    """The instants at which a call turned or will turn, in order."""
    dates = [(getattr(call, column), before) for column, before in call.scheduled_transitions()]
    return sorted({at - before for at, before in dates if at})


@pytest.mark.usefixtures("content")
def test_every_real_call_agrees_around_each_of_its_boundaries(client, thing, calls_at):
    now = timezone.now()
    for call in Call.objects.published().real().select_related("series"):
        for boundary in boundaries_of(call) or [now]:
            for at in (boundary - SECOND, boundary):
                assert_call_agrees(client, thing, calls_at, call, at)


@pytest.mark.usefixtures("content")
def test_all_real_support_agrees_now_and_around_its_next_deadline(client, thing, support_at):
    now = timezone.now()
    for measure in SupportMeasure.objects.published().real().prefetch_related("rounds"):
        next_day = next(iter(measure.next_periods()), None)
        boundary = end_of(next_day.deadline) if next_day else now
        for at in (boundary - SECOND, boundary):
            assert_measure_agrees(client, thing, support_at, measure, at)


@pytest.mark.usefixtures("content")
def test_every_real_agreement_agrees_now_and_around_its_end(client, thing, agreements_at):
    now = timezone.now()
    for agreement in Agreement.objects.published().real():
        boundary = end_of(last_day(agreement.ends)) if agreement.ends else now
        for at in (boundary - SECOND, boundary):
            assert_agreement_agrees(client, thing, agreements_at, agreement, at)


@pytest.mark.usefixtures("content")
def test_every_real_partner_has_one_name_and_code_in_every_form(client, thing):
    rows = rows_of(client, "/nl/partners/partners.csv")
    partners = Partner.objects.published().real()
    assert len(rows) == len(partners)
    for partner in partners:
        row = rows[f"http://testserver{partner.get_absolute_url()}"]
        described = thing("partner", partner)
        dutch = [name for name in described.all(SKOS.prefLabel) if name.language == "nl"]
        assert [str(name) for name in dutch] == [row["Partner"]]
        codes = described.all(URIRef("http://schema.org/identifier"))
        value = URIRef("http://schema.org/value")
        found = [str(described.graph.value(code, value)) for code in codes]
        assert found == [row["Landcode"]] * bool(row["Landcode"])
