"""The layers of the partner map: what each shows, in the picture, in the legend and in the list."""

import datetime
from collections import Counter

import pytest
import time_machine
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Agreement, Standing
from calls.models import Call
from calls.status import OPEN_STATES, Timing
from partners.forms import PartnerFilter
from partners.layers import drawn_partners, shown_partners
from partners.models import Jurisdiction, Partner, Post
from policy.models import FocusEntry
from tests.support.chance import same_each_time
from tests.support.factories import (
    AgreementFactory,
    CallFactory,
    FocusEntryFactory,
    JurisdictionFactory,
    PartnerFactory,
    PostFactory,
    brussels,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_partner,
    make_post,
    make_series,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]
NOW = brussels(2027, 2, 10, 12)
LIST = "/en/partners/"


def words(element):
    return " ".join(element.get_text(" ").split())


def listed(soup):
    """{name: what the list says of it}."""
    rows = soup.select(".partner-list li")
    return {words(row.a): " ".join([*row.small.strings][-1].split()) for row in rows}


def legend(soup):
    rows = [words(row).rpartition(" ") for row in soup.select(".map__legend li")]
    return {label: int(count) for label, _space, count in rows}


def counts(soup):
    """{layer: how many partners the link to it says}."""
    found = {}
    for link in soup.select(".switch a"):
        label, _space, count = words(link).rpartition(" ")
        found[label] = int(count.strip("()"))
    return found


@pytest.fixture(autouse=True)
def tenth_of_february():
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


# What each layer says


def test_focus_partners_are_grouped_by_the_most_direct_reason(page):
    framework = make_framework()
    spain = make_partner(name_en="Spain")
    make_entry(framework=framework).members.create(partner=spain)
    make_entry(framework=framework, kind="jurisdictions")
    make_partner(name_en="Catalonia", parent=spain, longitude=2.17, latitude=41.39)
    malawi = make_partner(name_en="Malawi", longitude=33.79, latitude=-13.96)
    make_jurisdiction(partner=malawi, post__city_en="Pretoria")
    make_partner(name_en="Japan")
    soup = page(f"{LIST}?layer=focus")
    assert listed(soup) == {
        "Catalonia": "Part of a country that is named: Spain",
        "Malawi": "In the jurisdiction of a representation: Pretoria",
        "Spain": "Named in the focus list",
    }


def test_a_draft_country_is_not_named_as_a_reason(page):
    spain = make_partner(name_nl="Geheim", state="draft")
    make_entry(framework=make_framework()).members.create(partner=spain)
    make_partner(name_en="Catalonia", parent=spain)
    soup = page(f"{LIST}?layer=focus")
    assert listed(soup) == {"Catalonia": "Part of a country that is named"}


@pytest.mark.parametrize(
    ("ends", "said", "group"),
    [
        (["2027"], "1 agreement, current", "current"),
        ([""], "1 agreement, no end date known", "no end date known"),
        (["2026-06", "2024"], "2 agreements, ended", "ended"),
        (["", "2024", ""], "3 agreements (2 no end date known, 1 ended)", "no end date known"),
    ],
)
def test_agreements_are_as_far_as_their_end_is_known(page, ends, said, group):
    wales = make_partner(name_en="Wales", longitude=-3.18, latitude=51.48)
    for end in ends:
        make_agreement(ends=end).partners.add(wales)
    soup = page(f"{LIST}?layer=agreements")
    assert listed(soup) == {"Wales": said}
    assert legend(soup) == {group: 1}


def test_nothing_is_in_force_because_it_was_signed_or_renews_itself(page):
    wales = make_partner(name_en="Wales")
    agreement = make_agreement(signed="1990", in_force="1991", renewal="tacit")
    agreement.partners.add(wales)
    assert listed(page(f"{LIST}?layer=agreements")) == {"Wales": "1 agreement, no end date known"}


def test_a_jurisdiction_is_an_area_in_the_colour_of_its_post(page):
    post = make_post(city_en="Vienna", slug_nl="wenen")
    for code, *place in [("AT", 16.37, 48.21), ("HU", 19.04, 47.5)]:
        partner = make_partner(iso_code=code, longitude=place[0], latitude=place[1])
        make_jurisdiction(post=post, partner=partner)
    soup = page(f"{LIST}?layer=posts")
    areas = soup.select(".map__europe a[aria-hidden]")
    assert [area["class"] for area in areas] == [["mark", "mark--green", "mark--solid"]] * 2
    assert legend(soup) == {"Vienna": 2}
    assert soup.select_one(".map__legend a")["href"] == "/en/representations/wenen/"
    assert words(soup.select_one(".map__europe .map__caption")) == "Vienna"


