"""One canonical URL per language; slugs of other languages and former slugs redirect to it."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError
from django.utils.translation import override

from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_partner,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def french_community():
    return make_partner(
        slug_nl="franse-gemeenschap",
        slug_fr="communaute-francaise",
        slug_de="franzoesische-gemeinschaft",
        **in_four(name="Gemeenschap"),
    )


def moved_to(client, address):
    response = client.get(address)
    assert response.status_code == 301, f"{address}: {response.status_code}"
    return response.headers["Location"]


@pytest.mark.parametrize(
    "address",
    [
        "/nl/partners/franse-gemeenschap/",
        "/fr/partenaires/communaute-francaise/",
        "/de/partner/franzoesische-gemeinschaft/",
        "/en/partners/franse-gemeenschap/",
    ],
)
def test_each_language_uses_its_own_slug_or_else_the_dutch_one(page, french_community, address):
    assert page(address).select_one("link[rel=canonical]")["href"].endswith(address)


@pytest.mark.parametrize("slug", ["franse-gemeenschap", "franzoesische-gemeinschaft"])
def test_a_slug_of_another_language_redirects_to_the_canonical_url(client, french_community, slug):
    there = moved_to(client, f"/fr/partenaires/{slug}/")
    assert there == "/fr/partenaires/communaute-francaise/"


def test_a_former_slug_redirects_to_the_present_url_in_every_language(client, french_community):
    french_community.slug_nl = "federatie"
    french_community.save()
    assert moved_to(client, "/nl/partners/franse-gemeenschap/") == "/nl/partners/federatie/"
    there = moved_to(client, "/fr/partenaires/franse-gemeenschap/")
    assert there == "/fr/partenaires/communaute-francaise/"


def test_a_slug_from_before_two_changes_still_redirects(client, french_community):
    for slug in ("tweede", "derde"):
        french_community.slug_nl = slug
        french_community.save()
    assert moved_to(client, "/nl/partners/franse-gemeenschap/") == "/nl/partners/derde/"


def test_a_restored_slug_is_canonical_again(page, french_community):
    for slug in ("federatie", "franse-gemeenschap"):
        french_community.slug_nl = slug
        french_community.save()
    assert page("/nl/partners/franse-gemeenschap/").h1.text == "Gemeenschap nl"


def test_a_former_slug_reused_by_another_record_finds_that_record(page, french_community):
    french_community.slug_nl = "federatie"
    french_community.save()
    make_partner(slug_nl="franse-gemeenschap", name_nl="Een andere")
    assert page("/nl/partners/franse-gemeenschap/").h1.text == "Een andere"


def test_a_redirect_keeps_the_query(client, french_community):
    there = moved_to(client, "/fr/partenaires/franse-gemeenschap/?q=a%20b&page=2")
    assert there == "/fr/partenaires/communaute-francaise/?q=a%20b&page=2"


def test_urls_below_a_series_follow_its_slug(client):
    call = make_call(series=make_series(slug_nl="reeks", slug_fr="serie"), label="2027")
    assert (
        moved_to(client, "/fr/appels-a-projets/reeks/2027/") == "/fr/appels-a-projets/serie/2027/"
    )
    call.series.slug_nl = "nieuwe-reeks"
    call.series.save()
    there = moved_to(client, "/nl/projectoproepen/reeks/2027/")
    assert there == "/nl/projectoproepen/nieuwe-reeks/2027/"


def test_a_programme_follows_the_slug_of_its_agreement(client):
    agreement = make_agreement(slug_nl="verdrag", slug_de="vertrag")
    make_programme(agreement=agreement, first_year=2025, last_year=2028)
    there = moved_to(client, "/de/abkommen/verdrag/arbeitsprogramm-2025-2028/")
    assert there == "/de/abkommen/vertrag/arbeitsprogramm-2025-2028/"


def test_a_slug_shared_across_languages_finds_the_record_of_the_active_language(page):
    make_partner(slug_nl="georgia", slug_fr="georgie-us", **in_four(name="Staat"))
    make_partner(slug_nl="georgie", slug_fr="georgia", **in_four(name="Land"))
    assert page("/nl/partners/georgia/").h1.text == "Staat nl"
    assert page("/fr/partenaires/georgia/").h1.text == "Land fr"


def test_a_draft_does_not_hide_a_public_record_with_the_same_slug(client):
    state = make_partner(slug_nl="georgia", slug_fr="etat", **in_four(name="Staat"))
    make_partner(slug_nl="georgie", slug_fr="georgia", state="draft")
    assert client.get("/fr/partenaires/georgia/").headers["Location"] == "/fr/partenaires/etat/"
    assert client.get(state.get_absolute_url()).status_code == 200


def test_a_slug_equal_to_a_fallback_slug_is_refused():
    make_partner(slug_nl="georgia")
    with pytest.raises(IntegrityError):
        make_partner(slug_nl="georgie", slug_fr="georgia")


@pytest.mark.parametrize(
    "address", ["/nl/partners/atlantis/", "/fr/accords/atlantis/", "/en/nothing/"]
)
def test_an_unknown_slug_is_not_found(page, address):
    assert page(address, status=404).html["lang"][:2] == address[1:3]


@pytest.mark.parametrize("state", [{"state": "draft"}, {"publish_at": brussels(2999, 1, 1)}])
def test_a_record_that_is_not_public_yet_is_not_found(client, french_community, state):
    for name, value in state.items():
        setattr(french_community, name, value)
    french_community.save()
    for address in ("/nl/partners/franse-gemeenschap/", "/fr/partenaires/franse-gemeenschap/"):
        response = client.get(address)
        assert response.status_code == 404
        assert "Gemeenschap nl" not in response.content.decode()


def test_a_withdrawn_record_answers_410_with_reason_and_successor(page, french_community):
    french_community.state = "withdrawn"
    french_community.withdrawal_reason_nl = "Vervangen door een nieuwe pagina."
    french_community.successor = "/nl/partners/federatie/"
    french_community.save()
    gone = page("/nl/partners/franse-gemeenschap/", status=410)
    assert "Vervangen door een nieuwe pagina." in gone.main.text
    assert gone.main.find("a", href="/nl/partners/federatie/")


def test_the_reason_for_withdrawal_is_in_the_language_of_the_page(page, french_community):
    french_community.state = "withdrawn"
    french_community.withdrawal_reason_nl = "Vervangen."
    french_community.withdrawal_reason_fr = "Remplacée."
    french_community.save()
    assert "Remplacée." in page("/fr/partenaires/communaute-francaise/", status=410).main.text
    german = page("/de/partner/franzoesische-gemeinschaft/", status=410)
    assert german.main.find("span", lang="nl", string="Vervangen.")


def test_a_page_is_public_from_its_instant_on(client):
    at = datetime.datetime(2027, 3, 28, 1, tzinfo=datetime.UTC)  # summer time begins
    partner = make_partner(publish_at=at)
    with time_machine.travel(at - SECOND, tick=False):
        assert client.get(partner.get_absolute_url()).status_code == 404
        assert partner.name_nl not in client.get("/nl/partners/").content.decode()
    with time_machine.travel(at, tick=False):
        assert client.get(partner.get_absolute_url()).status_code == 200
        assert partner.name_nl in client.get("/nl/partners/").content.decode()


def test_a_url_without_trailing_slash_redirects(client, french_community):
    there = moved_to(client, "/nl/partners/franse-gemeenschap")
    assert there == "/nl/partners/franse-gemeenschap/"


def test_get_absolute_url_follows_the_active_language(french_community):
    found = []
    for language in ("nl", "fr", "de", "en"):
        with override(language):
            found.append(french_community.get_absolute_url())
    assert found[1] == "/fr/partenaires/communaute-francaise/"
    assert found[3] == "/en/partners/franse-gemeenschap/"
