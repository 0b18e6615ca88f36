"""What binds a partner, over random facts: the picture, its words and the database say the same."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.models import Call
from calls.pictures.bonds import found_bonds
from partners.posts import note_posts
from portal.i18n.formats import partial
from portal.i18n.partial_dates import first_day, last_day
from tests.support.chance import same_each_time
from tests.support.factories import (
    AgreementFactory,
    CallFactory,
    JurisdictionFactory,
    PartnerFactory,
    WorkProgrammeFactory,
    brussels,
    make_series,
)

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 5, 20, 12)


@pytest.fixture(autouse=True)
def twentieth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


def words(element):
    return " ".join(element.get_text(" ").split())


def percents(element, *names):
    return [float(element[name].rstrip("%")) for name in names]


PARTIAL = st.just("") | st.dates(datetime.date(1950, 1, 1), datetime.date(2032, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"])
)
DAYS = st.none() | st.integers(-4000, 400)
YEARS = st.tuples(st.integers(1990, 2030), st.integers(0, 4)).map(lambda two: (two[0], sum(two)))


@st.composite
def facts(draw):
    agreements = draw(
        st.lists(st.tuples(PARTIAL, PARTIAL, st.lists(YEARS, max_size=2, unique=True)), max_size=3)
    )
    calls = draw(st.lists(st.tuples(DAYS, DAYS), max_size=4))
    return agreements, calls, draw(st.lists(PARTIAL, max_size=2, unique=True))


@pytest.mark.slow
@settings(same_each_time, max_examples=40)
@given(facts())
def test_picture_words_and_database_say_the_same(those):
    with transaction.atomic():
        partner = PartnerFactory()
        store(partner, *those)
        note_posts([partner])
        bonds = found_bonds(partner)
        html = render_to_string("calls/_bonds.html", {"bonds": bonds, "LANGUAGE_CODE": "nl"})
        lanes = {
            (lane["href"], lane.strong.string): lane
            for lane in BeautifulSoup(html, "lxml").select("a.lane")
        }
        for agreement in partner.agreements.all():
            check_agreement(agreement, lanes.pop((agreement.get_absolute_url(), str(agreement))))
        for row in partner.covered_by:
            check_post(row, lanes.pop((row.post.get_absolute_url(), str(row.post))))
        check_calls(partner, bonds.axis, lanes)
        transaction.set_rollback(True)


def store(partner, agreements, calls, since):
    for signed, ends, programmes in agreements:
        if signed and ends and first_day(signed) > last_day(ends):
            signed, ends = ends, signed
        agreement = AgreementFactory(signed=signed, ends=ends)
        agreement.partners.add(partner)
        for first, last in programmes:
            WorkProgrammeFactory(agreement=agreement, first_year=first, last_year=last)
    series = make_series(partner=partner)
    for number, (opens, closes) in enumerate(calls):
        if None not in (opens, closes) and opens >= closes:
            opens, closes = closes, opens + 1
        opens_at, closes_at = (
            None if days is None else NOW + datetime.timedelta(days=days)
            for days in (opens, closes)
        )
        CallFactory(series=series, label=f"c{number}", opens_at=opens_at, closes_at=closes_at)
    for date in since:
        JurisdictionFactory(partner=partner, since=date)


def check_agreement(agreement, lane):
    said = words(lane.small)
    for date in filter(None, (agreement.signed, agreement.ends)):
        assert " ".join(partial(date).split()) in said
    assert ("geen einddatum bekend" in said) == (not agreement.ends)
    dated = agreement.signed or agreement.ends or lane.svg
    assert len(lane.select(".lane__block")) == (agreement.programmes.count() if dated else 0)
    assert len(lane.select(".lane__mark")) == bool(agreement.signed) + bool(agreement.ends)
    fades = [fade["mask"] for fade in lane.select("rect[mask]")]
    if lane.select(".lane__solid"):
        assert ("url(#bond-out)" in fades) == (not agreement.ends)


def check_post(row, lane):
    assert (" ".join(partial(row.since).split()) in words(lane.small)) or not row.since
    assert len(lane.select(".lane__mark")) == bool(row.since)


def check_calls(partner, axis, lanes):
    calls = Call.objects.filter(series__partner=partner)
    current = {one.get_absolute_url() for one in calls if one.is_current()}
    url = partner.call_series.get().get_absolute_url()
    assert {href for href, _title in lanes} == current | ({url} if calls else set())
    if not calls:
        return
    (lane,) = (lane for (href, _title), lane in lanes.items() if href == url)
    drawn = [percents(block, "x")[0] for block in lane.select("rect.lane__solid")]
    begins = [
        place(call.opens_at or call.closing, axis)
        for call in calls
        if call.opens_at or call.closing
    ]
    assert sorted(drawn) == pytest.approx(sorted(begins), abs=0.02)
    assert words(lane.small).split()[0] == str(len(calls))


def place(instant, axis):
    """Where the day of an instant is on the axis, in percent."""
    day = timezone.localdate(instant)
    return 100 * (day - axis.begin).days / (axis.end - axis.begin).days