def test_the_name_of_a_post_stands_by_the_country_it_is_in(page):
    ireland = make_partner(iso_code="IE", longitude=-6.27, latitude=53.34)
    kingdom = make_partner(name_en="Kingdom", iso_code="GB", longitude=-0.13, latitude=51.51)
    post = make_post(city_en="London", country=kingdom)
    for partner in (ireland, make_partner(longitude=-3.18, latitude=51.48), kingdom):
        make_jurisdiction(post=post, partner=partner)
    panel = page(f"{LIST}?layer=posts").select_one(".map__europe")
    caption = panel.select_one(".map__caption")
    disc = panel.select_one("[aria-label*=Kingdom] circle")
    away = [float(caption[axis]) - float(disc[f"c{axis}"]) for axis in "xy"]
    assert max(map(abs, away)) < 30


def test_open_calls_say_until_when(page):
    japan = make_partner(name_en="Japan", longitude=139.69, latitude=35.69)
    for day in (20, 12):
        make_call(
            series=make_series(partner=japan),
            opens_at=brussels(2027, 1, 1),
            closes_at=brussels(2027, 2, day, 17),
        )
    make_call(series=make_series(partner=make_partner()), closes_at=brussels(2027, 2, 1))
    soup = page(f"{LIST}?layer=calls")
    assert listed(soup) == {"Japan": "2 open calls, the first until 12 February 2027, 17:00"}
    assert legend(soup) == {"Closing soon": 1}


# Choosing one


def test_each_layer_is_a_link_that_keeps_the_other_filters(page):
    make_partner(name_en="Wales", kind="region")
    soup = page(f"{LIST}?kind=region")
    links = [link["href"] for link in soup.select(".switch a")]
    assert links == ["?kind=region"] + [
        f"?kind=region&layer={name}" for name in ("posts", "focus", "agreements", "calls")
    ]
    assert soup.select_one(".switch [aria-current]")["href"] == "?kind=region"


def test_the_form_keeps_the_layer_and_a_chip_removes_it(page):
    wales = make_partner(name_en="Wales")
    make_agreement().partners.add(wales)
    soup = page(f"{LIST}?layer=agreements")
    assert soup.select_one("form input[type=hidden][name=layer]")["value"] == "agreements"
    assert words(soup.h2) == "1 partner: Agreements"
    assert soup.select_one("a.chip")["href"] == "?"


def test_a_layer_that_does_not_exist_shows_nothing_and_says_so(page, client):
    make_partner(name_en="Wales")
    soup = page(f"{LIST}?layer=war")
    assert not listed(soup)
    assert "“war” is not a valid choice" in words(soup.select_one(".notice--warning"))
    assert counts(soup)["All partners"] == 1
    assert client.get("/en/partners/partners.csv?layer=war").status_code == 404


def test_the_file_of_a_layer_has_its_partners(client):
    make_agreement().partners.add(make_partner(name_en="Wales"))
    make_partner(name_en="Japan")
    rows = client.get("/en/partners/partners.csv?layer=agreements").content.decode()
    assert "Wales" in rows
    assert "Japan" not in rows


def test_a_partner_without_a_place_is_in_the_list_alone(page):
    make_agreement().partners.add(make_partner(name_en="Unesco", kind="organisation"))
    soup = page(f"{LIST}?layer=agreements")
    assert [*listed(soup)] == ["Unesco"]
    assert not soup.select(".map")


def test_the_legend_counts_what_is_on_the_map(page):
    place = {"longitude": 139.69, "latitude": 35.69}
    make_agreement(ends="2030").partners.add(make_partner(name_en="Unesco", kind="organisation"))
    make_agreement().partners.add(make_partner(name_en="Japan", **place), make_partner())
    soup = page(f"{LIST}?layer=agreements")
    assert len(listed(soup)) == 3
    assert legend(soup) == {"no end date known": 1}
    assert "2 partners have no place on the map" in words(soup.select_one(".map figcaption"))


