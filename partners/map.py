"""The partner map: numbered points on panels of Europe, of Belgium enlarged, and of the world.

Longitudes and latitudes are degrees, all other lengths are pixels of a panel, measured from its top
left corner. The land and the areas of countries are drawn by `landmap/generate.mjs` with the same
projections: change both together.
"""

import json
from cmath import rect
from functools import lru_cache
from itertools import permutations
from math import cos, dist, log, pi, radians, sin, tan
from pathlib import Path
from typing import NamedTuple

from partners.map_labels import Label, place_labels

DISC = 24  # diameter of a numbered disc
GAP = 4  # minimum distance between two discs, for their outlines and rounding
MAX_ITERATIONS = 300  # of spreading; our partners need about a dozen
GOLDEN_ANGLE = radians(137.508)  # pushes points on the same spot in different directions


class Place(NamedTuple):
    """A partner as the map shows it: where it is, what is said of it, and where it leads.

    `group` has how it looks (`partners.layers.Group`); `language` is that of the name where it is
    not that of the page.
    """

    number: int
    name: str
    language: str
    words: str
    url: str
    group: tuple
    iso_code: str
    longitude: float
    latitude: float


class Marker(NamedTuple):
    """A place at (x, y), with its numbered disc at (dot_x, dot_y): there or close to it.

    Coordinates are whole pixels: a template would write a fraction with a comma in
    Dutch, French and German.
    """

    place: Place
    x: int
    y: int
    dot_x: int
    dot_y: int
    label: Label | None = None

    @property
    def is_displaced(self):
        """Whether the disc does not cover its place, and needs a leader line."""
        return dist((self.x, self.y), (self.dot_x, self.dot_y)) > DISC / 2


class Area(NamedTuple):
    """The outline of a country, as path data."""

    place: Place
    path: str


class Panel(NamedTuple):
    """What is drawn on the land of a panel; `captions` name groups of places, in bold.

    `home` is the outline of Belgium.
    """

    home: str
    areas: list[Area]
    markers: list[Marker]
    captions: list[Label]


class Panels(NamedTuple):
    near: Panel
    europe: Panel
    world: Panel

    @property
    def markers(self):
        return [marker for panel in self for marker in panel.markers]


class Frame(NamedTuple):
    width: int
    height: int

    def contains(self, x, y):
        return self.clamp(x, y) == (x, y)

    def clamp(self, x, y):
        """The nearest point where a disc and its focus outline are inside the frame."""
        edge = DISC / 2 + 6
        return (
            min(max(x, edge), self.width - edge),
            min(max(y, edge), self.height - edge),
        )


EUROPE = Frame(720, 740)
NEAR = Frame(238, 245)  # stands in the top left corner of Europe, over the ocean
WORLD = Frame(720, 330)
ZOOM, LEFT, TOP = 3.5, 231, 383  # of the near panel, and where its corner is in Europe
EUROPE_SOUTH = 34.5  # degrees; Morocco belongs on the world panel
# Where the near panel stands, and what it enlarges.
KEPT_CLEAR = (
    (0, 0, NEAR.width, NEAR.height),
    (LEFT, TOP, LEFT + NEAR.width / ZOOM, TOP + NEAR.height / ZOOM),
)
AREAS = json.loads(Path(__file__).with_name("areas.json").read_text())


def build_panels(places):
    """The Panels of some Places, which keep their order."""
    near, europe, world = [], [], []
    for place in places:
        point = place.longitude, place.latitude
        if not in_europe(*point):
            world.append((place, WORLD.clamp(*project_world(*point))))
        elif NEAR.contains(*project_near(*point)):
            near.append((place, project_near(*point)))
        else:
            europe.append((place, project_europe(*point)))
    return Panels(
        _panel("near", NEAR, near, places),
        _panel("europe", EUROPE, europe, places),
        _panel("world", WORLD, world, places),
    )


