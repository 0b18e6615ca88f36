"""Links of all records: found, checked, reported when saving, replaced everywhere at once."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext

from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from portal.links import checker
from portal.links.checker import (
    check_due,
    check_offline,
    check_own_address,
    find_links,
    interleave_hosts,
)
from portal.links.extract import links_of
from portal.links.fetch import Outcome
from portal.links.models import Link
from portal.links.problems import Problem
from portal.publishing.models import Contact, Document, Source
from portal.revisions.models import Draft
from tests.support.admin_forms import approve, change_page, edit, fields, soup
from tests.support.factories import (
    brussels,
    in_four,
    make_call,
    make_measure,
    make_partner,
    make_post,
)

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 3, 1, 12)
DAY = timedelta(days=1)
OLD, NEW = "https://old.example.org/a?b=1&c=2", "https://new.example.org/"
LIST = reverse("admin:links_link_changelist")
GOOD, BAD, UNSURE = Outcome(True, "200"), Outcome(False, "404"), Outcome(None, "403")


def prose(address=OLD):
    return f'<p>Lees <a href="{address.replace("&", "&amp;")}">dit</a>.</p>'


def add_source(record, url=OLD):
    return Source.objects.create(record=record, title="Bron", url=url, checked_on="2027-01-01")


class FakeVisitor:
    """A visitor without a network: returns the next of its outcomes, and records the addresses."""

    def __init__(self, *outcomes):
        self.outcomes, self.visited = outcomes, []

    def visit(self, address):
        self.visited.append(address)
        return self.outcomes[min(len(self.visited), len(self.outcomes)) - 1]


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def person(client, django_user_model):
    """`person("Publicist")` signs in someone with that role."""

    def sign_in(role):
        user = django_user_model.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def replace(client, monkeypatch):
    """`replace(OLD, NEW)` posts the page that replaces a link; no network is used."""
    monkeypatch.setattr("portal.editing.links.Visitor", lambda **options: FakeVisitor(GOOD))

    def post(old=OLD, new=NEW, **posted):
        find_links()
        return client.post(page_of(old), {"new": new, "_replace": "1"} | posted, follow=True)

    return post


def page_of(address):
    link = Link.objects.get(address=address)
    return reverse("admin:links_link_replace", args=[link.pk])


# Finding


def test_links_are_found_in_every_language_and_in_every_row():
    call = make_call(**{f"what_{code}": prose(f"https://x.be/{code}") for code in ("nl", "fr")})
    call.administrations.create(side="flemish", name_nl="Dienst", url="https://x.be/dienst")
    add_source(call, "https://x.be/bron")
    found = {(one.part, one.field, one.language, one.address) for one in links_of(call)}
    assert found == {
        ("calls.call", "what_nl", "nl", "https://x.be/nl"),
        ("calls.call", "what_fr", "fr", "https://x.be/fr"),
        ("calls.administration", "url", "", "https://x.be/dienst"),
        ("publishing.source", "url", "", "https://x.be/bron"),
    }


def test_anchors_mail_addresses_and_telephone_numbers_are_no_links():
    partner = make_partner(
        body_nl='<p><a href="#a">a</a> <a href="mailto:a@x.be">b</a> <a href="tel:1">c</a></p>'
    )
    assert list(links_of(partner)) == []


def test_the_list_has_each_link_once_with_all_its_places():
    add_source(make_partner(body_nl=prose()))
    Contact.objects.create(name_nl="Team", url=OLD)
    find_links(), find_links()
    places = Link.objects.get().places.all()
    assert sorted((place.part, place.language) for place in places) == [
        ("partners.partner", "nl"),
        ("publishing.contact", ""),
        ("publishing.source", ""),
    ]


def test_an_unused_link_is_deleted():
    partner, other = make_partner(body_nl=prose()), make_partner(body_nl=prose(NEW))
    find_links()
    partner.body_nl = "<p>Niets.</p>"
    partner.save()
    other.delete()
    find_links()
    assert not Link.objects.exists()


def test_links_of_withdrawn_pages_are_not_listed():
    gone = {"state": "withdrawn", "withdrawal_reason_nl": "Voorbij."}
    make_partner(body_nl=prose(), **gone)
    make_call(
        what_nl=prose(), series__body_nl=prose(NEW), **{f"series__{k}": v for k, v in gone.items()}
    )
    find_links()
    assert not Link.objects.exists()


def test_a_long_address_is_a_link_too():
    address = f"https://x.be/?q={'a' * 3000}"
    make_partner(body_nl=prose(address))
    find_links()
    assert Link.objects.get().address == address


def test_finding_costs_as_many_queries_however_many_pages_there_are(
    django_assert_num_queries, django_assert_max_num_queries
):
    def read():
        return [place for record in checker.checked_records() for place in links_of(record)]

    add_source(make_call(what_nl=prose()))
    read()
    with django_assert_max_num_queries(60) as first:
        read()
    for _number in range(3):
        add_source(make_call(what_nl=prose()))
    with django_assert_num_queries(len(first)):
        assert len(read()) == 8


# Outcomes


@pytest.fixture
def link():
    return Link.objects.create(address=OLD)


def note(link, *outcomes):
    """Note outcomes at instants: `(0, BAD), (1.5, GOOD)` are days after NOW."""
    for days, outcome in outcomes:
        link.record_outcome(outcome, NOW + days * DAY)
    link.refresh_from_db()
    return link


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([(0, BAD)], "failing"),
        ([(0, BAD), (3, BAD)], "failing"),
        ([(0, BAD), (0.5, BAD), (1, BAD), (1.9, BAD)], "failing"),
        ([(0, BAD), (1, BAD), (2, BAD)], "broken"),
        ([(0, BAD), (1, GOOD), (2, BAD), (3, BAD)], "failing"),
        ([(0, BAD), (1, UNSURE), (2, BAD), (3, BAD)], "broken"),
        ([(0, BAD), (1, BAD), (1.5, BAD), (3, UNSURE)], "refused"),
        ([(0, UNSURE), (1, UNSURE), (2, UNSURE), (3, UNSURE)], "refused"),
        ([(0, BAD), (1, BAD), (2, BAD), (3, UNSURE)], "broken"),
        ([(0, BAD), (1, BAD), (2, BAD), (3, GOOD)], "good"),
    ],
)
def test_a_link_is_broken_after_three_failures_over_two_days(link, outcomes, state):
    assert note(link, *outcomes).state == state


def test_a_success_resets_the_failures(link):
    note(link, (0, GOOD), (1, BAD), (2, BAD))
    assert (link.failures, link.failed_since, link.good_at) == (2, NOW + DAY, NOW)
    note(link, (3, GOOD))
    assert (link.failures, link.failed_since, link.good_at) == (0, None, NOW + 3 * DAY)


def test_a_moved_link_stores_its_new_address_until_the_old_one_works_again(link):
    assert note(link, (0, Outcome(True, "200", NEW))).moved_to == NEW
    assert link.state == "moved"
    assert note(link, (1, GOOD)).moved_to == ""


def test_two_concurrent_runs_count_a_failure_once(link):
    other = Link.objects.get()
    note(link, (0, BAD))
    note(other, (0, BAD))
    assert Link.objects.get().failures == 1


# Asking


def test_a_run_checks_links_that_are_due_and_a_second_run_none(now):
    make_partner(body_nl=prose())
    find_links()
    visitor = FakeVisitor(GOOD)
    assert (check_due(10, visitor), check_due(10, visitor)) == ((1, 0), (0, 0))
    now.move_to(NOW + DAY)
    assert check_due(10, visitor) == (1, 0)
    assert visitor.visited == [OLD, OLD]


def test_a_run_stops_at_its_limit_and_the_next_run_continues():
    for number in range(5):
        Link.objects.create(address=f"https://x.be/{number}")
    visitor = FakeVisitor(GOOD)
    for _run in range(3):
        check_due(2, visitor)
    assert sorted(visitor.visited) == [f"https://x.be/{number}" for number in range(5)]


def test_links_of_different_hosts_are_checked_alternately():
    addresses = ["https://a.be/1", "https://a.be/2", "/nl/", "https://b.be/1"]
    turns = [link.address for link in interleave_hosts([Link(address=one) for one in addresses])]
    assert turns == ["https://a.be/1", "/nl/", "https://b.be/1", "https://a.be/2"]


def test_when_no_site_answers_no_failure_is_stored():
    for number in range(4):
        Link.objects.create(address=f"https://{number}.be/")
    silent = Outcome(False, Problem.NO_CONNECTION)
    assert check_due(9, FakeVisitor(silent)) == (0, 4)
    assert not Link.objects.exclude(looked_at=None).exists()
    assert check_due(9, FakeVisitor(silent, silent, GOOD, silent)) == (4, 0)
    assert Link.objects.filter(state="failing").count() == 3


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("/nl/partners/", Outcome(True, "200")),
        ("/nl/partners/japan/", Outcome(True, "200")),
        ("/nl/partners", Outcome(True, "301", "/nl/partners/")),
        ("/nl/partners/nergens/", Outcome(False, "404")),
        ("/nl/partners/weg/", Outcome(False, "410")),
    ],
)
def test_an_address_of_this_site_is_checked_in_process(address, outcome):
    make_partner(slug_nl="japan")
    make_partner(slug_nl="weg", state="withdrawn", withdrawal_reason_nl="Voorbij.")
    found = check_own_address(address)
    assert (found.is_good, found.moved_to) == (outcome.is_good, outcome.moved_to)
    assert found.answer == outcome.answer or found.moved_to


def test_a_link_to_a_document_of_this_site_is_checked(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    facts = {"title_nl": "Tekst", "languages": ["nl"], "file": file}
    document = Document.objects.create(record=make_partner(), **facts)
    assert check_own_address(document.get_absolute_url()) == GOOD
    assert check_own_address(f"/media/{document.pk + 1}/a.pdf") == BAD


@pytest.mark.parametrize("address", ["www.x.be", "//x.be/", "https://", "/beheer/", "nl/partners/"])
def test_a_malformed_address_is_recognised_without_a_visit(address):
    assert check_offline(address) == Outcome(False, Problem.MALFORMED)


def test_a_full_url_of_this_site_is_checked_without_the_network():
    assert check_offline("https://localhost/nl/partners/") == GOOD
    assert check_offline("https://example.org/") is None


def test_the_command_finds_links_and_checks_them(capsys, monkeypatch):
    make_partner(body_nl=prose("/nl/partners/") + prose("/nl/nergens/"))
    call_command("check_links")
    assert capsys.readouterr().out == "2 links were looked at.\n"
    assert {link.address: link.state for link in Link.objects.all()} == {
        "/nl/partners/": "good",
        "/nl/nergens/": "failing",
    }


# When a record is saved


def warnings_after(response):
    """The items of the messages on the page that follows."""
    return [item.text for item in soup(response).select(".messagelist .warning li")]


def broken(address=OLD):
    return note(Link.objects.create(address=address), (-4, BAD), (-3, BAD), (-2, BAD))


@pytest.fixture
def desk(admin_client):
    return admin_client


def saved(desk, record, **changes):
    page = change_page(record)
    response = desk.post(page, {**fields(desk.get(page)), **changes, "_draft": "1"})
    assert response.status_code == 302
    return warnings_after(desk.get(response.url))


def test_saving_warns_of_broken_links_and_saves_nevertheless(desk):
    broken()
    partner = make_partner(name_nl="Japan", body_nl="<p>x</p>")
    links = prose() + prose("/nl/nergens/") + prose("/nl/weg/") + prose(NEW)
    told = saved(desk, partner, body_nl=links)
    assert [one.split(" – ")[0].split(": ", 1)[1] for one in told] == [
        OLD,
        "/nl/nergens/",
        "/nl/weg/",
    ]
    assert Draft.objects.get().revision.data["fields"]["body_nl"].count("<a ") == 4


def test_saving_visits_no_other_site(desk, monkeypatch):
    monkeypatch.setattr("portal.links.fetch.socket.getaddrinfo", None)
    assert edit(desk, make_partner(body_nl=prose()), minor="on").status_code == 302
    assert Link.objects.get().state == "new"


def test_saving_warns_of_broken_links_in_rows_and_contacts(desk):
    broken()
    partner = make_partner()
    add_source(partner)
    assert len(saved(desk, partner, minor="on")) == 1
    assert len(saved(desk, Contact.objects.create(name_nl="Team", url=OLD))) == 1


def test_saving_a_draft_warns_of_broken_links(client, person):
    broken()
    person("Redacteur")
    page = change_page(make_partner())
    row = "publishing-source-content_type-object_id-0-"
    posted = {f"{row}title": "Bron", f"{row}url": OLD, f"{row}checked_on": "01-01-2027"}
    response = client.post(page, fields(client.get(page)) | posted | {"_draft": "1"})
    assert len(warnings_after(client.get(response.url))) == 1


# The list


def rows(response):
    return [" ".join(row.text.split()) for row in soup(response).select("#result_list tbody tr")]


def test_the_list_shows_the_state_of_a_link_its_date_and_its_places(client, person):
    partner = make_partner(name_nl="Japan", body_nl=prose())
    find_links()
    note(Link.objects.get(), (-5, BAD), (-4, BAD), (-3, BAD))
    person("Redacteur")
    page = client.get(LIST)
    (row,) = rows(page)
    assert OLD in row and "404" in row and "24 februari 2027" in row.replace("\xa0", " ")
    (place,) = soup(page).select("#result_list .field-where a")
    assert (place.text, place["href"]) == ("Japan", change_page(partner))


@pytest.mark.parametrize(("days", "is_old"), [(3, False), (13, False), (15, True)])
def test_the_list_shows_the_age_of_a_result(client, person, days, is_old):
    note(Link.objects.create(address=OLD), (-days, GOOD))
    person("Redacteur")
    (cell,) = soup(client.get(LIST)).select("#result_list .field-age")
    assert bool(cell.strong) is is_old
    assert len(rows(client.get(f"{LIST}?stale=yes"))) == is_old


def test_the_list_can_be_filtered_and_searched(client, person):
    broken()
    Link.objects.create(address=NEW)
    person("Redacteur")
    assert [OLD in row for row in rows(client.get(LIST))] == [True, False]
    assert len(rows(client.get(f"{LIST}?state__exact=broken"))) == 1
    assert len(rows(client.get(f"{LIST}?q=NEW.example"))) == 1


def test_a_longer_list_costs_as_many_queries_as_a_short_one(
    client, person, django_assert_num_queries, django_assert_max_num_queries
):
    def more(number):
        make_call(what_nl=prose(f"https://x.be/{number}"))
        make_partner(body_nl=prose(f"https://x.be/{number}"))
        find_links()

    person("Publicist")
    more(1)
    client.get(LIST)
    with django_assert_max_num_queries(30) as first:
        client.get(LIST)
    more(2), more(3)
    with django_assert_num_queries(len(first)):
        assert len(rows(client.get(LIST))) == 3


@pytest.mark.parametrize(
    ("role", "status"),
    [("Redacteur", 403), ("Vertaler Frans", 403), ("Publicist", 200), ("Beheerder", 200)],
)
def test_publishers_replace_links_and_everyone_sees_the_list(client, person, role, status):
    make_partner(body_nl=prose())
    find_links()
    person(role)
    assert client.get(LIST).status_code == 200
    assert client.get(page_of(OLD)).status_code == status
    assert client.get(page_of(OLD).replace("vervangen", "change"), follow=True).status_code == 200
    assert client.get(reverse("admin:links_link_add")).status_code == 403


# A new address


def test_a_link_is_replaced_in_every_text_and_every_row(person, replace):
    person("Publicist")
    partner = make_partner(**in_four(body=prose() + prose("https://other.be/")))
    source, contact = add_source(partner), Contact.objects.create(name_nl="Team", url=OLD)
    document = Document.objects.create(record=partner, title_nl="Tekst", languages=["nl"], url=OLD)
    replace()
    for record in (partner, source, contact, document):
        record.refresh_from_db()
    assert (source.url, contact.url, document.url) == (NEW, NEW, NEW)
    assert {partner.body_nl, partner.body_fr} == {prose(NEW) + prose("https://other.be/")}
    assert not Link.objects.filter(address=OLD).exists()


def test_checking_the_new_address_changes_nothing(client, person, replace):
    person("Publicist")
    partner = make_partner(name_nl="Japan", body_nl=prose())
    find_links()
    page = soup(client.post(page_of(OLD), {"new": NEW}))
    assert gettext("The new address works.") in page.text
    assert [cell.text for cell in page.select("tbody td.link-address")] == [OLD, NEW]
    partner.refresh_from_db()
    assert partner.body_nl == prose()


@pytest.mark.parametrize(
    "new", ["", OLD, "x", "/nl/nergens/", "http://10.0.0.1/", "https://a:b@x.be/"]
)
def test_an_invalid_new_address_is_refused(person, replace, new):
    person("Publicist")
    partner = make_partner(body_nl=prose())
    assert soup(replace(new=new)).select(".errorlist")
    partner.refresh_from_db()
    assert partner.body_nl == prose()


def test_a_url_field_does_not_accept_a_path(person, replace):
    person("Publicist")
    partner = make_partner(body_nl=prose())
    add_source(partner)
    assert soup(replace(new="/nl/partners/")).select(".errorlist")
    partner.sources.all().delete()
    replace(new="/nl/partners/")
    partner.refresh_from_db()
    assert partner.body_nl == prose("/nl/partners/")


def test_a_replacement_is_a_minor_edit_in_the_log_and_the_history(person, replace):
    user, partner = person("Publicist"), make_partner(**in_four(body=prose()))
    partner.note_changes(at=NOW - DAY)
    partner.save()
    capture(partner, at=NOW - DAY)
    replace()
    before, partner = partner, type(partner).objects.get()
    assert (partner.edits, partner.changed_nl) == (before.edits + 1, before.changed_nl)
    assert not partner.changes.exists()
    (entry,) = LogEntry.objects.filter(object_id=partner.pk)
    assert entry.user == user and OLD in entry.change_message and NEW in entry.change_message
    assert PublicVersion.objects.current().filter(main__contains=NEW, language="fr").exists()


def test_either_all_pages_change_or_none(person, replace):
    """The URL field of a post is shorter than other fields with addresses."""
    person("Publicist")
    partner, post = make_partner(body_nl=prose()), make_post(url=OLD)
    long = f"https://x.be/{'a' * 400}"
    assert soup(replace(new=long)).select(".errorlist")
    partner.refresh_from_db(), post.refresh_from_db()
    assert (partner.body_nl, post.url, partner.edits) == (prose(), OLD, 0)


def test_nothing_is_replaced_if_the_user_may_not_change_one_page(client, person, replace):
    user = person("Redacteur")
    user.groups.clear()
    rights = ["publish_page", "view_link", "view_partner", "change_partner", "view_supportmeasure"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    partner = make_partner(body_nl=prose())
    make_measure(url=OLD)
    assert soup(replace()).select(".errorlist")
    partner.refresh_from_db()
    assert partner.body_nl == prose()


def test_an_open_draft_gets_the_new_address_and_still_goes_live(client, person, replace):
    partner = make_partner(name_nl="Japan", body_nl=prose())
    add_source(partner)
    person("Redacteur")
    page = change_page(partner)
    told = {"name_nl": "Nippon", "told_nl": "Anders.", "_ask": "1"}
    client.post(page, fields(client.get(page)) | told)
    person("Publicist")
    replace()
    shown = fields(client.get(page))
    assert OLD not in str(shown) and NEW in shown["body_nl"][0]
    assert not soup(client.get(page)).select("#conflicts-heading")
    approve(client, partner)
    partner.refresh_from_db()
    assert (partner.name_nl, partner.body_nl) == ("Nippon", prose(NEW))
    assert partner.sources.get().url == NEW


@pytest.mark.slow
def test_a_draft_of_a_call_with_rows_still_goes_live(client, person, replace):
    call = make_call(what_nl=prose(), **in_four(theme="Thema"))
    administration = call.administrations.create(side="flemish", name_nl="Dienst", url=OLD)
    person("Redacteur")
    page = change_page(call)
    told = {"theme_nl": "Nieuw", "told_nl": "Anders.", "_ask": "1"}
    client.post(page, fields(client.get(page)) | told)
    person("Publicist")
    replace()
    approve(client, call)
    call.refresh_from_db(), administration.refresh_from_db()
    assert (call.theme_nl, call.what_nl, administration.url) == ("Nieuw", prose(NEW), NEW)


@pytest.mark.slow
def test_a_translators_draft_still_goes_live(client, person, replace):
    partner = make_partner(**in_four(name="Japan", body=prose()))
    add_source(partner)
    person("Vertaler Frans")
    page = change_page(partner)
    client.post(page, fields(client.get(page)) | {"name_fr": "Japon", "_ask": "1"})
    person("Publicist")
    replace()
    assert not soup(client.get(page)).select("#conflicts-heading")
    approve(client, partner)
    partner.refresh_from_db()
    assert (partner.name_fr, partner.body_fr, partner.body_nl) == ("Japon", prose(NEW), prose(NEW))


def test_only_the_draft_of_a_withdrawn_page_gets_the_new_address(client, person, replace):
    gone = {"state": "withdrawn", "withdrawal_reason_nl": "Voorbij."}
    partner = make_partner(body_nl=prose(), **gone)
    make_partner(body_nl=prose())
    person("Redacteur")
    page = change_page(partner)
    client.post(page, fields(client.get(page)) | {"name_nl": "Terug", "_draft": "1"})
    person("Publicist")
    replace()
    partner.refresh_from_db()
    assert (partner.body_nl, partner.edits) == (prose(), 0)
    assert NEW in fields(client.get(page))["body_nl"][0]


def test_an_outdated_draft_stays_outdated_without_a_new_conflict(client, person, replace):
    partner = make_partner(name_nl="Japan", body_nl=prose())
    person("Redacteur")
    page = change_page(partner)
    client.post(page, fields(client.get(page)) | {"name_nl": "Nippon", "_draft": "1"})
    type(partner).objects.update(edits=1, kind="region")
    person("Publicist")
    replace()
    shown = client.get(page)
    assert not soup(shown).select("#conflicts-heading")
    assert NEW in fields(shown)["body_nl"][0] and fields(shown)["kind"] == ["region"]


@pytest.mark.slow
def test_a_link_that_is_only_in_a_draft_is_replaced_there(client, person, replace):
    partner = make_partner(body_nl=prose())
    person("Redacteur")
    page = change_page(partner)
    client.post(page, fields(client.get(page)) | {"body_nl": prose(NEW), "_draft": "1"})
    person("Publicist")
    replace()
    partner.refresh_from_db()
    assert (partner.body_nl, partner.edits) == (prose(NEW), 1)
    replace(NEW, "https://third.be/")
    assert "https://third.be/" in fields(client.get(page))["body_nl"][0]


def test_an_unpublished_page_changes_without_history(person, replace):
    person("Publicist")
    partner = make_partner(state="draft", body_nl=prose())
    replace()
    partner.refresh_from_db()
    assert partner.body_nl == prose(NEW)
    assert not PublicVersion.objects.exists()
