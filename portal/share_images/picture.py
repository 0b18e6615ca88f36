"""Draws a card as a PNG, with the same bytes each time.

It is drawn in numbers of colours, each text in steps from its ground to its ink. In red, green and
blue it would take ten times as long, and the file would be three times as large.
"""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from portal.share_images.layout import (
    BAND,
    BLACK,
    HEIGHT,
    MARGIN,
    MARK_SIZE,
    PAPER,
    RULE,
    WIDTH,
    YELLOW,
    arrange,
)
from portal.share_images.shapes import ICONS, UNITS, mark

STEPS = 15  # from ground to ink
FINER = 4  # times larger are shapes drawn, for smooth edges
ICON_SIZE = 30


def png(card):
    layout, canvas = arrange(card), Canvas()
    canvas.box((0, 0, WIDTH, BAND), BLACK)
    canvas.box((0, BAND, WIDTH, BAND + RULE), YELLOW)
    canvas.shape(mark, MARK_SIZE, MARGIN, (BAND - MARK_SIZE) // 2, YELLOW, BLACK)
    for box, icon, line in layout.labels:
        canvas.frame(box, line.ground, line.ink)
        canvas.shape(ICONS[icon], ICON_SIZE, box[0] + 22, box[1] + 14, line.ink, line.ground)
    for line in [*layout.lines, *(label.line for label in layout.labels)]:
        canvas.text(line)
    return canvas.as_file()


class Canvas:
    def __init__(self):
        self.image = Image.new("L", (WIDTH, HEIGHT))
        self.drawing = ImageDraw.Draw(self.image)
        self.numbers = {}  # colour → its number, in order
        self.number(PAPER)

    def number(self, colour):
        return self.numbers.setdefault(colour, len(self.numbers))

    def box(self, box, ground):
        left, top, right, bottom = box
        self.drawing.rectangle((left, top, right - 1, bottom - 1), self.number(ground))

    def frame(self, box, ground, edge):
        self.drawing.rounded_rectangle(box, 6, self.number(ground), self.number(edge), width=3)

    def text(self, line):
        ascent, descent = line.letters.getmetrics()
        beside = 8  # letters may lean out of their width
        width = round(line.letters.getlength(line.text)) + 2 * beside
        mask = Image.new("L", (width, ascent + descent))
        drawing = ImageDraw.Draw(mask)
        drawing.text((beside, ascent), line.text, 255, line.letters, anchor="ls")
        self.put(mask, line.left - beside, line.baseline - ascent, line.ink, line.ground)

    def shape(self, draw, size, left, top, ink, ground):
        mask = Image.new("L", (size * FINER, size * FINER))
        draw(ImageDraw.Draw(mask), size * FINER / UNITS)
        self.put(mask.reduce(FINER), left, top, ink, ground)

    def put(self, mask, left, top, ink, ground):
        """Put a shape in this ink: of each pixel, the mask says how much is inked."""
        between = [mixed(ground, ink, step / STEPS) for step in range(1, STEPS)]
        steps = [self.number(colour) for colour in (ground, *between, ink)]
        numbers = mask.point([steps[round(amount * STEPS / 255)] for amount in range(256)])
        anything = mask.point([0, *[255] * 255])  # what is there already stays around it
        self.image.paste(numbers, (left, top), anything)

    def as_file(self):
        self.image.putpalette([part for colour in self.numbers for part in rgb(colour)])
        file = BytesIO()
        self.image.save(file, "PNG")
        return file.getvalue()


@cache
def rgb(colour):
    return bytes.fromhex(colour.removeprefix("#"))


@cache
def mixed(ground, ink, share):
    parts = zip(rgb(ground), rgb(ink), strict=True)
    return "#" + bytes(round(one + (other - one) * share) for one, other in parts).hex()
