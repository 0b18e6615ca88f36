"""What came of the calls: the picture, its table, the file and the database say the same."""

import csv
import datetime
from io import StringIO

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import transaction
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.models import Call, CallAmount
from calls.pictures.outcomes import COLUMNS, outcomes_of
from calls.status import Status
from portal.i18n.formats import money, number, percent
from portal.pictures.columns import TALLEST
from portal.publishing.models import Source
from tests.support.chance import same_each_time
from tests.support.factories import CallFactory, brussels, make_call, make_series

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 5, 20, 12)
PAGE, SERIES = "/en/results-in-figures/", "/en/project-calls/reeks/"
PUBLIC = {"results_at": NOW - datetime.timedelta(days=1), "closes_at": brussels(2027, 3, 1)}
FIGURES = {"applications_received": 40, "applications_selected": 10, "amount_awarded": 90000}


@pytest.fixture(autouse=True)
def twentieth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


def words(element):
    return " ".join(element.get_text(" ").split())


def drawn(outcomes):
    html = render_to_string("calls/_outcomes.html", {"outcomes": outcomes, "caption": "x"})
    return BeautifulSoup(html, "lxml")


def sourced(call, **facts):
    values = {"title": "x", "url": "https://example.org/", "checked_on": NOW.date()}
    return Source.objects.create(record=call, **(values | facts))


def cells(row):
    return [words(cell) for cell in row.select("td")]


def charts(soup):
    """{title: {edition: [label of each bar, or its word]}} as drawn, from the left."""
    return {
        chart.figcaption.b.string: {
            "".join(name.string for name in column.select(".chart__name")): [
                text.string for text in column.select("text:not(.chart__name, .chart__note)")
            ]
            for column in chart.find("svg", recursive=False).find_all("svg", recursive=False)
        }
        for chart in soup.select(".chart")
    }


def test_a_name_is_broken_only_where_it_is_too_long_for_a_line(page):
    series = make_series(slug_nl="reeks")
    for label in ("ex-07", "2020-2021"):
        make_call(series=series, label=label, applications_received=1, **PUBLIC)
    lines = [name.string for name in page(SERIES).select(".chart__name")]
    assert lines == ["2020-", "2021", "ex-07"]


def test_a_series_shows_what_came_of_each_edition_from_the_oldest_on(page):
    series = make_series(slug_nl="reeks")
    for year, received in ((2025, 33), (2026, None)):
        make_call(series=series, label=str(year), applications_received=received, **PUBLIC)
    assert charts(page(SERIES)) == {
        "Applications": {"2025": ["33", "not known"], "2026": ["not known"]}
    }


def test_nothing_is_shown_before_the_results_are_public(page):
    later = {"results_at": NOW + datetime.timedelta(hours=1), "closes_at": brussels(2027, 3, 1)}
    call = make_call(series=make_series(slug_nl="reeks"), **FIGURES, **later)
    assert not page(SERIES).select(".chart")
    assert "No results have been published yet." in words(page(PAGE).main)
    with time_machine.travel(call.results_at, tick=False):
        assert "40" in charts(page(SERIES))["Applications"][call.label]


def test_none_is_not_the_same_as_not_known(page):
    series = make_series(slug_nl="reeks")
    make_call(
        series=series, label="2026", applications_received=5, applications_selected=0, **PUBLIC
    )
    soup = page(SERIES)
    assert charts(soup)["Applications"] == {"2026": ["5", "0"]}
    assert cells(soup.select_one(".charts ~ details tbody tr"))[:2] == ["5", "0"]


@pytest.mark.parametrize(
    ("confidence", "rate"),
    [(None, "not known"), ("conflicting", "not known"), ("confirmed", "25%")],
)
def test_the_success_rate_is_shown_where_a_source_confirms_both_numbers(page, confidence, rate):
    call = make_call(series=make_series(slug_nl="reeks"), **FIGURES, **PUBLIC)
    if confidence:
        sourced(call, confidence=confidence, note_nl="Anders.")
    soup = page(SERIES)
    assert cells(soup.select_one(".charts ~ details tbody tr"))[2] == rate
    assert [words(note) for note in soup.select(".chart__note")] == ([rate] if "%" in rate else [])


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"cancelled_at": NOW, "cancellation_reason_nl": "Geen geld."}, "cancelled"),
        ({"no_result": True, "results_note_nl": "Geen jury."}, "no results"),
        ({}, "not known"),
    ],
)
def test_an_edition_without_results_has_the_word_for_it(page, facts, word):
    series = make_series(slug_nl="reeks")
    make_call(series=series, label="2026", **FIGURES, **PUBLIC)
    make_call(series=series, label="2027", closes_at=brussels(2027, 3, 1), **facts)
    assert charts(page(SERIES))["Applications"] == {"2026": ["40", "10"], "2027": [word]}


