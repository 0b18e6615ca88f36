"""What the picture of a page says, from the facts of each kind of page."""

import pytest
from django.utils.translation import override

from portal.publishing import clock
from portal.registry import PAGE_MODELS
from portal.share_images.cards import KINDS, LISTS, list_card, record_card
from portal.sitemaps import LIST_URL_NAMES
from tests.support.factories import (
    brussels,
    make_agreement,
    make_call,
    make_framework,
    make_measure,
    make_page,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
NOON = brussels(2027, 2, 10, 12)
TITLES = {f"title_{code}": "Oproep Japan" for code in ("nl", "fr", "de", "en")}


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen_at(NOON):
        yield


def call(**facts):
    return make_call(series=make_series(**TITLES), label="2027", **facts)


def tags(card):
    return [tag.label for tag in card.tags]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Oproep. Oproep Japan 2027. Open. Deadline maandag 1 maart 2027, 17 uur"),
        ("fr", "Appel. Oproep Japan 2027. Ouvert. Date limite lundi 1er mars 2027, 17 h"),
        ("de", "Aufruf. Oproep Japan 2027. Offen. Einreichfrist Montag, 1. März 2027, 17 Uhr"),
        ("en", "Call. Oproep Japan 2027. Open. Deadline Monday 1 March 2027, 17:00"),
    ],
)
def test_a_call_says_its_status_and_its_deadline_in_each_language(language, words):
    zone = {
        "nl": "Brusselse tijd",
        "fr": "heure de Bruxelles",
        "de": "Brüsseler Zeit",
        "en": "Brussels time",
    }
    record = call()
    with override(language):
        said = record_card(record).in_words().replace("\N{NO-BREAK SPACE}", " ")
    assert said == f"{words} ({zone[language]})."


@pytest.mark.parametrize(
    ("facts", "tag", "fact"),
    [
        (
            {"opens_at": brussels(2027, 2, 20, 9)},
            "Aangekondigd",
            "Opent op 20 februari 2027, 9 uur",
        ),
        ({"opens_at": None, "closes_at": None}, "Aangekondigd", "De datums zijn nog niet bekend"),
        (
            {"closes_at": brussels(2027, 2, 12)},
            "Sluit binnenkort",
            "donderdag 11 februari 2027, 24",
        ),
        ({"closes_at": NOON}, "Gesloten", "De deadline was woensdag 10 februari 2027, 12 uur"),
        ({"results_at": NOON}, "Resultaten bekend", "De deadline was maandag 1 maart 2027"),
        ({"timing": "budget", "closes_at": None}, "Doorlopend", "tot het budget op is"),
        (
            {"cancelled_at": NOON, "cancellation_reason_nl": "Geen geld."},
            "Geannuleerd",
            "Geannuleerd op 10 februari 2027",
        ),
    ],
)
def test_a_call_says_what_matters_most_in_its_status(facts, tag, fact):
    card = record_card(call(**facts))
    assert tags(card) == [tag]
    assert fact in card.fact.replace("\N{NO-BREAK SPACE}", " ")


def test_a_deadline_of_which_only_the_day_is_known_has_no_hour():
    closed = call(
        opens_at=None, closes_at=brussels(2026, 3, 2), closes_day_only=True, results_undated=True
    )
    assert record_card(closed).fact.endswith(
        "zondag 1\N{NO-BREAK SPACE}maart\N{NO-BREAK SPACE}2026"
    )


def test_a_title_without_translation_is_said_to_be_in_dutch():
    partner = make_partner(name_nl="Zuid-Afrika", kind="state")
    with override("fr"):
        card = record_card(partner)
    assert card.in_words() == "Partenaire. Zuid-Afrika (en néerlandais). Pays."


def test_examples_say_that_they_are():
    assert tags(record_card(call(is_example=True))) == ["Voorbeeld", "Open"]


@pytest.mark.parametrize(
    ("make", "kind", "tag", "fact"),
    [
        (lambda: make_series(rhythm="yearly"), "Reeks", None, "Er is elk jaar een oproep."),
        (lambda: make_series(partner__name_nl="Japan"), "Reeks", None, "Japan"),
        (
            lambda: make_partner(parent=make_partner(name_nl="Spanje")),
            "Partner",
            None,
            "Land, Spanje",
        ),
        (lambda: make_post(city_nl="Wenen", status="closed"), "Vertegen", "Gesloten", "Wenen"),
        (lambda: make_agreement(kind="treaty", ends="2026"), "Verdrag", "Afgelopen", "2026"),
        (lambda: make_agreement(signed="2020", ends="2027"), "Akkoord", "Loopt", "2020-2027"),
        (lambda: make_agreement(), "Akkoord", None, "Geen einddatum bekend"),
        (lambda: make_programme(), "Werkprogramma", "Afgelopen", ""),
        (lambda: make_framework(), "Strategisch kader", "Afgelopen", "1 januari 2021 tot en met"),
        (lambda: make_measure(timing="always"), "Subsidie", None, "Doorlopend"),
        (lambda: make_page(summary_nl="Wie we zijn."), "Pagina", None, "Wie we zijn."),
    ],
)
def test_every_kind_of_page_says_its_kind_and_one_fact(make, kind, tag, fact):
    card = record_card(make())
    assert card.kind.startswith(kind)
    assert tags(card) == ([tag] if tag else [])
    assert card.fact.replace("\N{NO-BREAK SPACE}", " ").startswith(fact)


def test_a_measure_says_its_next_deadline_until_another_one_replaces_it():
    measure = make_measure(timing="fixed")
    measure.rounds.create(deadline_day=31, deadline_month=3)
    assert "31\N{NO-BREAK SPACE}maart\N{NO-BREAK SPACE}2027" in record_card(measure).fact
    make_measure(replaces=measure)
    assert record_card(measure).fact == "Deze ondersteuning bestaat niet meer."


def test_drafts_are_not_mentioned():
    draft = make_partner(name_nl="Geheim", state="draft")
    cards = [make_series(partner=draft), make_partner(parent=draft), make_post(country=draft)]
    assert not any("Geheim" in record_card(record).in_words() for record in cards)


def test_all_kinds_of_pages_and_lists_have_a_card():
    assert {*KINDS} == {*PAGE_MODELS}
    assert {*LISTS} == {*LIST_URL_NAMES}


@pytest.mark.parametrize("view_name", LISTS)
def test_the_card_of_a_list_never_turns(view_name):
    """Other sites keep it for days."""
    with clock.frozen_at(NOON) as frozen:
        card = list_card(view_name)
    assert all((card.title, card.fact)) and not frozen.was_read
