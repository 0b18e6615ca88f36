"""What a reader gets is kept, whatever changed it."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from calls.models import Call, CallSeries
from partners.models import Partner
from portal.archive.addresses import version_address
from portal.archive.capture import capture_page
from portal.archive.models import Page, PublicVersion
from portal.archive.pages import Place
from portal.publishing.models import Contact
from tests.support.factories import (
    brussels,
    in_four,
    make_call,
    make_entry,
    make_framework,
    make_partner,
)

pytestmark = pytest.mark.django_db
NOON = brussels(2026, 2, 10, 12)  # before today: triggers of the database go by its own clock
HOUR = datetime.timedelta(hours=1)
CALL = "/nl/projectoproepen/reeks/2026/"


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def call(now):
    return make_call(
        series__slug_nl="reeks",
        series__partner__name_nl="Wales",
        label="2026",
        opens_at=brussels(2026, 1, 5, 9),
        closes_at=brussels(2026, 3, 15, 17),
        **in_four(theme="Licht"),
    )


def versions(owner, language="nl"):
    return PublicVersion.objects.for_object(owner, owner.pk).filter(language=language)


def newest(owner, language="nl"):
    return versions(owner, language).current().get()


def the_page(name, of="", number=1):
    return Page.at_place(Place(name, of, number))


def test_a_page_is_kept_in_the_language_in_which_it_is_read_and_once(call, reader):
    for _time in range(2):
        reader.get("/nl/projectoproepen/")
    reader.get("/fr/appels-a-projets/")
    assert PublicVersion.objects.count() == 2
    assert "Wales" in newest(the_page("calls:calls")).main
    assert newest(the_page("calls:calls"), "fr").title == "Appels à projets"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/nl/", "home"),
        ("/nl/partners/", "partners:partners"),
        ("/nl/resultaten-in-cijfers/", "figures:figures"),
        ("/nl/landen/", "countries"),
        ("/nl/wijzigingen/", "changes"),
        ("/nl/zoeken/", "search"),
    ],
)
def test_lists_are_kept(call, reader, address, name):
    reader.get(address)
    assert newest(the_page(name)).title


def test_a_country_and_the_results_of_a_call_are_kept(call, reader):
    Call.objects.update(closes_at=NOON - 30 * 24 * HOUR, results_at=NOON - HOUR)
    reader.get(f"{CALL}resultaten/")
    reader.get("/nl/landen/jp/")
    assert newest(the_page("calls:results", str(call.pk))).facts["label"] == "2026"
    assert "Japan" in newest(the_page("country", "jp")).title


@pytest.mark.parametrize("address", ["?status=open", "?q=licht", "oproepen.json"])
def test_a_filtered_list_and_a_file_are_not_kept(call, reader, address):
    assert reader.get(f"/nl/projectoproepen/{address}").status_code == 200
    assert not PublicVersion.objects.exists()


def test_a_new_address_of_a_contact_is_kept_on_the_page_that_shows_it(call, now, reader):
    call.contacts.add(Contact.objects.create(name_nl="Team", email="oud@example.org"))
    reader.get(CALL)
    now.move_to(NOON + HOUR)
    Contact.objects.update(email="nieuw@example.org")
    reader.get(CALL)
    old, new = versions(call).order_by("public_from")
    assert old.public_until == new.public_from == NOON + HOUR
    assert ("oud@" in old.main, "nieuw@" in new.main) == (True, True)
    assert new.facts["contacts"][0]["email"] == "nieuw@example.org"


def test_a_partner_by_another_name_is_kept_on_the_pages_that_name_it(call, now, reader):
    pages = {CALL: call, "/nl/projectoproepen/": the_page("calls:calls"), "/nl/": the_page("home")}
    for address in pages:
        reader.get(address)
    now.move_to(NOON + HOUR)
    Partner.objects.update(name_nl="Cymru")
    for address, owner in pages.items():
        reader.get(address)
        assert "Cymru" in newest(owner).main
        assert versions(owner).count() == 2


def test_the_focus_list_is_kept_with_the_page_of_a_partner(now, reader):
    framework = make_framework(slug="2021-2025")
    partner = make_partner(name_nl="Wales", slug_nl="wales")
    entry = make_entry(framework=framework, text_nl="Wales en Schotland")
    entry.members.create(partner=partner)
    reader.get("/nl/partners/wales/")
    (member,) = newest(partner).facts["related"]["focusmember_set"]
    assert member["entry"]["text_nl"] == "Wales en Schotland"


def test_a_page_that_reads_the_same_costs_no_query_more(call, reader):
    reader.get(CALL)
    with CaptureQueriesContext(connection) as with_keeping:
        reader.get(CALL)
    assert not [one for one in with_keeping if "archive_" in one["sql"]]


def test_a_reader_has_the_page_although_it_could_not_be_kept(call, reader, monkeypatch):
    def fail(*args):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("portal.keeping.reading.capture_page", fail)
    assert reader.get(CALL).status_code == 200
    monkeypatch.undo()
    reader.get(CALL)
    assert newest(call)


def test_a_page_of_a_list_has_a_history_of_its_own(call, reader, page):
    address = "/nl/projectoproepen/"
    link = BeautifulSoup(reader.get(address).content, "lxml").select_one(".page-footer a")
    assert page(link["href"]).select(".changes li")
    shown = page(version_address("page", the_page("calls:calls").pk, NOON))
    assert "Wales" in shown.main.text
    assert 'rel="timegate"' in reader.get(address).headers["Link"]


def test_a_deadline_that_nobody_saw_pass_has_its_second(call, now, reader):
    reader.get(CALL)
    now.move_to(call.closes_at + HOUR)
    reader.get(CALL)
    assert newest(call).public_from == call.closes_at


def test_reading_a_history_in_another_language_first_keeps_the_page_in_it(call, reader):
    reader.get("/nl/projectoproepen/")
    history = f"/fr/historique/page/{the_page('calls:calls').pk}/"
    assert reader.get(history).status_code == 200
    assert newest(the_page("calls:calls"), "fr")


def test_a_version_leads_to_the_other_languages_where_they_have_one(call, reader, page):
    reader.get("/nl/projectoproepen/")
    reader.get("/fr/appels-a-projets/")
    list_ = the_page("calls:calls")
    shown = page(version_address("page", list_.pk, NOON))
    leads = {link["hreflang"]: link["href"] for link in shown.select("header a[hreflang]")}
    assert leads["fr"].startswith(f"/fr/historique/page/{list_.pk}/2026-02-10T")
    assert leads["de"] == f"/de/verlauf/page/{list_.pk}/"


def test_no_cache_keeps_a_history_while_pages_are_kept(call, now, reader, settings):
    settings.PAGE_CACHE_BYTES = 2**20
    history = f"/nl/geschiedenis/page/{the_page('calls:calls').pk}/"
    missing = reader.get(history)
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")
    reader.get("/nl/projectoproepen/")
    now.move_to(NOON + HOUR)
    shown = reader.get(history)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("way", ["gone", "readable"])
def test_what_a_reader_finds_of_a_withdrawn_page_is_kept(call, now, reader, way):
    reader.get(CALL)
    now.move_to(NOON + HOUR)
    Call.objects.update(state="withdrawn", withdrawn_as=way, withdrawal_reason_nl="Voorbij.")
    reader.get(CALL)
    public, withdrawn = versions(call).order_by("public_from")
    assert (public.is_withdrawn, withdrawn.is_withdrawn) == (False, True)
    assert public.public_until == withdrawn.public_from == NOON + HOUR
    assert "Voorbij." in withdrawn.main
    assert ("tag--open" in withdrawn.main) == (way == "readable")


def test_another_reason_is_another_version(call, now, reader):
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    reader.get(CALL)
    now.move_to(NOON + HOUR)
    Call.objects.update(withdrawal_reason_nl="Een vergissing.")
    reader.get(CALL)
    assert ["vergissing" in version.main for version in versions(call)] == [True, False]


def test_the_history_of_a_page_that_was_withdrawn_gets_no_version_of_the_page(call, now, reader):
    reader.get(CALL)
    now.move_to(NOON + HOUR)
    gone = {"state": "withdrawn", "withdrawn_as": "readable", "withdrawal_reason_nl": "Voorbij."}
    Call.objects.update(**gone)
    reader.get(f"/fr/historique/call/{call.pk}/")
    assert newest(call, "fr").is_withdrawn
    assert versions(call, "fr").count() == 1


def test_a_draft_in_a_withdrawn_series_is_not_kept(call, reader):
    Call.objects.update(state="draft")
    CallSeries.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    assert reader.get(CALL).status_code == 410
    assert not versions(call).exists()


def test_the_history_of_results_that_are_gone_has_their_name(call, now, reader):
    Call.objects.update(closes_at=NOON - 30 * 24 * HOUR, results_at=NOON - HOUR)
    results = the_page("calls:results", str(call.pk))
    reader.get(f"{CALL}resultaten/")
    now.move_to(NOON + HOUR)
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    reader.get(f"{CALL}resultaten/")
    history = BeautifulSoup(reader.get(f"/nl/geschiedenis/page/{results.pk}/").content, "lxml")
    assert {version.title for version in versions(results)} == {f"Resultaten: {call}"}
    assert f"Resultaten: {call}" in " ".join(history.h1.text.split())


def test_the_results_of_a_draft_in_a_withdrawn_series_say_nothing_of_it(call, reader):
    results = the_page("calls:results", str(call.pk))
    Call.objects.update(state="draft", closes_at=NOON - 30 * 24 * HOUR, results_at=NOON - HOUR)
    CallSeries.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    for theme in ("Geheim", "Nog geheimer"):
        Call.objects.update(theme_nl=theme)
        assert reader.get(f"{CALL}resultaten/").status_code == 410
        capture_page(results, NOON + HOUR)
    assert not {"theme_nl", "label"} & newest(results).facts.keys()
    assert versions(results).count() == 1


def test_the_first_look_at_a_history_keeps_the_page_in_each_language_at_once(call, client):
    client.get(f"/nl/geschiedenis/call/{call.pk}/")
    kept = PublicVersion.objects.for_object(call, call.pk)
    assert {version.language for version in kept} == {"nl", "fr", "de", "en"}
    assert {version.public_from for version in kept} == {NOON}


def test_a_draft_is_kept_nowhere(call, reader):
    Call.objects.update(state="draft")
    reader.get("/nl/projectoproepen/")
    assert "Licht" not in newest(the_page("calls:calls")).main
    assert reader.get(CALL).status_code == 404
    assert not versions(call).exists()
