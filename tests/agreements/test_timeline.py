"""Agreements on an axis of time: what is not known fades out, and no end is made up."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import transaction
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Agreement
from agreements.timeline import outline, timeline
from partners.models import Partner
from portal.i18n.formats import partial
from portal.i18n.partial_dates import first_day, last_day
from tests.support.chance import same_each_time
from tests.support.factories import (
    AgreementFactory,
    PartnerFactory,
    WorkProgrammeFactory,
    brussels,
    in_four,
    make_agreement,
    make_partner,
    make_programme,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2027, 5, 20)
LINE = "/en/agreements/?view=timeline"


@pytest.fixture(autouse=True)
def twentieth_of_may():
    with time_machine.travel(brussels(2027, 5, 20, 12), tick=False):
        yield


def words(element):
    return " ".join(element.get_text(" ").split())


def percents(element, *names):
    return [float(element[name].rstrip("%")) for name in names]


def with_partner(name, kind="state", **facts):
    partner, _is_new = Partner.objects.get_or_create(
        slug_nl=name.lower(), defaults={"state": "published", "kind": kind, **in_four(name=name)}
    )
    agreement = make_agreement(**facts)
    agreement.partners.add(partner)
    return agreement


def test_partners_are_grouped_by_kind_and_sorted_by_name(page):
    for name, kind in [("Wales", "region"), ("Japan", "state"), ("Chili", "state")]:
        with_partner(name, kind)
    soup = page(LINE)
    assert [words(heading) for heading in soup.select("figure h3")] == ["Countries", "Regions"]
    rows = [words(row.span.a) for row in soup.select("li.lane")]
    assert rows == ["Chili en", "Japan en", "Wales en"]


def test_a_row_says_when_its_only_agreement_was_signed_and_whether_its_end_is_known(page):
    with_partner("Wales", signed="2023-05-01")
    with_partner("Japan", signed="1990", ends="1999")
    with_partner("Japan", signed="2001")
    japan, wales = (words(row.small) for row in page(LINE).select("li.lane"))
    assert wales == "signed 2023, no end date known"
    assert japan == "no end date known, ended"


def test_a_known_end_has_a_mark_and_an_unknown_one_fades_out(page):
    with_partner("Japan", signed="1990-01-01", ends="1999")
    with_partner("Wales", signed="1990-01-01")
    known, unknown = page(LINE).select("li.lane")
    ends = [sum(percents(mark, "x", "width")) for mark in known.select(".lane__mark")]
    assert ends == pytest.approx([0, 100 * 10 / 45], abs=0.01)
    assert not known.select("rect[mask], .lane__sign")
    assert [percents(mark, "x") for mark in unknown.select(".lane__mark")] == [[0]]
    assert [percents(fade, "x") for fade in unknown.select("rect[mask]")] == [[0]]
    assert words(unknown.select_one(".lane__sign")) == "?"


def test_a_date_known_by_its_year_is_marked_by_that_whole_year(page):
    with_partner("Japan", signed="1990-01-01")
    with_partner("Wales", signed="1992", ends="1999")
    wales = page(LINE).select("li.lane")[1]
    signed, ended = (percents(mark, "x", "width") for mark in wales.select(".lane__mark"))
    assert signed == pytest.approx([100 * 2 / 45, 100 / 45], abs=0.02)
    assert ended == pytest.approx([100 * 9 / 45, 100 / 45], abs=0.02)
    assert not wales.select("rect[mask]")


def keys(soup):
    return [key.svg.next_sibling.strip() for key in soup.select("figcaption li")]


def test_the_legend_has_what_is_drawn(page):
    first = with_partner("Japan", signed="1990-01-01", ends="1999-12-31")
    assert keys(page(LINE)) == ["ended"]
    make_programme(agreement=first, first_year=1991, last_year=1993)
    with_partner("Japan", signed="2001", predecessor=first)
    assert keys(page(LINE)) == [
        "no end date known",
        "ended",
        "date not known",
        "known only by its year",
        "work programme",
        "replaced by a later agreement",
    ]


def test_a_line_lasts_as_long_as_a_work_programme_carried_it_out(page):
    agreement = with_partner("Japan", signed="1990-01-01")
    make_programme(agreement=agreement, first_year=2005, last_year=2009)
    (row,) = page(LINE).select("li.lane")
    line, block = (row.select_one(f".lane__{part}") for part in ("solid", "block"))
    assert percents(line, "x", "width") == pytest.approx([0, 100 * 20 / 45], abs=0.01)
    assert sum(percents(block, "x", "width")) == pytest.approx(100 * 20 / 45, abs=0.01)
    assert percents(row.select_one("rect[mask]"), "x") == percents(line, "width")


def test_a_programme_to_come_says_nothing_yet_of_how_long_it_lasts(page):
    agreement = with_partner("Japan", signed="2020")
    make_programme(agreement=agreement, first_year=2028, last_year=2030)
    (row,) = page(LINE).select("li.lane")
    assert percents(row.select_one(".lane__solid"), "width") == [0]
    assert len(row.select(".lane__block")) == 1


def test_an_agreement_goes_on_where_the_one_it_replaces_ends(page):
    first = with_partner("Japan", signed="1990-01-01")
    with_partner("Japan", signed="1991-01-01", predecessor=first)
    with_partner("Japan", signed="1991-06-01", ends="1999")
    (row,) = page(LINE).select("li.lane")
    tops = [solid["y"] for solid in row.select(".lane__solid")]
    assert (tops[0] == tops[1], tops[0] == tops[2]) == (True, False)
    faded = row.select_one("rect[mask]")
    assert sum(percents(faded, "x", "width")) == pytest.approx(100 / 45, abs=0.01)
    assert len(row.select(".lane__follows")) == 1


def test_no_line_between_agreements_goes_through_a_sign(page):
    first = with_partner("Japan", signed="1990-01-01")
    with_partner("Japan", signed="2001-01-01", predecessor=first)
    (row,) = page(LINE).select("li.lane")
    drawn = [part["class"] for part in row.select(".lane__follows, .lane__sign")]
    assert drawn == [["lane__follows"], ["lane__sign"], ["lane__sign"]]


def test_without_any_date_there_is_a_word_and_no_bar(page):
    with_partner("Japan")
    (row,) = page(LINE).select("li.lane")
    assert words(row.svg.select_one("text")) == "no date known"
    assert not row.svg.select("rect")


def test_each_bar_is_named_and_leads_to_its_agreement(page):
    agreement = with_partner(
        "Japan", slug_nl="verdrag", title_en="Treaty", signed="1996-10", renewal="tacit"
    )
    make_programme(agreement=agreement, first_year=2001, last_year=2003)
    link = page(LINE).select_one("li.lane svg a")
    assert link["href"] == "/en/agreements/verdrag/"
    assert link["aria-label"].replace("\N{NO-BREAK SPACE}", " ") == (
        "Treaty, signed October 1996, renewed tacitly, work programme 2001-2003"
    )


def test_only_the_chosen_partner_has_a_row(page):
    with_partner("Japan").partners.add(make_partner(**in_four(name="Wales")))
    assert len(page(LINE).select("li.lane")) == 2
    assert len(page(f"{LINE}&partner=japan").select("li.lane")) == 1


def test_an_agreement_without_a_public_partner_is_once_among_the_others(page):
    shared, other = with_partner("Japan", title_en="Shared"), make_agreement(title_en="Alone")
    for agreement in (shared, other):
        agreement.partners.add(*(make_partner(state="draft") for _ in range(2)))
    soup = page(LINE)
    assert [words(heading) for heading in soup.select("figure h3")] == [
        "Countries",
        "Other agreements",
    ]
    found = [words(row.select("td")[0]) for row in soup.select("tbody tr")]
    assert found == ["Shared", "Alone"]
    assert "2 agreements" in words(soup.main)


def test_a_draft_is_not_on_the_axis(page):
    first = with_partner("Japan", signed="1990", state="draft", title_nl="Geheim")
    make_programme(agreement=with_partner("Japan", predecessor=first), state="draft")
    soup = page(LINE)
    assert len(soup.select("li.lane svg a")) == 1
    assert not soup.select(".lane__block")
    assert "Geheim" not in soup.get_text()


DATES = st.just("") | st.dates(datetime.date(1946, 1, 1), datetime.date(2035, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"])
)
YEARS = st.tuples(st.integers(1950, 2035), st.integers(0, 6)).map(lambda two: (two[0], sum(two)))


@st.composite
def lives(draw):
    signed, ends = draw(DATES), draw(DATES)
    if signed and ends and first_day(signed) > last_day(ends):
        signed, ends = ends, signed
    programmes = draw(st.lists(YEARS, max_size=3, unique=True))
    return signed, draw(DATES), ends, programmes, draw(st.booleans())


@pytest.mark.slow
@settings(same_each_time, max_examples=60)
@given(st.lists(lives(), min_size=1, max_size=5))
def test_picture_table_and_database_say_the_same(all_lives):
    with transaction.atomic():
        partner, before = PartnerFactory(), None
        for signed, in_force, ends, programmes, replaces in all_lives:
            before = AgreementFactory(
                signed=signed,
                in_force=in_force,
                ends=ends,
                predecessor=before if replaces else None,
            )
            before.partners.add(partner)
            for first, last in programmes:
                WorkProgrammeFactory(agreement=before, first_year=first, last_year=last)
        found = Agreement.objects.filter(partners=partner)
        whole = outline(found, today=TODAY)
        line = timeline(whole.axis, whole.lines, today=TODAY)
        html = render_to_string("agreements/_timeline.html", {"timeline": line})
        soup = BeautifulSoup(html, "lxml")
        links, rows = soup.select("li.lane svg a"), soup.select("tbody tr")
        stored = {one.get_absolute_url(): one for one in found}
        assert {link["href"] for link in links} == {*stored}
        for link, row in zip(links, rows, strict=True):
            agreement = stored[link["href"]]
            assert row.a["href"] == link["href"]
            check_row(agreement, row)
            check_line(agreement, link, line.axis)
        assert not overlaps(links)
        transaction.set_rollback(True)


def check_row(agreement, row):
    _partner, _title, *cells = (words(cell) for cell in row.select("th, td"))
    dates = (agreement.signed, agreement.in_force, agreement.ends)
    assert cells[:3] == [
        " ".join(partial(date).split()) if date else "niet bekend" for date in dates
    ]
    periods = [one.period for one in agreement.programmes.order_by("last_year", "first_year")]
    assert cells[3] == (", ".join(periods).replace(",", " ,") if periods else "geen bekend")
    before = agreement.predecessor
    assert cells[4] == (before.title_nl if before else "–")


def is_dated(agreement):
    begun = [one for one in agreement.programmes.all() if one.first_year <= TODAY.year]
    return bool(agreement.signed or agreement.in_force or agreement.ends or begun)


def check_line(agreement, link, axis):
    """The ends that are known have their marks, at their days; where one is not, the line fades."""
    marks = [percents(mark, "x", "width") for mark in link.select(".lane__mark")]
    begin = agreement.signed or agreement.in_force
    assert len(marks) == bool(begin) + bool(agreement.ends)
    if begin:
        x, width = marks[0]
        assert x == pytest.approx(place(first_day(begin), axis), abs=0.001)
        assert 0 < width <= place(last_day(begin), axis) - x + 0.003
    if agreement.ends:
        end = place(last_day(agreement.ends) + datetime.timedelta(1), axis)
        assert sum(marks[-1]) == pytest.approx(end, abs=0.003)
        assert marks[-1][0] >= place(first_day(agreement.ends), axis) - 0.001
    fades = [fade["mask"] for fade in link.select("rect[mask]")]
    if is_dated(agreement):
        assert ("url(#term-out)" in fades) == (not agreement.ends)
        assert begin or "url(#term-in)" in fades
        assert len(link.select(".lane__block")) == agreement.programmes.count()
    else:
        assert not link.select("rect")


def place(day, axis):
    return 100 * (day - axis.begin).days / (axis.end - axis.begin).days


def overlaps(links):
    """Pairs of bars in one lane of which one begins before the other has ended."""
    bars = {}
    for link in links:
        for bar in link.select(".lane__solid"):
            x, width = percents(bar, "x", "width")
            bars.setdefault(bar["y"], []).append((x, x + width))
    return [
        (one, other)
        for lane in bars.values()
        for one, other in zip(sorted(lane), sorted(lane)[1:], strict=False)
        if other[0] < one[1] - 0.001
    ]
