from itertools import combinations
from math import dist
from pathlib import Path

import pytest

from partners import map as partner_map
from partners.layers import Group
from partners.map import (
    AREAS,
    DISC,
    EUROPE,
    KEPT_CLEAR,
    NEAR,
    WORLD,
    Place,
    build_panels,
    project_europe,
    project_near,
    project_world,
)
from partners.map_labels import CHARACTER, overlap

CAPITALS = [
    ("Franse Gemeenschap", 4.35, 50.85),
    ("Duitstalige Gemeenschap", 6.03, 50.63),
    ("Nederland", 4.90, 52.37),
    ("Duitsland", 13.40, 52.52),
    ("Frankrijk", 2.35, 48.86),
    ("Verenigd Koninkrijk", -0.13, 51.51),
    ("Luxemburg", 6.13, 49.61),
    ("Hauts-de-France", 3.06, 50.63),
    ("Noordrijn-Westfalen", 6.78, 51.23),
    ("Catalonië", 2.17, 41.39),
    ("Baskenland", -2.67, 42.85),
    ("Schotland", -3.19, 55.95),
    ("Wales", -3.18, 51.48),
    ("Ierland", -6.26, 53.35),
    ("Denemarken", 12.57, 55.68),
    ("Zweden", 18.07, 59.33),
    ("Finland", 24.94, 60.17),
    ("Estland", 24.75, 59.44),
    ("Letland", 24.11, 56.95),
    ("Litouwen", 25.28, 54.69),
    ("Italië", 12.50, 41.90),
    ("Oostenrijk", 16.37, 48.21),
    ("Polen", 21.01, 52.23),
    ("Tsjechië", 14.42, 50.09),
    ("Hongarije", 19.04, 47.50),
    ("Slovakije", 17.11, 48.15),
    ("Slovenië", 14.51, 46.05),
    ("Kroatië", 15.98, 45.81),
    ("Bulgarije", 23.32, 42.70),
    ("Roemenië", 26.10, 44.43),
    ("Zuid-Afrika", 28.19, -25.75),
    ("Botswana", 25.91, -24.65),
    ("Lesotho", 27.48, -29.31),
    ("Malawi", 33.79, -13.96),
    ("Mozambique", 32.58, -25.97),
    ("Namibië", 17.08, -22.57),
    ("Eswatini", 31.13, -26.31),
    ("Marokko", -6.83, 34.02),
    ("Quebec", -71.21, 46.81),
    ("Verenigde Staten", -77.04, 38.91),
    ("Chili", -70.65, -33.45),
    ("China", 116.40, 39.90),
    ("Japan", 139.69, 35.69),
]
GROUP = Group("land", "yellow")


def place(number, name, longitude, latitude, code="", group=GROUP):
    url = f"/nl/partners/{number}/"
    return Place(number, name, "", "land", url, group, code, longitude, latitude)


PARTNERS = [place(number, *capital) for number, capital in enumerate(CAPITALS, start=1)]


def discs_are_apart(markers):
    discs = [(marker.dot_x, marker.dot_y) for marker in markers]
    return all(dist(*pair) > DISC for pair in combinations(discs, 2))


@pytest.mark.parametrize(
    ("project", "city", "drawn_by_d3"),
    [
        (project_europe, (4.35, 50.85), (259.55, 418.41)),  # Brussels
        (project_europe, (2.17, 41.39), (211.36, 596.75)),  # Barcelona
        (project_europe, (24.75, 59.44), (474.74, 244.05)),  # Tallinn
        (project_europe, (23.32, 42.70), (514.82, 564.33)),  # Sofia
        (project_near, (4.90, 52.37), (131.66, 24.24)),  # Amsterdam
        (project_near, (6.03, 50.63), (169.94, 144.32)),  # Eupen
        (project_world, (-70.65, -33.45), (183.23, 270.81)),  # Santiago
        (project_world, (139.69, 35.69), (610.72, 97.57)),  # Tokyo
        (project_world, (-71.21, 46.81), (191.72, 69.94)),  # Quebec
        (project_world, (28.19, -25.75), (385.93, 251.45)),  # Pretoria
    ],
)
def test_a_city_falls_on_the_coastlines_where_d3_puts_it(project, city, drawn_by_d3):
    assert project(*city) == pytest.approx(drawn_by_d3, abs=0.01)


