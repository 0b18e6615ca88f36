"""Dates known to the day, the month or only the year: how they are read and compared."""

import datetime

import pytest

from partners.models import Jurisdiction
from portal.i18n.partial_dates import first_day, last_day, parse_partial_date
from portal.publishing.fields import not_ended_before
from tests.support.factories import make_jurisdiction, make_partner, make_post

DAY = datetime.timedelta(days=1)
VALUES = ["", "2023", "2024", "2025", "2023-12", "2024-01", "2024-02", "2024-12", "2025-02"]
VALUES += ["2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-12-31"]
BOUNDARIES = ["2023-12-31", "2024-01-01", "2024-02-29", "2024-03-31", "2024-12-31", "2025-02-28"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1994", "1994"),
        ("2006-05", "2006-05"),
        ("2006-5", "2006-05"),
        ("1996-03-04", "1996-03-04"),
        ("1996-3-4", "1996-03-04"),
        ("4/3/1996", "1996-03-04"),
        ("04-03-1996", "1996-03-04"),
        ("4.3.1996", "1996-03-04"),
        ("5/2006", "2006-05"),
        ("4 maart 1996", "1996-03-04"),
        ("  4  Maart\N{NO-BREAK SPACE}1996 ", "1996-03-04"),
        ("mei 2006", "2006-05"),
        ("4 mars 1996", "1996-03-04"),
        ("janvier 2006", "2006-01"),
        ("01/2027", "2027-01"),
        ("29 februari 2024", "2024-02-29"),
    ],
)
def test_notations_of_editors_are_stored_as_iso_text(written, kept):
    assert parse_partial_date(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "binnenkort",
        "maart",
        "4 maart",
        "4 maart 96",
        "4 brumaire 1996",
        "13/1996",
        "1996-13",
        "31/2/1996",
        "29 februari 2023",
        "1996-02-30",
        "1 2 3 1996",
        "999",
        "19960304",
        "in 1996",
    ],
)
def test_other_texts_are_refused(written):
    with pytest.raises(ValueError):
        parse_partial_date(written)


@pytest.mark.parametrize("written", ["1996-00", "1996-03-00", "1996-00-05", "0/3/1996"])
def test_a_month_or_day_zero_is_refused(written):
    with pytest.raises(ValueError):
        parse_partial_date(written)


@pytest.mark.parametrize("written", ["maart 4 1996", "maart mei 2006", "4 1996 maart"])
def test_a_named_month_in_another_place_is_never_read_as_a_day(written):
    with pytest.raises(ValueError):
        parse_partial_date(written)


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2023-02", (2023, 2, 1), (2023, 2, 28)),
        ("2024-12", (2024, 12, 1), (2024, 12, 31)),
        ("2024-02-05", (2024, 2, 5), (2024, 2, 5)),
    ],
)
def test_a_partial_date_spans_its_whole_year_month_or_day(partial, first, last):
    assert first_day(partial) == datetime.date(*first)
    assert last_day(partial) == datetime.date(*last)


@pytest.mark.django_db
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_the_database_and_python_agree_on_what_is_over(boundary):
    post, boundary = make_post(), datetime.date.fromisoformat(boundary)
    for value in VALUES:
        make_jurisdiction(post=post, partner=make_partner(), until=value)
    for on in (boundary - DAY, boundary, boundary + DAY):
        found = Jurisdiction.objects.filter(not_ended_before("until", on))
        expected = {value for value in VALUES if not value or last_day(value) >= on}
        assert set(found.values_list("until", flat=True)) == expected, on


@pytest.mark.django_db
def test_the_database_and_python_agree_on_every_day_of_two_years():
    post = make_post()
    for value in VALUES:
        make_jurisdiction(post=post, partner=make_partner(), until=value)
    start = datetime.date(2023, 11, 15)
    for on in (start + DAY * 9 * step for step in range(80)):
        count = Jurisdiction.objects.filter(not_ended_before("until", on)).count()
        assert count == sum(not value or last_day(value) >= on for value in VALUES), on


@pytest.mark.django_db
def test_the_text_sorts_in_order_of_time():
    post = make_post()
    for value in reversed(VALUES):
        make_jurisdiction(post=post, partner=make_partner(), until=value)
    dated = Jurisdiction.objects.exclude(until="").order_by("until")
    firsts = [first_day(value) for value in dated.values_list("until", flat=True)]
    assert firsts == sorted(firsts)
