"""Lines of a width, in letters that the font has."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.i18n.languages import CODES
from portal.settings import LOCALE_PATHS
from portal.share_images.lettering import (
    LONGEST,
    balanced,
    drawable,
    font,
    has_shape,
    shortened,
    wrapped,
)

ROOM = 700
# Of the languages of the European Union and of Turkish, Icelandic, Welsh, Catalan and Māori.
NAMES = "ÀÁÂÃÄÅĀĂĄÆÇĆĈĊČĎĐÐÈÉÊËĒĖĘĚĞĠĢĤĦÌÍÎÏĪĮİIıĶĹĻĽŁĿÑŃŅŇŊÒÓÔÕÖŌŐØŒŔŘŚŞŠȘŢŤȚÙÚÛÜŪŮŰŲŴÝŶŸŹŻŽÞẞ"
NAMES += NAMES.lower() + "ßĸŉ"
MARKS = "0123456789.,;:!?¿¡'’‘“”„«»‹›()[]&/-–—…%‰€£$°@#*+=×§ªº²³½"


@pytest.fixture
def letters():
    return font("Bold", 46)


@pytest.mark.parametrize("weight", ["Regular", "Semibold", "Bold"])
def test_the_font_has_the_letters_of_names_and_of_our_languages(weight):
    lacking = font(weight, 32).getmask("\U0010ffff")
    shapes = {sign: font(weight, 32).getmask(sign) for sign in NAMES + MARKS + "ΑΩαωЖя"}
    assert [sign for sign, shape in shapes.items() if bytes(shape) == bytes(lacking)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_font_has_every_letter_of_the_interface(code):
    words = (LOCALE_PATHS[0] / code / "LC_MESSAGES/django.po").read_text()
    found = {sign for sign in "".join(re.findall(r'^msgstr "(.*)"', words, re.M)) if sign.isalpha()}
    assert [sign for sign in found if not has_shape(sign)] == []


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("a\n b\t\u2003 c", "a b c"),
        ("1\N{NO-BREAK SPACE}maart\N{NARROW NO-BREAK SPACE}!", "1\N{NO-BREAK SPACE}maart\u202f!"),
        ("e\N{COMBINING ACUTE ACCENT}\u0336s\u0347", "és"),
        ("Kyoto 京都", "Kyoto"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}abc\N{SOFT HYPHEN}\x00\ufeff", "abc"),
        ("№\N{NON-BREAKING HYPHEN}１ ㎏", "№-1 kg"),
        ("😀", ""),
    ],
)
def test_what_cannot_be_drawn_is_left_out(text, drawn):
    assert drawable(text) == drawn


def test_a_long_text_is_cut_off_before_anything_is_measured():
    assert len(drawable("a" * 10_000)) == LONGEST


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_line_is_wider_than_there_is_room_and_no_letter_is_lost(text):
    letters, shown = font("Bold", 46), drawable(text)
    for lines in (wrapped(shown, letters, ROOM), balanced(shown, letters, ROOM)):
        assert all(letters.getlength(line) <= ROOM for line in lines)
        assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


def test_lines_end_at_spaces_that_may_be_broken(letters):
    text = "op maandag 1\N{NO-BREAK SPACE}maart\N{NO-BREAK SPACE}2027"
    assert wrapped(text, letters, 460) == [
        "op maandag",
        "1\N{NO-BREAK SPACE}maart\N{NO-BREAK SPACE}2027",
    ]


def test_balanced_lines_are_about_as_long(letters):
    text = "Projectoproep Vlaamse en Franse Gemeenschap"
    assert wrapped(text, letters, 800)[1] == "Gemeenschap"
    assert balanced(text, letters, 800) == ["Projectoproep Vlaamse", "en Franse Gemeenschap"]


def test_a_shortened_text_says_so_within_its_room(letters):
    lines = wrapped("Vlaamse en Franse Gemeenschap, Duitstalige Gemeenschap", letters, 400)
    short = shortened(lines, 2, letters, 400)
    assert short == [lines[0], "Gemeenschap…"]
    assert shortened(lines, 9, letters, 400) == lines