def test_money_is_shown_per_side_and_another_currency_is_not_compared(page):
    call = make_call(series=make_series(slug_nl="reeks"), label="2026", **FIGURES, **PUBLIC)
    call.amounts.create(side="flemish", kind="flat", amount=2500)
    call.amounts.create(side="flemish", kind="flat", amount=5000)
    call.amounts.create(side="partner", kind="max", amount=12500, currency="CAD")
    soup = page(SERIES)
    title = "The most that one project could get, in thousands of euro"
    assert charts(soup)[title] == {"2026": ["5", "CAD\N{NO-BREAK SPACE}12,500"]}
    assert keys(soup.select(".chart")[-1]) == [
        "Flemish side",
        "partner’s side: no bar in another currency",
    ]
    assert len(soup.select(".chart")[-1].select("svg svg .chart__bar")) == 1
    assert cells(soup.select_one(".charts ~ details tbody tr"))[4:] == [
        "€2,500 or €5,000",
        "at most CAD 12,500",
        "not known",
    ]


def keys(chart):
    return [words(key) for key in chart.select("figcaption li")]


def test_the_legend_has_the_colours_that_are_drawn(page):
    series = make_series(slug_nl="reeks")
    known = make_call(series=series, label="2026", applications_selected=4, **PUBLIC)
    known.amounts.create(side="total", kind="max", amount=9)
    make_call(series=series, label="2027", closes_at=brussels(2027, 3, 1))
    applications, amounts = page(SERIES).select(".chart")
    assert keys(applications) == ["selected"]
    assert keys(amounts) == ["both sides together"]
    assert "received not known" in applications.find("svg", recursive=False)["aria-label"]


def test_all_series_with_figures_are_on_one_page_in_one_scale(page):
    for title, received in (("B", 50), ("A", 100)):
        series = make_series(title_nl=title)
        make_call(series=series, applications_received=received, **PUBLIC)
    make_call(series=make_series(title_nl="C"), **PUBLIC)
    soup = page(PAGE)
    assert [words(heading) for heading in soup.main.select("h2")] == ["A", "B"]
    heights = [int(bar["height"]) for bar in soup.select("svg svg .chart__bar")]
    assert heights == [TALLEST, TALLEST / 2]


def test_the_figures_of_many_editions_are_on_several_pages_and_in_one_file(page, client):
    for index in range(5):
        series = make_series(title_nl=f"Reeks {index}")
        for year in range(20):
            make_call(series=series, label=str(2000 + year), **FIGURES, **PUBLIC)
    first, second = page(PAGE), page(f"{PAGE}?page=2")
    assert [words(heading)[-1] for heading in first.main.select("h2")] == ["0", "1", "2"]
    assert [words(heading)[-1] for heading in second.main.select("h2")] == ["3", "4"]
    assert page(f"{PAGE}?page=3", status=404)
    assert len(rows_of_file(client)) == 100


def rows_of_file(client):
    text = client.get("/en/results-in-figures/results.csv").content.decode("utf-8-sig")
    return [*csv.DictReader(StringIO(text), delimiter=";")]


def test_the_file_has_zero_as_zero_and_nothing_where_nothing_is_known(client):
    make_call(label="2026", applications_received=0, **PUBLIC)
    make_call(label="2027", is_example=True, **FIGURES, **PUBLIC)
    (row,) = rows_of_file(client)
    assert (row["Applications received"], row["Applications selected"]) == ("0", "")


@pytest.mark.usefixtures("warm")
def test_a_full_page_costs_as_many_queries_as_a_short_one(client, django_assert_num_queries):
    def add():
        call = make_call(**FIGURES, **PUBLIC)
        call.amounts.create(side="total", kind="max", amount=9)
        sourced(call)

    add()
    with django_assert_num_queries(3):
        client.get(PAGE)
    for _ in range(5):
        add()
    with django_assert_num_queries(3):
        client.get(PAGE)


