"""Prose is sanitised however it is saved, and becomes '' without readable text."""

import pytest

from partners.models import Partner
from portal.publishing.fields import clean_prose
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<p style="color:red" class="x">a</p>', "<p>a</p>"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<p>a<img src="https://elsewhere.example/x.png"></p>', "<p>a</p>"),
        ("<h1>a</h1>", "a"),
        ("<iframe src='https://elsewhere.example/'></iframe><p>a</p>", "<p>a</p>"),
        ("<h2>a</h2><ul><li><p>b</p></li></ul>", "<h2>a</h2><ul><li><p>b</p></li></ul>"),
    ],
)
def test_prose_is_sanitised_when_saved_without_a_form(written, kept):
    partner = make_partner(body_nl=written)
    partner.refresh_from_db()
    assert partner.body_nl == kept


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_javascript_link_loses_its_href(address):
    partner = make_partner(body_nl=f'<p><a href="{address}">a</a></p>')
    assert address.split(":")[0] not in partner.body_nl


@pytest.mark.parametrize("address", ["https://example.org/x", "mailto:a@example.org", "/nl/over/"])
def test_a_safe_link_keeps_its_href(address):
    partner = make_partner(body_nl=f'<p><a href="{address}">a</a></p>')
    assert f'href="{address}"' in partner.body_nl


@pytest.mark.parametrize(
    "nothing",
    ["", None, " ", "<p></p>", "<p> </p>", "<p>&nbsp;</p><p><br></p>", "<ul><li></li></ul>"],
)
def test_prose_without_a_readable_word_becomes_empty(nothing):
    assert clean_prose(nothing) == ""
    partner = make_partner(body_nl="<p>a</p>", body_fr=nothing)
    partner.refresh_from_db()
    assert partner.body_fr == ""


def test_plain_texts_are_trimmed_in_every_language():
    partner = make_partner(name_nl=" Wales ", name_fr="  ", name_de="\tWales\n")
    partner.refresh_from_db()
    assert (partner.name_nl, partner.name_fr, partner.name_de) == ("Wales", "", "Wales")


def test_unsafe_prose_in_the_database_is_sanitised_on_the_page(page):
    partner = make_partner()
    Partner.objects.filter(pk=partner.pk).update(body_nl='<p id="bad">a<script>1</script></p>')
    prose = page(partner.get_absolute_url()).select_one(".prose")
    assert prose.decode_contents() == "<p>a</p>"
