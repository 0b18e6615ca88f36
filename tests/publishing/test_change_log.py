"""Saving a public page needs a change note for readers, or the mark that the change is minor."""

import pytest
from django.utils.translation import gettext

from portal.i18n.languages import CODES
from portal.publishing.models import ChangeNote
from tests.support.admin_forms import change_page, edit, keep_draft, soup
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
NEW = {"body_nl": "<p>Nieuw.</p>"}
ASKED = (
    "This page is public. Tell readers in Dutch what changes, or tick that it is a "
    "small improvement."
)


@pytest.fixture
def desk(admin_client):
    return admin_client


@pytest.fixture
def partner():
    return make_partner(**in_four(body="<p>tekst</p>", synonyms="naam"))


def refused(response):
    """The errors at the field for the change note."""
    assert response.status_code == 200
    return soup(response).select_one(".field-told_nl .errorlist").text.strip()


@pytest.mark.parametrize(
    "change",
    [
        NEW,
        {"kind": "organisation"},
        {
            "publishing-document-content_type-object_id-0-title_nl": "Reglement",
            "publishing-document-content_type-object_id-0-url": "https://example.org/a.pdf",
            "publishing-document-content_type-object_id-0-languages": "nl",
        },
    ],
)
def test_saving_a_public_page_needs_a_change_note_or_minor(desk, partner, change):
    response = edit(desk, partner, **change, told_nl="")
    assert refused(response) == gettext(ASKED)
    partner.refresh_from_db()
    assert (partner.body_nl, partner.kind) == ("<p>tekst</p>", "state")
    assert not partner.documents.exists()


def test_the_change_note_is_on_the_page_and_among_the_recent_changes(desk, page, partner):
    sentences = {f"told_{code}": f"Nieuws {code}." for code in CODES}
    assert edit(desk, partner, **NEW, **sentences).status_code == 302
    (note,) = partner.changes.all()
    assert [getattr(note, f"text_{code}") for code in CODES] == list(sentences.values())
    assert "Nieuws fr." in page(f"/fr/partenaires/{partner.slug_nl}/").select_one(".changes").text
    assert "Nieuws nl." in page("/nl/wijzigingen/").select_one(".changes").text


def test_a_minor_change_makes_no_note(desk, partner):
    assert edit(desk, partner, **NEW, minor="on").status_code == 302
    assert partner.body_nl == "<p>Nieuw.</p>"
    assert not ChangeNote.objects.exists()


def test_a_change_cannot_have_a_note_and_be_minor(desk, partner):
    response = edit(desk, partner, **NEW, told_nl="Nieuws.", minor="on")
    sentence = "Either tell readers what changes, or tick that it is a small improvement."
    assert refused(response) == gettext(sentence)


def test_a_french_note_needs_a_dutch_one(desk, partner):
    response = edit(desk, partner, told_nl="", told_fr="Nouveau.")
    sentence = "A translation cannot exist without its Dutch text. Write the Dutch first."
    assert refused(response) == gettext(sentence)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"body_fr": "<p>nouveau</p>"},
        {"slug_nl": "ander-adres"},
        {
            "publishing-source-content_type-object_id-0-title": "Bron",
            "publishing-source-content_type-object_id-0-url": "https://example.org/",
            "publishing-source-content_type-object_id-0-checked_on": "01-03-2026",
        },
    ],
)
def test_translations_and_internal_fields_need_no_note(desk, partner, change):
    assert edit(desk, partner, **change, told_nl="").status_code == 302
    assert not ChangeNote.objects.exists()


def test_a_draft_page_has_no_field_for_a_note(desk):
    draft = make_partner(state="draft")
    assert not soup(desk.get(change_page(draft))).select("[name=told_nl]")
    assert edit(desk, draft, **NEW).status_code == 302
    assert not ChangeNote.objects.exists()


def test_a_warning_lists_dates_in_texts_that_differ_from_the_fields(desk):
    call = make_call(
        closes_at=brussels(2027, 3, 1, 17),
        how_nl="<p>Dien je aanvraag uiterlijk op 5 maart 2027 in.</p>",
        how_fr="<p>Introduisez votre demande au plus tard le 1er mars 2027.</p>",
    )
    warning = soup(keep_draft(desk, call, theme_nl="Circus")).select_one(".messagelist .warning")
    said = [item.text for item in warning.select("li")]
    assert any("[nl]" in one and "5 maart 2027" in one for one in said)
    assert any("[fr]" in one for one in said)


def test_texts_with_the_right_dates_give_no_warning(desk):
    text = "<p>Dien je aanvraag uiterlijk op 1 maart 2027 in.</p>"
    call = make_call(closes_at=brussels(2027, 3, 1, 17), how_nl=text)
    assert not soup(keep_draft(desk, call, theme_nl="Circus")).select(".messagelist .warning")
