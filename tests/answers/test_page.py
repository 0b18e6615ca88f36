"""An answer as readers see it: marked languages, its source, its intent for staff."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from portal.answers import answer
from portal.publishing.models import Source
from tests.support.factories import (
    brussels,
    make_call,
    make_jurisdiction,
    make_partner,
    make_series,
)

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 2, 1, 12)


@pytest.fixture
def call():
    partner = make_partner(iso_code="JP", name_nl="Japan", name_fr="Japon", name_en="Japan")
    return make_call(series=make_series(partner=partner), label="2027")


def shown(query, language="nl"):
    with translation.override(language):
        html = render_to_string("portal/_answer.html", {"answer": answer(query, at=NOW)})
    return BeautifulSoup(html, "lxml").section


def test_the_heading_names_the_question_and_the_intent_stands_in_an_attribute(call):
    section = shown("date limite Japon", "fr")
    assert "Japon" in section.h2.text
    assert section["data-intent"] == "deadline"
    assert section["aria-labelledby"] == section.h2["id"]


def test_dates_are_elements_and_not_their_source_code(call):
    section = shown("deadline Japan")
    assert section.select_one("dd time")["datetime"].startswith("2027-03-01T17")
    assert "<" not in section.text


def test_a_text_that_is_not_translated_is_marked_as_dutch(call):
    make_jurisdiction(partner=call.series.partner, post__city_nl="Tokio", note_nl="Uit <Gent>")
    section = shown("représentation Japon", "fr")
    assert [each.text for each in section.select("dt span[lang=nl]")] == ["Tokio"]
    assert "Uit <Gent>" in [each.text for each in section.select("dd span[lang=nl]")]


def test_the_caveat_and_the_source_with_its_day_are_shown(call):
    call.caveat_nl = "De bronnen spreken elkaar tegen."
    call.save()
    day = brussels(2026, 11, 22).date()
    Source.objects.create(record=call, title="CJM", url="https://example.org/", checked_on=day)
    section = shown("deadline Japan")
    assert "De bronnen spreken elkaar tegen." in section.text
    source = section.find("a", href="https://example.org/")
    assert (
        "gecontroleerd op 22\N{NO-BREAK SPACE}november\N{NO-BREAK SPACE}2026" in source.parent.text
    )


def test_staff_see_which_intent_was_used(call, admin_client):
    found = admin_client.get("/beheer/vinden/", {"q": "deadline Japan"})
    assert "deadline" in BeautifulSoup(found.content, "lxml").select_one("p.note").text