def names(panel):
    return [marker.place.name for marker in panel.markers]


def test_partners_near_by_in_europe_and_far_away_each_get_their_panel():
    near, europe, world = build_panels(PARTNERS)
    assert names(near) == [
        *("Franse Gemeenschap", "Duitstalige Gemeenschap", "Nederland", "Luxemburg"),
        *("Hauts-de-France", "Noordrijn-Westfalen"),
    ]
    assert names(world)[0] == "Zuid-Afrika"
    assert "Marokko" in names(world)
    assert (len(europe.markers), len(world.markers)) == (24, 13)


def test_each_partner_is_on_the_map_once_in_the_order_given():
    for panel in (panels := build_panels(PARTNERS)):
        numbers = [marker.place.number for marker in panel.markers]
        assert numbers == sorted(numbers)
    assert {marker.place for marker in panels.markers} == {*PARTNERS}
    assert len(panels.markers) == len(PARTNERS)


def test_iceland_would_be_hidden_by_the_near_panel_and_goes_to_the_world():
    assert names(build_panels([place(1, "IJsland", -21.9, 64.15)]).world) == ["IJsland"]


def test_a_lone_partner_keeps_its_disc_on_its_place():
    [madrid] = build_panels([place(1, "Spanje", -3.7, 40.42)]).europe.markers
    assert (madrid.x, madrid.y) == (madrid.dot_x, madrid.dot_y)
    assert madrid.is_displaced is False


def test_no_two_discs_overlap():
    for panel in build_panels(PARTNERS):
        assert discs_are_apart(panel.markers)


def test_partners_on_one_spot_are_spread_around_it_with_leader_lines():
    near = build_panels([place(number, "Brussel", 4.35, 50.85) for number in range(1, 5)]).near
    assert discs_are_apart(near.markers)
    assert {(marker.x, marker.y) for marker in near.markers} == {(100, 124)}
    assert all(marker.is_displaced for marker in near.markers)


def test_a_moved_disc_hides_no_other_place():
    world = build_panels(PARTNERS).world.markers
    for marker in world:
        for other in world:
            if other is not marker:
                assert dist((marker.dot_x, marker.dot_y), (other.x, other.y)) > DISC / 2


def test_every_disc_stays_inside_its_panel():
    edges = [place(1, "", -168, 80), place(2, "", -179, -90), place(3, "", 190, 0)]
    for marker in build_panels(PARTNERS + edges).world.markers:
        assert DISC / 2 < marker.dot_x < WORLD.width - DISC / 2
        assert DISC / 2 < marker.dot_y < WORLD.height - DISC / 2


def test_the_same_partners_are_always_spread_the_same_way():
    first = build_panels(PARTNERS)
    partner_map.spread.cache_clear()
    assert build_panels(PARTNERS) == first


def test_a_map_without_partners_has_neither_marks_nor_areas():
    for panel in build_panels([]):
        assert not (panel.markers or panel.areas or panel.captions)


def test_a_country_is_an_area_and_a_region_or_a_small_state_a_dot():
    places = [
        place(1, "Frankrijk", 2.35, 48.86, "FR"),
        place(2, "Hauts-de-France", 3.06, 50.63, "FR-HDF"),
        place(3, "Lesotho", 27.48, -29.31, "LS"),
    ]
    areas = [area.place.name for panel in build_panels(places) for area in panel.areas]
    assert {*areas} == {"Frankrijk"}


@pytest.mark.parametrize("code", ["CN", "CY", "IL", "IN", "MA", "PK", "RU", "SO", "UA"])
def test_no_area_is_drawn_whose_borders_are_held_against_the_law(code):
    assert not any(code in areas for areas in AREAS.values())


