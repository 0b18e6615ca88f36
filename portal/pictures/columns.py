"""A picture of columns, in percentages of its width and pixels of its height.

A number that is not known has its word in the place of a bar: never a bar of height 0.
"""

from typing import NamedTuple

from portal.pictures.axis import WIDTH, Piece

TALLEST = 90  # pixels of the bar of the largest number
BASE = TALLEST + 14  # the base line: a label fits above the tallest bar
SIDE, GAP = 10_000, 4_000  # in thousandths of a percent of a column
SHORT, LINE, LINES = 5, 9, 3  # characters of a name in one line, of a line, and lines in a column
LINE_HEIGHT = 13


class Figure(NamedTuple):
    """A number with how it is written, or None with the word for that; `style` is a class of CSS.

    Only what `is_drawn` can be compared with the others by its height.
    """

    value: object
    label: str
    style: str
    is_drawn: bool = True


class Bar(NamedTuple):
    """A Figure in its place in a column, from the base line up."""

    figure: Figure
    piece: Piece
    height: int

    @property
    def top(self):
        return BASE - self.height

    @property
    def label_base(self):
        return self.top - 4

    @property
    def is_drawn(self):
        return self.figure.value is not None and self.figure.is_drawn


class Column(NamedTuple):
    """What is known of one thing, with a `note` and its name in short lines beneath."""

    piece: Piece
    bars: list[Bar]
    note: str
    lines: list[tuple[int, str]]  # with how far down they stand


class Chart(NamedTuple):
    """Columns with a title, the label of each style, and all that they say as one text.

    `legend` are the labels of what has a bar, none where the title says it; `without_bar` those of
    what is known and has none.
    """

    title: str
    keys: list[tuple[str, str]]
    columns: list[Column]
    words: str

    @property
    def known(self):
        bars = [bar for column in self.columns for bar in column.bars]
        return [bar for bar in bars if bar.figure.value is not None]

    @property
    def is_known(self):
        return bool(self.known)

    @property
    def legend(self):
        drawn = {bar.figure.style for bar in self.known if bar.is_drawn}
        return [key for key in self.keys if key[0] in drawn] if len(self.keys) > 1 else []

    @property
    def without_bar(self):
        styles = {bar.figure.style for bar in self.known if not bar.is_drawn}
        return [label for style, label in self.keys if style in styles]

    @property
    def height(self):
        return max(down for column in self.columns for down, _line in column.lines) + 6


def chart(title, keys, things, largest):
    """The Chart of things (name, figures, note); the bar of `largest` is the tallest one."""
    first_line = BASE + LINE_HEIGHT * (2 if any(note for *_figures, note in things) else 1)
    columns = [
        Column(
            Piece(WIDTH * index // len(things), WIDTH * (index + 1) // len(things)),
            bars(figures, largest),
            note,
            [
                (first_line + LINE_HEIGHT * number, line)
                for number, line in enumerate(short_lines(name))
            ],
        )
        for index, (name, figures, note) in enumerate(things)
    ]
    words = "; ".join(in_words(name, figures, note, dict(keys)) for name, figures, note in things)
    return Chart(title, keys, columns, f"{title}. {words}")


def bars(figures, largest):
    """The Bars of the figures of a column; one word where none is known and all say the same."""
    if all(figure.value is None for figure in figures):
        figures = list({figure.label: figure for figure in figures}.values())
    width = (WIDTH - 2 * SIDE) // len(figures)
    found = []
    for index, figure in enumerate(figures):
        first = SIDE + index * width
        piece = Piece(first + GAP // 2, first + width - GAP // 2)
        found.append(Bar(figure, piece, height_of(figure, largest)))
    return found


def height_of(figure, largest):
    """In pixels; of the least number, too, something can be seen."""
    if not figure.value or not figure.is_drawn:
        return 0
    return max(1, round(TALLEST * figure.value / largest))


def short_lines(name):
    """A name in at most LINES lines, as '2020-2021' in two; what does not fit ends with '…'."""
    if len(name) <= SHORT:
        return [name]
    *parts, last = name.split("-")
    lines = [*(f"{part}-" for part in parts), last]
    lines = [line if len(line) <= LINE else f"{line[: LINE - 1]}…" for line in lines]
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], "…"]


def in_words(name, figures, note, labels):
    said = [f"{labels[figure.style]} {figure.label}" for figure in figures]
    return f"{name}: {', '.join([*said, *filter(None, [note])])}"
