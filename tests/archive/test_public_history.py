"""Public versions of pages: captured, listed, and shown as they were at a past instant."""

import datetime
import hashlib

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from calls.models import Call, CallSeries
from portal.archive.addresses import format_url_instant
from portal.archive.capture import capture
from portal.archive.facts import facts_of
from portal.archive.main_part import MainPart, PageNotRendered
from portal.archive.models import PublicVersion
from portal.i18n.languages import CODES
from portal.publishing.canonical import canonical_json, hash_of
from portal.publishing.models import ChangeNote, Contact, Source
from tests.support.archive import capture_all
from tests.support.factories import brussels, in_four, make_call, make_partner, make_series

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = (datetime.timedelta(seconds=n) for n in (1, 3600, 86400))
NOON = brussels(2027, 2, 10, 12)
CALL = "/nl/projectoproepen/reeks/2027/"
MOVED = {
    "state": "withdrawn",
    "withdrawn_as": "moved",
    "successor": "/nl/",
    "withdrawal_reason_nl": "x",
}


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def call(now):
    return make_call(
        series__slug_nl="reeks",
        label="2027",
        closes_at=brussels(2027, 3, 15, 17),
        **in_four(theme="Licht", what="<p>Reizen en onderdak.</p>"),
    )


def versions(record, language="nl"):
    """The instants from and until which versions were public, oldest first."""
    found = PublicVersion.objects.for_object(record, record.pk).of_public_pages()
    found = found.filter(language=language)
    return list(found.order_by("public_from").values_list("public_from", "public_until"))


def history_of(record, instant=None, language="geschiedenis"):
    address = f"/nl/{language}/{record._meta.model_name}/{record.pk}/"
    return f"{address}{format_url_instant(instant)}/" if instant else address


def move_deadline(call, at, to):
    call.closes_at = to
    call.save()
    capture(call, at)


# When a version is written


def test_publication_writes_a_version_in_each_language(call):
    assert capture(call) == 4
    for code in CODES:
        assert versions(call, code) == [(NOON, None)]
        main = PublicVersion.objects.get(language=code).main
        assert BeautifulSoup(main, "lxml").select_one(".facts")


def test_a_version_is_the_public_page_without_forms_and_buttons(call, page):
    capture(call)
    main = BeautifulSoup(PublicVersion.objects.get(language="nl").main, "lxml")
    public = page(CALL).main
    assert public.select(".no-print")
    for left_out in public.select(".no-print, form"):
        left_out.decompose()
    assert main.text.split() == public.text.split()


def test_a_moved_deadline_ends_one_version_and_begins_the_next(call, now):
    capture(call)
    now.move_to(NOON + HOUR)
    move_deadline(call, None, brussels(2027, 4, 1, 17))
    assert versions(call) == [(NOON, NOON + HOUR), (NOON + HOUR, None)]


def test_saving_without_public_changes_writes_no_version(call, now):
    capture(call)
    now.move_to(NOON + HOUR)
    call.edits += 1
    call.note_changes()
    call.save()
    assert capture(call) == 0
    assert versions(call) == [(NOON, None)]


@pytest.mark.parametrize(
    "change",
    [
        lambda call: call.amounts.create(side="total", kind="max", amount=1000),
        lambda call: ChangeNote.objects.create(record=call, text_nl="Anders"),
        lambda call: Source.objects.create(
            record=call, title="x", url="https://example.org/", checked_on="2027-01-01"
        ),
        lambda call: call.contacts.add(Contact.objects.create(name_nl="Team", phone="1")),
        lambda call: Call.objects.filter(pk=call.pk).update(theme_fr="Lumière"),
        lambda call: Call.objects.filter(pk=call.pk).update(applications_received=0),
    ],
)
def test_a_change_of_rows_relations_or_texts_writes_a_version(call, now, change):
    capture(call)
    now.move_to(NOON + HOUR)
    change(call)
    assert capture(call) == 4


def test_a_day_that_passes_writes_no_version(call, now):
    capture_all()
    now.move_to(NOON + DAY)
    assert capture_all() == 0


