"""A kept page of the partner map or of a partner never outlives what it shows."""

import pytest
import time_machine

from tests.support.factories import (
    brussels,
    make_agreement,
    make_call,
    make_jurisdiction,
    make_partner,
    make_series,
)

pytestmark = pytest.mark.django_db
LIST = "/en/partners/"


@pytest.fixture
def noon():
    with time_machine.travel(brussels(2027, 2, 10, 12), tick=False) as clock:
        yield clock


def test_open_calls_turn_to_the_second(kept, noon):
    make_call(
        series=make_series(partner=make_partner(name_en="Japan")),
        opens_at=brussels(2027, 2, 11, 9),
        closes_at=brussels(2027, 2, 12, 17),
    )
    shown = []
    for instant in (
        *(brussels(2027, 2, 11, 8, 59, 59), brussels(2027, 2, 11, 9)),
        *(brussels(2027, 2, 12, 16, 59, 59), brussels(2027, 2, 12, 17)),
    ):
        noon.move_to(instant)
        shown.append("Japan" in kept.get(f"{LIST}?layer=calls").content.decode())
    assert shown == [False, True, True, False]


def test_the_count_of_open_calls_turns_on_the_list_of_all_partners_too(kept, noon):
    make_call(opens_at=brussels(2027, 1, 1), closes_at=brussels(2027, 2, 10, 17))
    for instant, count in ((brussels(2027, 2, 10, 16, 59, 59), 1), (brussels(2027, 2, 10, 17), 0)):
        noon.move_to(instant)
        assert f"Calls open now ({count})" in kept.get(LIST).content.decode()


def test_agreements_and_jurisdictions_turn_at_midnight(kept, noon):
    wales = make_partner(name_en="Wales")
    make_agreement(ends="2027-02-10").partners.add(wales)
    make_jurisdiction(partner=wales, until="2027-02-10")
    for instant, said, listed in (
        (brussels(2027, 2, 10, 23, 59, 59), "1 agreement, current", True),
        (brussels(2027, 2, 11), "1 agreement, ended", False),
    ):
        noon.move_to(instant)
        assert said in kept.get(f"{LIST}?layer=agreements").content.decode()
        assert ("Wales" in kept.get(f"{LIST}?layer=posts").content.decode()) is listed


def test_what_binds_a_partner_turns_when_a_call_closes(kept, noon):
    wales = make_partner(slug_nl="wales")
    make_call(
        series=make_series(partner=wales),
        opens_at=brussels(2027, 1, 1),
        closes_at=brussels(2027, 2, 10, 17),
    )
    for instant, is_open in (
        (brussels(2027, 2, 10, 16, 59, 59), True),
        (brussels(2027, 2, 10, 17), False),
    ):
        noon.move_to(instant)
        page = kept.get("/en/partners/wales/").content.decode()
        assert ("Closing soon, until" in page) is is_open
