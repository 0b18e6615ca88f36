"""Dates, times, money and sizes, as section 6 of the design brief spells them.

In the expected words `~` is a no-break space and `'` a narrow one.
"""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.i18n import formats
from tests.support.factories import brussels

LANGUAGES = ["nl", "fr", "de", "en"]
FIRST_OF_MARCH = brussels(2027, 3, 1, 17)


def with_spaces(text):
    return text.replace("~", "\N{NO-BREAK SPACE}").replace("'", "\N{NARROW NO-BREAK SPACE}")


def in_each(call):
    """The results of a call in each language, in the order nl, fr, de, en."""
    results = []
    for language in LANGUAGES:
        with override(language):
            results.append(call())
    return results


def these(*texts):
    return [with_spaces(text) for text in texts]


def test_a_day_has_its_month_in_words_and_a_first_in_french():
    results = in_each(lambda: formats.day(FIRST_OF_MARCH))
    assert results == these("1~maart~2027", "1er~mars~2027", "1.~März~2027", "1~March~2027")


def test_only_the_first_day_of_a_month_is_ordinal_in_french():
    results = in_each(lambda: formats.day(datetime.date(2027, 8, 21)))
    assert results == these("21~augustus~2027", "21~août~2027", "21.~August~2027", "21~August~2027")


def test_a_day_can_have_its_weekday():
    results = in_each(lambda: formats.day(FIRST_OF_MARCH, weekday=True))
    assert results == these(
        "maandag 1~maart~2027",
        "lundi 1er~mars~2027",
        "Montag, 1.~März~2027",
        "Monday 1~March~2027",
    )


@pytest.mark.parametrize(
    ("instant", "clocks"),
    [
        (brussels(2027, 3, 1, 17), ("17~uur", "17~h", "17~Uhr", "17:00")),
        (brussels(2027, 3, 1, 17, 30), ("17.30~uur", "17~h~30", "17.30~Uhr", "17:30")),
        (brussels(2027, 3, 1, 23, 59), ("23.59~uur", "23~h~59", "23.59~Uhr", "23:59")),
        (brussels(2027, 3, 1, 9, 5), ("9.05~uur", "9~h~05", "9.05~Uhr", "09:05")),
    ],
)
def test_a_clock_time_has_the_notation_of_the_language(instant, clocks):
    assert in_each(lambda: formats.clock(instant)) == these(*clocks)


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        (datetime.datetime(2027, 3, 1, 16, tzinfo=datetime.UTC), "1~maart~2027, 17~uur"),
        (datetime.datetime(2027, 7, 1, 15, tzinfo=datetime.UTC), "1~juli~2027, 17~uur"),
        (datetime.datetime(2027, 2, 28, 23, tzinfo=datetime.UTC), "1~maart~2027, 0~uur"),
    ],
)
def test_an_instant_is_formatted_in_brussels_time_in_winter_and_summer(utc, expected):
    assert formats.moment(utc) == with_spaces(expected)


def test_a_midnight_that_ends_something_is_named_by_the_day_it_ends():
    midnight = brussels(2027, 3, 1)
    assert in_each(lambda: formats.end_moment(midnight, weekday=True)) == these(
        "zondag 28~februari~2027, 24~uur",
        "dimanche 28~février~2027, 24~h",
        "Sonntag, 28.~Februar~2027, 24~Uhr",
        "Sunday 28~February~2027, 24:00",
    )
    assert formats.ending_day(midnight) == datetime.date(2027, 2, 28)
    assert formats.moment(midnight) == with_spaces("1~maart~2027, 0~uur")


@pytest.mark.parametrize("hour", [(0, 0, 1), (12,), (23, 59, 59)])
def test_an_end_at_any_other_hour_is_named_as_any_instant(hour):
    end = brussels(2027, 3, 1, *hour)
    assert formats.end_moment(end) == formats.moment(end)
    assert formats.ending_day(end) == datetime.date(2027, 3, 1)


def test_the_zone_has_its_name_in_each_language():
    zones = ["Brusselse tijd", "heure de Bruxelles", "Brüsseler Zeit", "Brussels time"]
    assert in_each(formats.zone) == zones