def test_a_deadline_that_passes_begins_a_version_at_that_second(call, now):
    capture_all()
    now.move_to(call.closes_at + HOUR)
    capture_all()
    soon = call.closes_at - 14 * DAY
    assert versions(call) == [(NOON, soon), (soon, call.closes_at), (call.closes_at, None)]
    newest = PublicVersion.objects.for_object(call, call.pk).filter(language="en").first()
    assert "You can no longer apply." in newest.main


def test_a_draft_is_never_captured(call):
    Call.objects.update(state="draft")
    assert capture(call) == 0
    capture_all()
    assert versions(call) == []


def test_a_page_that_cannot_be_rendered_does_not_prevent_capturing_others(call, monkeypatch):
    monkeypatch.setattr(Call, "get_absolute_url", lambda call: "/nl/bestaat-niet/")
    with pytest.raises(PageNotRendered):
        capture(call)
    capture_all()
    assert versions(call) == []
    assert versions(call.series) == [(NOON, None)]


def test_two_changes_at_one_instant_are_two_versions(call):
    capture(call)
    move_deadline(call, None, brussels(2027, 4, 1, 17))
    (first, ended), (second, _until) = versions(call)
    assert first < second == ended


def test_facts_have_the_names_of_what_leads_to_a_page_in_four_languages(call):
    partner = call.series.partner
    CallSeries.objects.update(title_fr="Appel")
    related = facts_of(partner)["related"]
    (name,) = related["call_series"]
    assert (name["nl"], name["fr"]) == (call.series.title_nl, "Appel")
    Call.objects.update(state="draft")
    assert "calls" not in facts_of(call.series).get("related", {})


def test_facts_have_the_hash_of_each_file(call):
    file = SimpleUploadedFile("tekst.txt", b"Tekst")
    call.documents.create(title_nl="Tekst", file=file, languages=["nl"])
    (document,) = facts_of(call)["documents"]
    assert document["sha256"] == hashlib.sha256(b"Tekst").hexdigest()


# What turns by itself, and late runs


def test_a_late_run_captures_a_page_as_on_the_instant_of_its_publication(call, now, few_lists):
    """As after a restore: nobody came by at the hour of publication."""
    Call.objects.update(publish_at=NOON + HOUR)
    capture_all()
    assert versions(call) == []
    now.move_to(call.closes_at + DAY)
    call_command("keep_public_versions", verbosity=0)
    first = PublicVersion.objects.for_object(call, call.pk).filter(language="nl").last()
    assert first.public_from == NOON + HOUR
    assert first.made_at == call.closes_at + DAY
    assert "tag--open" in first.main


def test_a_repeated_run_writes_no_version(call, now):
    now.move_to(NOON + 60 * DAY)
    capture_all()
    count = PublicVersion.objects.count()
    assert capture_all() == 0
    assert PublicVersion.objects.count() == count


def test_transitions_before_an_uncaptured_change_get_no_version(call, now):
    capture_all()
    now.move_to(call.closes_at + DAY)
    Call.objects.update(closes_at=call.closes_at - DAY)  # past the desk
    capture_all()
    assert versions(call) == [(NOON, timezone.now()), (timezone.now(), None)]


def test_withdrawal_ends_the_version_and_publication_begins_another(call, now):
    capture(call)
    for hours, state in [(1, "withdrawn"), (2, "published")]:
        now.move_to(NOON + hours * HOUR)
        Call.objects.update(state=state, withdrawal_reason_nl="Voorbij.")
        capture(call)
    assert versions(call) == [(NOON, NOON + HOUR), (NOON + 2 * HOUR, None)]


def test_a_page_withdrawn_past_the_desk_was_public_until_that_was_seen(call, now):
    capture(call)
    now.move_to(call.closes_at + DAY)  # nobody came by at the deadline
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    capture_all()
    assert versions(call) == [(NOON, call.closes_at + DAY)]


