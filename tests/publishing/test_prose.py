"""Prose is sanitised however it is saved, and becomes '' without readable text."""

import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from partners.models import Partner
from portal.i18n.formats import number
from portal.i18n.visible import tidy_text
from portal.publishing.fields import clean_import, clean_prose, lines
from portal.publishing.fields.prose import MOST_CHARACTERS, TOO_DEEP, TOO_LONG
from portal.publishing.models import Source, base
from portal.revisions.diff import compared
from tests.support.admin_forms import edit, errors, soup
from tests.support.factories import make_measure, make_partner
from tests.support.growth import assert_grows_with_length

pytestmark = pytest.mark.django_db
INVISIBLE = "\u200b \u00ad \u00a0 \u2060 \ufeff \u200e \u3164 \u2800 \ufe0f".split(" ")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<p style="color:red" class="x">a</p>', "<p>a</p>"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<p>a<img src="https://elsewhere.example/x.png"></p>', "<p>a</p>"),
        ("<h1>a</h1>", "<h2>a</h2>"),
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
    ["", None, " ", "<p></p>", "<p> </p>", "<p>&nbsp;</p><p><br></p>", "<ul><li></li></ul>"]
    + [f"<p>{sign}</p>" for sign in INVISIBLE]
    + ["<p>&shy;&#8203;&zwnj;</p>", "<div><b></b></div>", "<p><strong> </strong></p>"],
)
def test_prose_without_a_readable_word_becomes_empty(nothing):
    assert clean_prose(nothing) == ""
    partner = make_partner(body_nl="<p>a</p>", body_fr=nothing)
    partner.refresh_from_db()
    assert partner.body_fr == ""


@pytest.mark.parametrize("sign", INVISIBLE)
def test_a_translation_without_a_visible_sign_is_no_translation(sign):
    partner = make_partner(name_nl="Wales", name_de=sign, body_nl="<p>a</p>", body_fr=sign)
    assert (partner.name_de, partner.body_fr) == ("", "")
    assert partner.languages == ["nl"]


def test_a_required_text_without_a_visible_sign_is_missing():
    source = Source(record=make_partner(), title="\u00ad", url="https://example.org/")
    source.note = "\u200b"
    with pytest.raises(ValidationError) as refused:
        source.full_clean()
    assert "title" in refused.value.error_dict
    assert source.note == ""


@pytest.mark.parametrize("sentence", ["\U0001f600", "\u2764\ufe0f", "\u0e01", "a\u200b"])
def test_a_text_with_a_visible_sign_stays_as_it_is(sentence):
    assert tidy_text(f" {sentence} ") == sentence
    assert clean_prose(f"<p>{sentence}</p>") == f"<p>{sentence}</p>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<div>Wie?</div><div>Een vzw.</div>", "<p>Wie?</p><p>Een vzw.</p>"),
        ("<div><div>a</div><h3>b</h3></div>", "<p>a</p><h3>b</h3>"),
        ("<p><b>Let op</b> <I>nu</I></p>", "<p><strong>Let op</strong> <em>nu</em></p>"),
        ("<section>a<p>b</p></section>", "<p>a</p><p>b</p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
        ("<ul><li><div>a</div></li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<p>a</p><hr/><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a</p><p></p>", "<p>a</p><p></p>"),
    ],
)
def test_tags_of_other_programs_leave_paragraphs_and_strong_behind(written, kept):
    assert clean_prose(written) == kept
    assert clean_import(written) == kept


@pytest.mark.parametrize(
    "written",
    ["<p>100 m<sup>2</sup></p>", '<p>a<img src="x.png" alt="b"></p>', "<p>a</p><script>b</script>"],
)
def test_an_import_that_would_lose_what_a_text_says_is_refused(written):
    with pytest.raises(ValidationError):
        clean_import(written)


@pytest.mark.parametrize("written", ["a < b", "a < b > c", "1 & 2", "<p>a &lt; b</p>"])
def test_an_import_may_have_signs_that_look_like_markup(written):
    assert clean_import(written)


@pytest.mark.parametrize("part", ["<", "<td", "<p", "</p> ", "<div>", "&", "<li>"])
def test_reading_prose_takes_no_longer_than_its_length(part):
    began = time.process_time()
    lines(part * 50_000)
    assert time.process_time() - began < 1


def test_plain_texts_are_trimmed_in_every_language():
    partner = make_partner(name_nl=" Wales ", name_fr="  ", name_de="\tWales\n")
    partner.refresh_from_db()
    assert (partner.name_nl, partner.name_fr, partner.name_de) == ("Wales", "", "Wales")


