"""No kept copy of linked data or Markdown outlives a boundary; what is negotiated is never kept."""

import datetime

import pytest
import time_machine

from portal.page_cache.freshness import MARGIN
from portal.publishing.models import ChangeNote
from tests.middleware.test_cache import cache_lifetimes
from tests.support.factories import brussels, make_agreement, make_call, make_measure, make_partner

pytestmark = pytest.mark.django_db
SECOND, HOUR = datetime.timedelta(seconds=1), datetime.timedelta(hours=1)
NOON, MIDNIGHT = brussels(2027, 2, 10, 12), brussels(2027, 2, 11)
FORMS = [".ttl", ".jsonld", ".nl.md", ".fr.md"]
LISTS = ["/data/catalogue.ttl", "/data/vocabulary.jsonld", "/llms.txt"]


@pytest.fixture(autouse=True)
def long_copies(settings):
    """Long enough that boundaries limit the copies, and not this."""
    settings.SHARED_CACHE_SECONDS = 100_000


@pytest.fixture
def kept(settings, client):
    """A client of a site that keeps its pages, as every process does but those of tests."""
    settings.PAGE_CACHE_BYTES = 2**20
    client.handler._middleware_chain = None  # made anew, with an empty cache
    return client


@pytest.mark.parametrize("ending", FORMS)
def test_a_copy_ends_before_the_call_turns(client, ending):
    call = make_call(opens_at=brussels(2027, 1, 1), closes_at=NOON)
    with time_machine.travel(NOON - HOUR, tick=False):
        response = client.get(f"/id/call/{call.pk}{ending}")
    assert 0 < sum(cache_lifetimes(response)) <= (HOUR - MARGIN).total_seconds()


@pytest.mark.parametrize("make", [make_measure, make_agreement, make_partner])
def test_every_copy_ends_at_midnight(client, make):
    kind = {make_measure: "support", make_agreement: "agreement", make_partner: "partner"}[make]
    record = make()
    with time_machine.travel(NOON, tick=False):
        addresses = [*(f"/id/{kind}/{record.pk}{ending}" for ending in FORMS), *LISTS]
        for address in addresses:
            lifetime = sum(cache_lifetimes(client.get(address)))
            assert 0 < lifetime <= (MIDNIGHT - NOON - MARGIN).total_seconds(), address


@pytest.mark.parametrize("path", ["/data/catalogue.ttl", "/llms.txt"])
def test_a_copy_of_a_list_ends_when_something_is_published(client, path):
    make_partner(publish_at=NOON + HOUR)
    with time_machine.travel(NOON, tick=False):
        assert sum(cache_lifetimes(client.get(path))) <= (HOUR - MARGIN).total_seconds()


@pytest.mark.parametrize("ending", [".ttl", ".nl.md"])
def test_a_kept_file_is_sent_again_without_a_query_until_the_call_turns(
    kept, ending, django_assert_num_queries
):
    call = make_call(opens_at=brussels(2027, 1, 1), closes_at=NOON)
    path = f"/id/call/{call.pk}{ending}"
    with time_machine.travel(NOON - SECOND, tick=False) as clock:
        first = kept.get(path)
        with django_assert_num_queries(0):
            assert kept.get(path).content == first.content
        clock.shift(SECOND)
        assert kept.get(path).content != first.content


@pytest.mark.every_database
@pytest.mark.django_db(transaction=True)
def test_a_kept_file_is_made_anew_after_an_edit(kept):
    partner = make_partner(name_nl="Oud")
    path = f"/id/partner/{partner.pk}.ttl"
    with time_machine.travel(NOON, tick=False) as clock:
        assert b"Oud" in kept.get(path).content
        partner.name_nl = "Nieuw"
        partner.save()
        clock.shift(2)
        assert b"Nieuw" in kept.get(path).content


@pytest.mark.parametrize("path", ["/id/partner/{}", "/id/partner/0", "/data/catalogue"])
def test_what_one_client_was_sent_to_is_not_what_another_one_gets(kept, path):
    path = path.format(make_partner().pk)
    with time_machine.travel(NOON, tick=False):
        turtle = kept.get(path, headers={"accept": "text/turtle", "accept-language": "fr"})
        page = kept.get(path, headers={"accept": "application/ld+json", "accept-language": "de"})
    assert turtle.headers["Cache-Control"] == page.headers["Cache-Control"] == "no-store"
    assert turtle.headers["Content-Language"] == "fr"
    assert page.headers["Content-Language"] == "de"
    assert turtle.headers.get("Location", "t") != page.headers.get("Location", "p")


def test_a_note_to_come_is_in_no_file(client):
    partner = make_partner()
    ChangeNote.objects.create(record=partner, at=NOON, text_nl="Straks.")
    with time_machine.travel(NOON - SECOND, tick=False):
        for ending in FORMS:
            assert b"Straks." not in client.get(f"/id/partner/{partner.pk}{ending}").content