@pytest.mark.parametrize("way", ["gone", "readable"])
def test_nobody_knows_since_when_a_page_was_withdrawn_that_was_never_kept(call, way):
    withdrawn = {"state": "withdrawn", "withdrawn_as": way, "withdrawal_reason_nl": "Voorbij."}
    Call.objects.update(publish_at=NOON - 365 * DAY, **withdrawn)
    capture_all()
    kept = PublicVersion.objects.for_object(Call, call.pk)
    assert {version.public_from for version in kept} == {NOON}


def test_a_series_that_was_withdrawn_unseen_was_public_until_its_instant(call, now):
    capture(call.series)
    CallSeries.objects.update(withdraw_at=NOON + HOUR, withdrawal_reason_nl="Voorbij.")
    now.move_to(NOON + 2 * HOUR)
    capture_all()
    assert versions(call.series) == versions(call) == [(NOON, NOON + HOUR)]


def test_a_withdrawn_call_gives_the_reason_of_its_series_from_its_instant_on(call, now):
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Oproep weg.")
    CallSeries.objects.update(withdraw_at=NOON + HOUR, withdrawal_reason_nl="Reeks weg.")
    capture_all()
    now.move_to(NOON + 2 * HOUR)
    capture_all()
    kept = PublicVersion.objects.for_object(Call, call.pk).filter(language="nl")
    assert ["Reeks weg." in version.main for version in kept] == [True, False]
    assert kept.current().get().public_from == NOON + HOUR


def test_a_page_that_moved_says_nothing_of_its_own(call, now):
    capture(call)
    now.move_to(NOON + HOUR)
    Call.objects.update(**MOVED)
    capture_all()
    assert not PublicVersion.objects.for_object(Call, call.pk).current().exists()


def test_a_series_that_moved_takes_withdrawn_calls_with_it(call, now):
    Call.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    capture_all()
    now.move_to(NOON + HOUR)
    CallSeries.objects.update(**MOVED)
    capture_all()
    assert not PublicVersion.objects.for_object(Call, call.pk).current().exists()


def test_calls_say_nothing_of_their_own_once_their_withdrawn_series_moved(call, now):
    gone = {"state": "withdrawn", "withdrawal_reason_nl": "Voorbij.", "successor": "/nl/"}
    CallSeries.objects.update(**gone)
    capture(CallSeries.objects.get())
    now.move_to(NOON + HOUR)
    CallSeries.objects.update(withdrawn_as="moved")
    capture(CallSeries.objects.get())
    assert PublicVersion.objects.for_object(Call, call.pk).count() == 4
    assert not PublicVersion.objects.for_object(Call, call.pk).current().exists()


def test_the_versions_of_a_call_begin_and_end_with_its_series(call, now):
    capture(call.series)
    assert versions(call) == [(NOON, None)]
    now.move_to(NOON + HOUR)
    call.series.state, call.series.withdrawal_reason_nl = "withdrawn", "Voorbij."
    call.series.save()
    capture(call.series)
    assert versions(call) == versions(call.series) == [(NOON, NOON + HOUR)]


def test_the_history_of_a_deleted_record_stays(now, page):
    partner = make_partner(slug_nl="japan", name_nl="Japan")
    capture(partner)
    address = history_of(partner)
    partner.delete()
    now.move_to(NOON + HOUR)
    capture_all()
    assert "Japan" in page(address).h1.text
    version = page(f"{address}{format_url_instant(NOON)}/")
    assert gettext("It is no longer current.") in version.select_one("main > .notice").text


# What is kept is not changed


def test_a_version_cannot_be_saved_again(call):
    capture(call)
    version = PublicVersion.objects.first()
    version.main = "<h1>Anders</h1>"
    with pytest.raises(TypeError):
        version.save()