def test_unsafe_prose_in_the_database_is_sanitised_on_the_page(page):
    partner = make_partner()
    Partner.objects.filter(pk=partner.pk).update(body_nl='<p id="bad">a<script>1</script></p>')
    prose = page(partner.get_absolute_url()).select_one(".prose")
    assert prose.decode_contents() == "<p>a</p>"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&amp;c=2"),
        ("//example.org", "https://example.org"),
        ("naam@example.org", "mailto:naam@example.org"),
        ("tel:+3222222222", "tel:+3222222222"),
        ("#kop", "#kop"),
    ],
)
def test_a_link_gets_the_scheme_that_it_lacks(typed, kept):
    assert clean_prose(f'<p><a href="{typed}">a</a></p>').count(f'href="{kept}"') == 1


@pytest.mark.parametrize("typed", ["partners", "../over/", "reglement.pdf", "naam @ x"])
def test_a_link_that_leads_nowhere_is_refused_in_words(admin_client, typed):
    response = edit(admin_client, make_partner(), body_nl=f'<p><a href="{typed}">a</a></p>')
    assert "https://www.example.org" in errors(response)


@pytest.mark.parametrize(
    ("typed", "kept"), [("www.example.org", "https://www.example.org"), ("naam@x.be", "")]
)
def test_a_web_address_gets_its_scheme_and_is_no_e_mail_address(admin_client, typed, kept):
    measure = make_measure(state="draft")
    response = edit(admin_client, measure, url=typed)
    assert measure.url == kept
    assert bool(errors(response)) == (not kept)


@pytest.mark.parametrize("length", [200_001, 1_000_000])
def test_a_text_that_nobody_wrote_by_hand_is_refused_before_it_is_cleaned(
    admin_client, monkeypatch, length
):
    """Cleaning a million characters of lists in lists takes minutes."""
    partner, long = make_partner(), "<ul><li>" * (length // 8) + "a"
    cleaned, clean = [], base.clean_prose
    monkeypatch.setattr(base, "clean_prose", lambda text: cleaned.append(text) or clean(text))
    refused = edit(admin_client, partner, body_nl=long)
    assert soup(refused).select_one(".field-body_nl .errorlist").text == gettext(TOO_LONG) % {
        "length": number(len(long)),
        "most": "200.000",
    }
    assert long not in cleaned


def test_the_longest_text_is_kept():
    partner = make_partner(body_nl="<p>" + "a" * (MOST_CHARACTERS - 7) + "</p>")
    partner.full_clean()
    partner.body_nl += "a"
    with pytest.raises(ValidationError) as refused:
        partner.full_clean()
    assert "body_nl" in refused.value.message_dict


LONG = {
    "a cell of blanks": lambda many: (
        f"<table><tr><td>{' ' * many}x</td></tr><tr><td>x</td></tr></table>"
    ),
    "headings": lambda many: "<h1>x<h2>x<h3>x" * (many // 15),
    "ends of nothing": lambda many: "</b></p>" * (many // 8) + "x",
    "angle brackets": lambda many: "<" * many + ">",
    "begins of tags": lambda many: "<p <a " * (many // 6),
    "ampersands": lambda many: "&amp" * (many // 4),
}


@pytest.mark.parametrize("text_of", LONG.values(), ids=LONG)
def test_a_long_prose_is_cleaned_in_a_time_that_grows_with_its_length(text_of):
    assert_grows_with_length(clean_prose, text_of, 20_000)
    assert_grows_with_length(lines, text_of, 20_000)


@pytest.mark.parametrize("tag", ["ul", "blockquote", "rt"])
def test_elements_inside_one_another_without_end_are_refused(admin_client, tag):
    partner = make_partner()
    refused = edit(admin_client, partner, body_nl=f"<{tag}>" * 501 + "a")
    assert soup(refused).select_one(".field-body_nl .errorlist").text == gettext(TOO_DEEP)
    with pytest.raises(ValidationError):
        clean_import(f"<{tag}>" * 501 + "a")


def test_many_elements_beside_one_another_are_kept():
    prose = "<ul><li>a</li></ul><p>b<br>c</p>" * 501
    assert clean_import(prose) == clean_prose(prose)
    assert clean_import("<p>b<br>c" * 501)


@pytest.mark.parametrize("digits", [5, 4300, 5000, 100_000])
def test_the_number_of_a_character_that_is_none_is_no_failure(digits):
    for text in (f"<p>a &#{'9' * digits}; b</p>", f"<p>a &#x{'f' * digits}; b</p>"):
        assert lines(text)[0].startswith("a")
        assert compared(text, "a b")
        assert clean_prose(text).startswith("<p>a")
        with suppress(ValidationError):
            clean_import(text)
