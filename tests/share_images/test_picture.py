"""The picture itself: its size, its bytes, and that something is drawn where it should be."""

from io import BytesIO

import pytest
from PIL import Image

from portal.share_images.cards import Card, Tag
from portal.share_images.layout import TAG_COLOURS, arrange
from portal.share_images.picture import png
from portal.share_images.shapes import ICONS

LABEL = Tag("soon", "clock", "Sluit binnenkort")
CALL = Card("Projectoproep Japan 2027", "Oproep", (LABEL,), "Deadline maandag 1 maart 2027, 17 uur")
PAPER, BLACK, YELLOW = (255, 255, 255), (27, 26, 23), (255, 225, 31)


def drawn(card):
    return Image.open(BytesIO(png(card))).convert("RGB")


def colours(picture, box):
    """The colours in a box (left, top, right, bottom)."""
    return {colour for _count, colour in picture.crop(box).getcolors(100_000)}


def test_it_is_a_png_of_the_size_that_other_sites_ask_for():
    content = png(CALL)
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.size, picture.info) == ("PNG", (1200, 630), {})
    assert 5_000 < len(content) < 50_000


def test_it_has_the_same_bytes_each_time():
    assert png(CALL) == png(CALL)
    assert png(CALL) != png(CALL._replace(fact="Deadline dinsdag 2 maart 2027, 17 uur"))


def test_band_edge_and_paper_are_where_they_belong():
    picture = drawn(CALL)
    assert colours(picture, (800, 0, 1200, 104)) == {BLACK}
    assert colours(picture, (0, 104, 1200, 112)) == {YELLOW}
    assert (
        colours(picture, (0, 112, 56, 630)) == colours(picture, (1140, 112, 1200, 630)) == {PAPER}
    )
    assert colours(picture, (64, 26, 116, 78)) >= {BLACK, YELLOW}  # the mark


@pytest.mark.parametrize("line", arrange(CALL).lines, ids=lambda line: line.text[:12])
def test_each_line_is_drawn_at_its_place_in_its_ink(line):
    right = line.left + round(line.letters.getlength(line.text))
    box = (line.left, line.baseline - line.letters.size // 2, right, line.baseline)
    found = colours(drawn(CALL), box)
    assert {tuple(bytes.fromhex(colour[1:])) for colour in (line.ink, line.ground)} <= found


@pytest.mark.parametrize("style", TAG_COLOURS)
@pytest.mark.parametrize("icon", ICONS)
def test_each_tag_has_its_colours_and_its_icon(style, icon):
    card = CALL._replace(tags=(Tag(style, icon, "Open"),))
    left, top, _right, bottom = arrange(card).labels[0].box
    ink, ground = (tuple(bytes.fromhex(colour[1:])) for colour in TAG_COLOURS[style])
    assert colours(drawn(card), (left + 10, top + 8, left + 58, bottom - 8)) >= {ink, ground}


def test_no_two_icons_look_the_same():
    cards = [CALL._replace(tags=(Tag("open", icon, "Open"),)) for icon in ICONS]
    assert len({png(card) for card in cards}) == len(ICONS)


def test_a_letter_that_hangs_low_is_not_wiped_out_by_the_next_line():
    card = CALL._replace(title=f"{'j' * 40} {'p' * 25}")
    line = next(line for line in arrange(card).lines if line.text == "j" * 40)
    right = line.left + round(line.letters.getlength(line.text))
    assert BLACK in colours(drawn(card), (line.left, line.baseline + 10, right, line.baseline + 15))


HOSTILE = ["W" * 10_000, "<svg onload=alert(1)>" * 500, "\u0301\u202e😀" * 3000]


@pytest.mark.parametrize("text", HOSTILE, ids=["wide", "markup", "nothing"])
def test_hostile_texts_make_a_picture_as_any_other(text):
    card = Card(text, text, (LABEL._replace(label=text),) * 9, text)
    assert Image.open(BytesIO(png(card))).size == (1200, 630)
    assert len(png(card)) < 50_000