def test_one_version_is_current_in_each_language(call):
    capture(call)
    version = PublicVersion.objects.first()
    version.pk, version._state.adding, version.public_from = None, True, NOON + HOUR
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_the_hashes_are_those_of_what_is_stored(call, client):
    capture(call)
    for version in PublicVersion.objects.all():
        assert version.facts_hash == hash_of(canonical_json(version.facts))
        assert version.content_hash == hash_of(version.canonical_text())
    data = client.get(history_of(call, NOON).rstrip("/") + ".json")
    kept = PublicVersion.objects.get(language="nl")
    assert hashlib.sha256(data.content).hexdigest() == kept.content_hash
    assert data.headers["X-Robots-Tag"] == "noindex"
    assert data.json()["main"] == kept.main


def test_facts_leave_out_empty_values_and_fields_of_the_editing_process(call):
    facts = facts_of(call)
    assert facts["closes_at"] == "2027-03-15T16:00:00+00:00"
    assert facts["series"]["fr"] == call.series.title_fr
    assert facts["theme_fr"] == "Licht fr"
    assert not {"id", "state", "edits", "theme", "changed_nl", "budget"} & set(facts)


def test_only_the_main_part_is_copied_verbatim():
    part = MainPart()
    part.feed(
        '<a href="#">a</a><main id="content"><h1>A &amp; B&nbsp;&#8211;</h1><form><input><p>x</p>'
        '</form><p class="meta no-print"><br>x</p><svg><path d="m1 1"/></svg><br>y</main><p>z</p>'
    )
    assert "".join(part.copied) == (
        '<h1>A &amp; B&nbsp;&#8211;</h1><svg><path d="m1 1"/></svg><br>y'
    )


# The public pages


def test_the_page_of_a_record_links_to_its_history(call, page):
    link = page(CALL).find("a", href=history_of(call))
    assert link.text == gettext("History of this page")
    capture(call)
    assert page(link["href"]).select(".changes a")[0]["href"] == history_of(call, NOON)


def test_a_past_instant_shows_the_old_deadline(call, now, page):
    capture(call)
    now.move_to(NOON + HOUR)
    move_deadline(call, None, brussels(2027, 4, 1, 17))
    for instant in (NOON, NOON + HOUR - SECOND):
        old = page(history_of(call, instant))
        assert "15\N{NO-BREAK SPACE}maart" in old.select_one(".facts").text
        assert gettext("It is no longer current.") in old.select_one("main > .notice").text
        assert old.find("a", href=CALL)
    new = page(history_of(call, NOON + HOUR))
    assert "1\N{NO-BREAK SPACE}april" in new.select_one(".facts").text
    assert gettext("It is still current.") in new.select_one("main > .notice").text


def test_a_version_is_no_longer_current_once_the_deadline_has_passed(call, now, page):
    capture_all()
    now.move_to(call.closes_at)
    old = page(history_of(call, call.closes_at - SECOND))
    assert gettext("It is no longer current.") in old.select_one("main > .notice").text
    assert page(history_of(call, call.closes_at)).select(".tag--closed")


@pytest.mark.parametrize("language", CODES)
def test_history_is_there_in_four_languages_and_never_indexed(call, page, language):
    capture(call)
    switch = {
        a["hreflang"][:2]: a["href"] for a in page(history_of(call, NOON)).select(".languages a")
    }
    address = switch.get(language, history_of(call, NOON))
    for one in (address, address.rsplit("/", 2)[0] + "/"):
        soup = page(one)
        assert soup.find("meta", attrs={"name": "robots", "content": "noindex"})
        assert not soup.select("link[rel=alternate][hreflang], link[rel=canonical]")
        assert len(soup.find_all("h1")) == 1
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids))
        with override(language):
            assert soup.h1.text.strip().startswith((gettext("History:"), call.series.title_nl))


def test_the_form_leads_to_the_version_of_an_instant(call, client):
    capture(call)
    answer = client.get(history_of(call), {"day": "2027-02-10", "hour": "12:00"})
    assert answer.headers["Location"] == history_of(call, NOON)


@pytest.mark.parametrize(
    ("day", "hour"),
    [("2027-02-10", "11:59:59"), ("2027-02-30", "12:00"), ("2027-03-28", "02:30"), ("", "x")],
)
def test_the_form_reports_an_instant_without_a_version(call, page, day, hour):
    capture(call)
    assert page(f"{history_of(call)}?day={day}&hour={hour}").select("form .error")


