"""Any page is found from the worklist, with what a person may decide about it beside it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission

from tests.support.factories import (
    brussels,
    in_four,
    make_call,
    make_draft,
    make_partner,
    make_series,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client, django_user_model):
    """`found("Redacteur", "japan")`: {link text: address} of what that role finds."""

    def search(role, words):
        user = django_user_model.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        page = BeautifulSoup(client.get("/beheer/vinden/", {"q": words}).content, "lxml")
        assert page.select_one("form.find input[type=search]")
        return {link.text: link["href"] for link in page.select("#content li a")}

    return search


def test_an_editor_finds_a_page_and_what_can_be_done_with_it(found):
    partner = make_partner(**in_four(name="Finland"), slug_nl="finland")
    links = found("Redacteur", "finl")
    form = f"/beheer/partners/partner/{partner.pk}/"
    assert links["Finland nl"] == f"{form}change/"
    assert links["Trek in: Finland nl"] == f"{form}intrekken/"


def test_a_draft_that_is_found_can_be_reviewed(found, admin_user):
    call = make_call(series=make_series(**in_four(title="Reeks")), label="2031")
    make_draft(call, admin_user)
    links = found("Publicist", "2031")
    assert links[f"Nazicht: {call}"].endswith("/nazicht/")


def test_who_may_only_look_finds_no_acts(found, django_user_model):
    make_partner(**in_four(name="Finland"))
    Group.objects.create(name="Kijker").permissions.set(
        Permission.objects.filter(codename="view_partner")
    )
    assert [*found("Kijker", "finland")] == ["Finland nl"]


@pytest.mark.parametrize("words", ["", "niets van dit alles", "%", "a" * 5000, "\x00", "'\""])
def test_words_that_mean_nothing_find_nothing(found, words):
    make_partner(**in_four(name="Finland"))
    assert found("Redacteur", words) == {}


def test_the_worklist_offers_what_can_be_done_at_once(client, admin_user, time_machine):
    time_machine.move_to(brussels(2027, 3, 1, 12), tick=False)
    client.force_login(admin_user)
    call = make_call(closes_at=brussels(2027, 3, 20), **in_four(what="Iets"))
    page = BeautifulSoup(client.get("/beheer/").content, "lxml")
    acts = {link.text: link["href"] for link in page.select(".worklist .acts a")}
    form = f"/beheer/calls/call/{call.pk}/"
    assert acts == {f"Verplaats de deadline: {call}": f"{form}deadline-verplaatsen/"}
