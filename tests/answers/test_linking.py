"""What a query names: in four languages, with a small mistake, and nothing that is not certain."""

import pytest
from django.utils import translation

from portal.answers.linking import is_one_letter_away, link, words_in
from tests.support.factories import in_four, make_partner, make_post, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    make_partner(iso_code="US", name_nl="Verenigde Staten", synonyms_nl="Amerika, VS")
    make_partner(iso_code="DK", name_nl="Denemarken", name_de="Dänemark", synonyms_nl="Scandinavië")
    make_partner(iso_code="SE", name_nl="Zweden", synonyms_nl="Scandinavië, Zweeds")


def places(query, language="nl"):
    """The ISO codes of the places that a query names, or None when it is unclear."""
    with translation.override(language):
        linked = link(words_in(query), with_posts=False)
    return None if linked.is_unclear else [place.code for place in linked.places]


@pytest.mark.parametrize(
    ("query", "language", "code"),
    [
        ("akkoord met Denemarken?", "nl", "DK"),
        ("Abkommen Daenemark", "de", "DK"),
        ("accord avec l’Autriche", "fr", "AT"),
        ("agreement with south africa", "en", "ZA"),
        ("agreement with the Republic of Ireland", "en", "IE"),
        ("akkoord DENEMARKEN", "nl", "DK"),
        ("akkoord Amerika", "nl", "US"),
    ],
)
def test_a_name_is_found_without_accents_and_capitals_the_longest_first(
    partners, query, language, code
):
    assert places(query, language) == [code]


def test_a_short_name_counts_with_its_capitals_only(partners):
    assert places("akkoord met de VS") == ["US"]
    assert places("akkoord met de vs") is None
    assert places("AKKOORD MET DE VS") is None
    assert places("calls for US", "en") == ["US"]
    assert places("calls for us", "en") is None


def test_a_name_of_several_is_unclear(partners):
    assert places("akkoord Scandinavië") is None
    assert places("akkoord Congo") is None


def test_the_name_of_a_language_is_no_partner(partners):
    assert places("akkoord Zweeds") == ["SE"]
    assert places("oproep in het Zweeds") is None


def test_a_small_word_of_one_language_is_no_country_of_another(partners):
    assert places("open calls island", "en") is None
    assert places("Abkommen island", "de") == ["IS"]


def test_one_wrong_letter_is_understood_where_only_one_partner_is_near(partners):
    assert places("akkoord Denemraken") == ["DK"]
    assert places("akkord Zwedden") == ["SE"]
    assert places("akkoord Oekrane") is None  # no partner


@pytest.mark.parametrize("other", ["polan", "polend", "poladn", "polandd", "pland"])
def test_a_letter_is_wrong_missing_too_many_or_swapped(other):
    assert is_one_letter_away("poland", other)


@pytest.mark.parametrize("other", ["poland", "holland", "polonia", "roland", "pol"])
def test_the_same_word_another_first_letter_and_more_letters_are_no_mistake(other):
    assert not is_one_letter_away("poland", other)


def test_a_period_is_one_word():
    words = [word.folded for word in words_in("oproep 2024 – 2025, 2019/2020 of 12 2018-21?")]
    assert words == ["oproep", "2024-2025", "2019-2020", "of", "12", "2018", "21"]


def test_a_series_is_named_by_its_title_and_a_post_by_its_city():
    series = make_series(**in_four(title="Projectoproep Noord"))
    post = make_post(city_nl="Wenen", city_de="Wien")
    linked = link(words_in("bedrag projectoproep noord nl"), with_posts=True)
    assert (linked.series, linked.is_unclear) == ([series], False)
    assert link(words_in("ambtsgebied Wenen"), with_posts=True).posts == [post]
    assert link(words_in("ambtsgebied Wenen"), with_posts=False).is_unclear


def test_drafts_and_examples_have_no_name():
    make_partner(name_nl="Verweg", state="draft")
    make_partner(name_nl="Voorbeeldland", is_example=True)
    assert places("akkoord Verweg") is None
    assert places("akkoord Voorbeeldland") is None
