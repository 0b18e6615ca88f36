"""The rows of a long list are written at once, and end as they would one by one."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from portal.revisions.snapshot import LONG_LIST, data_of, write
from tests.support.factories import brussels, make_call

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = LONG_LIST + 5


@pytest.fixture
def call():
    call = make_call()
    for number in range(NUMBER):
        names = {"flemish_partners": "Koor", "other_partners": "Chorale"}
        call.projects.create(title=f"Project {number}", description_nl="Zang", **names)
        call.sessions.create(starts_at=brussels(2027, 3, 1, 9), place_nl=f"Zaal {number}")
    return call


@pytest.fixture
def data(call):
    return copy.deepcopy(data_of(call))


def set_all(data, relation, **values):
    for row in data["rows"][relation].values():
        row["fields"] |= values


@pytest.mark.parametrize("check", [True, False])
def test_rows_that_changed_came_and_went_are_what_the_data_says(call, data, check):
    set_all(data, "sessions", place_nl="Huis")
    set_all(data, "projects", amount="5.00")
    first, second, *_rest = data["rows"]["projects"].values()
    titles = first["fields"]["title"], second["fields"]["title"]
    second["fields"]["title"], first["fields"]["title"] = titles
    for rows in data["rows"].values():
        key, row = rows.popitem()
        rows[str(int(key) + 7)] = row
    assert data_of(write(call, data, check)) == data


def test_the_statements_do_not_grow_with_the_list(call, data, django_assert_max_num_queries):
    set_all(data, "sessions", place_nl="Huis")
    with django_assert_max_num_queries(NUMBER // 2):
        write(call, data, check=True)


def test_the_texts_are_tidied_as_in_a_form(call, data):
    set_all(data, "projects", description_nl=" Dans ")
    write(call, data)
    assert set(call.projects.values_list("description_nl", flat=True)) == {"Dans"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "x" * 201},
        {"title": "Twee"},
        {"call": 0},
        {"description_nl": "", "description_fr": "a"},
    ],
)
def test_what_a_form_would_refuse_is_refused(call, data, wrong):
    set_all(data, "projects", **wrong)
    with pytest.raises((ValidationError, IntegrityError)):
        write(call, data, check=True)
