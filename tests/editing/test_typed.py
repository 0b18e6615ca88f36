"""What editors type as days, hours and amounts: read as they mean it, and shown as it is read."""

import pytest
from django.core.exceptions import ValidationError

from calls.models import Call
from tests.support.admin_forms import address, change_page, edit, errors, fields, soup
from tests.support.factories import brussels, make_call, make_framework

pytestmark = pytest.mark.django_db


def understood(response, name):
    """How the page says that it reads a field."""
    field = soup(response).find(attrs={"name": name})
    words = field.find_next(class_="understood")
    return words.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("day", "hour", "deadline"),
    [
        ("15.03.2027", "17u", (2027, 3, 15, 17)),
        ("15/3/2027", "17.30", (2027, 3, 15, 17, 30)),
        ("15 maart 2027", "17u30", (2027, 3, 15, 17, 30)),
        ("2027-03-15", "24:00", (2027, 3, 16)),
    ],
)
def test_a_deadline_is_read_as_people_write_it(admin_client, day, hour, deadline):
    call = make_call(state="draft")
    edit(admin_client, call, closes_at_0=day, closes_at_1=hour)
    assert call.closes_at == brussels(*deadline)


@pytest.mark.parametrize(
    ("changes", "example"),
    [
        ({"closes_at_0": "volgende week"}, "15 januari 2027"),
        ({"closes_at_0": "15-03-27"}, "15 januari 2027"),
        ({"closes_at_1": "5 uur 's avonds"}, "17u30"),
        ({"closes_at_1": ""}, "17u30"),
    ],
)
def test_what_is_no_day_or_hour_is_refused_with_an_example(admin_client, changes, example):
    assert example in errors(edit(admin_client, make_call(), **changes))


def test_a_day_without_an_hour_is_read_the_same_way(admin_client):
    framework = make_framework(state="draft")
    edit(admin_client, framework, starts_on="1 februari 2021")
    assert str(framework.starts_on) == "2021-02-01"


def test_the_form_says_in_words_what_it_has(admin_client):
    page = admin_client.get(change_page(make_call()))
    assert understood(page, "closes_at_0") == "maandag 1 maart 2027, 17 uur"


def test_the_form_says_what_it_understood_when_something_else_is_wrong(admin_client):
    wrong = {"label": "", "closes_at_0": "15.3.2027", "closes_at_1": "17u30"}
    page = edit(admin_client, make_call(decision_expected="2027-06"), **wrong)
    assert understood(page, "closes_at_0") == "maandag 15 maart 2027, 17.30 uur"
    assert understood(page, "decision_expected") == "juni 2027"


def test_the_page_that_moves_a_deadline_reads_the_same(admin_client):
    page = address(Call, "move_deadline", make_call().pk)
    typed = {"closes_at_0": "15 maart 2027", "closes_at_1": "17u30"}
    response = admin_client.post(page, {**fields(admin_client.get(page)), **typed})
    assert understood(response, "closes_at_0") == "maandag 15 maart 2027, 17.30 uur"


ROW = "amounts-0-"


@pytest.mark.parametrize("typed", ["100.000", "100 000", "100.000,00", "100,000.00", "100000"])
def test_an_amount_is_read_as_people_write_it(admin_client, typed):
    call = make_call(state="draft")
    edit(admin_client, call, budget=typed)
    assert call.budget == 100_000
    assert fields(admin_client.get(change_page(call)))["budget"] == ["100.000"]


@pytest.mark.parametrize("typed", ["100,000", "1.23.4", "veel"])
def test_an_amount_that_can_mean_two_things_is_refused_with_an_example(admin_client, typed):
    assert "12.500,00" in errors(edit(admin_client, make_call(), budget=typed))


@pytest.mark.slow
def test_an_amount_is_in_any_currency_and_readers_see_its_name(admin_client, page):
    call = make_call()
    row = {"side": "total", "kind": "max", "amount": "900.000", "currency": "JPY"}
    edit(admin_client, call, **{ROW + name: value for name, value in row.items()})
    shown = page(call.get_absolute_url()).main.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "900.000 Japanse yen" in shown


@pytest.mark.slow
def test_what_is_no_currency_is_refused_with_an_example(admin_client):
    row = {"side": "total", "kind": "max", "amount": "900", "currency": "XYZ"}
    changes = {ROW + name: value for name, value in row.items()}
    assert "JPY" in errors(edit(admin_client, make_call(), **changes))


def test_a_draft_from_elsewhere_names_a_currency_that_exists():
    with pytest.raises(ValidationError, match="JPY"):
        make_call(budget=5, budget_currency="XYZ").full_clean()
