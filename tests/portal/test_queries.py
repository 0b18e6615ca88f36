"""Query counts of the pages in portal/: the same for a full site as for a nearly empty one."""

import datetime

import pytest
from django.utils import timezone

from portal.models import Limitation
from portal.publishing.models import ChangeNote, Contact, Source
from tests.support.factories import (
    in_four,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_measure,
    make_page,
    make_partner,
    make_programme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]
ADDRESSES = {
    "/nl/": 9,
    "/nl/zoeken/": 0,
    "/nl/zoeken/?q=wales": 6,
    "/nl/wijzigingen/": 6,
    "/nl/landen/": 1,
    "/nl/landen/gb/": 7,
    "/nl/landen/gb-wls/": 7,
    "/nl/landen/tv/": 3,
    "/nl/over/": 5,
    "/nl/toegankelijkheid/": 6,
    "/nl/talen/": 6,
}


@pytest.fixture
def country(warm):
    return make_partner(iso_code="GB", **in_four(name="Wales"))


@pytest.fixture
def pages(warm):
    return [make_page(key=key) for key in ("about", "accessibility", "languages")]


def add_one_of_everything(country, framework, pages, number):
    """Create one more of every record that these pages show."""
    now = timezone.now()
    opens, closes = now - datetime.timedelta(days=9), now + datetime.timedelta(days=90)
    partner = make_partner(parent=country, **in_four(name=f"Wales {number}"))
    make_entry(framework=framework).partners.add(partner, country)
    make_jurisdiction(partner=country, post__name_nl=f"Wales {number}")
    agreement = make_agreement(title_nl=f"Wales {number}")
    agreement.partners.add(country)
    programme = make_programme(agreement=agreement, first_year=2026, last_year=2030)
    call = make_call(
        opens_at=opens,
        closes_at=closes,
        series__partner=country,
        series__title_nl=f"Wales {number}",
    )
    call.amounts.create(side="total", kind="max", amount=1000 + number)
    measure = make_measure(title_nl=f"Wales {number}")
    for record in (partner, call, programme, measure, *pages):
        ChangeNote.objects.create(record=record, text_nl="Anders")
        Source.objects.create(record=record, title="x", url="https://example.org/", checked_on=now)
    for page in pages:
        page.contacts.add(Contact.objects.create(name_nl="Team", phone="1"))
        Limitation.objects.create(page=page, part_nl="Kaart")


@pytest.mark.usefixtures("fresh_index")
@pytest.mark.parametrize(("address", "queries"), ADDRESSES.items())
def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client, django_assert_num_queries, country, pages, address, queries
):
    framework = make_framework()
    make_partner(parent=country, iso_code="GB-WLS")
    add_one_of_everything(country, framework, pages, 0)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
    for number in range(1, 12):
        add_one_of_everything(country, framework, pages, number)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/robots.txt", "/favicon.ico"])
def test_static_pages_need_no_query(client, warm, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        client.get(address)


def test_a_404_costs_one_query_for_redirects(client, warm, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/nl/x/")