@pytest.mark.parametrize(
    "when",
    ["2027-02-10T11.59.59", "2027-02-11T12.00.00", "2027-03-28T02.30.00", "2027-02-10", "x"],
)
def test_an_instant_without_a_version_is_not_found(call, client, when):
    capture(call)
    assert client.get(f"{history_of(call)}{when}/").status_code == 404
    assert client.get(f"{history_of(call)}{when}.json").status_code == 404


@pytest.mark.parametrize("address", ["call/1/", "user/1/", f"call/{'9' * 30}/", "session/1/"])
def test_a_record_that_was_never_public_has_no_history(client, address):
    assert client.get(f"/nl/geschiedenis/{address}").status_code == 404


def test_a_draft_has_no_history(call, client):
    Call.objects.update(state="draft")
    assert client.get(history_of(call)).status_code == 404


def test_a_local_time_that_occurs_twice_has_two_addresses():
    first = brussels(2027, 10, 31, 2, 30)
    assert format_url_instant(first) == "2027-10-31T00.30.00Z"
    assert format_url_instant(first.replace(fold=1)) == "2027-10-31T01.30.00Z"
    assert format_url_instant(NOON) == "2027-02-10T12.00.00"


def test_a_withdrawn_page_links_to_its_history(now, page):
    partner = make_partner(slug_nl="japan", **in_four(name="Japan"))
    capture(partner)
    now.move_to(NOON + HOUR)
    partner.state, partner.withdrawal_reason_nl = "withdrawn", "Voorbij."
    partner.save()
    capture(partner)
    gone = page("/nl/partners/japan/", status=410)
    history = page(gone.find("a", href=history_of(partner))["href"])
    assert gettext("This page has been withdrawn.") in history.main.text
    newest, _difference, oldest = history.select(".changes a")
    assert page(oldest["href"]).h1.text.strip() == "Japan nl"
    assert gettext("This page has been withdrawn.") in newest.parent.text
    shown, before = page(newest["href"]).main, page(oldest["href"]).main
    assert "Voorbij." in shown.text
    assert "Dit vinden lezers op dit adres sinds" in shown.select_one(".notice").text
    why = gettext("Read why")  # which the newest says itself
    assert (why in shown.text, why in before.text) == (False, True)


def test_the_history_of_a_call_says_that_its_series_was_withdrawn(call, page):
    CallSeries.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    why = page(history_of(call)).select_one(".notice a")
    assert (why["href"], why.text) == (call.get_absolute_url(), gettext("Read why"))


def test_the_history_of_a_draft_in_a_withdrawn_series_is_not_found(call, page):
    Call.objects.update(state="draft")
    CallSeries.objects.update(state="withdrawn", withdrawal_reason_nl="Voorbij.")
    page(history_of(call), status=404)


def test_the_history_of_an_example_says_that_it_is_one(now, page):
    series = make_series(is_example=True)
    capture(series)
    for address in (history_of(series), history_of(series, NOON)):
        assert page(address).select_one(".banner")


@pytest.mark.slow
def test_history_costs_as_many_queries_however_long_it_is(
    warm, call, client, page, django_assert_num_queries
):
    capture(call, NOON - DAY)
    client.get(history_of(call))  # what turns next is known from here on
    for hours in range(1, 9):
        for address, count in ((history_of(call), 6), (history_of(call, NOON), 7)):
            with django_assert_num_queries(count):
                assert client.get(address).status_code == 200
        move_deadline(call, NOON - DAY + hours * HOUR, call.closes_at + DAY)
    assert len(page(history_of(call)).select(".changes > li")) == 9


def test_reading_the_history_first_captures_the_present_version(page):
    """The clock goes on while it is written."""
    partner = make_partner(slug_nl="japan", name_nl="Japan")
    listed = page(f"/nl/geschiedenis/partner/{partner.pk}/")
    assert len(listed.main.select("code")) == 1