def _panel(name, frame, placed, places):
    areas = [
        Area(place, AREAS[name][place.iso_code])
        for place in places
        if place.iso_code in AREAS[name]
    ]
    markers = _markers(placed, frame)
    labels, captions = place_labels(markers, frame, KEPT_CLEAR if frame is EUROPE else ())
    markers = [marker._replace(label=label) for marker, label in zip(markers, labels, strict=True)]
    return Panel(AREAS[name].get("BE", ""), areas, markers, captions)


def in_europe(longitude, latitude):
    """Whether the Europe panel has room for a disc at this point."""
    if latitude < EUROPE_SOUTH:
        return False
    x, y = project_europe(longitude, latitude)
    is_behind_the_near_panel = x < NEAR.width + DISC and y < NEAR.height + DISC
    return EUROPE.contains(x, y) and not is_behind_the_near_panel


def project_near(longitude, latitude):
    """A part of Europe, enlarged."""
    x, y = project_europe(longitude, latitude)
    return (x - LEFT) * ZOOM, (y - TOP) * ZOOM


def project_europe(longitude, latitude):
    """Lambert's conformal cone: d3's geoConicConformal, parallels 40 and 62."""

    def opening(degrees):
        return tan(pi / 4 + radians(degrees) / 2)

    n = log(cos(radians(40)) / cos(radians(62))) / log(opening(62) / opening(40))
    scale = 1120 * cos(radians(40)) * opening(40) ** n / n
    centre, radius = scale / opening(52) ** n, scale / opening(latitude) ** n
    angle = n * _east_of_11(longitude)
    return 340 + radius * sin(angle), 400 - centre + radius * cos(angle)


def project_world(longitude, latitude):
    """Natural Earth: d3's geoNaturalEarth1."""
    phi = radians(latitude)
    p2, p4 = phi**2, phi**4
    x = 0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4))
    y = 1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4))
    return 350 + 142 * _east_of_11(longitude) * x, 187 - 142 * phi * y


def _east_of_11(longitude):
    """Radians east of the middle meridian, between -pi and pi."""
    return radians((longitude - 11 + 180) % 360 - 180)


def _markers(placed, frame):
    spots = tuple(spot for _, spot in placed)
    return [
        Marker(place, *map(round, spot), *map(round, disc))
        for (place, spot), disc in zip(placed, spread(spots, frame), strict=True)
    ]


@lru_cache(maxsize=32)
def spread(spots, frame):
    """The positions of the discs: on their spots, or clear of other discs and spots."""
    spots = [complex(*spot) for spot in spots]
    discs = list(spots)
    for iteration in range(MAX_ITERATIONS):
        before = list(discs)
        for i, j in permutations(range(len(discs)), 2):
            push = _push(discs[i], discs[j], DISC + GAP, i - j) / 2
            discs[i], discs[j] = discs[i] + push, discs[j] - push
            if iteration > MAX_ITERATIONS / 5:
                continue  # too crowded: from here on only keep the discs apart
            discs[i] += _push(discs[i], spots[j], DISC / 2 + GAP, i)
            if _crossed(spots[i], discs[i], spots[j], discs[j]):
                discs[i], discs[j] = discs[j], discs[i]
        discs = [complex(*frame.clamp(disc.real, disc.imag)) for disc in discs]
        if discs == before:
            break
    return [(disc.real, disc.imag) for disc in discs]


def _push(disc, other, room, turn):
    """The step that moves a disc `room` pixels away from another point; 0 if it is already."""
    apart = disc - other or rect(0.001, turn * GOLDEN_ANGLE)
    short = room - abs(apart)
    return apart / abs(apart) * short if short > 0.01 else 0


def _crossed(spot, disc, other_spot, other_disc):
    """Whether two leader lines get shorter when the discs change places."""
    current = abs(disc - spot) + abs(other_disc - other_spot)
    return current > abs(other_disc - spot) + abs(disc - other_spot) + 1