def test_a_span_of_days_says_the_year_once():
    results = in_each(lambda: formats.period("2027-01-06", "2027-03-01"))
    assert results == these(
        "6~januari tot en met 1~maart~2027",
        "du 6~janvier au 1er~mars~2027",
        "6.~Januar bis 1.~März~2027",
        "6~January to 1~March~2027",
    )


def test_a_span_over_new_year_says_both_years():
    assert formats.period("2027-09-01", "2028-12-31") == with_spaces(
        "1~september~2027 tot en met 31~december~2028"
    )


def test_a_span_of_months_elides_before_a_vowel_in_french():
    results = in_each(lambda: formats.period("2027-04", "2027-09"))
    assert results == these(
        "april~2027 tot en met september~2027",
        "d’avril~2027 à septembre~2027",
        "April~2027 bis September~2027",
        "April~2027 to September~2027",
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021", "2024", "2021-2024"),
        ("2024", "2024", "2024"),
        ("2027-03-01", "", "1~maart~2027"),
        ("", "2006-05", "mei~2006"),
        ("", "", ""),
    ],
)
def test_a_span_is_as_precise_as_its_dates(start, end, expected):
    assert formats.period(start, end) == with_spaces(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1994", ("1994", "1994", "1994", "1994")),
        ("2006-05", ("mei~2006", "mai~2006", "Mai~2006", "May~2006")),
        ("1996-03-04", ("4~maart~1996", "4~mars~1996", "4.~März~1996", "4~March~1996")),
    ],
)
def test_a_partial_date_is_as_exact_as_it_is_known(value, expected):
    assert in_each(lambda: formats.partial(value)) == these(*expected)


@pytest.mark.parametrize(
    ("amount", "currency", "short", "expected"),
    [
        (20000, "EUR", False, ("20.000~euro", "20'000~euros", "20.000~Euro", "€20,000")),
        (20000, "EUR", True, ("€~20.000", "20'000~€", "20.000~€", "€20,000")),
        (
            5000,
            "CAD",
            False,
            (
                "5.000~Canadese~dollar",
                "5'000~dollars~canadiens",
                "5.000~kanadische~Dollar",
                "CAD~5,000",
            ),
        ),
        (5000, "CAD", True, ("CAD~5.000", "5'000~CAD", "5.000~CAD", "CAD~5,000")),
        (
            5000,
            "JPY",
            False,
            ("5.000~Japanse~yen", "5'000~yens~japonais", "5.000~japanische~Yen", "JPY~5,000"),
        ),
        (
            1,
            "USD",
            False,
            ("1~Amerikaanse~dollar", "1~dollar~des~États-Unis", "1~US-Dollar", "USD~1"),
        ),
        (5000, "CHF", True, ("CHF~5.000", "5'000~CHF", "5.000~CHF", "CHF~5,000")),
        (
            Decimal("1234567.50"),
            "EUR",
            True,
            ("€~1.234.567,50", "1'234'567,50~€", "1.234.567,50~€", "€1,234,567.50"),
        ),
        (
            Decimal("900.00"),
            "EUR",
            False,
            ("900~euro", "900~euros", "900~Euro", "€900"),
        ),
    ],
)
def test_money_has_its_currency_and_thousands_in_the_right_place(amount, currency, short, expected):
    assert in_each(lambda: formats.money(amount, currency, short=short)) == these(*expected)


def test_a_percentage_has_the_space_of_its_language():
    assert in_each(lambda: formats.percent(60)) == these("60%", "60'%", "60~%", "60%")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (310_000, ("310~kB", "310~ko", "310~kB", "310~kB")),
        (12, ("1~kB", "1~ko", "1~kB", "1~kB")),
        (1_200_000, ("1,2~MB", "1,2~Mo", "1,2~MB", "1.2~MB")),
    ],
)
def test_a_size_is_in_the_unit_of_the_language(count, expected):
    assert in_each(lambda: formats.size(count)) == these(*expected)


def test_a_size_that_rounds_to_a_thousand_kb_is_in_mb():
    assert formats.size(999_900) == with_spaces("1,0~MB")


def test_a_datetime_attribute_has_the_offset_of_the_season():
    assert formats.machine(FIRST_OF_MARCH) == "2027-03-01T17:00:00+01:00"
    assert formats.machine(brussels(2027, 7, 1, 17)) == "2027-07-01T17:00:00+02:00"
    assert formats.machine("2027-06") == "2027-06"
