"""The link dialog finds public pages of the site, with the address in the language of the text."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.backoffice import own_pages
from tests.support.admin_forms import change_page, soup
from tests.support.factories import in_four, make_call, make_partner, make_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]


@pytest.fixture
def find(client, django_user_model):
    """`find("finl", taal="fr")`: the answer to an editor."""
    user = django_user_model.objects.create_user("redacteur", is_staff=True)
    user.groups.add(Group.objects.get(name="Redacteur"))
    client.force_login(user)
    return lambda words, **more: client.get(reverse("own_pages"), {"q": words, **more}).json()


def test_a_public_page_is_found_by_its_title_in_the_language_of_the_text(find, client):
    make_partner(name_nl="Duitsland", name_fr="Allemagne", slug_nl="duitsland", slug_fr="allemagne")
    (found,) = [one for one in find("allem", taal="fr")["pages"] if "partenaires" in one["address"]]
    assert (found["title"], found["lang"]) == ("Allemagne", "fr")
    assert found["address"] == "/fr/partenaires/allemagne/"
    assert client.get(found["address"]).status_code == 200


def test_a_page_that_is_not_translated_has_its_dutch_title(find, client):
    make_partner(name_nl="Verweggistan", slug_nl="verweggistan")
    (found,) = find("verweg", taal="de")["pages"]
    assert (found["title"], found["lang"]) == ("Verweggistan", "nl")
    assert found["address"].startswith("/de/")
    assert client.get(found["address"]).status_code == 200


@pytest.mark.parametrize(
    "hidden", [{"state": "draft"}, {"is_example": True}, {"publish_at": "2999-01-01T00:00Z"}]
)
def test_only_what_readers_find_is_offered(find, hidden):
    make_partner(**in_four(name="Verweggistan"), **hidden)
    assert find("verweg") == {"pages": [], "said": "0 pagina’s gevonden"}


def test_a_call_is_named_after_its_series_and_edition(find):
    make_call(series=make_series(**in_four(title="Reeks")), label="2031")
    assert "Reeks nl 2031" in [one["title"] for one in find("reeks")["pages"]]


def test_no_more_are_offered_than_one_reads(find, monkeypatch):
    monkeypatch.setattr(own_pages, "MOST", 1)
    make_partner(**in_four(name="Verweggistan een"))
    make_partner(**in_four(name="Verweggistan twee"))
    found = find("verweg")
    assert len(found["pages"]) == 1
    assert "Meer dan 1" in found["said"]


@pytest.mark.parametrize("words", ["", "  ", "\0", "niets van dit alles"])
@pytest.mark.parametrize("language", ["nl", "xx", ""])
def test_words_that_mean_nothing_find_nothing(find, words, language):
    assert find(words, taal=language)["pages"] == []


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_who_is_not_staff_is_sent_to_sign_in(client, django_user_model, is_signed_in):
    if is_signed_in:
        client.force_login(django_user_model.objects.create_user("lezer"))
    response = client.get(reverse("own_pages"), {"q": "a"})
    assert (response.status_code, response.url[:16]) == (302, "/beheer/login/?n")


def test_every_rich_text_tells_its_language_and_where_pages_are_found(admin_client):
    area = soup(admin_client.get(change_page(make_partner()))).find(id="id_body_fr")
    assert (area["lang"], area["data-own-pages"]) == ("fr", reverse("own_pages"))
