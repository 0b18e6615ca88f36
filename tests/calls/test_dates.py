"""What an editor may enter as the dates of a call, and how many days are left."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from tests.support.factories import CallFactory, brussels, make_call, make_series

pytestmark = pytest.mark.django_db


def refusal(record):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            record.full_clean()
        return refused.value.message_dict


def countdown(call, language="en"):
    with translation.override(language):
        return Template("{% load calls %}{{ call|days_left }}").render(Context({"call": call}))


@pytest.mark.parametrize(
    ("entered", "midnight"),
    [
        (brussels(2020, 1, 15, 0, 0, 1), brussels(2020, 1, 16)),
        (brussels(2020, 1, 15, 12), brussels(2020, 1, 16)),
        (brussels(2020, 7, 15, 23, 59, 59), brussels(2020, 7, 16)),
        (
            brussels(2020, 7, 16),
            brussels(2020, 7, 16),
        ),  # what is stored already ends the day before
        (brussels(2020, 3, 29, 12), brussels(2020, 3, 30)),  # a day of 23 hours
        (brussels(2020, 10, 25, 12), brussels(2020, 10, 26)),  # a day of 25 hours
        (brussels(2020, 2, 29, 12), brussels(2020, 3, 1)),
        (brussels(2020, 12, 31, 12), brussels(2021, 1, 1)),
        (datetime.datetime(2020, 7, 15, 22, 30, tzinfo=datetime.UTC), brussels(2020, 7, 17)),
    ],
)
def test_a_deadline_of_which_only_the_day_is_known_becomes_the_midnight_after(entered, midnight):
    call = make_call(opens_at=None, closes_at=entered, closes_day_only=True)
    call.full_clean()
    assert call.closes_at == midnight
    call.full_clean()
    assert call.closes_at == midnight


@time_machine.travel(brussels(2027, 3, 1, 12), tick=False)
@pytest.mark.parametrize("day", [(2027, 3, 1), (2027, 3, 2)])
def test_a_deadline_to_come_needs_its_hour(day):
    call = CallFactory.build(
        series=make_series(), opens_at=None, closes_at=brussels(*day, 9), closes_day_only=True
    )
    assert refusal(call) == {
        "closes_at": ["Give the time of the deadline: applicants need to know it."],
    }


@time_machine.travel(brussels(2027, 3, 1, 12), tick=False)
def test_an_opening_to_come_needs_its_hour():
    call = CallFactory.build(
        series=make_series(), opens_at=brussels(2027, 3, 2, 9), opens_day_only=True, closes_at=None
    )
    assert refusal(call) == {
        "opens_at": ["Give the time of the opening: applicants need to know it."]
    }


@time_machine.travel(brussels(2027, 3, 1, 12), tick=False)
def test_a_day_that_is_over_needs_no_hour():
    call = make_call(opens_at=None, closes_at=brussels(2027, 2, 28, 9), closes_day_only=True)
    assert call.full_clean() is None


@pytest.mark.parametrize("closes", [brussels(2027, 1, 6, 9), brussels(2027, 1, 6, 8, 59, 59)])
def test_a_call_cannot_close_before_it_opens(closes):
    call = CallFactory.build(
        series=make_series(), opens_at=brussels(2027, 1, 6, 9), closes_at=closes
    )
    assert "A call cannot close before it opens." in refusal(call)["__all__"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"closes_at": None, "closes_day_only": True}, "Give the day of the deadline."),
        ({"opens_at": None, "opens_day_only": True}, "Give the day of the opening."),
        (
            {"results_at": brussels(2027, 2, 1), "results_undated": True},
            "Either the moment of the results is known, or it is not: choose one.",
        ),
        ({"cancelled_at": brussels(2027, 2, 1)}, "Say in Dutch why the call was cancelled."),
        (
            {"applications_received": 3, "applications_selected": 4},
            "More applications were selected than received.",
        ),
        (
            {"theme_fr": "Musique"},
            "A translation cannot exist without its Dutch text. Write the Dutch first.",
        ),
    ],
)
def test_a_call_is_refused_with_a_plain_sentence(facts, sentence):
    assert sentence in refusal(CallFactory.build(series=make_series(), **facts))["__all__"]


def test_a_series_has_one_edition_for_each_period():
    first = make_call(label="2027")
    twin = CallFactory.build(series=first.series, label="2027")
    assert "This series already has an edition with this period." in str(refusal(twin))


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (brussels(2027, 3, 1, 16, 59, 59), 0),
        (brussels(2027, 3, 1), 0),
        (brussels(2027, 2, 28, 23, 59, 59), 1),
        (brussels(2027, 2, 20, 12), 9),
        (datetime.datetime(2027, 2, 28, 23, 30, tzinfo=datetime.UTC), 0),  # 0:30 in Brussels
    ],
)
def test_days_left_are_days_on_the_calendar_in_brussels(at, days):
    assert make_call(closes_at=brussels(2027, 3, 1, 17)).days_left(at) == days


def test_a_deadline_at_midnight_has_the_day_before_as_its_last_day():
    call = make_call(closes_at=brussels(2027, 3, 2))
    assert call.last_day == datetime.date(2027, 3, 1)
    assert call.days_left(brussels(2027, 3, 1, 23, 59, 59)) == 0


@pytest.mark.parametrize("night", [brussels(2027, 3, 28), brussels(2027, 10, 31)])
def test_a_night_that_changes_the_clock_counts_as_one_day(night):
    call = make_call(opens_at=None, closes_at=night + datetime.timedelta(days=1, hours=12))
    assert call.days_left(night) == 1


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (brussels(2027, 2, 20, 12), "9 days left"),
        (brussels(2027, 2, 28, 12), "1 day left"),
        (brussels(2027, 3, 1, 12), "Today is the last day"),
    ],
)
def test_the_number_of_days_left_is_in_words(at, sentence):
    with time_machine.travel(at, tick=False):
        assert countdown(make_call(closes_at=brussels(2027, 3, 1, 17))) == sentence
