"""What binds a partner to Flanders, drawn and in words, on the partner's page."""

import pytest
import time_machine

from calls.pictures.bonds import found_bonds
from partners.models import Partner
from tests.support.factories import (
    brussels,
    make_agreement,
    make_call,
    make_partner,
    make_post,
    make_series,
)

pytestmark = pytest.mark.django_db
NOON = brussels(2027, 2, 10, 12)
WALES = "/nl/partners/wales/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def wales():
    return make_partner(slug_nl="wales", name_nl="Wales")


def lines(page):
    return [
        " ".join(line.text.split()) for line in page(WALES).select("#bonds ~ figure .lane__text")
    ]


def test_posts_agreements_and_series_stand_beneath_one_another(wales, page):
    make_post(city_nl="Londen").jurisdictions.create(partner=wales, since="2019")
    make_agreement(title_nl="Akkoord", signed="2018-05-04").partners.add(wales)
    series = make_series(partner=wales, title_nl="Oproep met Wales")
    for label in ("2025", "2026"):
        opens, closes = brussels(int(label), 2, 1), brussels(int(label), 3, 1, 17)
        make_call(series=series, label=label, opens_at=opens, closes_at=closes)
    post, agreement, calls = lines(page)
    assert post == "Londen sinds 2019"
    assert agreement.startswith("Akkoord")
    assert calls == "Oproep met Wales 2 edities, de nieuwste is 2026 (Gesloten)"


def test_a_call_to_apply_for_has_a_line_of_its_own(wales, page):
    call = make_call(
        series=make_series(partner=wales, title_nl="Oproep met Wales"),
        label="2027",
        opens_at=brussels(2027, 2, 1),
        closes_at=brussels(2027, 3, 15, 17),
    )
    links = page(WALES).select("#bonds ~ figure a.lane")
    assert links[0]["href"] == call.get_absolute_url()
    assert len(links) == 2


def test_an_end_that_is_not_known_is_not_made_up(wales):
    make_agreement(signed="1992").partners.add(wales)
    wales.covered_by = []
    [(_label, [line])] = found_bonds(wales, NOON).groups
    assert not line.span.ends
    assert line.span.fade_out


def test_a_year_is_marked_as_a_whole_and_the_legend_says_so(wales, page):
    make_post(city_nl="Londen").jurisdictions.create(partner=wales, since="2019")
    make_agreement(title_nl="Akkoord", signed="2018", ends="2022").partners.add(wales)
    soup = page(WALES)
    years = 2035 - 2015
    marks = soup.select("#bonds ~ * .lane .lane__mark")
    widths = [float(mark["width"].rstrip("%")) for mark in marks]
    assert widths == pytest.approx([100 / years] * 3, abs=0.02)
    assert len(soup.select(".lanes__keys li")) == len(["unknown", "year"])
    assert soup.select(".lanes__keys :is(.lane__sign, .lane__mark)")
    assert not soup.select(".lanes__keys .lane__block")


def test_few_years_have_more_than_their_decades(wales, page):
    make_agreement(signed="2019-05-04").partners.add(wales)
    years = [text.string for text in page(WALES).select(".lanes__axis .lanes__decade")]
    assert years == ["2015", "2020", "2025", "2030"]
    make_agreement(signed="1992-05-04").partners.add(wales)
    axis = page(WALES).select(".lanes__axis .lanes__decade")
    assert [text.string for text in axis] == ["1990", "2000", "2010", "2020", "2030"]
    assert [text.string for text in axis if "lanes__even" in text["class"]] == ["2030"]


def test_nothing_is_drawn_where_nothing_is_known(wales, page):
    assert Partner.objects.get() == wales
    assert not page(WALES).select("#bonds")


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_as_many_queries_however_much_there_is(
    wales, client, django_assert_max_num_queries, warm, count
):
    for number in range(count):
        make_agreement(title_nl=f"Akkoord {number}", signed="2018").partners.add(wales)
        make_call(series=make_series(partner=wales), label=str(2000 + number))
    client.get(WALES)
    with django_assert_max_num_queries(10):
        client.get(WALES)
