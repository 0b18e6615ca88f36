from decimal import Decimal
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

from partners import map as partner_map
from partners.map import DISC, EUROPE, WORLD, build_panels, project_europe, project_world

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
PARTNERS = [
    (number, label, f"/nl/partners/{number}/", longitude, latitude)
    for number, (label, longitude, latitude) in enumerate(CAPITALS, start=1)
]


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
        (project_world, (-70.65, -33.45), (183.23, 270.81)),  # Santiago
        (project_world, (139.69, 35.69), (610.72, 97.57)),  # Tokyo
        (project_world, (-71.21, 46.81), (191.72, 69.94)),  # Quebec
        (project_world, (28.19, -25.75), (385.93, 251.45)),  # Pretoria
    ],
)
def test_a_city_falls_on_the_coastlines_where_d3_puts_it(project, city, drawn_by_d3):
    assert project(*city) == pytest.approx(drawn_by_d3, abs=0.01)


def test_partners_in_europe_and_far_away_each_get_their_panel():
    panels = build_panels(PARTNERS)
    far = [marker.label for marker in panels.world]
    assert far[0] == "Zuid-Afrika"
    assert "Marokko" in far
    assert len(far) == 13
    assert len(panels.europe) == 30


def test_order_numbers_labels_and_addresses_are_kept():
    panels = build_panels(PARTNERS)
    shown = [marker[:3] for marker in panels.europe + panels.world]
    assert shown == [partner[:3] for partner in PARTNERS]


def test_a_lone_partner_keeps_its_disc_on_its_place():
    [brussels] = build_panels([(1, "Franse Gemeenschap", "/", "4.35", Decimal("50.85"))]).europe
    assert (brussels.x, brussels.y) == (260, 418)
    assert (brussels.dot_x, brussels.dot_y) == (260, 418)
    assert brussels.is_displaced is False


def test_no_two_discs_overlap():
    panels = build_panels(PARTNERS)
    assert discs_are_apart(panels.europe)
    assert discs_are_apart(panels.world)


def test_partners_on_one_spot_are_spread_around_it_with_leader_lines():
    panels = build_panels((number, "Brussel", "/", 4.35, 50.85) for number in range(1, 5))
    assert discs_are_apart(panels.europe)
    assert {(marker.x, marker.y) for marker in panels.europe} == {(260, 418)}
    assert all(marker.is_displaced for marker in panels.europe)


def test_a_moved_disc_hides_no_other_place():
    world = build_panels(PARTNERS).world
    for marker in world:
        for other in world:
            if other is not marker:
                assert dist((marker.dot_x, marker.dot_y), (other.x, other.y)) > DISC / 2


def test_every_disc_stays_inside_its_panel():
    poles_and_edges = [(1, "", "", -168, 80), (2, "", "", -179, -90), (3, "", "", 190, 0)]
    for marker in build_panels(PARTNERS + poles_and_edges).world:
        assert DISC / 2 < marker.dot_x < WORLD.width - DISC / 2
        assert DISC / 2 < marker.dot_y < WORLD.height - DISC / 2


def test_the_same_partners_are_always_spread_the_same_way():
    first = build_panels(PARTNERS)
    partner_map.spread.cache_clear()
    assert build_panels(PARTNERS) == first


def test_a_map_without_partners_is_empty():
    assert build_panels([]) == ([], [])


def test_the_template_draws_panels_of_the_same_size():
    template = Path(__file__).parents[2] / "templates" / "partners" / "_map.html"
    markup = template.read_text()
    assert f'viewBox="0 0 {EUROPE.width} {EUROPE.height + 16 + WORLD.height}"' in markup
    assert f'height="{EUROPE.height}"' in markup
    assert f'y="{EUROPE.height + 16}" height="{WORLD.height}"' in markup