COUNTS = st.none() | st.integers(0, 3000)
AMOUNTS = st.none() | st.integers(1, 90_000_000).map(lambda cents: cents / 100)


@st.composite
def editions(draw):
    received, selected = draw(COUNTS), draw(COUNTS)
    if received is not None and selected is not None:
        received, selected = max(received, selected), min(received, selected)
    sides = draw(st.dictionaries(st.sampled_from(CallAmount.Side.values), AMOUNTS))
    return {
        "applications_received": received,
        "applications_selected": selected,
        "amount_awarded": draw(AMOUNTS),
        "results_at": draw(st.sampled_from([None, PUBLIC["results_at"], NOW + NOW.resolution])),
        "sides": {side: amount for side, amount in sides.items() if amount},
        "is_sourced": draw(st.booleans()),
    }


@pytest.mark.slow
@settings(same_each_time, max_examples=60)
@given(st.lists(editions(), min_size=1, max_size=COLUMNS + 2))
def test_picture_table_and_database_have_the_same_numbers(all_facts):
    with transaction.atomic():
        series = make_series()
        for index, facts in enumerate(all_facts):
            sides, is_sourced = facts["sides"], facts["is_sourced"]
            own = {name: facts[name] for name in facts if name not in {"sides", "is_sourced"}}
            closes_at = brussels(2027, 3, 1)
            call = CallFactory(series=series, label=str(2000 + index), closes_at=closes_at, **own)
            for side, amount in sides.items():
                call.amounts.create(side=side, kind="flat", amount=amount)
            if is_sourced:
                sourced(call)
        calls = list(Call.objects.filter(series=series).newest_first().for_outcomes())
        outcomes = outcomes_of(series, calls)
        known = [call for call in calls if call.status() == Status.RESULTS]
        if not any(figure is not None for call in known for figure in figures_of(call)):
            assert outcomes is None
        else:
            soup = drawn(outcomes)
            check_table(soup, calls)
            check_charts(soup, calls[:COLUMNS][::-1])
        transaction.set_rollback(True)


def figures_of(call):
    return call.applications_received, call.applications_selected, call.amount_awarded


def public_figures(call):
    is_public = call.status() == Status.RESULTS
    return figures_of(call) if is_public else (None, None, None)


def check_table(soup, calls):
    rows = soup.select("tbody tr")
    for call, row in zip(calls, rows, strict=True):
        received, selected, awarded = public_figures(call)
        is_rated = received and selected is not None and call.sources.exists()
        assert cells(row)[:4] == [
            shown(received, number),
            shown(selected, number),
            shown(round(100 * selected / received) if is_rated else None, percent),
            shown(awarded, lambda amount: money(amount, short=True)),
        ]
        amounts = {row.side: row.amount for row in call.amounts.all()}
        assert cells(row)[4:] == [shown(amounts.get(side), money) for side in CallAmount.Side]


def shown(value, formatted):
    return "niet bekend" if value is None else " ".join(formatted(value).split())


def check_charts(soup, calls):
    """Every public number is drawn, higher where it is more, and nothing else is."""
    figures = {
        "received": [],
        "selected": [],
        "awarded": [],
        "flemish": [],
        "partner": [],
        "total": [],
    }
    for call in calls:
        received, selected, awarded = public_figures(call)
        figures["received"].append(received)
        figures["selected"].append(selected)
        figures["awarded"].append(awarded)
        amounts = {row.side: row.amount for row in call.amounts.all()}
        is_total_alone = set(amounts) == {"total"}
        for side in CallAmount.Side.values:
            is_drawn = is_total_alone if side == "total" else not is_total_alone
            figures[side].append(amounts.get(side) if is_drawn else None)
    for style, values in figures.items():
        known = [value for value in values if value is not None]
        bars = soup.select(f"svg svg .chart__bar--{style}")
        heights = [int(bar["height"]) for bar in bars]
        assert len(heights) == len(known)
        assert all(
            (height > 0) == (value > 0) for height, value in zip(heights, known, strict=True)
        )
        assert [height for _value, height in sorted(zip(known, heights, strict=True))] == sorted(
            heights
        )