def test_no_two_posts_look_the_same(page):
    for number in range(14):
        place = {"longitude": 10 * number, "latitude": 10}
        post = make_post(city_en=f"City {number}")
        make_jurisdiction(post=post, partner=make_partner(**place))
    make_jurisdiction(post=make_post(city_en="Nowhere"), partner=make_partner())
    soup = page(f"{LIST}?layer=posts")
    styles = [tuple(mark["class"]) for mark in soup.select(".map__legend svg")]
    assert len({*styles}) == len(styles) == 14
    patterns = {pattern["id"] for pattern in soup.select(".map__patterns pattern")}
    fills = {path["fill"] for path in soup.select(".map-and-list path[fill]")}
    assert fills == {f"url(#{name})" for name in patterns}


def test_a_post_keeps_its_colour_in_another_language(page):
    for city_nl, city_en in [("Wenen", "Vienna"), ("Parijs", "Paris"), ("Den Haag", "The Hague")]:
        place = make_partner(longitude=10, latitude=len(city_nl))
        make_jurisdiction(post=make_post(city_nl=city_nl, city_en=city_en), partner=place)
    dutch, english = (
        {words(row.a): row.svg["class"] for row in page(address).select(".map__legend li")}
        for address in ("/nl/partners/?layer=posts", f"{LIST}?layer=posts")
    )
    assert [*english] == ["Paris", "The Hague", "Vienna"]
    assert [english["Paris"], english["The Hague"]] == [dutch["Parijs"], dutch["Den Haag"]]


def test_all_layers_cost_as_many_queries_on_a_long_list(client, warm, django_assert_num_queries):
    framework, post = make_framework(), make_post()

    def add():
        partner = make_partner(parent=make_partner())
        make_entry(framework=framework).members.create(partner=partner)
        make_jurisdiction(post=post, partner=partner)
        make_agreement().partners.add(partner)
        make_call(series=make_series(partner=partner), opens_at=brussels(2027, 2, 1))

    numbers = {"posts": 4, "focus": 5, "agreements": 4, "calls": 4}
    for _ in range(2):
        add()
        for layer, number in numbers.items():
            with django_assert_num_queries(number):
                client.get(f"{LIST}?layer={layer}")
        for _ in range(3):
            add()


# Whatever is stored

PARTIAL = st.sampled_from(["", "2020", "2026-12", "2027-02-09", "2027-02-10", "2027-02", "2030"])
HOURS = st.none() | st.integers(-60 * 24, 60 * 24)
STATES = st.sampled_from(["published", "published", "published", "draft"])
PLACES = st.none() | st.tuples(st.integers(-170, 170), st.integers(-60, 75))
CODES = ("FR", "ES-CT", "ZZ", "JP", "LS", "")


@st.composite
def facts(draw):
    """What is stored, as plain values: the indexes are those of the partners."""
    count = draw(st.integers(1, 6))
    indexes = st.integers(0, count - 1)
    return {
        "partners": [
            (draw(st.sampled_from(Partner.Kind.values)), draw(PLACES), draw(STATES))
            for _ in range(count)
        ],
        "parents": [draw(st.none() | indexes) for _ in range(count)],
        "agreements": draw(
            st.lists(st.tuples(st.sets(indexes, max_size=3), PARTIAL, STATES), max_size=6)
        ),
        "jurisdictions": draw(
            st.lists(
                st.tuples(indexes, PARTIAL, STATES, st.sampled_from(Post.Status.values)),
                max_size=5,
            )
        ),
        "calls": draw(
            st.lists(
                st.tuples(indexes, HOURS, HOURS, st.sampled_from(Timing.values), STATES),
                max_size=6,
            )
        ),
        "focus": draw(st.sets(indexes)),
        "all_jurisdictions": draw(st.booleans()),
    }


