"""Names on the partner map, where there is room for them.

A name stands beside its disc, or above or below it, where it covers nothing. Where it would, there
is none: the number of the disc is that of the list.
"""

from itertools import chain
from math import dist
from typing import NamedTuple

RADIUS = 14  # of a disc with its outline
LINE = 14  # height of a line of text
CHARACTER, BOLD = 6.6, 7.6  # mean width of a character
NARROW = 5  # width that a character has at least, on average
GAP = 4  # between a disc and its name
ASKEW = 8  # how much lower or higher a name may stand
LONG = 14  # characters of a name that may stand on two lines


class Label(NamedTuple):
    """One or two lines of text at (x, y): the end or the middle of the first base line."""

    lines: tuple[str, ...]
    x: int
    y: int
    anchor: str

    def box(self, character):
        """(left, top, right, bottom) of the text."""
        width = character * max(map(len, self.lines)) + GAP
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - LINE + 2, left + width, self.y + LINE * len(self.lines) - LINE + 4

    @property
    def gap(self):
        """(left, top, width) of what is covered between two lines: it would look like an accent."""
        if len(self.lines) == 1:
            return None
        width = NARROW * max(map(len, self.lines))
        left = self.x - {"start": 0, "middle": width // 2, "end": width}[self.anchor]
        return left, self.y - 2, width

    @property
    def placed_lines(self):
        """[(text, y)]."""
        return [(text, self.y + LINE * index) for index, text in enumerate(self.lines)]


def place_labels(markers, frame, kept_clear):
    """([a Label or None for each marker], [a Label for each group that has room]).

    `kept_clear` are boxes that no label may cover.
    """
    taken = [box_around(marker.dot_x, marker.dot_y, RADIUS) for marker in markers]
    taken += [box_around(*spot, GAP) for marker in markers for spot in leader(marker)]
    taken += kept_clear
    groups = dict.fromkeys(marker.place.group for marker in markers)
    captions = []
    for group in groups:
        own = [marker for marker in markers if marker.place.group == group]
        positions = around_group(own, group.seat) if group.is_on_map else ()
        by_seat = labels_at(positions[:1], group.label, (beside, askew, aslant))
        by_any = labels_at(positions, group.label)
        if label := first_free(chain(by_seat, by_any), BOLD, frame, taken):
            captions.append(label)
    labels = [
        first_free(labels_at([marker], marker.place.name), CHARACTER, frame, taken)
        for marker in markers
    ]
    return labels, captions


def first_free(labels, character, frame, taken):
    """The first of some Labels that covers nothing, whose box is then taken; or None."""
    for label in labels:
        box = label.box(character)
        if is_inside(box, frame) and not any(overlap(box, other) for other in taken):
            taken.append(box)
            return label
    return None


def labels_at(markers, text, ways=None):
    """Labels with a text beside each of some discs in turn; then, if it is long, on two lines."""
    for lines in filter(None, [(text,), halves(text)]):
        for positions in ways or (beside, askew):
            for marker in markers:
                for x, y, anchor in positions(marker, len(lines)):
                    yield Label(lines, x, y, anchor)


def halves(text):
    """A long text as two lines that are about as long, or None; joined they are the text."""
    breaks = [at + 1 for at, sign in enumerate(text) if sign in " -"]
    if len(text) < LONG or not breaks:
        return None
    at = min(breaks, key=lambda at: abs(at - len(text) / 2))
    return text[:at], text[at:]


def beside(marker, lines):
    """(x, y, anchor) of lines to the right of a disc, to its left, below and above it."""
    x, y, away, more = marker.dot_x, marker.dot_y, RADIUS + GAP, LINE * (lines - 1)
    return (
        (x + away, y + 4 - more // 2, "start"),
        (x - away, y + 4 - more // 2, "end"),
        (x, y + away + 8, "middle"),
        (x, y - away - more, "middle"),
    )


def askew(marker, lines):
    """The same to its right and to its left, a little lower and higher."""
    sides = beside(marker, lines)[:2]
    return [(x, y + away, anchor) for away in (ASKEW, -ASKEW) for x, y, anchor in sides]


def aslant(marker, lines):
    """The same below and above it, from its left edge on or up to its right edge."""
    edges = [(-RADIUS, "start"), (RADIUS, "end")]
    rows = beside(marker, lines)[2:]
    return [(x + away, y, anchor) for x, y, _middle in rows for away, anchor in edges]


def around_group(markers, seat):
    """Some discs: that of the country with the ISO code `seat`, then those of countries and those
    near their middle.
    """
    middle = (
        sum(marker.dot_x for marker in markers) / len(markers),
        sum(marker.dot_y for marker in markers) / len(markers),
    )

    def order(marker):
        is_part = "-" in marker.place.iso_code or not marker.place.iso_code
        is_elsewhere = not seat or marker.place.iso_code != seat
        return is_elsewhere, is_part, dist((marker.dot_x, marker.dot_y), middle)

    return sorted(markers, key=order)


def leader(marker):
    """Points on the line from a disc to its place."""
    steps = range(5) if marker.is_displaced else ()
    return [
        (
            marker.x + (marker.dot_x - marker.x) * step / 4,
            marker.y + (marker.dot_y - marker.y) * step / 4,
        )
        for step in steps
    ]


def box_around(x, y, room):
    return x - room, y - room, x + room, y + room


def is_inside(box, frame):
    left, top, right, bottom = box
    return (
        left >= GAP and top >= GAP and right <= frame.width - GAP and bottom <= frame.height - GAP
    )


def overlap(box, other):
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
