"""A choice out of other records is made without JavaScript too, from the list in the page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calls.models import Call
from policy.models import FocusMember
from portal.editing import widgets
from tests.support.admin_forms import address, change_page, fields, soup
from tests.support.factories import (
    in_four,
    make_agreement,
    make_call,
    make_entry,
    make_jurisdiction,
    make_partner,
    make_post,
    make_series,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk(admin_client):
    return admin_client


def choices(page, name):
    """{label: value} of a list in a page."""
    return {option.text: option["value"] for option in page.select(f"[name={name}] option")}


def test_a_record_with_a_required_choice_is_made_from_what_the_page_offers(desk):
    make_series(**in_four(title="Reeks"))
    page = desk.get(address(Call, "add"))
    chosen = choices(soup(page), "series")["Reeks nl"]
    sent = {**fields(page), "series": chosen, "label": "2031", "summary_nl": "Kort."}
    assert desk.post(address(Call, "add"), sent).status_code == 302
    assert Call.objects.get().series.title_nl == "Reeks nl"


def test_a_required_choice_begins_empty_and_is_not_emptied_afterwards(desk):
    call = make_call()
    assert "" in choices(soup(desk.get(address(Call, "add"))), "series")
    assert "" not in choices(soup(desk.get(change_page(call))), "series")


def test_several_are_chosen_from_a_list_with_those_of_the_record_selected(desk):
    agreement, other = make_agreement(), make_partner(**in_four(name="Andere"))
    agreement.partners.set([make_partner()])
    page = soup(desk.get(change_page(agreement)))
    selected = page.select("select[name=partners][multiple] option[selected]")
    assert [one["value"] for one in selected] == [str(agreement.partners.get().pk)]
    assert choices(page, "partners")["Andere nl"] == str(other.pk)
    assert "" not in choices(page, "partners").values()
    assert "Control" in page.select_one(".field-partners noscript").text


def test_rows_offer_the_choice_as_well(desk):
    post, partner = make_post(), make_partner(**in_four(name="Finland"))
    page = soup(desk.get(change_page(post)))
    name = "jurisdictions-0-partner"
    assert choices(page, name)["Finland nl"] == str(partner.pk)


def covered(post):
    make_jurisdiction(post=post)


def named(entry):
    FocusMember.objects.create(entry=entry, partner=make_partner())


@pytest.mark.parametrize(("make", "add_row"), [(make_post, covered), (make_entry, named)])
def test_rows_do_not_each_ask_for_the_choices(desk, warm, make, add_row):
    record, counts = make(), []
    for _time in range(2):
        add_row(record)
        add_row(record)
        desk.get(change_page(record))  # the first time the change is put in the logbook
        with CaptureQueriesContext(connection) as queries:
            desk.get(change_page(record))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_of_too_many_records_the_page_says_that_only_a_script_searches_them(desk, monkeypatch):
    monkeypatch.setattr(widgets, "MOST_CHOICES", 1)
    series = make_series()
    make_partner()
    make_partner()
    page = soup(desk.get(change_page(series)))
    assert [*choices(page, "partner").values()] == [str(series.partner_id)]
    assert "JavaScript" in page.select_one(".field-partner noscript").text
