"""A translator sees the Dutch beside each text, and which of its sentences are new."""

import pytest
from bs4 import BeautifulSoup

from partners.models import Partner
from portal.editing.source_text import marked, marked_prose, sentences
from tests.support.admin_forms import change_page, edit, fields, soup
from tests.support.factories import in_four, make_partner

pytestmark = pytest.mark.django_db
BODY = "<p>Eerste zin. Tweede zin.</p><ul><li>Een <strong>vet</strong> punt.</li></ul>"


@pytest.fixture
def partner():
    texts = {f"body_{code}": BODY for code in ("nl", "fr", "de", "en")}
    partner = make_partner(**in_four(name="Japan"), **texts)
    partner.note_changes()
    partner.save()
    return partner


def new(text):
    """The sentences that are marked, without the words that say so to who cannot see it."""
    shown = BeautifulSoup(text, "lxml")
    for said in shown.select(".visually-hidden"):
        said.decompose()
    return [mark.text for mark in shown.select("mark")]


def dutch(client, partner, name):
    form = soup(client.get(change_page(partner)))
    return str(form.select_one(f".field-{name} .source-text"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Een. Twee! Drie?", ["Een.", "Twee!", "Drie?"]),
        ("Zie art. 5 en nr. 3. Klaar.", ["Zie art. 5 en nr. 3.", "Klaar."]),
        ("Bijvoorbeeld (blz. 4) en t.e.m. 2027.", ["Bijvoorbeeld (blz. 4) en t.e.m. 2027."]),
        ("Tot 1 maart, 17.00 uur. Dan niet.", ["Tot 1 maart, 17.00 uur.", "Dan niet."]),
        ("", []),
    ],
)
def test_a_text_is_taken_apart_into_sentences(text, found):
    assert sentences(text) == found


def test_only_the_sentences_that_were_not_there_are_marked():
    assert new(marked("Een. Drie <3.", "Een. Twee.")) == ["Drie <3."]
    assert new(marked("Een.", "Een.")) == []
    changed = BODY.replace("Tweede", "Andere").replace("punt", "stuk")
    assert new(marked_prose(changed, BODY)) == ["Andere zin.", "Een vet stuk."]
    assert marked_prose(BODY, BODY) == BODY


def test_the_dutch_stands_beside_each_translation(admin_client, partner):
    assert "Japan nl" in dutch(admin_client, partner, "name_fr")
    assert "<strong>vet</strong>" in dutch(admin_client, partner, "body_de")
    assert not soup(admin_client.get(change_page(partner))).select(".field-name_nl .source-text")


@pytest.mark.slow
def test_what_changed_since_the_translation_is_marked(admin_client, partner):
    edit(admin_client, partner, body_nl=BODY.replace("Tweede", "Andere"))
    edit(admin_client, partner, body_nl=BODY.replace("Tweede", "Weer andere"))
    assert new(dutch(admin_client, partner, "body_fr")) == ["Weer andere zin."]
    edit(admin_client, partner, updated_fr="on", told_nl="", minor="on")
    assert new(dutch(admin_client, partner, "body_fr")) == []
    assert new(dutch(admin_client, partner, "body_de")) == ["Weer andere zin."]


@pytest.mark.slow
def test_a_small_improvement_marks_nothing_then_or_later(admin_client, partner):
    corrected = BODY.replace("Tweede", "Tweeede")
    edit(admin_client, partner, body_nl=corrected, minor="on")
    assert new(dutch(admin_client, partner, "body_fr")) == []
    edit(admin_client, partner, body_nl=corrected.replace("Eerste", "Nieuwe"))
    assert new(dutch(admin_client, partner, "body_fr")) == ["Nieuwe zin."]


def test_the_dutch_of_a_draft_is_what_is_translated(admin_client, partner):
    page = change_page(partner)
    form = fields(admin_client.get(page))
    admin_client.post(page, {**form, "name_nl": "Nippon", "_draft": "1"})
    assert "Nippon" in dutch(admin_client, partner, "name_fr")
    assert Partner.objects.get().name_nl == "Japan nl"
