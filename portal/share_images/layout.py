"""Where on the picture each line of a card stands, and in which letters."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from PIL.ImageFont import FreeTypeFont

from portal.share_images.cards import SITE
from portal.share_images.lettering import balanced, drawable, font, shortened, wrapped

# Pixels. Other sites show pictures at a third of this size, so letters are large.
WIDTH, HEIGHT = 1200, 630
MARGIN = 64
ROOM = WIDTH - 2 * MARGIN
BAND, RULE = 104, 8  # the heights of the black band with the name of the site, and of its edge
TOP, BOTTOM = BAND + RULE + 40, HEIGHT - 48
MARK_SIZE = 52
TITLE_SIZES = (76, 64, 54, 46)
TAG_HEIGHT = 58
GAP = 22  # above the tags, and above the fact
# The heights of lines, in those of letters; and where in it letters stand.
LEADING, TITLE_LEADING, BASELINE = 1.25, 1.14, 0.88

# As in portal.css
PAPER, INK, MUTED = "#FFFFFF", "#1B1A17", "#55524A"
BLACK, WHITE, PALE, YELLOW = "#1B1A17", "#FFFFFF", "#D8D3C3", "#FFE11F"
TAG_COLOURS = {  # ink, ground
    "announced": ("#0A3A75", "#E0ECFA"),
    "open": ("#0B4A26", "#DDF2E3"),
    "soon": ("#1B1A17", "#FFE11F"),
    "closed": ("#3C3932", "#E6E3D8"),
    "results": ("#45206F", "#ECE3F6"),
    "stopped": ("#861712", "#FBE4E1"),
    "example": ("#1B1A17", "#FFF6C2"),
}


class Line(NamedTuple):
    """A line of text: its left edge, and the baseline on which its letters stand."""

    text: str
    left: int
    baseline: int
    letters: FreeTypeFont
    ink: str = INK
    ground: str = PAPER


class Label(NamedTuple):
    """A tag: its box (left, top, right, bottom), the icon in it and its text."""

    box: tuple
    icon: str
    line: Line


class Layout(NamedTuple):
    lines: list
    labels: list


def arrange(card):
    """The fact stands at the bottom, the tags above it, and the title has what room is left.

    It is as large as fits, and shortened when it is too long for the smallest letters.
    """
    kinds, facts, labels, top, bottom = [], [], [], TOP, BOTTOM
    if fact := drawable(card.fact):
        letters = font("Regular", 38)
        rows = shortened(balanced(fact, letters, ROOM), 2, letters, ROOM)
        bottom -= height(rows, letters, LEADING)
        facts = stacked(rows, letters, bottom, LEADING)
        bottom -= GAP
    if card.tags:
        labels = in_a_row(card.tags, bottom - TAG_HEIGHT)
        bottom -= TAG_HEIGHT + GAP
    if kind := drawable(card.kind):
        letters = font("Semibold", 34)
        row = shortened(wrapped(kind, letters, ROOM), 1, letters, ROOM)
        kinds = stacked(row, letters, top, LEADING, MUTED)
        top += height(row, letters, LEADING) + 4
    title = title_lines(drawable(card.title), top, bottom)
    return Layout([*site_lines(), *kinds, *title, *facts], labels)


def site_lines():
    left, department = MARGIN + MARK_SIZE + 20, _("Department of Culture, Youth and Media")
    return [
        Line(drawable(str(SITE)), left, 50, font("Semibold", 36), WHITE, BLACK),
        Line(drawable(department), left, 84, font("Regular", 25), PALE, BLACK),
    ]


def title_lines(title, top, bottom):
    for size in TITLE_SIZES:
        letters = font("Bold", size)
        rows = balanced(title, letters, ROOM)
        if height(rows, letters, TITLE_LEADING) <= bottom - top:
            break
    most = int((bottom - top) / (letters.size * TITLE_LEADING))
    return stacked(shortened(rows, most, letters, ROOM), letters, top, TITLE_LEADING)


def height(rows, letters, leading):
    return round(len(rows) * letters.size * leading)


def stacked(rows, letters, top, leading, ink=INK):
    """Lines beneath one another."""
    first, step = top + letters.size * BASELINE, letters.size * leading
    return [
        Line(text, MARGIN, round(first + number * step), letters, ink)
        for number, text in enumerate(rows)
    ]


def in_a_row(tags, top):
    """The labels of tags next to one another, as far as there is room."""
    letters, left, labels = font("Semibold", 34), MARGIN, []
    before, after = 66, 22  # the icon with the space around it, and the space after the text
    for tag in tags:
        room = WIDTH - MARGIN - left - before - after
        if room < 100:
            break
        text = shortened(wrapped(drawable(tag.label), letters, room), 1, letters, room)[0]
        right = left + before + round(letters.getlength(text)) + after
        line = Line(text, left + before, top + 41, letters, *TAG_COLOURS[tag.style])
        labels.append(Label((left, top, right, top + TAG_HEIGHT), tag.icon, line))
        left = right + 20
    return labels
