"""The worklist on the admin index: what needs attention, with links to where to fix it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.utils.translation import gettext

from portal.links.checker import find_links
from portal.links.models import Link
from portal.revisions.models import Draft
from tests.support.admin_forms import fields
from tests.support.factories import (
    ServicePageFactory,
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_draft,
    make_framework,
    make_partner,
    make_programme,
)

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 3, 1, 12)


@pytest.fixture
def person(client, django_user_model, time_machine):
    """`person("Publicist")` signs in a new user with that role."""
    time_machine.move_to(NOW, tick=False)

    def sign_in(role):
        user = django_user_model.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def sections(client):
    """`sections()` returns {heading: {name of a row: its URL}} of the worklist."""

    def read():
        soup = BeautifulSoup(client.get("/beheer/").content, "lxml")
        return {
            section.h3.text.rsplit(" (", 1)[0]: {
                link.text: link["href"] for link in section.select("li > a")
            }
            for section in soup.select(".worklist section")
        }

    return read


def test_a_draft_in_review_is_listed_with_a_link_to_its_review(person, sections):
    author, partner = person("Redacteur"), make_partner(name_nl="Japan")
    make_draft(partner, author, step="review", asked_at=NOW)
    person("Publicist")
    review = f"/beheer/partners/partner/{partner.pk}/nazicht/"
    assert sections()["Wacht op nazicht"] == {"Japan": review}


def test_an_editor_sees_only_own_drafts(person, sections):
    other, partner = person("Publicist"), make_partner(name_nl="Japan")
    make_draft(partner, other)
    author = person("Redacteur")
    make_draft(make_partner(name_nl="Wales"), author)
    assert [*sections()["Mijn ontwerpen"]] == ["Wales"]


def test_what_is_withdrawn_by_itself_is_listed_by_date_with_a_link_to_that_act(person, sections):
    ends = {"withdrawal_reason_nl": "Voorbij."}
    make_call(series__title_nl="B", label="1", withdraw_at=brussels(2027, 6, 1), **ends)
    partner = make_partner(name_nl="Japan", withdraw_at=brussels(2027, 4, 1), **ends)
    make_partner(name_nl="Oud", withdraw_at=brussels(2027, 2, 1), **ends)
    person("Redacteur")
    found = sections()[gettext("Is withdrawn by itself")]
    assert [*found] == ["Japan", "B 1"]
    assert found["Japan"] == f"/beheer/partners/partner/{partner.pk}/intrekken/"


def test_who_may_only_translate_is_led_to_the_form_of_what_is_withdrawn(person, sections):
    until = {"withdraw_at": brussels(2027, 4, 1), "withdrawal_reason_nl": "Voorbij."}
    partner = make_partner(name_nl="Japan", **until)
    person("Vertaler Frans")
    found = sections()[gettext("Is withdrawn by itself")]
    assert found["Japan"] == f"/beheer/partners/partner/{partner.pk}/change/"


@pytest.mark.slow
def test_a_next_edition_is_listed_until_it_is_public(client, person, sections):
    old = make_call(series__title_nl="Wales", label="2026")
    person("Redacteur")
    address = f"/beheer/calls/call/{old.pk}/volgende-editie/"
    client.post(address, fields(client.get(address)))
    made = type(old).objects.get(label="2027")
    form = f"/beheer/calls/call/{made.pk}/change/"
    assert sections()[gettext("Next editions in the making")] == {"Wales 2027": form}
    Draft.objects.get().delete()  # as its publication does
    assert gettext("Next editions in the making") not in sections()


def test_coming_deadlines_are_listed_soonest_first(person, sections):
    for label, closes in [("a", (2027, 3, 20)), ("b", (2027, 3, 10)), ("c", (2027, 6, 1))]:
        make_call(series__title_nl=label.upper(), label=label, closes_at=brussels(*closes))
    person("Redacteur")
    assert [*sections()["Deadlines in de komende 30 dagen"]] == ["B b", "A a"]


def test_closed_calls_without_a_result_are_listed_newest_first(person, sections):
    person("Redacteur")
    for label, year in (("oud", 2025), ("nieuw", 2026)):
        make_call(label=label, opens_at=None, closes_at=brussels(year, 6, 1, 17))
    make_call(label="klaar", opens_at=None, closes_at=brussels(2026, 6, 1), results_at=NOW)
    found = sections()["Gesloten zonder resultaten"]
    assert [name.split()[-1] for name in found] == ["nieuw", "oud"]


def test_a_call_whose_result_is_late_is_listed_until_it_is_public(person, sections):
    facts = {"closes_at": brussels(2027, 1, 20), "decision_expected": "2027-02"}
    call = make_call(series__title_nl="Wales", label="2027", **facts)
    person("Redacteur")
    assert [*sections()["Gesloten, resultaten te laat"]] == ["Wales 2027"]
    call.results_at = NOW
    call.save()
    assert "Gesloten, resultaten te laat" not in sections()


def test_records_that_end_without_a_successor_are_listed_by_end_date(person, sections):
    make_agreement(title_nl="Akkoord", ends="2027-06")
    make_agreement(title_nl="Later", ends="2031")
    make_framework(title_nl="Kader")  # until 2025
    person("Redacteur")
    assert [*sections()["Loopt af of is afgelopen"]] == ["Kader", "Akkoord"]


def test_translations_are_counted_per_language_and_link_to_their_list(client, person, sections):
    partner = make_partner(**in_four(name="Japan"))
    make_partner(name_nl="Wales")
    partner.note_changes(at=brussels(2026, 1, 1))
    partner.note_changes(["nl"], at=brussels(2026, 2, 1))
    partner.save()
    person("Redacteur")
    rows = sections()["Vertalingen"]
    assert rows["Partners: Frans"].endswith("?translation_fr=outdated&public=published")
    listed = BeautifulSoup(client.get(rows["Partners: Frans"]).content, "lxml")
    assert [link.text for link in listed.select("#result_list tbody th a")] == ["Japan nl"]


def test_a_service_page_not_reviewed_for_a_year_is_listed(person, sections):
    ServicePageFactory(title_nl="Toegankelijkheid", reviewed_on="2026-02")
    person("Redacteur")
    assert [*sections()["Een jaar niet nagekeken"]] == ["Toegankelijkheid"]


@pytest.mark.parametrize("role", ["Redacteur", "Publicist", "Vertaler Frans"])
def test_a_broken_link_row_links_to_where_the_user_can_fix_it(client, person, sections, role):
    partner = make_partner(name_nl="Japan", body_nl='<p><a href="https://x.be/">x</a></p>')
    find_links()
    since = NOW - timedelta(days=5)
    Link.objects.update(state="broken", failed_since=since, failures=3, answer="404")
    person(role)
    form = f"/beheer/partners/partner/{partner.pk}/change/"
    replace = f"/beheer/links/link/{Link.objects.get().pk}/vervangen/"
    fix = {"Redacteur": form, "Publicist": replace}.get(role)
    rows = sections().get(gettext("Broken links"), {})
    assert rows == ({"Japan: https://x.be/": fix} if fix else {})
    words = BeautifulSoup(client.get("/beheer/").content, "lxml").text.replace("\xa0", " ")
    assert ("24 februari 2027; 404" in words) is bool(fix)


def test_a_publisher_has_one_row_for_a_broken_link_on_many_pages(person, sections):
    for name in ("Japan", "Wales"):
        make_partner(name_nl=name, body_nl='<p><a href="https://x.be/">x</a></p>')
    find_links()
    Link.objects.update(state="broken", failed_since=NOW, failures=3, answer="404")
    person("Redacteur")
    pages = ["Japan: https://x.be/", "Wales: https://x.be/"]
    assert [*sections()[gettext("Broken links")]] == pages
    person("Publicist")
    assert [*sections()[gettext("Broken links")]] == ["Japan en nog 1: https://x.be/"]


def test_an_empty_worklist_has_a_message(client, person):
    person("Redacteur")
    assert "Er is vandaag niets te doen." in client.get("/beheer/").content.decode()


@pytest.mark.slow
def test_a_longer_list_costs_as_many_queries_as_a_short_one(
    client, person, django_assert_num_queries, django_assert_max_num_queries
):
    user = person("Beheerder")

    def add_rows():
        link = f'<p><a href="https://x.be/{Draft.objects.count()}">x</a></p>'
        call = make_call(closes_at=brussels(2027, 3, 20), what_nl=link)
        find_links()
        Link.objects.update(state="broken", failed_since=NOW)
        make_draft(call, user, step="review", asked_at=NOW)
        ends = {"withdraw_at": brussels(2027, 4, 1), "withdrawal_reason_nl": "Voorbij."}
        make_call(closes_at=brussels(2027, 3, 20), **ends)
        make_programme(**ends)
        page = f"/beheer/calls/call/{make_call(label=str(2027 + Draft.objects.count())).pk}"
        address = f"{page}/volgende-editie/"
        client.post(address, fields(client.get(address)))

    add_rows()
    client.get("/beheer/")
    with django_assert_max_num_queries(80) as first:
        client.get("/beheer/")
    count = len(first)
    add_rows(), add_rows()
    with django_assert_num_queries(count):
        client.get("/beheer/")
