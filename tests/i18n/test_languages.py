"""In which languages a thing exists, and what a page shows where a translation is missing."""

import itertools

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from agreements.models import WorkProgramme
from partners.models import Partner
from portal.i18n.languages import CODES, TRANSLATIONS, in_four, languages_of
from portal.publishing.templatetags.publishing import content, name, prose, text
from tests.support.factories import brussels, make_partner, make_programme

pytestmark = pytest.mark.django_db
FILLED_OR_EMPTY = list(itertools.product([False, True], repeat=4))


def fill(field, value, filled):
    return {f"{field}_{code}": value if on else "" for code, on in zip(CODES, filled, strict=True)}


def possible():
    """Every way to fill the name, synonyms and body of a partner that the database allows."""
    for name_in, synonyms_in, body_in in itertools.product(FILLED_OR_EMPTY, repeat=3):
        if name_in[0] and all(texts[0] or not any(texts) for texts in (synonyms_in, body_in)):
            yield (
                fill("name", "a", name_in)
                | fill("synonyms", "b", synonyms_in)
                | fill("body", "<p>c</p>", body_in)
            )


def test_python_and_the_database_agree_whatever_is_filled_in():
    ways = [Partner(kind="state", slug_nl=f"p{n}", **texts) for n, texts in enumerate(possible())]
    Partner.objects.bulk_create(ways)
    in_python = {(one.pk, code) for one in Partner.objects.all() for code in languages_of(one)}
    in_sql = {(one.pk, code) for code in CODES for one in Partner.objects.translated_in(code)}
    assert in_python == in_sql
    assert len(ways) == 8 * 9 * 9


def test_a_record_without_any_text_exists_in_every_language():
    programme = make_programme()
    assert programme.languages == list(CODES)
    assert all(WorkProgramme.objects.translated_in(code).exists() for code in CODES)


def test_a_half_translated_record_does_not_exist_in_that_language():
    partner = make_partner(name_fr="Nom", name_de="Name", body_nl="<p>a</p>", body_de="<p>b</p>")
    assert partner.languages == ["nl", "de"]


def test_a_text_that_only_looks_empty_counts_as_missing():
    partner = make_partner(name_fr="   ", name_de="Name")
    assert partner.languages == ["nl", "de"]


@pytest.mark.parametrize("filter_", [text, name])
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_dutch_text_on_another_page_is_marked_as_dutch(filter_, language):
    partner = make_partner(name_nl="Wales & co")
    with override(language):
        shown = BeautifulSoup(filter_(partner, "name"), "html.parser")
    assert shown.find("span", lang="nl").text == "Wales & co"
    assert "Wales &amp; co" in str(shown)


def test_a_name_in_a_list_says_in_words_that_it_is_dutch():
    partner = make_partner(name_nl="Wales")
    with override("fr"):
        assert name(partner, "name").startswith('<span lang="nl">Wales</span> (')
        assert text(partner, "name") == '<span lang="nl">Wales</span>'


@pytest.mark.parametrize("filter_", [text, name, content])
@pytest.mark.parametrize("language", CODES)
def test_a_text_in_the_language_of_the_page_needs_no_mark(filter_, language):
    partner = make_partner(**{f"name_{code}": f"Wales {code}" for code in CODES})
    with override(language):
        assert filter_(partner, "name") == f"Wales {language}"


def test_prose_that_fell_back_is_marked_as_dutch():
    partner = make_partner(body_nl="<p>Tekst</p>")
    with override("de"):
        assert prose(partner, "body") == '<div class="prose" lang="nl"><p>Tekst</p></div>'
    assert prose(partner, "body") == '<div class="prose"><p>Tekst</p></div>'


def test_prose_that_is_missing_in_dutch_too_renders_nothing():
    with override("fr"):
        assert prose(make_partner(), "body") == ""


def test_a_text_for_attributes_has_no_markup():
    with override("fr"):
        assert content(make_partner(name_nl="Wales"), "name") == "Wales"


def test_a_translation_is_outdated_once_the_dutch_changed_after_it():
    partner = make_partner(name_fr="Nom", name_de="Name")
    partner.note_changes(at=brussels(2026, 1, 1))
    assert not partner.is_outdated("fr")
    partner.note_changes(["nl"], at=brussels(2026, 2, 1))
    assert partner.is_outdated("fr")
    partner.note_changes(["fr"], at=brussels(2026, 2, 2))
    assert [partner.is_outdated(code) for code in CODES] == [False, False, True, False]


def test_texts_that_changed_together_are_equally_new():
    partner = make_partner(name_fr="Nom")
    partner.note_changes(["fr", "nl"])
    assert not partner.is_outdated("fr")


def test_a_page_warns_that_its_translation_is_outdated(page):
    partner = make_partner(name_fr="Nom", name_de="Name")
    partner.note_changes(["nl"], at=brussels(2026, 2, 1))
    partner.note_changes(["de"], at=brussels(2026, 3, 1))
    partner.save()
    assert page(f"/fr/partenaires/{partner.slug_nl}/").select(".notice--warning")
    assert not page(f"/de/partner/{partner.slug_nl}/").select(".notice--warning")
    assert not page(f"/nl/partners/{partner.slug_nl}/").select(".notice--warning")


def test_a_word_must_be_given_in_all_four_languages():
    with pytest.raises(ValueError, match="de"):
        in_four(nl="zoeken", fr="recherche", en="search")
