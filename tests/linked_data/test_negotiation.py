"""Which form of a thing a client gets at its identifier, and in which language."""

import pytest

from tests.support.factories import brussels, in_four, make_call, make_entry, make_partner

pytestmark = pytest.mark.django_db
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def partner():
    return make_partner(slug_nl="japan", slug_fr="japon", **in_four(name="Japan"))


def target(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 303
    return response.headers["Location"]


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', ".jsonld"),
        ("text/markdown", ".nl.md"),
        ("TEXT/Turtle", ".ttl"),
        ("text/html;q=0.5, text/turtle;q=0.9", ".ttl"),
        ("application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", ".ttl"),
        ("text/html;q=0, */*;q=0.5", ".jsonld"),
        ("text/*;q=0.4, application/ld+json;q=0.3, text/html;q=0.1", ".ttl"),
    ],
)
def test_a_program_is_sent_to_the_form_that_it_likes_best(client, partner, accept, suffix):
    path = f"/id/partner/{partner.pk}"
    assert target(client, path, accept=accept) == path + suffix


@pytest.mark.parametrize("accept", ["", "*/*", BROWSER, "text/html", "text/*"])
def test_everybody_else_is_sent_to_the_page(client, partner, accept):
    assert target(client, f"/id/partner/{partner.pk}", accept=accept) == "/nl/partners/japan/"


@pytest.mark.parametrize(
    ("languages", "page"),
    [
        ("fr-BE,fr;q=0.9,nl;q=0.1", "/fr/partenaires/japon/"),
        ("sv, en-GB;q=0.8", "/en/partners/japan/"),
        ("nl;q=0, de;q=0.2", "/de/partner/japan/"),
        ("ja", "/nl/partners/japan/"),
        ("*", "/nl/partners/japan/"),
    ],
)
def test_the_page_is_in_the_language_that_the_reader_likes_best(client, partner, languages, page):
    path = f"/id/partner/{partner.pk}"
    assert target(client, path, accept_language=languages) == page


def test_a_reader_is_sent_to_a_language_in_which_the_page_exists(client):
    partner = make_partner(slug_nl="wales", name_nl="Wales", name_de="Wales")
    path = f"/id/partner/{partner.pk}"
    assert target(client, path, accept_language="fr, de;q=0.5") == "/de/partner/wales/"
    assert target(client, path, accept="text/markdown", accept_language="fr") == f"{path}.nl.md"


def test_no_cache_keeps_what_depends_on_what_was_asked_for(client, partner):
    for accept in ("text/turtle", "image/png", "text/html"):
        response = client.get(f"/id/partner/{partner.pk}", headers={"accept": accept})
        assert response.headers["Cache-Control"] == "no-store"
        assert {"Accept", "Accept-Language"} <= {*response.headers["Vary"].split(", ")}


def test_who_accepts_none_of_our_forms_reads_which_there_are(page, partner):
    path = f"/id/partner/{partner.pk}"
    found = page(path, 406, headers={"accept": "image/png", "accept-language": "en"})
    assert found.html["lang"] == "en-GB"
    assert found.response.headers["Content-Language"] == "en"
    assert "text/turtle" in found.main.text


def test_an_identifier_outlives_the_address_of_the_page(client, partner):
    path = f"/id/partner/{partner.pk}"
    partner.slug_nl = "nippon"
    partner.save()
    assert target(client, path) == "/nl/partners/nippon/"


def test_a_focus_entry_is_on_the_page_of_its_framework(client):
    entry = make_entry(framework__slug="2021-2025", position=3)
    path = f"/id/focus-entry/{entry.pk}"
    assert target(client, path) == "/nl/strategisch-kader/2021-2025/#focus-3"
    assert client.get(path, headers={"accept": "text/markdown"}).status_code == 406


def test_what_was_withdrawn_is_gone_with_its_reason_and_successor(page, client):
    successor = make_partner(slug_nl="verenigde-naties", name_nl="Verenigde Naties")
    partner = make_partner(
        state="withdrawn",
        withdrawal_reason_nl="Opgeheven.",
        successor=successor.get_absolute_url(),
    )
    path = f"/id/partner/{partner.pk}"
    main = page(path, 410, headers={"accept": "text/turtle"}).main
    assert "Opgeheven." in main.text
    assert main.find("a", href=successor.get_absolute_url())
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_withdrawn_parent_counts_for_its_children(client):
    call = make_call(series__state="withdrawn", series__withdrawal_reason_nl="Weg.")
    assert client.get(f"/id/call/{call.pk}").status_code == 410


def test_the_data_of_a_readable_withdrawn_page_are_gone_and_its_page_is_not(client):
    partner = make_partner(
        state="withdrawn", withdrawn_as="readable", withdrawal_reason_nl="Opgeheven."
    )
    path = f"/id/partner/{partner.pk}"
    assert client.get(path, headers={"accept": "text/turtle"}).status_code == 410
    assert target(client, path) == partner.get_absolute_url()


@pytest.mark.parametrize(
    "path", ["/id/partner/0", "/id/auto/1", "/id/partner/99999999999999999999"]
)
def test_what_never_was_is_not_found(page, path):
    found = page(path, 404, headers={"accept-language": "de"})
    assert found.html["lang"] == "de"


def test_what_is_not_public_yet_is_not_found(client):
    partner = make_partner(publish_at=brussels(2999, 1, 1))
    assert client.get(f"/id/partner/{partner.pk}").status_code == 404