def test_names_cover_neither_discs_nor_one_another_nor_what_is_enlarged():
    for frame, panel in zip((NEAR, EUROPE, WORLD), build_panels(PARTNERS), strict=True):
        boxes = [marker.label.box(CHARACTER) for marker in panel.markers if marker.label]
        discs = [
            (marker.dot_x - 12, marker.dot_y - 12, marker.dot_x + 12, marker.dot_y + 12)
            for marker in panel.markers
        ]
        assert not any(overlap(*pair) for pair in combinations(boxes, 2))
        assert not any(overlap(box, disc) for box in boxes for disc in discs)
        assert all(box[0] >= 0 and box[2] <= frame.width for box in boxes)
    assert not any(overlap(box, kept) for box in labels_of_europe() for kept in KEPT_CLEAR)


def labels_of_europe():
    markers = build_panels(PARTNERS).europe.markers
    return [marker.label.box(CHARACTER) for marker in markers if marker.label]


def test_the_smallest_country_among_its_neighbours_has_its_name_where_there_is_room():
    southern = [
        ("Botswana", 25.91, -24.65),
        ("Eswatini", 31.13, -26.31),
        ("Lesotho", 27.48, -29.32),
        ("Malawi", 33.79, -13.96),
        ("Mozambique", 32.58, -25.97),
        ("Namibia", 17.08, -22.56),
        ("South Africa", 28.19, -25.75),
    ]
    places = [place(number, *one) for number, one in enumerate(southern, start=1)]
    labels = {marker.place.name: marker.label for marker in build_panels(places).world.markers}
    assert labels["Lesotho"].lines == ("Lesotho",)


def test_the_communities_of_belgium_have_their_names_on_the_map():
    labels = {marker.place.name: marker.label for marker in build_panels(PARTNERS).near.markers}
    assert labels["Franse Gemeenschap"].lines == ("Franse Gemeenschap",)
    assert labels["Duitstalige Gemeenschap"].lines == ("Duitstalige ", "Gemeenschap")
    left, top, width = labels["Duitstalige Gemeenschap"].gap
    (_, first), (_, second) = labels["Duitstalige Gemeenschap"].placed_lines
    assert left < labels["Duitstalige Gemeenschap"].x < left + width
    assert first - 4 < top < second
    assert labels["Franse Gemeenschap"].gap is None


def test_the_name_of_a_group_stands_once_on_a_panel_by_its_country():
    vienna = Group("Wenen", "green", is_on_map=True)
    places = [
        place(1, "Slowakije", 17.11, 48.15, "SK", vienna),
        place(2, "Oostenrijk", 16.37, 48.21, "AT", vienna),
    ]
    [caption] = build_panels(places).europe.captions
    assert caption.lines == ("Wenen",)


def test_the_name_of_a_group_stands_by_the_country_of_its_seat():
    london = Group("Londen", "purple", is_on_map=True, seat="GB")
    places = [
        place(1, "Ierland", -6.27, 53.34, "IE", london),
        place(2, "Wales", -3.18, 51.48, "GB-WLS", london),
        place(3, "Verenigd Koninkrijk", -0.13, 51.51, "GB", london),
    ]
    panel = build_panels(places).europe
    [caption], seat = panel.captions, panel.markers[2]
    assert abs(caption.x - seat.dot_x) < 20 and abs(caption.y - seat.dot_y) < 30


def test_the_template_draws_panels_of_the_same_size():
    template = Path(__file__).parents[2] / "templates" / "partners" / "_map.html"
    markup = template.read_text()
    for frame in (NEAR, EUROPE, WORLD):
        assert f'viewBox="0 0 {frame.width} {frame.height}"' in markup
    left, top, right, bottom = KEPT_CLEAR[1]
    assert f'x="{left}" y="{top}" width="{right - left:g}" height="{bottom - top:g}"' in markup


def test_the_frame_of_what_is_enlarged_goes_through_no_disc():
    markup = (Path(__file__).parents[2] / "templates" / "partners" / "_map.html").read_text()
    assert markup.index('class="map__frame"') < markup.index("panel=map.europe")