def store(facts):
    partners = []
    for kind, place, state in facts["partners"]:
        longitude, latitude = place or (None, None)
        code = CODES[len(partners)]
        partners.append(
            PartnerFactory(
                kind=kind, longitude=longitude, latitude=latitude, state=state, iso_code=code
            )
        )
    for partner, parent in zip(partners, facts["parents"], strict=True):
        if parent is not None and partners[parent] != partner:
            Partner.objects.filter(pk=partner.pk).update(parent=partners[parent])
    for indexes, ends, state in facts["agreements"]:
        AgreementFactory(ends=ends, state=state).partners.set(partners[at] for at in indexes)
    for at, until, state, status in facts["jurisdictions"]:
        post = PostFactory(state=state, status=status)
        JurisdictionFactory(post=post, partner=partners[at], until=until)
    for number, (at, opens, closes, timing, state) in enumerate(facts["calls"]):
        if None not in (opens, closes) and opens >= closes:
            opens, closes = closes, opens + 1
        hours = [
            hours if hours is None else NOW + datetime.timedelta(hours=hours)
            for hours in (opens, closes)
        ]
        series = make_series(partner=partners[at])
        CallFactory(
            series=series,
            label=f"c{number}",
            opens_at=hours[0],
            closes_at=hours[1],
            timing=timing,
            state=state,
        )
    framework = make_framework()
    for at in facts["focus"]:
        FocusEntryFactory(framework=framework).members.create(partner=partners[at])
    if facts["all_jurisdictions"]:
        FocusEntryFactory(framework=framework, kind=FocusEntry.Kind.JURISDICTIONS)


def public(**conditions):
    return Partner.objects.published().filter(**conditions).values_list("pk", flat=True)


def in_the_database(facts):
    """{layer: primary keys of the partners that are bound in this way}, asked in SQL."""
    current = Jurisdiction.objects.current().values("partner")
    covered = Partner.objects.published().filter(Q(pk__in=current) | Q(parent__in=current))
    named = FocusEntry.objects.values("partners")
    focus = Q(pk__in=named) | Q(parent__in=named)
    if facts["all_jurisdictions"]:
        focus |= Q(pk__in=covered)
    return {
        "": {*public()},
        "posts": {*covered.values_list("pk", flat=True)},
        "focus": {*Partner.objects.published().filter(focus).values_list("pk", flat=True)},
        "agreements": {*public(agreements__in=Agreement.objects.published())},
        "calls": {*public(call_series__calls__in=Call.objects.published().open())},
    }


def groups_in_the_database(name):
    """{label: how many partners} of the groups of a layer that are asked in SQL."""
    keys, found = {*public()}, {}
    if name == "agreements":
        for standing in Standing:
            agreements = Agreement.objects.published().in_standing(standing)
            those = keys & {*public(agreements__in=agreements)}
            keys -= those
            found[standing.label] = len(those)
    if name == "calls":
        for key in keys & {*public(call_series__calls__in=Call.objects.published().open())}:
            calls = Call.objects.published().open().filter(series__partner=key).soonest_first()
            status = calls[0].status()
            assert status in OPEN_STATES
            found[status.label] = found.get(status.label, 0) + 1
    return {label: count for label, count in found.items() if count}


@pytest.mark.slow
@settings(same_each_time, max_examples=40)
@given(facts())
def test_picture_legend_list_and_database_say_the_same(those):
    with transaction.atomic():
        store(those)
        bound = in_the_database(those)
        for name, keys in bound.items():
            shown = shown_partners(PartnerFilter(query(name)))
            assert {*shown.keys} == keys
            drawn = drawn_partners(shown.keys, layer=name)
            check_numbers(shown, drawn, bound)
            if name in {"agreements", "calls"}:
                groups = Counter(str(row.mark.group.label) for row in drawn.rows)
                assert groups == groups_in_the_database(name)
        transaction.set_rollback(True)


def query(layer):
    return QueryDict(f"layer={layer}" if layer else "")


def check_numbers(shown, drawn, bound):
    listed = [(row.number, row.partner.pk) for row in drawn.rows]
    assert listed == [*enumerate(shown.keys, start=1)]
    placed = [row for row in drawn.rows if row.partner.longitude is not None]
    assert Counter(row.mark.group for row in placed) == dict(drawn.legend)
    numbers = sorted(row.number for row in placed)
    assert sorted(marker.place.number for marker in drawn.map.markers) == numbers
    assert drawn.off_the_map == len(drawn.rows) - len(placed)
    said = [choice[1].rpartition(" ")[2] for choice in shown.choices]
    assert said == [f"({len(keys)})" for keys in bound.values()]
