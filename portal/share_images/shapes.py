"""The mark of the site and the icons of tags, as pages have them: in 16 × 16 units, in white."""

UNITS = 16
WHITE = 255


def ring(drawing, unit):
    drawing.ellipse(scaled([(1, 1), (15, 15)], unit), outline=WHITE, width=round(2 * unit))


def disc(drawing, unit):
    drawing.ellipse(scaled([(1, 1), (15, 15)], unit), fill=WHITE)


def clock(drawing, unit):
    ring(drawing, unit)
    stroke(drawing, unit, (8, 4), (8, 8.5), (11.5, 8.5))


def square(drawing, unit):
    drawing.rectangle(scaled([(2, 2), (14, 14)], unit), fill=WHITE)


def check(drawing, unit):
    stroke(drawing, unit, (2, 8.5), (6, 12.5), (14, 3.5))


def cross(drawing, unit):
    stroke(drawing, unit, (3, 3), (13, 13))
    stroke(drawing, unit, (13, 3), (3, 13))


def example(drawing, unit):
    stroke(drawing, unit, (8, 1.5), (14.5, 8), (8, 14.5), (1.5, 8), (8, 1.5))


def mark(drawing, unit):
    """Two halves of a disc, the right one lower, cut out of a square."""
    drawing.rectangle(scaled([(0, 0), (UNITS, UNITS)], unit), fill=WHITE)
    drawing.pieslice(scaled([(3, 1.5), (12, 10.5)], unit), 90, 270, fill=0)
    drawing.pieslice(scaled([(4, 5.5), (13, 14.5)], unit), 270, 90, fill=0)


def stroke(drawing, unit, *points):
    drawing.line(scaled(points, unit), WHITE, round(2.5 * unit), joint="curve")


def scaled(points, unit):
    return [(x * unit, y * unit) for x, y in points]


ICONS = {
    "ring": ring,
    "disc": disc,
    "clock": clock,
    "square": square,
    "check": check,
    "cross": cross,
    "example": example,
}
